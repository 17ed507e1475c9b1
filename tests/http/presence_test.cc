// SPDX-License-Identifier: MIT
// Who is there, as the server tells it: requests and streams are signs of life.
#include <doctest/doctest.h>

#include "http/stream.h"
#include "support/desk_office.h"
#include "support/test_server.h"

namespace presence_test {

using namespace frontdesk;
using nlohmann::json;
using std::chrono::seconds;
using support::DeskOffice;
using support::TestServer;

namespace {

class QuietStream : public EventSource {
 public:
  Chunk pull() override { return {.bytes = "x"}; }
};

}  // namespace

TEST_CASE("an agent is told whether he was there when he asked, and is there from then on") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto present = [&] {
    return server.get("/api/v1/agent/me", ruta).json()["present"].get<bool>();
  };
  CHECK_FALSE(present());
  CHECK(present());
  server.clock.tick(seconds{59});
  CHECK(present());
  server.clock.tick(seconds{60});
  CHECK_FALSE(present());
  CHECK(present());
}

TEST_CASE("a stream that can be read from is a sign of life") {
  support::MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  office.clock.tick(support::kLease);
  const auto account = store.find_agent(ruta.id);
  REQUIRE(account.ok());
  CHECK_FALSE(office.presence.is_present(*account));
  const auto stream = watched_stream(office.presence, ruta.id, std::make_unique<QuietStream>());
  CHECK_FALSE(office.presence.is_present(*account));
  CHECK(stream->pull().bytes == "x");
  CHECK(office.presence.is_present(*account));
}

TEST_CASE("an agent who is not asked declines nothing, and an old epoch is refused") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  const auto before = server.seen(visitor, ruta);
  const auto answer = server.command(visitor, ruta, "decline");
  CHECK(answer.status == 200);
  CHECK(answer.json()["last"] == before["last"]);
  CHECK(answer.json()["status"] == "queued");
  const auto late = server.post(visitor.desk_path("/decline"),
                                {{"epoch", before["epoch"].get<std::uint64_t>() + 1}}, ruta);
  CHECK(late.status == 409);
}

TEST_CASE("who goes away may say when he is back, until he is back or it is over") {
  for (const auto kept : {TestServer::Kept::in_memory, TestServer::Kept::in_sqlite}) {
    TestServer server({}, kept);
    const auto ruta = server.agent("Ruta", Role::supervisor);
    const auto jonas = server.agent("Jonas");
    const auto at = [&](std::chrono::minutes ahead) { return to_text(server.clock.now() + ahead); };
    const auto set = [&](const json& body) {
      return server.post("/api/v1/agent/status", body, ruta);
    };
    const auto seen = [&] {
      std::vector<json> all = {server.get("/api/v1/agent/me", ruta).json()};
      const auto desk = server.get("/api/v1/agent/desk", ruta).json();
      all.push_back(desk["me"]);
      const auto others = server.get("/api/v1/agent/desk", jonas).json();
      const auto board = server.get("/api/v1/agent/board", ruta).json();
      for (const auto* answer : {&others, &board}) {
        for (const auto& each : (*answer)["agents"]) {
          if (each["name"] == "Ruta") all.push_back(each);
        }
      }
      REQUIRE(all.size() == 4);
      for (const auto& each : all) {
        CHECK(each.value("back_at", "") == all.front().value("back_at", ""));
      }
      return all.front().value("back_at", "");
    };
    CHECK(seen().empty());
    const auto back = at(std::chrono::minutes{45});
    const auto away = set({{"available", false}, {"back_at", back}});
    CHECK(away.status == 200);
    CHECK(away.json()["back_at"] == back);
    CHECK(seen() == back);
    // What is left out stays.
    CHECK(set({{"capacity", 3}}).json()["back_at"] == back);
    CHECK(set({{"available", false}}).json()["back_at"] == back);
    CHECK_FALSE(set({{"back_at", ""}}).json().contains("back_at"));
    CHECK(seen().empty());
    CHECK(set({{"back_at", back}}).json()["back_at"] == back);
    CHECK_FALSE(set({{"available", true}}).json().contains("back_at"));
    CHECK_FALSE(set({{"available", false}}).json().contains("back_at"));
    CHECK(set({{"back_at", back}}).status == 200);
    server.clock.tick(std::chrono::minutes{45});
    CHECK(seen().empty());

    const auto week = std::chrono::minutes{7 * 24 * 60};
    for (const auto& wrong :
         {std::string("tomorrow"), at({}), at(-std::chrono::minutes{1}),
          at(week + std::chrono::minutes{1}), std::string("2026-13-01T00:00Z")}) {
      const auto answer = set({{"available", false}, {"back_at", wrong}});
      CHECK_MESSAGE(answer.status == 400, wrong);
      CHECK(answer.json()["error"]["message"].get<std::string>().starts_with("'back_at' must be"));
    }
    CHECK(set({{"available", false}, {"back_at", at(week)}}).status == 200);
    CHECK(set({{"available", true}, {"back_at", back}}).status == 400);
    CHECK(set({{"available", false}, {"back_at", 5}}).status == 400);
    CHECK(seen() == at(week));
  }
}

TEST_CASE("the list's stream says when somebody at the desk is another than before") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  support::EventReader list(server.port, "/api/v1/agent/events", ruta);
  CHECK(list.next().event == "snapshot");
  for (const bool available : {true, false}) {
    REQUIRE(server.post("/api/v1/agent/status", {{"available", available}}, jonas).status == 200);
    const auto frame = list.next();
    CHECK(frame.event == "desk");
    CHECK(frame.json() == json::object());
  }
  (void)server.start();
  CHECK(list.next().event == "row");
}

TEST_CASE("the board says since when each is available, away or not there") {
  support::MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto now = [&] { return office.clock.now(); };
  const auto since = [&] { return office.presence.since(*store.find_agent(ruta.id)); };
  const auto stay = [&](seconds time) {
    for (; time > seconds{0}; time -= seconds{10}) {
      office.clock.tick(seconds{10});
      office.presence.seen(ruta.id);
      office.presence.renew();
    }
  };
  const Time came = now();
  CHECK(since() == came);
  office.presence.renew();
  stay(seconds{300});
  CHECK(since() == came);
  const Time left = now();
  REQUIRE(store.set_availability(ruta.id, {}, left));
  stay(seconds{100});
  CHECK(since() == left);
  // Another process, which knows what the Store does.
  CHECK(Presence(office.conversations, support::kLease).since(*store.find_agent(ruta.id)) == left);
  const Time gone = now() + support::kLease;
  office.clock.tick(seconds{600});
  CHECK(since() == gone);
  office.presence.seen(ruta.id);
  const Time again = now();
  CHECK(since() == again);
  office.presence.renew();
  stay(seconds{100});
  CHECK(since() == again);
  REQUIRE(store.add_agent({.id = AgentId("new"), .name = "new"}));
  CHECK_FALSE(office.presence.since(*store.find_agent(AgentId("new"))));
}

}  // namespace presence_test
