// SPDX-License-Identifier: MIT
// What agents do with conversations over HTTP.
#include <doctest/doctest.h>

#include <latch>

#include "support/test_server.h"

namespace desk_test {

using nlohmann::json;
using support::TestServer;

namespace {

json words(const std::string& id, const std::string& text) {
  return {{"client_id", id}, {"text", text}};
}

std::vector<std::string> types(const json& answer) {
  std::vector<std::string> all;
  for (const auto& event : answer["events"]) all.push_back(event["type"]);
  return all;
}

}  // namespace

TEST_CASE("of two agents who take at once one has it and the other is told who") {
  for (int round = 0; round < 10; ++round) {
    TestServer server;
    const auto visitor = server.waiting();
    const auto ruta = server.agent("Ruta");
    const auto jonas = server.agent("Jonas");
    const json body = {{"epoch", server.seen(visitor, ruta)["epoch"]}};
    std::latch both(2);
    const auto take = [&](const support::Headers& who, support::HttpAnswer& answer) {
      both.arrive_and_wait();
      answer = server.post(visitor.desk_path("/take"), body, who);
    };
    support::HttpAnswer one, two;
    std::thread other([&] { take(ruta, one); });
    take(jonas, two);
    other.join();
    CHECK(std::min(one.status, two.status) == 200);
    CHECK(std::max(one.status, two.status) == 409);
    const auto won = (one.status == 200 ? one : two).json();
    const auto lost = (one.status == 200 ? two : one).json();
    const std::string winner = one.status == 200 ? "Ruta" : "Jonas";
    CHECK(won["status"] == "assigned");
    CHECK(lost["error"]["code"] == "conflict");
    CHECK(lost["error"]["epoch"] == won["epoch"]);
    CHECK(lost["error"]["status"] == "assigned");
    CHECK(lost["error"]["owner"]["name"] == winner);
    CHECK(lost["error"]["reason"] == "taken");
    CHECK(lost["error"]["message"] == winner + " has already taken this conversation");
  }
}

TEST_CASE("taking again what one has changes nothing") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto first = server.command(visitor, ruta, "take").json();
  const auto second = server.command(visitor, ruta, "take");
  CHECK(second.status == 200);
  CHECK(second.json() == first);
}

TEST_CASE("a message to a waiting conversation takes it") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto answer = server.command(visitor, ruta, "messages", words("a1", "Hello"));
  CHECK(answer.status == 200);
  const auto body = answer.json();
  CHECK(types(body) == std::vector<std::string>{"agent_joined", "message"});
  CHECK(body["status"] == "assigned");
  CHECK(body["epoch"] == server.seen(visitor, ruta)["epoch"]);
  CHECK(body["last"] == body["events"].back()["sequence"]);
  const auto seen = server.events(visitor).json()["events"];
  CHECK(seen[seen.size() - 2]["agent"] == json{{"name", "Ruta"}});
  CHECK(seen.back()["text"] == "Hello");
  // The bot is silent from now on.
  CHECK(server.say(visitor, "when are you open").json()["events"].size() == 1);
}

TEST_CASE("an agent's message sent twice is stored once and answered the same") {
  for (const auto kept : {TestServer::Kept::in_memory, TestServer::Kept::in_sqlite}) {
    TestServer server({}, kept);
    const auto visitor = server.waiting();
    const auto ruta = server.agent("Ruta");
    const auto epoch = server.seen(visitor, ruta)["epoch"];
    json body = words("a1", "Hello");
    body["epoch"] = epoch;
    auto first = server.post(visitor.desk_path("/messages"), body, ruta).json();
    server.clock.tick(std::chrono::seconds(1));
    REQUIRE(server.command(visitor, ruta, "notes", words("n1", "A note")).status == 200);
    // The same request again: its epoch is old by now, and it is answered all the same.
    const auto again = server.post(visitor.desk_path("/messages"), body, ruta);
    CHECK(again.status == 200);
    auto second = again.json();
    CHECK(second["duplicate"] == true);
    CHECK(second["last"] == first["last"]);
    CHECK(second["events"] == first["events"]);
    body["text"] = "Something else";
    const auto other = server.post(visitor.desk_path("/messages"), body, ruta);
    CHECK(other.status == 409);
    CHECK(other.code() == "conflict");
  }
}

