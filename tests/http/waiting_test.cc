// SPDX-License-Identifier: MIT
// Waiting for a person as a visitor lives it: his place, what is known of the time, and the ways out.
#include <doctest/doctest.h>

#include "service/queue.h"
#include "support/test_server.h"

namespace waiting_test {

using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;
using support::EventReader;
using support::TestServer;

namespace {

/// The next `event: waiting`.
json next_place(EventReader& stream) {
  for (;;) {
    const auto frame = stream.next();
    if (frame.event == "waiting") return frame.json();
  }
}

json place(TestServer& server, const support::Visitor& visitor) {
  const auto body = server.events(visitor).json();
  return body.contains("waiting") ? body["waiting"] : json();
}

}  // namespace

TEST_CASE("who waits is told his place at once, and again as it changes") {
  TestServer server;
  const auto ruta = server.serving("Ruta");
  const auto first = server.waiting();
  const auto second = server.waiting();
  EventReader stream(server.port, second.path("/events"), second.headers());
  CHECK(next_place(stream) == json{{"ahead", 1}});
  CHECK(place(server, first) == json{{"ahead", 0}});
  CHECK(place(server, second) == json{{"ahead", 1}});
  REQUIRE(server.command(first, ruta, "take").status == 200);
  CHECK(next_place(stream) == json{{"ahead", 0}});
  CHECK(place(server, first).is_null());
  // Agents read the queue itself.
  CHECK_FALSE(server.get(second.desk_path("/events"), ruta).json().contains("waiting"));
}

TEST_CASE("how long it takes is said once enough were answered, from the last hour alone") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  for (int i = 0; i < 10; ++i) {
    const auto visitor = server.waiting();
    CHECK(place(server, visitor).contains("likely") == (i >= 5));
    server.clock.tick(minutes{1 + i % 2});
    REQUIRE(server.command(visitor, ruta, "take").status == 200);
  }
  const auto visitor = server.waiting();
  auto told = place(server, visitor);
  // Twice a second it is remembered what was told first.
  while (!told.contains("promised")) told = place(server, visitor);
  CHECK(told == json{{"ahead", 0},
                     {"likely", 60},
                     {"most", 120},
                     {"promised", frontdesk::to_text(server.clock.now() + minutes{2})},
                     {"late", false}});
  server.clock.tick(minutes{2});
  CHECK(place(server, visitor)["late"] == true);
  server.clock.tick(minutes{61});
  CHECK_FALSE(place(server, visitor).contains("likely"));
}

TEST_CASE("who is called while nobody is at the desk is told so at once, and keeps his place") {
  TestServer server;
  const auto visitor = server.waiting();
  EventReader stream(server.port, visitor.path("/events"), visitor.headers());
  const json nobody = {{"ahead", 0}, {"nobody", true}};
  CHECK(next_place(stream) == nobody);
  CHECK(place(server, visitor) == nobody);
  CHECK(server.say(visitor, "when are you open").json()["events"].size() == 2);
  const auto ruta = server.serving("Ruta");
  CHECK(place(server, visitor) == json{{"ahead", 0}});
  CHECK(server.seen(visitor, ruta)["status"] == "queued");
  REQUIRE(server.post("/api/v1/agent/status", {{"available", false}}, ruta).status == 200);
  CHECK(place(server, visitor) == nobody);
  REQUIRE(server.post("/api/v1/agent/status", {{"available", true}}, ruta).status == 200);
  CHECK(place(server, visitor) == json{{"ahead", 0}});
  // She has closed her laptop.
  server.clock.tick(minutes{2});
  CHECK(place(server, visitor) == nobody);
  // The form is what he is offered; who waits on is found where he was.
  const auto other = server.waiting();
  CHECK(place(server, other) == json{{"ahead", 1}, {"nobody", true}});
  CHECK(server.post(other.path("/contact"), {{"phone", "+37061234567"}}, other.headers()).status ==
        200);
  CHECK(server.seen(other, ruta)["status"] == "offline");
  CHECK(server.seen(visitor, ruta)["status"] == "queued");
  CHECK(place(server, visitor) == json{{"ahead", 0}});
}

