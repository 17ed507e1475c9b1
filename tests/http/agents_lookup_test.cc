// SPDX-License-Identifier: MIT
// What agents look up: earlier conversations, words, the board; and an erasure, after which nothing finds
// anything.
#include <doctest/doctest.h>

#include "support/test_server.h"

namespace agents_lookup_test {

using namespace frontdesk;
using nlohmann::json;
using support::Headers;
using support::TestServer;
using support::Visitor;

namespace {

std::vector<std::string> ids_of(const json& rows) {
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row["conversation"]);
  return ids;
}

json found(const TestServer& server, const Headers& agent, const std::string& query) {
  const auto answer = server.get("/api/v1/agent/find?q=" + query, agent);
  REQUIRE(answer.status == 200);
  return answer.json()["conversations"];
}

/// Another conversation of the same visitor.
Visitor again(TestServer& server, const Visitor& visitor) {
  server.clock.tick(std::chrono::seconds{1});
  const auto started =
      server.post("/api/v1/conversations", {{"language", "en"}}, visitor.headers());
  REQUIRE(started.status == 201);
  return {started.json()["conversation"], visitor.token};
}

}  // namespace

TEST_CASE("the conversations of one visitor are found from any of them, the newest first") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const auto ruta = server.agent("Ruta");
  const auto first = server.waiting();
  const auto second = again(server, first);
  (void)server.start();
  const auto history = server.get(first.desk_path("/history"), ruta);
  REQUIRE(history.status == 200);
  CHECK(ids_of(history.json()["conversations"]) == std::vector{second.id, first.id});
  CHECK(server.get("/api/v1/agent/conversations/nothing/history", ruta).status == 404);
}

TEST_CASE("words are found in what was said, whatever their accents and case") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  (void)server.say(visitor, "Noriu grąžinti žalią fotelį, užsakymas 10023");
  (void)server.waiting();
  for (const auto* query : {"graz", "ZALIA", "10023", "fotel%20grazinti"}) {
    CAPTURE(query);
    const auto rows = found(server, ruta, query);
    CHECK(ids_of(rows) == std::vector{visitor.id});
    CHECK(rows[0]["snippet"].get<std::string>().find("fotelį") != std::string::npos);
  }
  CHECK(found(server, ruta, "azinti").empty());
  CHECK(found(server, ruta, "fotelis%20grazinti").empty());
  CHECK(server.get("/api/v1/agent/find?q=a", ruta).status == 400);
  CHECK(server.get("/api/v1/agent/find", ruta).status == 400);
}

TEST_CASE("what is older than the bound is not looked through") {
  TestServer server;
  const auto visitor = server.waiting();
  (void)server.say(visitor, "a very old armchair");
  server.clock.tick(std::chrono::days{91});
  const auto ruta = server.agent("Ruta");
  CHECK(found(server, ruta, "armchair").empty());
}

TEST_CASE("an erased visitor's words are nowhere, and whoever has the page open is told") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const auto zita = server.agent("Zita", Role::supervisor);
  const auto first = server.waiting();
  (void)server.say(first, "my secret armchair");
  const auto second = again(server, first);
  (void)server.say(second, "another armchair");
  const auto seen = server.seen(first, zita);
  CHECK(server.post(first.desk_path("/erase"), {{"epoch", 0}}, zita).status == 409);
  support::EventReader stream(
      server.port, first.desk_path("/events?after=" + std::to_string(seen["last"].get<int>())),
      zita);
  const auto erased = server.command(first, zita, "erase");
  REQUIRE(erased.status == 200);
  CHECK(erased.json()["status"] == "closed");
  CHECK(stream.next().json()["type"] == "erased");
  CHECK(found(server, zita, "armchair").empty());
  for (const auto& visitor : {first, second}) {
    const auto after = server.get(visitor.desk_path(), zita);
    CHECK(after.body.find("armchair") == std::string::npos);
    CHECK(after.json()["events"].back()["type"] == "erased");
  }
  CHECK(server.events(first).status == 401);
  CHECK(server.command(first, zita, "take").status == 404);
}

