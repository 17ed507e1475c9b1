// SPDX-License-Identifier: MIT
// The server does what its manual says: every route, and every answer of the main story.
#include <doctest/doctest.h>

#include "support/openapi.h"
#include "support/routes.h"

namespace openapi_test {

using frontdesk::Access;
using nlohmann::json;
using support::OpenApi;
using support::TestServer;

namespace {

const OpenApi& manual() {
  static const OpenApi api(std::filesystem::path(FRONTDESK_ROOT) / "bot/http/openapi.yaml");
  return api;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return all;
}

/// Holds an answer to an operation of the manual.
json hold(const std::string& operation, const support::HttpAnswer& answer, int status = 200) {
  CAPTURE(operation);
  CHECK(answer.status == status);
  const auto body = answer.json();
  CHECK(joined(manual().judge(operation, answer.status, body)) == "");
  return body;
}

}  // namespace

TEST_CASE("the manual has every route of the server, and no other") {
  std::set<std::string> routes;
  for (const auto& route : support::every_route()) routes.insert(route.operation());
  CHECK(joined({routes.begin(), routes.end()}) == joined([] {
          const auto all = manual().operations();
          return std::vector<std::string>(all.begin(), all.end());
        }()));
}

TEST_CASE("the manual says who may call each route") {
  for (const auto& route : support::every_route()) {
    CAPTURE(route.pattern);
    const auto schemes = manual().security(route.operation());
    CHECK(schemes.contains("session") == (route.access == Access::agent));
    CHECK(schemes.contains("") == (route.access == Access::anybody));
    if (route.access == Access::visitor) CHECK(schemes == std::set<std::string>{"token"});
  }
}

TEST_CASE("the manual says which role may call each route") {
  for (const auto& route : support::every_route()) {
    CAPTURE(route.pattern);
    std::vector<std::string> roles;
    for (const auto role : {frontdesk::Role::agent, frontdesk::Role::supervisor,
                            frontdesk::Role::author, frontdesk::Role::admin}) {
      if (frontdesk::roles_of(route.method, route.pattern).contains(role)) {
        roles.emplace_back(name_of(role));
      }
    }
    CHECK(manual().roles(route.operation()) == roles);
  }
}

TEST_CASE("what is not described is found") {
  CHECK(manual().judge_schema("QuickReply", {{"choice", "a"}, {"label", "b"}}).empty());
  CHECK_FALSE(manual().judge_schema("QuickReply", {{"choice", "a"}}).empty());
  CHECK_FALSE(manual().judge_schema("QuickReply", {{"choice", "a"}, {"label", 1}}).empty());
  CHECK_FALSE(
      manual().judge_schema("QuickReply", {{"choice", "a"}, {"label", "b"}, {"x", 1}}).empty());
  CHECK_FALSE(manual().judge_schema("Status", "lost").empty());
  json event = {
      {"sequence", 1}, {"previous", 0}, {"at", "2026-01-01T00:00:00Z"}, {"type", "closed"}};
  CHECK(manual().judge_schema("VisitorEvent", event).empty());
  event["reason"] = "for agents";
  CHECK_FALSE(manual().judge_schema("VisitorEvent", event).empty());
  event["type"] = "nothing";
  CHECK_FALSE(manual().judge_schema("VisitorEvent", event).empty());
}

TEST_CASE("every answer of a conversation from greeting to closing is as the manual says") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const std::string base = "POST /api/v1/conversations";
  const std::string one = "/api/v1/agent/conversations/{id}";
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  std::set<std::string> types;

