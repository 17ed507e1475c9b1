// SPDX-License-Identifier: MIT
// Who may call what, for every route of the table: a new route is in this test before it is written.
#include <doctest/doctest.h>

#include "support/routes.h"

namespace access_test {

using frontdesk::Access;
using nlohmann::json;
using support::Headers;
using support::TestServer;
using support::with;

namespace {

support::HttpAnswer call(const TestServer& server, const support::ListedRoute& route,
                         const std::string& id, const Headers& headers) {
  const auto target = route.target(id);
  if (route.method == "GET") return server.get(target, headers);
  const json body = {
      {"epoch", 1}, {"client_id", "m1"},           {"text", "x"}, {"article", "delivery"},
      {"last", 1},  {"email", "ona@shop.example"}, {"page", "/x"}};
  return support::http(server.port, route.method, target,
                       with({{"Content-Type", "application/json"}}, headers), body.dump());
}

}  // namespace

TEST_CASE(
    "nobody is let in where a session or a token is needed, and no foreign token opens anything") {
  TestServer server;
  const auto mine = server.waiting();
  const auto other = server.start();
  const Headers ours = {{"X-Requested-With", "frontdesk"}};
  const Headers expired = with(ours, {{"Cookie", "sid=nobody; __Host-sid=nobody"}});
  const Headers wrong = {{"Authorization", "Bearer nobody"}};
  int agents = 0, visitors = 0;
  for (const auto& route : support::every_route()) {
    CAPTURE(route.method);
    CAPTURE(route.pattern);
    if (route.access == Access::agent) {
      ++agents;
      for (const auto& headers : {ours, expired, with(ours, mine.headers())}) {
        const auto answer = call(server, route, mine.id, headers);
        CHECK(answer.status == 401);
        CHECK(answer.code() == "unauthenticated");
      }
    } else if (route.access == Access::visitor) {
      ++visitors;
      for (const auto& headers : {Headers{}, wrong, server.agent("Ruta")}) {
        const auto answer = call(server, route, mine.id, headers);
        CHECK(answer.status == 401);
        CHECK(answer.code() == "unauthenticated");
      }
      const auto answer = call(server, route, mine.id, other.headers());
      CHECK(answer.status == 404);
      CHECK(answer.code() == "not_found");
      CHECK(call(server, route, mine.id, mine.headers()).status == 200);
    }
  }
  CHECK(static_cast<std::size_t>(agents) == frontdesk::role_table().size());
  CHECK(visitors == 8);
}

TEST_CASE("whatever changes something for an agent asks for our header before anything else") {
  TestServer server;
  const auto visitor = server.waiting();
  const Headers cookie = {server.agent("Ruta").front()};
  for (const auto& route : support::every_route()) {
    if (route.method == "GET" || !route.pattern.starts_with("/api/v1/agent")) continue;
    CAPTURE(route.pattern);
    CHECK(call(server, route, visitor.id, cookie).status == 403);
  }
}

TEST_CASE("an address without that method says which it has") {
  TestServer server;
  const auto wrong = [&](const std::string& method, const std::string& target) {
    const auto answer = support::http(server.port, method, target);
    CHECK_MESSAGE(answer.status == 405, target);
    CHECK(answer.code() == "unsupported");
    return answer.header("allow");
  };
  CHECK(wrong("GET", "/api/v1/conversations") == "POST");
  CHECK(wrong("POST", "/api/v1/conversations/x/events") == "GET");
  CHECK(wrong("DELETE", "/api/v1/agent/conversations/x") == "GET");
  CHECK(wrong("PUT", "/healthz") == "GET");
  const auto nothing = server.get("/api/v1/nothing");
  CHECK(nothing.status == 404);
  CHECK(nothing.code() == "not_found");
  CHECK(server.get("/api/v1/agent/nothing").status == 404);
}

}  // namespace access_test
