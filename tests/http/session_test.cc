// SPDX-License-Identifier: MIT
// Agents' log-ins: cookies, wrong passwords, CSRF.
#include <doctest/doctest.h>

#include "support/memory_store.h"
#include "support/test_server.h"

namespace session_test {

using namespace frontdesk;
using nlohmann::json;
using support::Headers;
using support::TestServer;
using support::with;

namespace {

const std::string kPassword = "correct horse battery";
const Headers kOurs = {{"X-Requested-With", "frontdesk"}};

/// An account with a password; hashed once, since that takes long.
void add_agent(TestServer& server, const std::string& name) {
  static const std::string hash = [] {
    support::MemoryStore store;
    support::ManualClock clock;
    SystemRandom random;
    const Settings settings;
    Accounts accounts(store, clock, random, settings);
    REQUIRE(accounts.add("x", Role::agent, kPassword));
    return store.find_agent_named("x")->password_hash;
  }();
  REQUIRE(server.store().add_agent({.id = AgentId("id-" + name),
                                    .name = name,
                                    .password_hash = hash,
                                    .created_at = server.clock.now()}));
}

support::HttpAnswer log_in(const TestServer& server, const std::string& name,
                           const std::string& password) {
  return server.post("/api/v1/agent/login", {{"name", name}, {"password", password}}, kOurs);
}

/// "sid=..." out of a Set-Cookie header.
Headers cookie_of(const support::HttpAnswer& answer) {
  const auto set = answer.header("set-cookie");
  return with({{"Cookie", set.substr(0, set.find(';'))}}, kOurs);
}

}  // namespace

TEST_CASE("a log-in answers with a cookie that scripts and other sites cannot use") {
  TestServer server;
  add_agent(server, "Ruta");
  const auto answer = log_in(server, "Ruta", kPassword);
  CHECK(answer.status == 200);
  CHECK(answer.json()["name"] == "Ruta");
  CHECK(answer.json()["role"] == "agent");
  CHECK(answer.headers.count("set-cookie") == 1);
  const auto cookie = answer.header("set-cookie");
  CHECK(cookie.starts_with("sid="));
  CHECK(cookie.find("; Path=/; HttpOnly; SameSite=Strict") != std::string::npos);
  CHECK(cookie.find("Secure") == std::string::npos);
  CHECK(answer.body.find(cookie.substr(4, 43)) == std::string::npos);
  CHECK(server.get("/api/v1/agent/me", cookie_of(answer)).json() == json{{"name", "Ruta"},
                                                                         {"role", "agent"},
                                                                         {"available", false},
                                                                         {"present", false},
                                                                         {"capacity", 5}});
}

TEST_CASE("behind https the cookie is bound to the host and secure") {
  TestServer server([](Settings& settings) { settings.public_url = "https://chat.shop.example"; });
  add_agent(server, "Ruta");
  const auto answer = log_in(server, "Ruta", kPassword);
  REQUIRE(answer.status == 200);
  const auto cookie = answer.header("set-cookie");
  CHECK(cookie.starts_with("__Host-sid="));
  CHECK(cookie.find("; Path=/;") != std::string::npos);
  CHECK(cookie.find("; Secure") != std::string::npos);
  CHECK(cookie.find("Domain") == std::string::npos);
  CHECK(answer.header("strict-transport-security") != "");
  CHECK(server.get("/api/v1/agent/me", cookie_of(answer)).status == 200);
}

TEST_CASE("an unknown name and a wrong password are answered in the same words") {
  TestServer server;
  add_agent(server, "Ruta");
  const auto wrong = log_in(server, "Ruta", "a wrong password");
  const auto unknown = log_in(server, "Nobody", "a wrong password");
  CHECK(wrong.status == 401);
  CHECK(wrong.code() == "unauthenticated");
  CHECK(unknown.status == 401);
  CHECK(unknown.body == wrong.body);
  CHECK(wrong.header("set-cookie") == "");
}

TEST_CASE("a log-in without a name or a password is refused before anything is hashed") {
  TestServer server;
  for (const json& body :
       {json::object(), json{{"name", "Ruta"}}, json{{"name", ""}, {"password", ""}},
        json{{"name", 7}, {"password", "x"}},
        json{{"name", std::string(101, 'n')}, {"password", "x"}}}) {
    const auto answer = server.post("/api/v1/agent/login", body, kOurs);
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid");
  }
}

TEST_CASE("guessing passwords of one name is slowed down, also for the right one") {
  TestServer server;
  add_agent(server, "Ruta");
  support::HttpAnswer answer;
  int tries = 0;
  do {
    answer = log_in(server, "Ruta", "a wrong password");
    ++tries;
  } while (answer.status == 401 && tries < 12);
  CHECK(answer.status == 429);
  CHECK(answer.code() == "rate_limited");
  CHECK(std::stoi(answer.header("retry-after")) >= 1);
  CHECK(log_in(server, "Ruta", kPassword).status == 429);
  server.clock.tick(std::chrono::seconds(60));
  CHECK(log_in(server, "Ruta", kPassword).status == 200);
}

TEST_CASE("log-ins from one address are limited, unless the address is exempt") {
  const auto few = [](Settings& settings) {
    settings.limits.exempt.clear();
    settings.limits.logins_per_minute = 2;
  };
  TestServer server(few);
  // Another name each time, so that only the address counts.
  CHECK(log_in(server, "a", "wrong").status == 401);
  CHECK(log_in(server, "b", "wrong").status == 401);
  const auto third = log_in(server, "c", "wrong");
  CHECK(third.status == 429);
  CHECK(std::stoi(third.header("retry-after")) >= 1);
  server.clock.tick(std::chrono::minutes(1));
  CHECK(log_in(server, "d", "wrong").status == 401);

  TestServer exempt([&](Settings& settings) {
    few(settings);
    settings.limits.exempt = {"127.0.0.0/8"};
  });
  for (const auto* name : {"a", "b", "c"}) CHECK(log_in(exempt, name, "wrong").status == 401);
}

TEST_CASE("who logs out is nobody at once, and the cookie is taken back") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  CHECK(server.get("/api/v1/agent/me", ruta).status == 200);
  const auto answer = server.post("/api/v1/agent/logout", json::object(), ruta);
  CHECK(answer.status == 200);
  CHECK(answer.header("set-cookie").starts_with("sid=;"));
  CHECK(answer.header("set-cookie").find("Max-Age=0") != std::string::npos);
  CHECK(server.get("/api/v1/agent/me", ruta).status == 401);
}

