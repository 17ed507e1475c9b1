// SPDX-License-Identifier: MIT
// A visitor's conversation over HTTP: begin, say, read.
#include <doctest/doctest.h>

#include "support/test_server.h"

namespace visitor_test {

using nlohmann::json;
using support::TestServer;

namespace {

/// The events of an answer in short: "visitor: hello", "bot: Hello!", or the type.
std::string told(const json& answer) {
  std::string all;
  for (const auto& event : answer["events"]) {
    const std::string type = event["type"];
    all += type == "message"
               ? event["author"].get<std::string>() + ": " + event["text"].get<std::string>() + "\n"
               : type + "\n";
  }
  return all;
}

/// Whether every `previous` names the event before it.
bool chained(const json& events, std::uint64_t previous = 0) {
  for (const auto& event : events) {
    if (event["previous"] != previous || event["sequence"] <= previous) return false;
    previous = event["sequence"];
  }
  return true;
}

}  // namespace

TEST_CASE("a conversation begins with a token and the bot's greeting") {
  TestServer server;
  const auto answer = server.post("/api/v1/conversations",
                                  {{"language", "en"}, {"page", "https://shop.example/cart"}});
  CHECK(answer.status == 201);
  CHECK(answer.header("content-type") == "application/json");
  CHECK(answer.header("cache-control") == "no-store");
  const auto body = answer.json();
  CHECK(body["token"].get<std::string>().size() == 43);
  CHECK(body["last"] == 2);
  CHECK(told(body) == "bot: Hello!\n");
  CHECK(chained(body["events"]));
  const auto& replies = body["events"][0]["quick_replies"];
  REQUIRE(replies.size() == 3);
  CHECK(replies[0] == json{{"choice", "intent:hours"}, {"label", "Opening hours"}});
  CHECK(replies[2]["choice"] == "person");
}

TEST_CASE("an empty body begins a conversation in the first language") {
  TestServer server;
  const auto answer = support::http(server.port, "POST", "/api/v1/conversations");
  CHECK(answer.status == 201);
  CHECK(answer.json()["events"][0]["language"] == "lt");
  CHECK(server.post("/api/v1/conversations", {{"language", "fr"}}).json()["events"][0]["text"] ==
        "Sveiki!");
}

TEST_CASE("an answer holds the visitor's own message and what the bot said to it") {
  TestServer server;
  const auto visitor = server.start();
  const auto answer = server.say(visitor, "when are you open", "m1");
  CHECK(answer.status == 200);
  const auto body = answer.json();
  CHECK(told(body) == "visitor: when are you open\nbot: Every day from 9.\n");
  CHECK(chained(body["events"], 2));
  CHECK(body["events"][0]["client_id"] == "m1");
  CHECK(body["last"] == 4);
  CHECK_FALSE(body.contains("duplicate"));

  const auto all = server.events(visitor).json();
  CHECK(told(all) == "bot: Hello!\nvisitor: when are you open\nbot: Every day from 9.\n");
  CHECK(chained(all["events"]));
  CHECK(all["last"] == 4);
  CHECK(server.events(visitor, "?after=3").json()["events"] == json{body["events"][1]});
  CHECK(server.events(visitor, "?after=4").json()["events"].empty());
}

TEST_CASE("a message sent twice is stored once and answered the same") {
  for (const auto kept : {TestServer::Kept::in_memory, TestServer::Kept::in_sqlite}) {
    TestServer server({}, kept);
    const auto visitor = server.start();
    auto first = server.say(visitor, "when are you open", "m1").json();
    (void)server.say(visitor, "and on Sundays", "m2");
    auto second = server.say(visitor, "when are you open", "m1").json();
    CHECK(second["duplicate"] == true);
    second.erase("duplicate");
    CHECK(second == first);
    CHECK(server.events(visitor).json()["events"].size() == 5);
  }
}

TEST_CASE("a repeat is known by its words even when they have odd white space and marks") {
  TestServer server;
  const auto visitor = server.start();
  for (const std::string text : {"  a\tb\n", "e\u0301", "a\u0000b", "a\u0007\u200b", "\u202Eabc"}) {
    const auto id = server.next_id();
    const auto first = server.say(visitor, text, id);
    CHECK(first.status == 200);
    const auto second = server.say(visitor, text, id);
    CHECK(second.status == 200);
    CHECK(second.json()["last"] == first.json()["last"]);
  }
}

TEST_CASE("a client id used for other words is a conflict") {
  TestServer server;
  const auto visitor = server.start();
  CHECK(server.say(visitor, "one", "m1").status == 200);
  const auto other = server.say(visitor, "two", "m1");
  CHECK(other.status == 409);
  CHECK(other.code() == "conflict");
  CHECK(server.tap(visitor, "person", "m1").status == 409);
}

TEST_CASE("two visitors may use the same client id") {
  TestServer server;
  CHECK(server.say(server.start(), "one", "m1").status == 200);
  CHECK(server.say(server.start(), "two", "m1").status == 200);
}

TEST_CASE("a tap is stored as the visitor's message with the label as its text") {
  TestServer server;
  const auto visitor = server.start();
  const auto answer = server.tap(visitor, "intent:hours", "m1").json();
  CHECK(told(answer) == "visitor: Opening hours\nbot: Every day from 9.\n");
  CHECK(answer["events"][0]["choice"] == "intent:hours");
  const auto again = server.tap(visitor, "intent:hours", "m1");
  CHECK(again.status == 200);
  CHECK(again.json()["duplicate"] == true);
}

TEST_CASE("only what was offered can be tapped, and a person always") {
  TestServer server;
  const auto visitor = server.start();
  const auto refused = server.tap(visitor, "intent:complaint");
  CHECK(refused.status == 400);
  CHECK(refused.code() == "invalid");
  (void)server.say(visitor, "when are you open");
  CHECK(server.tap(visitor, "intent:hours").status == 400);
  const auto person = server.tap(visitor, "person");
  CHECK(person.status == 200);
  CHECK(person.json()["events"].back()["type"] == "handoff_requested");
  CHECK(person.json()["events"].back()["reason"] == "asked_for_person");
}

TEST_CASE("typing the words of a button is tapping it") {
  TestServer server;
  const auto visitor = server.start();
  const auto answer = server.say(visitor, "opening HOURS", "m1").json();
  CHECK(answer["events"][0]["choice"] == "intent:hours");
  CHECK(server.say(visitor, "opening HOURS", "m1").json()["duplicate"] == true);
}

TEST_CASE("a visitor learns nothing of conversations that are not his") {
  TestServer server;
  const auto mine = server.start();
  const auto other = server.start();
  const support::Visitor intruder{mine.id, other.token};
  CHECK(server.events(intruder).status == 404);
  CHECK(server.say(intruder, "hello").status == 404);
  const auto stream = server.get(mine.path("/events"),
                                 support::with({{"Accept", "text/event-stream"}}, other.headers()));
  CHECK(stream.status == 404);
  // Not there and not yours are the same answer.
  const support::Visitor nowhere{"0193-nowhere", other.token};
  CHECK(server.events(nowhere).body == server.events(intruder).body);
  CHECK(server.events(support::Visitor{mine.id, "nonsense"}).status == 401);
  CHECK(server.get(mine.path("/events")).status == 401);
}

TEST_CASE("who has a token begins another conversation of the same contact") {
  TestServer server;
  const auto first = server.start();
  const auto answer = server.post("/api/v1/conversations", {{"language", "en"}}, first.headers());
  CHECK(answer.status == 201);
  CHECK(answer.json()["token"] == first.token);
  const support::Visitor second{answer.json()["conversation"], first.token};
  CHECK(second.id != first.id);
  CHECK(server.events(first).status == 200);
  CHECK(server.events(second).status == 200);
}

TEST_CASE("a wait ends when something is said") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto last = server.events(visitor).json()["last"].get<int>();
  support::HttpAnswer heard;
  std::thread listener(
      [&] { heard = server.events(visitor, "?wait=9&after=" + std::to_string(last)); });
  CHECK(
      server.command(visitor, ruta, "messages", {{"client_id", "a1"}, {"text", "Hello, Ruta here"}})
          .status == 200);
  listener.join();
  CHECK(heard.status == 200);
  CHECK(told(heard.json()) == "agent: Hello, Ruta here\n");
}