TEST_CASE("every command with an old epoch is a conflict that says how things are") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  const auto old = server.seen(visitor, ruta)["epoch"];
  const auto now = server.command(visitor, ruta, "take").json()["epoch"];
  REQUIRE(now != old);
  const std::vector<std::pair<std::string, json>> commands = {
      {"messages", words("a1", "x")},
      {"notes", words("n1", "x")},
      {"transfer", {{"to", {{"team", "returns"}}}}},
      {"return", json::object()},
      {"close", json::object()}};
  for (const auto& agent : {ruta, jonas}) {
    for (auto [what, body] : commands) {
      body["epoch"] = old;
      const auto answer = server.post(visitor.desk_path("/" + what), body, agent);
      CHECK_MESSAGE(answer.status == 409, what);
      const auto error = answer.json()["error"];
      CHECK(error["code"] == "conflict");
      CHECK(error["epoch"] == now);
      CHECK(error["status"] == "assigned");
      CHECK(error["owner"]["name"] == "Ruta");
      CHECK(error["reason"] == "stale");
      CHECK(error["message"] == "Ruta has this conversation now");
    }
  }
  CHECK(server.seen(visitor, ruta)["epoch"] == now);
}

TEST_CASE("what belongs to one agent the others cannot speak in, give away or close") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  CHECK(server.command(visitor, jonas, "messages", words("a1", "x")).status == 409);
  CHECK(server.command(visitor, jonas, "transfer", {{"to", {{"team", "returns"}}}}).status == 409);
  CHECK(server.command(visitor, jonas, "return").status == 409);
  CHECK(server.command(visitor, jonas, "close").status == 409);
  // A note is for everybody.
  CHECK(server.command(visitor, jonas, "notes", words("n1", "x")).status == 200);
}

TEST_CASE("a note is a fact for agents and moves nothing for the visitor") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto before = server.events(visitor).json()["events"];
  const auto answer = server.command(visitor, ruta, "notes", words("n1", "Calls back at five"));
  CHECK(answer.status == 200);
  CHECK(answer.json()["events"][0]["type"] == "note");
  CHECK(answer.json()["status"] == "queued");
  CHECK(server.events(visitor).json()["events"] == before);
}

TEST_CASE("a transfer to a team puts the visitor at his old place in its queue") {
  TestServer server;
  const auto first = server.waiting();
  const auto second = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto since = server.seen(first, ruta)["waiting_since"];
  REQUIRE(server.command(first, ruta, "take").status == 200);
  server.clock.tick(std::chrono::seconds(30));
  const auto answer = server.command(first, ruta, "transfer", {{"to", {{"team", "returns"}}}});
  CHECK(answer.status == 200);
  CHECK(answer.json()["status"] == "queued");
  const auto rows =
      server.get("/api/v1/agent/conversations?status=queued", ruta).json()["conversations"];
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]["conversation"] == first.id);
  CHECK(rows[0]["team"] == "returns");
  CHECK(rows[0]["waiting_since"] == since);
  CHECK(rows[0]["owner"] == nullptr);
  CHECK(rows[1]["conversation"] == second.id);
}

