// SPDX-License-Identifier: MIT
#include "service/serving.h"

#include <doctest/doctest.h>

#include "support/desk_office.h"

namespace serving_test {

using namespace support;
using namespace std::chrono_literals;

namespace {

/// Teams a and b; one agent of b alone, by desk.yaml.
std::shared_ptr<const Brain> two_teams(RoutingMethod method) {
  auto catalog = small_catalog();
  catalog.teams.resize(1);
  catalog.teams[0].id = TeamId("a");
  catalog.teams[0].routing = rules_for(method, 30s);
  catalog.teams.push_back(catalog.teams[0]);
  catalog.teams[1].id = TeamId("b");
  catalog.agents = {{.name = "bea", .teams = {"b"}}};
  return small_brain(std::move(catalog));
}

}  // namespace

TEST_CASE("somebody is at the desk while an agent of the team is there and takes conversations") {
  for (const auto method : {RoutingMethod::round_robin, RoutingMethod::manual}) {
    CAPTURE(name_of(method));
    MemoryStore store;
    DeskOffice office(store, two_teams(method));
    Serving serving(office.conversations, office.presence);
    const TeamId a("a"), b("b");
    CHECK_FALSE(serving.anybody(a));
    // Full or not.
    const auto bea = office.hire("bea", 0);
    CHECK_FALSE(serving.anybody(a));
    CHECK(serving.anybody(b));
    const auto any = office.hire("any");
    CHECK(serving.anybody(a));
    CHECK(serving.anybody(TeamId()));
    for (const auto& agent : {bea, any}) {
      REQUIRE(store.set_availability(agent.id, {}, office.clock.now()));
      office.hub.people_changed();
    }
    CHECK_FALSE(serving.anybody(a));
    CHECK_FALSE(serving.anybody(b));
    REQUIRE(store.set_availability(any.id, {.available = true}, office.clock.now()));
    office.clock.tick(1s);
    CHECK(serving.anybody(b));
    office.clock.tick(kLease);
    CHECK_FALSE(serving.anybody(b));
    office.presence.seen(any.id);
    CHECK(serving.anybody(b));
  }
}

TEST_CASE(
    "whoever never said anything serves where agents take what they see, and no author does") {
  MemoryStore store;
  DeskOffice office(store, two_teams(RoutingMethod::manual));
  Serving serving(office.conversations, office.presence);
  REQUIRE(store.add_agent({.id = AgentId("w"), .name = "w", .role = Role::author}));
  office.presence.seen(AgentId("w"));
  CHECK_FALSE(serving.anybody(TeamId("a")));
  REQUIRE(store.add_agent({.id = AgentId("n"), .name = "n"}));
  office.presence.seen(AgentId("n"));
  CHECK(serving.anybody(TeamId("a")));
  office.conversations.use(two_teams(RoutingMethod::ring_all));
  CHECK_FALSE(serving.anybody(TeamId("a")));
}

}  // namespace serving_test