TEST_CASE("a wait in which nothing is said ends with no events and the last position") {
  TestServer server;
  const auto visitor = server.start();
  const auto answer = server.events(visitor, "?after=2&wait=1");
  CHECK(answer.status == 200);
  CHECK(answer.json() == json{{"last", 2}, {"events", json::array()}});
}

TEST_CASE("a wait is a number of seconds up to twenty-five") {
  TestServer server;
  const auto visitor = server.start();
  for (const auto* wrong : {"26", "-1", "1.5", "soon", "", "1x"}) {
    const auto answer = server.events(visitor, std::string("?after=2&wait=") + wrong);
    CHECK_MESSAGE(answer.status == 400, wrong);
    CHECK(answer.code() == "invalid");
  }
}

TEST_CASE("a long conversation is read in pieces of five hundred without a gap") {
  TestServer server;
  const auto visitor = server.start();
  for (int i = 0; i < 260; ++i) REQUIRE(server.say(visitor, "when are you open").status == 200);
  const auto first = server.events(visitor).json();
  REQUIRE(first["events"].size() == 500);
  CHECK(first["last"] == first["events"].back()["sequence"]);
  const auto rest =
      server.events(visitor, "?after=" + std::to_string(first["last"].get<int>())).json();
  CHECK(rest["events"].size() == 21);
  CHECK(chained(first["events"]));
  CHECK(chained(rest["events"], first["last"]));
  CHECK(rest["last"] == 522);
}

