// SPDX-License-Identifier: MIT
// How the first admin comes to be, and what an admin may do about accounts.
#include <doctest/doctest.h>

#include "support/test_server.h"

namespace first_admin_test {

using namespace frontdesk;
using nlohmann::json;
using support::Headers;
using support::TestServer;
using support::with;

namespace {

const Headers kOurs = {{"X-Requested-With", "frontdesk"}};
const std::string kPassword = "correct horse battery";

std::string token_of(TestServer& server) {
  const auto path = server.first_admin();
  REQUIRE(path);
  REQUIRE(path->starts_with("/console/#first="));
  return path->substr(16);
}

support::HttpAnswer first(const TestServer& server, const std::string& token,
                          const std::string& name, const std::string& password = kPassword) {
  return server.post("/api/v1/agent/first",
                     {{"token", token}, {"name", name}, {"password", password}}, kOurs);
}

Headers session_of(const support::HttpAnswer& answer) {
  const auto set = answer.header("set-cookie");
  return with({{"Cookie", set.substr(0, set.find(';'))}}, kOurs);
}

}  // namespace

TEST_CASE("the first admin makes himself with the link, once, and is logged in") {
  TestServer server;
  const auto token = token_of(server);
  CHECK(first(server, "guessed", "Ona").status == 401);
  CHECK(first(server, token, "Ona", "short").status == 400);
  const auto made = first(server, token, "Ona");
  REQUIRE(made.status == 200);
  CHECK(made.json()["role"] == "admin");
  CHECK(server.get("/api/v1/agent/accounts", session_of(made)).status == 200);
  CHECK(first(server, token, "Petras").status == 401);
  CHECK_FALSE(server.first_admin());
}

TEST_CASE("the link ends after an hour, with a newer one, and with the first account") {
  TestServer server;
  const auto old = token_of(server);
  const auto token = token_of(server);
  CHECK(first(server, old, "Ona").status == 401);
  (void)server.agent("Somebody");
  CHECK(first(server, token, "Ona").status == 409);

  TestServer late;
  const auto too_late = token_of(late);
  late.clock.tick(std::chrono::hours{1});
  CHECK(first(late, too_late, "Ona").status == 401);
  CHECK(late.store().agents()->empty());
}

TEST_CASE("the link needs our header, as everything that changes something does") {
  TestServer server;
  const auto token = token_of(server);
  CHECK(
      server
          .post("/api/v1/agent/first", {{"token", token}, {"name", "Ona"}, {"password", kPassword}})
          .status == 403);
}

TEST_CASE("an admin sees who has an account, makes one and changes it, and no password leaves") {
  TestServer server;
  const auto admin = server.agent("Ona", Role::admin);
  const auto made =
      server.post("/api/v1/agent/accounts",
                  {{"name", "Petras"}, {"role", "agent"}, {"password", kPassword}}, admin);
  REQUIRE(made.status == 200);
  const std::string id = made.json()["id"];
  const auto list = server.get("/api/v1/agent/accounts", admin);
  CHECK(list.json()["accounts"].size() == 2);
  CHECK(list.body.find("argon2") == std::string::npos);
  CHECK(server
            .post("/api/v1/agent/accounts",
                  {{"name", "Petras"}, {"role", "agent"}, {"password", kPassword}}, admin)
            .status == 409);
  CHECK(server
            .post("/api/v1/agent/accounts",
                  {{"name", "Zita"}, {"role", "boss"}, {"password", kPassword}}, admin)
            .status == 400);

  const auto path = "/api/v1/agent/accounts/" + id;
  const auto changed = server.post(path, {{"role", "supervisor"}}, admin);
  CHECK(changed.json()["role"] == "supervisor");
  CHECK(server.post("/api/v1/agent/accounts/nobody", {{"role", "agent"}}, admin).status == 404);
  CHECK(server.post(path, {{"password", "short"}}, admin).status == 400);
}

TEST_CASE("who is disabled is out at once, and the last admin stays") {
  TestServer server;
  const auto admin = server.agent("Ona", Role::admin);
  const auto ruta = server.agent("Ruta");
  CHECK(server.get("/api/v1/agent/me", ruta).status == 200);
  CHECK(server.post("/api/v1/agent/accounts/id-Ruta", {{"disabled", true}}, admin).status == 200);
  CHECK(server.get("/api/v1/agent/me", ruta).status == 401);
  const auto own = "/api/v1/agent/accounts/id-Ona";
  CHECK(server.post(own, {{"disabled", true}}, admin).status == 409);
  CHECK(server.post(own, {{"role", "agent"}}, admin).status == 409);
  CHECK(server.get("/api/v1/agent/me", admin).json()["role"] == "admin");
}

}  // namespace first_admin_test