TEST_CASE("an address makes of a wait a conversation in the offline list, told once") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  const auto contact = [&](const json& body) {
    return server.post(visitor.path("/contact"), body, visitor.headers());
  };
  for (const auto& [body, said] :
       {std::pair{json::object(), "'email' is missing"},
        std::pair{json{{"email", "ona@gmail"}}, "after 'gmail' an ending is missing"},
        std::pair{json{{"phone", "12"}}, "'phone' is no number"}}) {
    const auto refused = contact(body);
    CHECK(refused.status == 400);
    CHECK(refused.json()["error"]["message"].get<std::string>().find(said) != std::string::npos);
  }
  CHECK(contact({{"email", std::string(300, 'x')}}).status == 413);
  const json ona = {{"email", "ona@shop.example"}, {"question", "Where is it?"}};
  const auto done = contact(ona);
  REQUIRE(done.status == 200);
  std::vector<std::string> types;
  const auto added = done.json();
  for (const auto& event : added["events"]) types.push_back(event["type"]);
  CHECK(types == std::vector<std::string>{"contact_left", "message", "offline"});
  const auto seen = server.seen(visitor, ruta);
  CHECK(seen["status"] == "offline");
  CHECK(place(server, visitor).is_null());
  const auto rows = server.get("/api/v1/agent/conversations?status=offline", ruta).json();
  REQUIRE(rows["conversations"].size() == 1);
  CHECK(seen["contact"]["email"] == "ona@shop.example");
  CHECK(seen["contact"]["question"] == "Where is it?");
  // The answer was lost, and it is sent again.
  const auto again = contact(ona);
  CHECK(again.status == 200);
  CHECK(again.json()["events"].empty());
  CHECK(again.json()["last"] == done.json()["last"]);
}

TEST_CASE("who is told to leave a message out of office hours may leave an address") {
  TestServer server([](auto& settings) { settings.desk.always_open = false; },
                    TestServer::Kept::in_memory, support::SmallShop::instance().path(), {},
                    support::SmallShop::closed_brain());
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  // Nobody is waited for in a queue, and no place is told.
  CHECK(server.seen(visitor, ruta)["status"] == "offline");
  CHECK_FALSE(server.seen(visitor, ruta).contains("contact"));
  CHECK(place(server, visitor).is_null());
  CHECK(server.post(visitor.path("/contact"), {{"phone", "+37061234567"}}, visitor.headers())
            .status == 200);
  const auto after = server.seen(visitor, ruta);
  CHECK(after["status"] == "offline");
  CHECK(after["contact"]["phone"] == "+37061234567");
}

TEST_CASE("who leaves the queue goes back to the bot, and those behind move up") {
  TestServer server;
  (void)server.serving("Ruta");
  const auto first = server.waiting();
  const auto second = server.waiting();
  const auto left = server.post(first.path("/leave"), json::object(), first.headers());
  REQUIRE(left.status == 200);
  CHECK(left.json()["events"][0]["type"] == "returned_to_bot");
  CHECK(place(server, second) == json{{"ahead", 0}});
  CHECK(server.say(first, "when are you open").json()["events"].size() == 2);
  // He is in no queue: nothing to leave.
  const auto again = server.post(first.path("/leave"), json::object(), first.headers());
  CHECK(again.json()["events"].empty());
}

TEST_CASE("what the bot answers in the queue changes neither place nor epoch") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  (void)server.waiting();
  const auto visitor = server.waiting();
  const auto before = server.seen(visitor, ruta);
  const auto place_before = place(server, visitor);
  CHECK(server.say(visitor, "when are you open").json()["events"].size() == 2);
  CHECK(server.say(visitor, "send it back").json()["events"].size() == 1);
  const auto after = server.seen(visitor, ruta);
  CHECK(after["status"] == "queued");
  CHECK(after["epoch"] == before["epoch"]);
  CHECK(after["waiting_since"] == before["waiting_since"]);
  CHECK(place(server, visitor) == place_before);
}

TEST_CASE("a restart forgets no place") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const auto first = server.waiting();
  const auto second = server.waiting();
  frontdesk::Hub hub;
  frontdesk::Conversations anew(server.store(), server.clock, server.random, hub,
                                support::SmallShop::brain());
  frontdesk::Queue queue(anew);
  queue.look();
  CHECK(queue.place(frontdesk::ConversationId(first.id))->ahead == 0);
  CHECK(queue.place(frontdesk::ConversationId(second.id))->ahead == 1);
}

TEST_CASE("a mistyped address may be mended, but not without end") {
  TestServer server([](auto& settings) { settings.limits.exempt.clear(); });
  const auto visitor = server.start();
  int held = 0;
  for (int i = 0; i < 25; ++i) {
    const json body = {{"email", "a" + std::to_string(i) + "@shop.example"}};
    if (server.post(visitor.path("/contact"), body, visitor.headers()).status == 429) ++held;
  }
  CHECK(held == 5);
}

}  // namespace waiting_test