  const auto started =
      hold(base,
           server.post("/api/v1/conversations", {{"language", "en"},
                                                 {"page", "https://shop.example/"},
                                                 {"attributes", {{"name", "Ona"}}}}),
           201);
  const support::Visitor visitor{started["conversation"], started["token"]};
  const auto say = base + "/{id}/messages";
  hold(say, server.say(visitor, "when are you open", "m1"));
  hold(say, server.say(visitor, "when are you open", "m1"));
  hold(say, server.say(visitor, "how long does delivery to a parcel locker take"));
  const auto read = base + "/{id}/articles";
  hold(read, server.post(visitor.path("/articles"),
                         {{"article", "delivery"}, {"from", "search"}, {"helped", true}},
                         visitor.headers()));
  hold(read, server.post(visitor.path("/articles"), {{"article", "x"}}, visitor.headers()), 404);
  hold(read, server.post(visitor.path("/articles"), json::object(), visitor.headers()), 400);
  const auto leave = [&](const std::string& what, const json& body, int status = 200) {
    return hold(base + "/{id}" + what, server.post(visitor.path(what), body, visitor.headers()),
                status);
  };
  const auto signal = [&](const std::string& what, const json& body, int status = 200) {
    hold(base + "/{id}" + what, server.post(visitor.path(what), body, visitor.headers()), status);
    hold("POST " + one + what, server.post(visitor.desk_path(what), body, ruta), status);
  };
  signal("/typing", json::object());
  signal("/seen", {{"last", 1}});
  signal("/seen", json::object(), 400);
  hold(say, server.say(visitor, "qwrtp zxcvb"));
  hold(say, server.say(visitor, "i want to send it back"));
  // The flow calls a shop that is not there, and asks for a person.
  const auto last = hold(say, server.say(visitor, "10023"))["last"].get<int>();
  hold("GET /api/v1/conversations/{id}/events",
       server.events(visitor, "?wait=9&after=" + std::to_string(last)));
  for (int i = 0; i < 50 && server.seen(visitor, ruta)["status"] != "queued"; ++i) {
    (void)server.events(visitor, "?wait=1&after=" + std::to_string(last));
  }
  hold("GET /api/v1/agent/conversations", server.get("/api/v1/agent/conversations", ruta));
  hold("POST " + one + "/take", server.command(visitor, ruta, "take"));
  hold("POST " + one + "/take", server.command(visitor, jonas, "take"), 409);
  hold("POST " + one + "/messages",
       server.command(visitor, ruta, "messages", {{"client_id", "a1"}, {"text", "Hello"}}));
  hold("POST " + one + "/messages",
       server.command(visitor, ruta, "messages", {{"client_id", "a1"}, {"text", "Hello"}}));
  hold("POST " + one + "/messages",
       server.command(visitor, ruta, "messages",
                      {{"client_id", "a3"}, {"text", "See here"}, {"articles", {"delivery"}}}));
  hold("POST " + one + "/messages",
       server.post(visitor.desk_path("/messages"),
                   {{"epoch", 0}, {"client_id", "a2"}, {"text", "x"}}, ruta),
       409);
  hold("POST " + one + "/notes",
       server.command(visitor, ruta, "notes", {{"client_id", "n1"}, {"text", "A note"}}));
  const auto capacity = [&](int places) {
    return server.post("/api/v1/agent/status", {{"capacity", places}}, server.serving("Jonas"));
  };
  REQUIRE(capacity(0).status == 200);
  hold("POST " + one + "/transfer",
       server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Jonas"}}}}), 409);
  REQUIRE(capacity(5).status == 200);
  hold("POST " + one + "/transfer",
       server.command(visitor, ruta, "transfer", {{"to", {{"agent", "Jonas"}}}}));
  hold("POST " + one + "/transfer",
       server.command(visitor, jonas, "transfer", {{"to", {{"team", "support"}}}}));
  hold("POST " + one + "/take", server.command(visitor, ruta, "take"));
  hold("POST " + one + "/return", server.command(visitor, ruta, "return", {{"step", "order"}}));
  hold("POST " + one + "/close", server.command(visitor, ruta, "close", {{"reason", "solved"}}));
  hold(say, server.say(visitor, "a person please"));

  hold("GET /api/v1/conversations/{id}/events", server.events(visitor));
  leave("/page", json::object(), 400);
  leave("/page", {{"page", "https://shop.example/sofa"}, {"attributes", {{"product", "Sofa"}}}});
  leave("/leave", json::object());
  hold(say, server.say(visitor, "a person please"));
  leave("/contact", json::object(), 400);
  leave("/contact", {{"email", "ona@shop.example"}, {"name", "Ona"}});

  const auto seen = hold("GET /api/v1/conversations/{id}/events", server.events(visitor));
  const auto opened = hold("GET " + one, server.get(visitor.desk_path(), ruta));
  hold("GET " + one + "/card", server.get(visitor.desk_path("/card"), ruta));
  const auto facts = hold("GET " + one + "/events", server.get(visitor.desk_path("/events"), ruta));
  for (const auto& event : facts["events"]) types.insert(event["type"].get<std::string>());
  for (const auto* type :
       {"started", "message", "note", "handoff_requested", "agent_joined", "transferred",
        "returned_to_bot", "closed", "reopened", "flow_started", "step_entered", "slot_filled",
        "flow_ended", "call_requested", "call_returned", "article_opened", "article_rated"}) {
    CHECK_MESSAGE(types.contains(type), type);
  }
  // A stream's frames are the same events.
  support::EventReader stream(server.port, visitor.path("/events"), visitor.headers());
  for (const auto& event : seen["events"]) {
    const auto frame = stream.next().json();
    CHECK(frame == event);
    CHECK(joined(manual().judge("GET /api/v1/conversations/{id}/events", 200, frame,
                                "text/event-stream")) == "");
  }
  support::EventReader list(server.port, "/api/v1/agent/events", ruta);
  CHECK(joined(manual().judge("GET /api/v1/agent/events", 200, list.next().json(),
                              "text/event-stream")) == "");
  (void)server.start();
  CHECK(joined(manual().judge("GET /api/v1/agent/events", 200, list.next().json(),
                              "text/event-stream")) == "");
}

TEST_CASE("what is beside the conversation is as the manual says") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  hold("GET /api/v1/widget", server.get("/api/v1/widget"));
  hold("GET /api/v1/articles/{id}", server.get("/api/v1/articles/delivery"));
  hold("GET /api/v1/articles", server.get("/api/v1/articles?q=parcel+locker&lang=en"));
  hold("GET /api/v1/articles", server.get("/api/v1/articles?lang=en"), 400);
  hold("GET /api/v1/articles/{id}", server.get("/api/v1/articles/nothing"), 404);
  hold("GET /api/v1/agent/me", server.get("/api/v1/agent/me", ruta));
  hold("GET /api/v1/agent/desk", server.get("/api/v1/agent/desk", ruta));
  hold("GET /api/v1/agent/me", server.get("/api/v1/agent/me"), 401);
  hold("POST /api/v1/agent/status",
       server.post("/api/v1/agent/status", {{"available", true}}, ruta));
  const json away = {{"available", false},
                     {"back_at", frontdesk::to_text(server.clock.now() + std::chrono::hours{1})}};
  hold("POST /api/v1/agent/status", server.post("/api/v1/agent/status", away, ruta));
  hold("POST /api/v1/agent/status", server.post("/api/v1/agent/status", {{"available", 1}}, ruta),
       400);
  hold("POST /api/v1/agent/status", server.post("/api/v1/agent/status", json::object()), 403);
  hold("GET /api/v1/agent/search", server.get("/api/v1/agent/search?q=delivery", ruta));
  hold("GET /api/v1/agent/articles/{id}", server.get("/api/v1/agent/articles/delivery", ruta));
  hold("GET /healthz", server.get("/healthz"));
  hold("GET /readyz", server.get("/readyz"));
  hold("GET /console/{path}", server.get("/console/nothing.js"), 404);
  hold("POST /api/v1/agent/login",
       server.post("/api/v1/agent/login", {{"name", "x"}, {"password", "y"}}, ruta), 401);
  hold("POST /api/v1/agent/logout", server.post("/api/v1/agent/logout", json::object(), ruta));
  hold("POST /api/v1/conversations", server.post("/api/v1/conversations", json::array()), 400);
}

