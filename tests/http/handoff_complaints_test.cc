// SPDX-License-Identifier: MIT
// What people complain about where a bot hands over to a person, told the other way round: over HTTP, as the
// visitor's page and the agents' consoles live it. What is decided below HTTP stands in
// tests/service/handoff_complaints_test.cc.
#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "support/test_server.h"

namespace handoff_complaints_http_test {

using nlohmann::json;
using support::EventReader;
using support::Headers;
using support::TestServer;
using support::Visitor;

namespace {

json words(const std::string& id, const std::string& text) {
  return {{"client_id", id}, {"text", text}};
}

json log_of(const TestServer& server, const Visitor& visitor, const Headers& agent) {
  return server.seen(visitor, agent)["events"];
}

int count_of(const json& events, const std::string& type) {
  return static_cast<int>(std::count_if(events.begin(), events.end(),
                                        [&](const json& event) { return event["type"] == type; }));
}

int count_by(const json& events, const std::string& author) {
  return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const json& event) {
    return event["type"] == "message" && event["author"] == author;
  }));
}

/// The next event of a conversation's stream; signals are passed over.
json next_event(EventReader& stream) {
  for (;;) {
    const auto frame = stream.next();
    if (frame.ended || !frame.id.empty()) return frame.json();
  }
}

/// The next row of the list's stream with that status.
json next_row(EventReader& list, const std::string& status) {
  for (;;) {
    const auto frame = list.next();
    if (frame.ended) return nullptr;
    if (frame.event == "row" && frame.json()["status"] == status) return frame.json();
  }
}

}  // namespace

TEST_CASE("an agent who answers has the conversation, and the bot never talks beside him") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto bots = server.start();
  // What the bot still has is not answered past it.
  CHECK(server.command(bots, ruta, "messages", words("a1", "Hello")).status == 409);
  const auto visitor = server.waiting();
  REQUIRE(server.command(visitor, ruta, "messages", words("a1", "Hello")).status == 200);
  CHECK(server.seen(visitor, ruta)["status"] == "assigned");
  const auto before = count_by(log_of(server, visitor, ruta), "bot");
  for (const auto* text : {"when are you open", "send it back", "i want to complain"}) {
    CHECK(server.say(visitor, text).json()["events"].size() == 1);
  }
  CHECK(count_by(log_of(server, visitor, ruta), "bot") == before);
}

TEST_CASE(
    "an agent who comes back after a night has every word that he missed, once and in order") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  std::string position;
  std::uint64_t seen = 0;
  {
    EventReader console(server.port, visitor.desk_path("/events"), ruta);
    for (const auto last = server.seen(visitor, ruta)["last"]; seen != last;) {
      const auto frame = console.next();
      REQUIRE_FALSE(frame.ended);
      if (frame.id.empty()) continue;
      position = frame.id;
      seen = frame.json()["sequence"];
    }
  }
  server.clock.tick(std::chrono::hours{2});
  (void)server.serving("Jonas");
  REQUIRE(server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Jonas"}}}}).status == 200);
  for (int i = 0; i < 20; ++i) {
    server.clock.tick(std::chrono::minutes{30});
    const auto id = "j" + std::to_string(i);
    // His log-in ends after eight hours without a request; these keep it.
    REQUIRE(server.command(visitor, jonas, "messages", words(id, "words " + id)).status == 200);
    REQUIRE(server.say(visitor, "and " + id).status == 200);
  }
  const auto all = server.get(visitor.desk_path("/events"), jonas).json()["events"];
  REQUIRE(all.size() > seen + 40);
  EventReader again(server.port, visitor.desk_path("/events"),
                    support::with(server.agent("Ruta"), {{"Last-Event-ID", position}}));
  for (std::size_t at = seen; at < all.size(); ++at) CHECK(next_event(again) == all[at]);
}

TEST_CASE("a handoff is told to the visitor once, however often and from wherever he asks") {
  for (const auto kept : {TestServer::Kept::in_memory, TestServer::Kept::in_sqlite}) {
    TestServer server({}, kept);
    const auto ruta = server.agent("Ruta");
    const auto visitor = server.start();
    EventReader page(server.port, visitor.path("/events"), visitor.headers());
    std::vector<std::thread> tabs;
    for (int tab = 0; tab < 8; ++tab) {
      tabs.emplace_back([&] {
        (void)server.post(visitor.path("/messages"), words("m1", "a person please"),
                          visitor.headers());
      });
    }
    for (auto& tab : tabs) tab.join();
    CHECK(server.say(visitor, "a person please", "m1").json()["duplicate"] == true);
    CHECK(server.tap(visitor, "person").status == 200);
    const auto all = log_of(server, visitor, ruta);
    CHECK(count_of(all, "handoff_requested") == 1);
    // The greeting and the notice, and nothing after it.
    CHECK(count_by(all, "bot") == 2);
    const auto told = server.events(visitor).json()["events"];
    for (const auto& event : told) CHECK(next_event(page) == event);
    CHECK(count_of(told, "handoff_requested") == 1);
  }
}

TEST_CASE("a tap on a button that is still on the page wakes no bot once a person has it") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto before = log_of(server, visitor, ruta);
  for (const auto* choice : {"intent:hours", "intent:return_item", "stop", "none"}) {
    CHECK(server.tap(visitor, choice).status == 400);
  }
  CHECK(server.tap(visitor, "person").json()["events"].size() == 1);
  // The words of a button, typed.
  CHECK(server.say(visitor, "Opening hours").json()["events"].size() == 1);
  const auto after = log_of(server, visitor, ruta);
  CHECK(count_by(after, "bot") == count_by(before, "bot"));
  CHECK(server.seen(visitor, ruta)["owner"]["name"] == "Ruta");
}