TEST_CASE("a transfer to an agent makes him the owner") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.serving("Jonas");
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  CHECK(server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Nobody"}}}}).status == 400);
  CHECK(server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Ruta"}}}}).status == 400);
  CHECK(server.command(visitor, ruta, "transfer", {{"to", {{"team", "nothing"}}}}).status == 400);
  CHECK(server.command(visitor, ruta, "transfer", {{"to", json::object()}}).status == 400);
  CHECK(server.command(visitor, ruta, "transfer").status == 400);
  CHECK(
      server.command(visitor, ruta, "transfer", {{"to", {{"team", "returns"}, {"agent", "Jonas"}}}})
          .status == 400);
  CHECK(server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Jonas"}}}}).status == 200);
  CHECK(server.seen(visitor, ruta)["owner"]["name"] == "Jonas");
  CHECK(
      server.get("/api/v1/agent/conversations?status=mine", jonas).json()["conversations"].size() ==
      1);
  CHECK(
      server.get("/api/v1/agent/conversations?status=mine", ruta).json()["conversations"].empty());
}

TEST_CASE("a conversation given back is the bot's again") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto answer = server.command(visitor, ruta, "return");
  CHECK(answer.status == 200);
  CHECK(answer.json()["status"] == "bot");
  CHECK(server.events(visitor).json()["events"].back()["type"] == "returned_to_bot");
  CHECK(server.say(visitor, "when are you open").json()["events"].back()["author"] == "bot");
}

TEST_CASE("a conversation given back at a step goes on there, and an unknown step is refused") {
  TestServer server;
  const auto visitor = server.start();
  const auto ruta = server.agent("Ruta");
  REQUIRE(server.say(visitor, "i want to send it back").status == 200);
  REQUIRE(server.tap(visitor, "person").status == 200);
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  CHECK(server.seen(visitor, ruta)["flow"] ==
        json{{"id", "return_item"},
             {"step", "order"},
             {"steps", json::array({{{"id", "order"}, {"label", "Number"}}})}});
  const auto refused = server.command(visitor, ruta, "return", {{"step", "make"}});
  CHECK(refused.status == 400);
  CHECK(refused.json()["error"]["message"].get<std::string>().find("order") != std::string::npos);
  CHECK(server.seen(visitor, ruta)["status"] == "assigned");
  CHECK(server.command(visitor, ruta, "return", {{"step", "order"}}).json()["status"] == "bot");
  CHECK(server.events(visitor).json()["events"].back()["text"] == "Which number?");
}

TEST_CASE("one client id names a note or a message, never both") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const json words{{"client_id", "a1"}, {"text", "Hello"}};
  REQUIRE(server.command(visitor, ruta, "notes", words).status == 200);
  CHECK(server.command(visitor, ruta, "messages", words).status == 409);
  CHECK(server.command(visitor, ruta, "notes", words).status == 200);
}

TEST_CASE("nobody hands a conversation to an author, and the desk does not offer him") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  (void)server.agent("Asta", frontdesk::Role::author);
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  CHECK(server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Asta"}}}}).status == 400);
  const auto desk = server.get("/api/v1/agent/desk", ruta).json();
  REQUIRE(desk["agents"].size() == 1);
  CHECK(desk["agents"][0]["name"] == "Ruta");
}

TEST_CASE("a visitor who writes to a closed conversation opens it again, to the bot") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto closed = server.command(visitor, ruta, "close", {{"reason", "solved"}});
  CHECK(closed.json()["status"] == "closed");
  CHECK(
      server.get("/api/v1/agent/conversations?status=open", ruta).json()["conversations"].empty());
  CHECK(server.get("/api/v1/agent/conversations?status=closed", ruta)
            .json()["conversations"]
            .size() == 1);
  const auto answer = server.say(visitor, "when are you open").json();
  CHECK(types(answer) == std::vector<std::string>{"reopened", "message", "message"});
  CHECK(answer["events"].back()["author"] == "bot");
  CHECK(server.seen(visitor, ruta)["status"] == "bot");
}

TEST_CASE("a waiting visitor gets the answers that are safe, and keeps waiting") {
  TestServer server;
  const auto visitor = server.waiting();
  CHECK(server.say(visitor, "when are you open").json()["events"].size() == 2);
  CHECK(server.say(visitor, "i want to complain").json()["events"].size() == 1);
  CHECK(server.seen(visitor, server.agent("Ruta"))["status"] == "queued");
}