TEST_CASE("the board has who waits, how long others waited, and what the bot did alone") {
  TestServer server;
  const auto zita = server.agent("Zita", Role::supervisor);
  const auto empty = server.get("/api/v1/agent/board", zita).json();
  CHECK(empty["waiting"] == json{{"count", 0}, {"late", 0}});
  CHECK(empty["answered"]["p50"] == nullptr);
  CHECK(empty["kept"] == nullptr);

  const auto alone = server.start();
  (void)server.say(alone, "when are you open");
  const auto helped = server.waiting();
  server.clock.tick(std::chrono::seconds{30});
  REQUIRE(server.command(helped, zita, "take").status == 200);
  (void)server.waiting();
  const auto board = server.get("/api/v1/agent/board", zita).json();
  CHECK(board["waiting"]["count"] == 1);
  CHECK(board["waiting"].contains("longest_since"));
  CHECK(board["answered"]["p50"] == 30);
  CHECK(board["answered"]["p90"] == 30);
  CHECK(board["handed_off"] == 2);
  CHECK(board["bot_answered"] == 1);
  CHECK(board["agents"][0]["load"] == 1);

  server.clock.tick(std::chrono::hours{2});
  CHECK(server.get("/api/v1/agent/board", zita).json()["handed_off"] == 0);
}

TEST_CASE("the bot proposes what it would have said, and what became of it is kept") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  const auto proposed = [&] {
    const auto answer = server.get(visitor.desk_path("/suggestion"), ruta);
    REQUIRE(answer.status == 200);
    return answer.json()["suggestion"];
  };
  CHECK(proposed() == nullptr);
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  (void)server.say(visitor, "and when are you open");
  const auto suggestion = proposed();
  CHECK(suggestion["kind"] == "answer");
  CHECK(suggestion["intent"] == "hours");
  CHECK(suggestion["text"] == "Every day from 9.");
  CHECK(suggestion["because"] == "rule hours.word");
  const json judged = {{"message", suggestion["message"]},
                       {"kind", "answer"},
                       {"outcome", "rejected"},
                       {"reason", "closed today"}};
  REQUIRE(server.command(visitor, ruta, "suggestion", judged).status == 200);
  const auto event = server.seen(visitor, ruta)["events"].back();
  CHECK(event["type"] == "suggestion_judged");
  CHECK(event["intent"] == "hours");
  CHECK(event["text"] == "Every day from 9.");
  CHECK(proposed() == nullptr);
  auto wrong = judged;
  wrong["outcome"] = "liked";
  CHECK(server.command(visitor, ruta, "suggestion", wrong).status == 400);
  wrong = judged;
  wrong["message"] = 1;
  CHECK(server.command(visitor, ruta, "suggestion", wrong).status == 400);
}

TEST_CASE("a marked message goes to the authors' list, with what the bot took it for") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const auto ruta = server.agent("Ruta");
  const auto author = server.agent("Aldona", Role::author);
  const auto visitor = server.start();
  (void)server.say(visitor, "when are you open");
  int message = 0;
  const auto seen = server.seen(visitor, ruta);
  for (const auto& event : seen["events"]) {
    if (event["type"] == "message" && event["author"] == "visitor") message = event["sequence"];
  }
  const auto mark = [&](const json& intent) {
    return server.command(visitor, ruta, "intent", {{"message", message}, {"intent", intent}})
        .status;
  };
  CHECK(mark("nothing") == 400);
  REQUIRE(mark("complaint") == 200);
  REQUIRE(mark("") == 200);
  const auto review = server.get("/api/v1/agent/review", author);
  REQUIRE(review.status == 200);
  const auto marks = review.json()["marks"];
  REQUIRE(marks.size() == 1);
  CHECK(marks[0]["text"] == "when are you open");
  CHECK(marks[0]["intent"] == "");
  CHECK(marks[0]["was"] == "hours");
  CHECK(marks[0]["by"] == "Ruta");
  CHECK(marks[0]["conversation"] == visitor.id);

  const auto zita = server.agent("Zita", Role::supervisor);
  REQUIRE(server.command(visitor, zita, "erase").status == 200);
  CHECK(server.get("/api/v1/agent/review", author).json()["marks"].empty());
}

TEST_CASE("authors see why people were called, the most frequent reason first") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const auto author = server.agent("Asta", Role::author);
  const auto reasons = [&] { return server.get("/api/v1/agent/review", author).json()["reasons"]; };
  CHECK(reasons() == json::array());
  (void)server.waiting();
  const auto flow = server.start();
  (void)server.say(flow, "i want to send it back");
  (void)server.tap(flow, "person");
  const auto last = server.waiting();
  const auto found = reasons();
  REQUIRE(found.size() == 2);
  CHECK(found[0]["reason"] == "asked_for_person");
  CHECK(found[0]["count"] == 2);
  CHECK_FALSE(found[0].contains("flow"));
  CHECK(found[0]["latest"][0]["conversation"] == last.id);
  CHECK(found[1]["intent"] == "return_item");
  CHECK(found[1]["flow"] == "return_item");
  CHECK(found[1]["step"] == "order");
  CHECK(found[1]["latest"][0]["conversation"] == flow.id);
}

}  // namespace agents_lookup_test