TEST_CASE("nothing that a visitor can send wakes the bot while a person has the conversation") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto begun = server.seen(visitor, ruta);
  const auto post = [&](const std::string& what, const json& body) {
    return server.post(visitor.path(what), body, visitor.headers()).status;
  };
  for (const bool on_hold : {false, true}) {
    if (on_hold) REQUIRE(server.command(visitor, ruta, "hold").status == 200);
    CHECK(post("/typing", json::object()) == 200);
    CHECK(post("/seen", {{"last", 3}}) == 200);
    CHECK(post("/leave", json::object()) == 200);
    CHECK(post("/contact", {{"email", on_hold ? "a@shop.example" : "b@shop.example"}}) == 200);
    CHECK(server.say(visitor, "when are you open").status == 200);
    CHECK(server.say(visitor, "a person please").status == 200);
  }
  const auto now = server.seen(visitor, ruta);
  CHECK(now["status"] == "assigned");
  CHECK(now["epoch"] == begun["epoch"]);
  CHECK(count_by(now["events"], "bot") == count_by(begun["events"], "bot"));
}

TEST_CASE("a handoff is on every console's list at once, whoever was asked") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  EventReader hers(server.port, "/api/v1/agent/events", ruta);
  EventReader his(server.port, "/api/v1/agent/events", jonas);
  const auto visitor = server.start();
  REQUIRE(server.say(visitor, "a person please").status == 200);
  for (auto* list : {&hers, &his}) {
    const auto row = next_row(*list, "queued");
    REQUIRE(row.is_object());
    CHECK(row["conversation"] == visitor.id);
    CHECK(row["reason"] == "asked_for_person");
    CHECK(row.contains("waiting_since"));
  }
}

TEST_CASE("a connection that breaks after every event loses none and repeats none") {
  TestServer server;
  const auto visitor = server.start();
  std::string position = "0";
  json read = json::array();
  for (int round = 0; round < 12; ++round) {
    REQUIRE(server.say(visitor, "when are you open").status == 200);
    EventReader page(server.port, visitor.path("/events?after=" + position), visitor.headers());
    for (int i = 0; i <= round % 2; ++i) {
      const auto frame = page.next();
      position = frame.id;
      read.push_back(frame.json());
    }
  }
  const auto all = server.events(visitor).json()["events"];
  EventReader page(server.port, visitor.path("/events?after=" + position), visitor.headers());
  while (read.size() < all.size()) read.push_back(page.next().json());
  CHECK(read == all);
}

TEST_CASE("a new chat is in a list that is open already, without a reload") {
  TestServer server;
  EventReader list(server.port, "/api/v1/agent/events", server.agent("Ruta"));
  CHECK(list.next().event == "snapshot");
  for (int i = 0; i < 3; ++i) {
    const auto visitor = server.start();
    CHECK(next_row(list, "bot")["conversation"] == visitor.id);
  }
}

TEST_CASE("a person can be called again and again in one conversation") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.start();
  const char* const ends[] = {"return", "close", "return"};
  for (int round = 1; round <= 3; ++round) {
    REQUIRE(server.say(visitor, "a person please").status == 200);
    const auto seen = server.seen(visitor, ruta);
    CHECK(seen["status"] == "queued");
    CHECK(count_of(seen["events"], "handoff_requested") == round);
    REQUIRE(server.command(visitor, ruta, "take").status == 200);
    REQUIRE(server.command(visitor, ruta, ends[round - 1]).status == 200);
    // The bot has it again, and answers.
    CHECK(count_by(server.say(visitor, "when are you open").json()["events"], "bot") == 1);
  }
}

TEST_CASE("once a person has it the bot is silent until he gives it back") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  const auto answers = [&] {
    return count_by(server.say(visitor, "when are you open").json()["events"], "bot");
  };
  CHECK(answers() == 1);  // safe while he waits
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  CHECK(answers() == 0);
  REQUIRE(server.command(visitor, ruta, "hold").status == 200);
  CHECK(answers() == 0);
  REQUIRE(server.command(visitor, ruta, "return").status == 200);
  CHECK(answers() == 1);
}

TEST_CASE("a transfer to nobody that exists is refused with words, and loses nothing") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto before = server.seen(visitor, ruta);
  for (const auto& to : {json{{"team", "nobody"}}, json{{"agent", "Nobody"}}, json::object()}) {
    const auto refused = server.command(visitor, ruta, "transfer", {{"to", to}});
    CHECK(refused.status == 400);
    CHECK(refused.code() == "invalid");
  }
  CHECK(server.seen(visitor, ruta) == before);
}

TEST_CASE("a handoff carries its team, and the visitor's page knows that a person was asked") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.start();
  EventReader page(server.port, visitor.path("/events?after=2"), visitor.headers());
  REQUIRE(server.say(visitor, "i want to complain").status == 200);
  CHECK(server.seen(visitor, ruta)["team"] == "returns");
  // What the page hides its button by: the fact in the stream, and after a reload the place in the queue.
  CHECK(next_event(page)["author"] == "visitor");
  CHECK(next_event(page)["author"] == "bot");
  CHECK(next_event(page)["type"] == "handoff_requested");
  CHECK(server.events(visitor).json()["waiting"]["ahead"] == 0);
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  CHECK_FALSE(server.events(visitor).json().contains("waiting"));
  CHECK(next_event(page)["type"] == "agent_joined");
}

}  // namespace handoff_complaints_http_test