TEST_CASE("a visitor never sees notes, decisions or how a flow works") {
  TestServer server;
  const auto visitor = server.start();
  const auto ruta = server.agent("Ruta");
  (void)server.say(visitor, "i want to send it back");
  (void)server.say(visitor, "10023");
  // The call has no answer, so a person is asked.
  (void)server.events(visitor, "?wait=9&after=9");
  REQUIRE(
      server.command(visitor, ruta, "notes", {{"client_id", "n1"}, {"text", "a secret"}}).status ==
      200);
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  REQUIRE(
      server.command(visitor, ruta, "messages", {{"client_id", "a1"}, {"text", "Hello"}}).status ==
      200);
  REQUIRE(server.command(visitor, ruta, "close", {{"reason", "a private reason"}}).status == 200);

  const auto agents = server.seen(visitor, ruta);
  const auto answer = server.events(visitor);
  const auto body = answer.json();
  CHECK(chained(body["events"]));
  CHECK(body["last"] == agents["last"]);
  for (const auto* hidden :
       {"secret", "decision", "because", "confidence", "private", "note", "flow_", "slot_", "call_",
        "step", "id-Ruta", "\"a1\"", "epoch", "actor", "team", "detail"}) {
    CHECK_MESSAGE(answer.body.find(hidden) == std::string::npos, hidden);
  }
  CHECK(told(body).find("agent_joined\nagent: Hello\nclosed\n") != std::string::npos);
  // Agents see every fact: 1, 2, 3 ...
  for (std::size_t i = 0; i < agents["events"].size(); ++i) {
    CHECK(agents["events"][i]["sequence"] == i + 1);
    CHECK(agents["events"][i]["previous"] == i);
  }
}

TEST_CASE("the widget's configuration says how the shop looks, speaks and whether it is open") {
  TestServer server;
  const auto answer = server.get("/api/v1/widget?inbox=main");
  CHECK(answer.status == 200);
  CHECK(answer.header("cache-control") == "public, max-age=60");
  const auto body = answer.json();
  CHECK(body["name"] == "Small shop");
  CHECK(body["open"] == true);
  CHECK(body["languages"] == json{"lt", "en"});
  CHECK(body["greeting"]["lt"] == "Sveiki!");
  CHECK(body["starters"]["en"].back()["choice"] == "person");
  CHECK(body["brand"]["light"]["accent"].get<std::string>().front() == '#');
}

TEST_CASE("an article is a tree that a client draws, and a draft is not there") {
  TestServer server;
  const auto answer = server.get("/api/v1/articles/delivery?lang=en");
  CHECK(answer.status == 200);
  const auto body = answer.json();
  CHECK(body["title"] == "Delivery to parcel lockers");
  CHECK(body["body"][0]["type"] == "p");
  CHECK(body["body"][1]["type"] == "h");
  CHECK(body["body"][2]["type"] == "ul");
  CHECK(server.get("/api/v1/articles/secret").status == 404);
  CHECK(server.get("/api/v1/articles/nothing").status == 404);
}

}  // namespace visitor_test