TEST_CASE("a session ends after its days, and earlier when nobody uses it") {
  TestServer server;
  const auto busy = server.agent("Ruta");
  for (int hours = 0; hours < 7 * 24; hours += 6) {
    CHECK(server.get("/api/v1/agent/me", busy).status == 200);
    server.clock.tick(std::chrono::hours(6));
  }
  CHECK(server.get("/api/v1/agent/me", busy).status == 401);
  const auto idle = server.agent("Ruta");
  server.clock.tick(std::chrono::hours(9));
  CHECK(server.get("/api/v1/agent/me", idle).status == 401);
}

TEST_CASE("an agent says whether he is there and how many he takes") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto answer =
      server.post("/api/v1/agent/status", {{"available", true}, {"capacity", 3}}, ruta);
  CHECK(answer.status == 200);
  CHECK(server.get("/api/v1/agent/me", ruta).json() == json{{"name", "Ruta"},
                                                            {"role", "agent"},
                                                            {"available", true},
                                                            {"present", true},
                                                            {"capacity", 3}});
  CHECK(server.post("/api/v1/agent/status", {{"available", false}}, ruta).json()["capacity"] == 3);
  for (const json& wrong : {json{{"available", "yes"}}, json{{"available", true}, {"capacity", -1}},
                            json{{"available", true}, {"capacity", 101}},
                            json{{"available", true}, {"capacity", 1.5}}}) {
    CHECK(server.post("/api/v1/agent/status", wrong, ruta).status == 400);
  }
}

TEST_CASE("a change by an agent needs our header, and our own origin where one is sent") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const Headers cookie = {ruta.front()};
  const json body = {{"epoch", server.seen(visitor, ruta)["epoch"]}};
  const auto path = visitor.desk_path("/take");

  const auto bare = server.post(path, body, cookie);
  CHECK(bare.status == 403);
  CHECK(bare.code() == "forbidden");
  CHECK(server.post(path, body, with(cookie, {{"X-Requested-With", "XMLHttpRequest"}})).status ==
        403);
  for (const auto* origin :
       {"https://evil.example", "null", "http://desk.test.evil.example", "https://desk.test"}) {
    CHECK_MESSAGE(server.post(path, body, with(ruta, {{"Origin", origin}})).status == 403, origin);
  }
  CHECK(server.post("/api/v1/agent/login", {{"name", "Ruta"}, {"password", "x"}}).status == 403);
  CHECK(server.seen(visitor, ruta)["status"] == "queued");
  CHECK(server.post(path, body, with(ruta, {{"Origin", "http://desk.test"}})).status == 200);
}

TEST_CASE("with a public address only its own origin may act as an agent") {
  TestServer server(
      [](Settings& settings) { settings.public_url = "https://chat.shop.example/x"; });
  const auto ruta = server.agent("Ruta");
  const auto set = [&](const char* origin) {
    return server
        .post("/api/v1/agent/status", {{"available", true}}, with(ruta, {{"Origin", origin}}))
        .status;
  };
  CHECK(set("https://chat.shop.example") == 200);
  CHECK(set("http://desk.test") == 403);
  CHECK(set("http://chat.shop.example") == 403);
}

}  // namespace session_test
