// SPDX-License-Identifier: MIT
// What a console reads of the desk.
#include <doctest/doctest.h>

#include "http/desk_json.h"
#include "support/small_bot.h"
#include "support/test_server.h"

namespace agents_desk_test {

using namespace frontdesk;
using nlohmann::json;
using support::TestServer;

namespace {

json desk_of(const TestServer& server, const support::Headers& headers) {
  const auto answer = server.get("/api/v1/agent/desk", headers);
  REQUIRE(answer.status == 200);
  return answer.json();
}

json named(const json& list, const std::string& name) {
  for (const auto& each : list) {
    if (each["name"] == name) return each;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("the desk says who I am, who else is there and how many conversations each has") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto tomas = server.agent("Tomas", Role::supervisor);
  (void)server.command(server.waiting(), tomas, "take");
  (void)server.command(server.waiting(), tomas, "take");
  const auto desk = desk_of(server, ruta);
  CHECK(desk["me"] == json{{"id", "id-Ruta"},
                           {"name", "Ruta"},
                           {"role", "agent"},
                           {"available", false},
                           {"capacity", 5}});
  CHECK(named(desk["agents"], "Ruta")["load"] == 0);
  CHECK(named(desk["agents"], "Tomas")["load"] == 2);
  CHECK(named(desk["agents"], "Tomas")["role"] == "supervisor");
}

TEST_CASE("who is there is known at once, and what is on hold takes no place") {
  TestServer server([](Settings& settings) { settings.desk.lease_seconds = 60; });
  const auto ruta = server.agent("Ruta");
  (void)server.agent("Jonas");
  const auto held = server.waiting();
  (void)server.command(held, ruta, "take");
  CHECK(server.command(held, ruta, "hold").status == 200);
  (void)server.command(server.waiting(), ruta, "take");
  const auto agents = desk_of(server, ruta)["agents"];
  CHECK(named(agents, "Ruta")["present"] == true);
  CHECK(named(agents, "Ruta")["load"] == 1);
  CHECK(named(agents, "Jonas")["present"] == false);
  const auto later = server.agent("Jonas");
  server.clock.tick(std::chrono::seconds(70));
  const auto then = desk_of(server, later)["agents"];
  CHECK(named(then, "Ruta")["present"] == false);
  CHECK(named(then, "Jonas")["present"] == true);
}

TEST_CASE("who takes by hand needs no room, and nobody is told that his seat is full") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  REQUIRE(
      server.post("/api/v1/agent/status", {{"available", true}, {"capacity", 1}}, ruta).status ==
      200);
  for (int i = 0; i < 3; ++i) CHECK(server.command(server.waiting(), ruta, "take").status == 200);
  CHECK(named(desk_of(server, ruta)["agents"], "Ruta")["load"] == 3);
}

TEST_CASE("the desk has teams, tags, replies and macros as their author wrote them") {
  TestServer server;
  const auto desk = desk_of(server, server.agent("Ruta"));
  CHECK(desk["teams"][0]["id"] == "support");
  CHECK(desk["teams"][0]["label"] == json{{"lt", "Pagalba"}, {"en", "Support"}});
  CHECK(desk["teams"][0]["open"] == true);
  CHECK(desk["tags"] ==
        json{{{"id", "delivery"}, {"label", {{"lt", "Pristatymas"}, {"en", "Delivery"}}}},
             {{"id", "refund"}, {"label", {{"lt", "Pinigai"}, {"en", "Refund"}}}}});
  CHECK(desk["require_tag"] == false);
  CHECK(desk["replies"][0]["shortcut"] == "hello");
  CHECK(desk["macros"][0]["then"] == "close");
  CHECK(desk["macros"][0]["tags"] == json{"refund"});
  CHECK(desk["macros"][0]["priority"] == 0);
  CHECK(desk["macros"][1]["then"] == json{{"team", "returns"}});
  CHECK_FALSE(desk["macros"][1].contains("text"));
  CHECK(desk["intents"][0] ==
        json{{"id", "complaint"}, {"label", {{"lt", "Skundas"}, {"en", "A complaint"}}}});
}

TEST_CASE("the owner's variables are in a reply already, what the console fills is left to it") {
  auto catalog = support::small_catalog();
  catalog.toolbox.replies = {
      {.shortcut = "hello", .title = "Hello", .text = {{"en", "Hello {visitor}, from {city}."}}}};
  const auto brain = support::small_brain(std::move(catalog));
  const auto desk = json::parse(desk_json({}, {}, *brain, Time{}));
  CHECK(desk["replies"][0]["text"]["en"] == "Hello {visitor}, from Vilnius.");
}

}  // namespace agents_desk_test
