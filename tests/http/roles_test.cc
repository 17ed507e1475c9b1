// SPDX-License-Identifier: MIT
// Every route with a session, for every role and for nobody: made from the table, so that a route without a
// row fails here.
#include <doctest/doctest.h>

#include "http/roles.h"
#include "support/routes.h"

namespace roles_test {

using namespace frontdesk;
using nlohmann::json;
using support::Headers;
using support::TestServer;
using support::with;

namespace {

constexpr Role kEvery[] = {Role::agent, Role::supervisor, Role::author, Role::admin};

/// What a route answers; a stream's is judged by its head.
int status_of_call(const TestServer& server, const support::ListedRoute& route,
                   const std::string& id, const Headers& headers) {
  const auto target = route.target(id);
  if (route.pattern == "/api/v1/agent/events") {
    return support::EventReader(server.port, target, headers).head().status;
  }
  if (route.method == "GET") return server.get(target, headers).status;
  const json body = {{"epoch", 2}, {"client_id", "m1"}, {"text", "x"}};
  return server.post(target, body, headers).status;
}

}  // namespace

TEST_CASE("every route with a session has its row, and every row is a route's") {
  std::set<std::string> routes, rows;
  for (const auto& route : support::every_route()) {
    if (route.access == Access::agent) routes.insert(route.method + " " + route.pattern);
  }
  for (const auto& row : role_table()) {
    CAPTURE(row.pattern);
    CHECK(rows.insert(std::string(row.method) + " " + std::string(row.pattern)).second);
    CHECK(row.roles != Roles{});
    CHECK(row.roles.contains(Role::admin));
  }
  CHECK(routes == rows);
}

TEST_CASE("each role reaches what its row says and nothing else, and nobody reaches anything") {
  TestServer server;
  const Headers nobody = {{"X-Requested-With", "frontdesk"}};
  std::size_t cases = 0;
  for (const auto& route : support::every_route()) {
    if (route.access != Access::agent) continue;
    CAPTURE(route.method);
    CAPTURE(route.pattern);
    const auto visitor = server.waiting();
    CHECK(status_of_call(server, route, visitor.id, nobody) == 401);
    for (const auto role : kEvery) {
      CAPTURE(name_of(role));
      const auto headers = server.agent("one-" + std::string(name_of(role)), role);
      const auto status = status_of_call(server, route, visitor.id, headers);
      const bool may = roles_of(route.method, route.pattern).contains(role);
      CHECK((status == 403) == !may);
      CHECK(status != 401);
      CHECK(status < 500);
      ++cases;
    }
  }
  CHECK(cases == 4 * role_table().size());
}

TEST_CASE("an author reads no conversation, in whichever way he asks") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto author = server.agent("Aldona", Role::author);
  for (const auto& route : support::every_route()) {
    if (route.access != Access::agent || route.pattern.find("/conversations") == std::string::npos)
      continue;
    CAPTURE(route.pattern);
    CHECK(status_of_call(server, route, visitor.id, author) == 403);
  }
  CHECK(server.get(visitor.path("/events"), author).status == 401);
}

TEST_CASE("what has no row is closed to everybody") {
  CHECK(roles_of("GET", "/api/v1/agent/nothing") == Roles{});
  CHECK(roles_of("DELETE", "/api/v1/agent/me") == Roles{});
  for (const auto role : kEvery) CHECK_FALSE(Roles{}.contains(role));
}

}  // namespace roles_test