TEST_CASE("events folded from the first equal what the conversation says of itself") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  const auto check = [&] {
    const auto now = server.seen(visitor, jonas);
    const auto events = server.get(visitor.desk_path("/events?after=0"), jonas).json();
    CHECK(events["events"] == now["events"]);
    std::string status = "bot", owner;
    std::uint64_t epoch = 0, last = 0;
    for (const auto& event : events["events"]) {
      const std::string type = event["type"];
      CHECK(event["sequence"] == last + 1);
      CHECK(event["previous"] == last);
      last = event["sequence"];
      CHECK(event["epoch"] >= epoch);
      epoch = event["epoch"];
      if (type == "handoff_requested" || type == "transferred" || type == "requeued")
        status = "queued";
      if (type == "offline") status = "offline";
      if (type == "returned_to_bot" || type == "reopened") status = "bot";
      if (type == "closed") status = "closed";
      if (type == "agent_joined") status = "assigned";
      owner = type == "agent_joined" ? event["agent"]["name"].get<std::string>()
              : status == "assigned" ? owner
                                     : "";
    }
    CHECK(now["status"] == status);
    CHECK(now["epoch"] == epoch);
    CHECK(now["last"] == last);
    CHECK(events["last"] == last);
    CHECK((now["owner"].is_null() ? "" : now["owner"]["name"].get<std::string>()) == owner);
  };
  check();
  REQUIRE(server.command(visitor, ruta, "messages", words("a1", "Hello")).status == 200);
  check();
  (void)server.serving("Jonas");
  REQUIRE(server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Jonas"}}}}).status == 200);
  check();
  REQUIRE(server.command(visitor, jonas, "transfer", {{"to", {{"team", "returns"}}}}).status ==
          200);
  check();
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  REQUIRE(server.command(visitor, ruta, "return").status == 200);
  check();
  REQUIRE(server.say(visitor, "i want to complain").status == 200);
  check();
  REQUIRE(server.command(visitor, ruta, "close").status == 200);
  check();
  REQUIRE(server.say(visitor, "hello again").status == 200);
  check();
}

TEST_CASE("the card says who wants what and why a person was asked") {
  TestServer server;
  const auto visitor = server.start({{"language", "en"},
                                     {"page", "https://shop.example/cart"},
                                     {"attributes", {{"name", "Ona"}}}});
  (void)server.say(visitor, "when are you open");
  (void)server.say(visitor, "i want to complain");
  const auto now = server.seen(visitor, server.agent("Ruta"));
  CHECK(now["name"] == "Ona");
  CHECK(now["team"] == "returns");
  const auto card = now["card"];
  CHECK(card["reason"] == "intent");
  CHECK(card["wants"]["intent"] == "complaint");
  CHECK(card["wants"]["text"] == "i want to complain");
  CHECK(card["page"] == "https://shop.example/cart");
  REQUIRE(card["tried"].size() == 1);
  CHECK(card["tried"][0]["because"] == "rule hours.word");
  CHECK(card["handed_off_at"] != nullptr);
}

TEST_CASE("a list is of the status that was asked for") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  (void)server.start();
  (void)server.waiting();
  const auto count = [&](const std::string& status) {
    const auto answer = server.get("/api/v1/agent/conversations?status=" + status, ruta);
    REQUIRE(answer.status == 200);
    return answer.json()["conversations"].size();
  };
  CHECK(count("bot") == 1);
  CHECK(count("queued") == 1);
  CHECK(count("all") == 2);
  CHECK(count("open") == 2);
  CHECK(count("") == 2);
  CHECK(count("offline") == 0);
  CHECK(server.get("/api/v1/agent/conversations?status=lost", ruta).status == 400);
}

TEST_CASE("an agent searches the articles") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto answer = server.get("/api/v1/agent/search?q=delivery+parcel&lang=en", ruta);
  CHECK(answer.status == 200);
  REQUIRE(answer.json()["articles"].size() >= 1);
  CHECK(answer.json()["articles"][0]["id"] == "delivery");
  CHECK(server.get("/api/v1/agent/search", ruta).status == 400);
  CHECK(server.get("/api/v1/agent/search?q=x&lang=zz", ruta).status == 200);
}

TEST_CASE("the card alone is the one of the opened conversation") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  const auto answer = server.get(visitor.desk_path("/card"), ruta);
  CHECK(answer.status == 200);
  CHECK(answer.json() == json{{"card", server.seen(visitor, ruta)["card"]}});
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  CHECK(server.get(visitor.desk_path("/card"), ruta).json()["card"]["waited"].is_number());
  CHECK(server.get("/api/v1/agent/conversations/nothing/card", ruta).status == 404);
}

