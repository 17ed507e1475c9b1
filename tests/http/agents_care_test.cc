// SPDX-License-Identifier: MIT
// What agents do about a conversation beside writing in it, over HTTP.
#include <doctest/doctest.h>

#include "support/test_server.h"

namespace agents_care_test {

using namespace frontdesk;
using nlohmann::json;
using support::Headers;
using support::TestServer;
using support::Visitor;

namespace {

json row_of(const TestServer& server, const Visitor& visitor, const Headers& agent) {
  const auto rows = server.get("/api/v1/agent/conversations", agent).json()["conversations"];
  for (const auto& row : rows) {
    if (row["conversation"] == visitor.id) return row;
  }
  return nullptr;
}

json last_event(const TestServer& server, const Visitor& visitor, const Headers& agent) {
  return server.seen(visitor, agent)["events"].back();
}

}  // namespace

TEST_CASE("a conversation on hold takes no place of its agent's until the visitor writes") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  CHECK(server.command(visitor, ruta, "hold").status == 409);
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto load = [&] {
    return server.get("/api/v1/agent/desk", ruta).json()["agents"][0]["load"].get<int>();
  };
  CHECK(load() == 1);
  CHECK(server.command(visitor, ruta, "hold", {{"until", "2000-01-01T00:00:00Z"}}).status == 400);
  CHECK(server.command(visitor, ruta, "hold", {{"until", "tomorrow"}}).status == 400);
  REQUIRE(server.command(visitor, ruta, "hold", {{"until", "2099-12-31T10:00:00.000Z"}}).status ==
          200);
  CHECK(last_event(server, visitor, ruta)["until"] == "2099-12-31T10:00:00.000Z");
  CHECK(row_of(server, visitor, ruta)["on_hold"] == true);
  CHECK(load() == 0);
  (void)server.say(visitor, "are you there");
  CHECK(row_of(server, visitor, ruta)["on_hold"] == false);
  CHECK(load() == 1);
  REQUIRE(server.command(visitor, ruta, "hold").status == 200);
  REQUIRE(server.command(visitor, ruta, "resume").status == 200);
  CHECK(row_of(server, visitor, ruta)["on_hold"] == false);
}

TEST_CASE("tags and priority are kept, known and shown in the list") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  REQUIRE(
      server.command(visitor, ruta, "tags", {{"tags", {"refund", "delivery", "refund"}}}).status ==
      200);
  CHECK(row_of(server, visitor, ruta)["tags"] == json{"refund", "delivery"});
  CHECK(server.command(visitor, ruta, "tags", {{"tags", {"nothing"}}}).status == 400);
  CHECK(server.command(visitor, ruta, "tags").status == 400);
  REQUIRE(server.command(visitor, ruta, "priority", {{"priority", 3}}).status == 200);
  CHECK(row_of(server, visitor, ruta)["priority"] == 3);
  CHECK(server.command(visitor, ruta, "priority", {{"priority", 4}}).status == 400);
  CHECK(server.command(visitor, ruta, "priority").status == 400);
  CHECK(
      server.post(visitor.desk_path("/tags"), {{"epoch", 0}, {"tags", {"refund"}}}, ruta).status ==
      409);
  // The visitor hears of none of it.
  const auto events = server.events(visitor).json();
  for (const auto& event : events["events"]) {
    CHECK(event["type"] != "tagged");
    CHECK(event["type"] != "priority_changed");
  }
}

TEST_CASE("what the visitor told is corrected by its agent, and by no colleague") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  const auto visitor = server.waiting();
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  REQUIRE(
      server.command(visitor, ruta, "slots", {{"slot", "number"}, {"value", " 10024 "}}).status ==
      200);
  const auto card = server.seen(visitor, ruta)["card"];
  CHECK(card["told"][0]["slot"] == "number");
  CHECK(card["told"][0]["label"] == "Number");
  CHECK(last_event(server, visitor, ruta)["actor"]["kind"] == "agent");
  CHECK(server.command(visitor, jonas, "slots", {{"slot", "number"}, {"value", "1"}}).status ==
        409);
  CHECK(server.command(visitor, ruta, "slots", {{"slot", "nothing"}, {"value", "1"}}).status ==
        400);
  CHECK(server.command(visitor, ruta, "slots", {{"slot", "number"}, {"value", " "}}).status == 400);
}

TEST_CASE("a supervisor takes a conversation from a colleague, an agent does not") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  const auto zita = server.agent("Zita", Role::supervisor);
  const auto visitor = server.waiting();
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  CHECK(server.command(visitor, jonas, "take", {{"over", true}}).status == 403);
  CHECK(server.command(visitor, zita, "take").status == 409);
  REQUIRE(server.command(visitor, zita, "take", {{"over", true}}).status == 200);
  CHECK(server.seen(visitor, zita)["owner"]["name"] == "Zita");
  // Whoever lost it cannot write on.
  CHECK(server.command(visitor, ruta, "messages", {{"client_id", "m"}, {"text", "x"}}).status ==
        409);
}

TEST_CASE("the comment of a transfer is a note with its agent's name, before the transfer") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  (void)server.serving("Jonas");
  const auto visitor = server.waiting();
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  REQUIRE(server
              .command(visitor, ruta, "transfer",
                       {{"to", {{"agent", "Jonas"}}}, {"comment", "He wants his money"}})
              .status == 200);
  const auto events = server.seen(visitor, ruta)["events"];
  const auto note = events[events.size() - 3];
  CHECK(note["type"] == "note");
  CHECK(note["text"] == "He wants his money");
  CHECK(note["name"] == "Ruta");
  CHECK(events[events.size() - 2]["type"] == "transferred");
  const auto transferred = server.seen(visitor, ruta)["card"]["transferred"];
  CHECK(transferred["by"] == "Ruta");
  CHECK(transferred["comment"] == "He wants his money");
  CHECK(transferred["at"] == events[events.size() - 2]["at"]);
}

TEST_CASE("where a tag is asked for, nothing is closed without one") {
  const support::TempFolder folder;
  const auto content = folder / "content";
  std::filesystem::copy(support::SmallShop::instance().path(), content,
                        std::filesystem::copy_options::recursive);
  std::ofstream(content / "desk.yaml", std::ios::app) << "require_tag: true\n";
  TestServer server({}, TestServer::Kept::in_memory, content,
                    frontdesk::basis_of(support::SmallShop::workspace()));
  server.reload();
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto refused = server.command(visitor, ruta, "close");
  CHECK(refused.status == 400);
  CHECK(refused.json()["error"]["message"] == "a conversation is closed with a tag; send 'tags'");
  CHECK(server.command(visitor, ruta, "close", {{"tags", json::array()}}).status == 400);
  CHECK(server.command(visitor, ruta, "close", {{"tags", {"nothing"}}}).status == 400);
  REQUIRE(server.command(visitor, ruta, "close", {{"tags", {"refund"}}}).status == 200);
  CHECK(row_of(server, visitor, ruta)["tags"] == json{"refund"});
}

}  // namespace agents_care_test