TEST_CASE("what agents do and look up beside writing is as the manual says") {
  TestServer server({}, TestServer::Kept::in_sqlite);
  const std::string base = "/api/v1/agent";
  const std::string one = base + "/conversations/{id}";
  const auto zita = server.agent("Zita", frontdesk::Role::supervisor);
  const auto admin = server.agent("Ona", frontdesk::Role::admin);
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  hold("POST " + one + "/take", server.command(visitor, ruta, "take"));
  hold("POST " + one + "/take", server.command(visitor, zita, "take", {{"over", true}}));
  hold("POST " + one + "/hold",
       server.command(visitor, zita, "hold", {{"until", "2099-01-01T00:00:00Z"}}));
  hold("POST " + one + "/hold", server.command(visitor, ruta, "hold"), 409);
  hold("POST " + one + "/resume", server.command(visitor, zita, "resume"));
  hold("POST " + one + "/decline", server.command(visitor, zita, "decline"));
  hold("POST " + one + "/tags", server.command(visitor, zita, "tags", {{"tags", {"refund"}}}));
  hold("POST " + one + "/tags", server.command(visitor, zita, "tags", {{"tags", {"x"}}}), 400);
  hold("POST " + one + "/priority", server.command(visitor, zita, "priority", {{"priority", 2}}));
  hold("POST " + one + "/slots",
       server.command(visitor, zita, "slots", {{"slot", "number"}, {"value", "10024"}}));
  hold("GET " + one + "/suggestion", server.get(visitor.desk_path("/suggestion"), zita));
  (void)server.say(visitor, "when are you open");
  const auto proposed =
      hold("GET " + one + "/suggestion", server.get(visitor.desk_path("/suggestion"), zita));
  const auto message = proposed["suggestion"]["message"];
  hold("POST " + one + "/suggestion",
       server.command(visitor, zita, "suggestion",
                      {{"message", message}, {"kind", "answer"}, {"outcome", "accepted"}}));
  hold("POST " + one + "/intent",
       server.command(visitor, zita, "intent", {{"message", message}, {"intent", "hours"}}));
  hold("GET " + base + "/review", server.get(base + "/review", zita));
  hold("GET " + base + "/review", server.get(base + "/review", ruta), 403);
  hold("GET " + one + "/history", server.get(visitor.desk_path("/history"), zita));
  hold("GET " + base + "/find", server.get(base + "/find?q=open", zita));
  hold("GET " + base + "/find", server.get(base + "/find?q=x", zita), 400);
  hold("GET " + base + "/board", server.get(base + "/board", zita));
  hold("GET " + base + "/conversations", server.get(base + "/conversations", zita));
  (void)server.serving("Ruta");
  hold("POST " + one + "/transfer",
       server.command(visitor, zita, "transfer",
                      {{"to", {{"agent", "Ruta"}}}, {"comment", "Please go on"}}));
  hold("POST " + one + "/close", server.command(visitor, ruta, "close", {{"tags", {"delivery"}}}));
  hold("GET " + one, server.get(visitor.desk_path(), zita));
  hold("POST " + one + "/erase", server.command(visitor, zita, "erase"));
  hold("GET " + one, server.get(visitor.desk_path(), zita));
  hold("POST " + one + "/erase", server.command(visitor, ruta, "erase"), 403);

  hold("GET " + base + "/accounts", server.get(base + "/accounts", admin));
  hold("GET " + base + "/accounts", server.get(base + "/accounts", ruta), 403);
  hold("POST " + base + "/accounts",
       server.post(base + "/accounts", {{"name", "x"}, {"role", "boss"}}, admin), 400);
  hold("POST " + base + "/accounts/{id}",
       server.post(base + "/accounts/id-Ruta", {{"role", "author"}}, admin));
  hold("POST " + base + "/accounts/{id}",
       server.post(base + "/accounts/nobody", {{"role", "author"}}, admin), 404);
  hold("POST " + base + "/first",
       server.post(base + "/first", {{"token", "x"}, {"name", "y"}, {"password", "z"}}, admin),
       401);
}

}  // namespace openapi_test