TEST_CASE(
    "a row has the order's number as the visitor gave it, when the content says where it stands") {
  for (const auto kept : {TestServer::Kept::in_memory, TestServer::Kept::in_sqlite}) {
    TestServer server({}, kept);
    const auto ruta = server.agent("Ruta");
    const auto row_of = [&](const support::Visitor& visitor) {
      const auto list = server.get("/api/v1/agent/conversations?status=all", ruta).json();
      for (const auto& row : list["conversations"]) {
        if (row["conversation"] == visitor.id) return row;
      }
      return json();
    };
    const auto visitor = server.start();
    (void)server.say(visitor, "send it back");
    CHECK_FALSE(row_of(visitor).contains("order"));
    (void)server.say(visitor, "10023");
    CHECK(row_of(visitor)["order"] == "10023");
    CHECK(server.seen(visitor, ruta)["order"] == "10023");
    support::EventReader list(server.port, "/api/v1/agent/events", ruta);
    const auto snapshot = json::parse(list.next().data)["conversations"];
    CHECK(snapshot[0]["order"] == "10023");
    const auto other = server.waiting();
    CHECK_FALSE(row_of(other).contains("order"));
    // The first one's flow goes on meanwhile, and so does its row.
    auto frame = list.next();
    while (!frame.ended && frame.json().value("conversation", "") != other.id) frame = list.next();
    CHECK_FALSE(frame.json().value("last_text", "").empty());
    CHECK_FALSE(frame.json().contains("order"));
  }
}

TEST_CASE("nothing is handed to a colleague who is not there, is away or has no free place") {
  for (const auto kept : {TestServer::Kept::in_memory, TestServer::Kept::in_sqlite}) {
    TestServer server({}, kept);
    const auto visitor = server.waiting();
    for (const auto role : {frontdesk::Role::agent, frontdesk::Role::supervisor}) {
      const std::string name = role == frontdesk::Role::agent ? "Ruta" : "Zita";
      const auto ruta = server.agent(name, role);
      const bool over = role == frontdesk::Role::supervisor;
      REQUIRE(server.command(visitor, ruta, "take", {{"over", over}}).status == 200);
      const auto hand_on = [&] {
        return server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Jonas"}}}});
      };
      const auto refused = [&](const std::string& reason, const std::string& message) {
        const auto before = server.seen(visitor, ruta)["last"];
        const auto answer = hand_on();
        CHECK(answer.status == 409);
        const auto error = answer.json()["error"];
        CHECK(error["reason"] == reason);
        CHECK(error["message"] == message);
        CHECK(error["owner"]["name"] == name);
        CHECK(server.seen(visitor, ruta)["last"] == before);
      };
      const auto set = [&](const json& body) {
        REQUIRE(server.post("/api/v1/agent/status", body, server.agent("Jonas")).status == 200);
      };
      // Whoever is there and never said anything of himself is handed what there is.
      if (!over) {
        (void)server.get("/api/v1/agent/me", server.agent("Petras"));
        const auto first = server.waiting();
        REQUIRE(server.command(first, ruta, "take").status == 200);
        CHECK(server.command(first, ruta, "transfer", {{"to", {{"agent", "Petras"}}}}).status ==
              200);
      }
      set({{"available", true}, {"capacity", 1}});
      server.clock.tick(std::chrono::minutes{2});
      refused("not_there", "Jonas is not there");
      set({{"available", false}});
      refused("away", "Jonas takes no conversations now");
      set({{"available", true}, {"capacity", 0}});
      refused("full", "Jonas has no free place: he takes 0 at a time");
      set({{"capacity", 1}});
      const auto other = server.waiting();
      const auto jonas = server.serving("Jonas");
      REQUIRE(server.command(other, jonas, "take").status == 200);
      refused("full", "Jonas has no free place: he takes 1 at a time");
      // Put aside, it takes no place of his.
      REQUIRE(server.command(other, jonas, "hold").status == 200);
      CHECK(hand_on().status == 200);
      CHECK(server.seen(visitor, ruta)["owner"]["name"] == "Jonas");
    }
  }
}

}  // namespace desk_test
