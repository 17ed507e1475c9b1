// SPDX-License-Identifier: MIT
#include "service/presence.h"

#include <doctest/doctest.h>

#include "desk/transfer.h"
#include "support/desk_office.h"

namespace presence_test {

using namespace support;
using namespace std::chrono_literals;

namespace {

AgentAccount account_of(Store& store, const AgentIdentity& agent) {
  auto account = store.find_agent(agent.id);
  REQUIRE(account.ok());
  return *account;
}

void hold(DeskOffice& office, const ConversationId& id, std::optional<Time> until) {
  REQUIRE(office.run(id, [&](Draft& draft) -> Result<Done> {
    draft.add({ActorKind::agent, "ruta"}, PutOnHold{until});
    return Done{};
  }));
}

}  // namespace

TEST_CASE("whose agent shows no sign of life for a lease goes back to his place, told once") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto id = office.wait("t1");
  const auto place = office.now(id).queue_since;
  office.clock.tick(5s);
  REQUIRE(office.take(office.now(id), ruta));
  office.pass(30s);
  office.presence.seen(ruta.id);
  CHECK(office.pass(59s) == 0);
  CHECK(office.now(id).owner == ruta.id);
  CHECK(office.pass(1s) == 1);
  CHECK(office.now(id).status == Status::queued);
  CHECK(office.now(id).queue_since == place);
  CHECK(office.now(id).waiting_since == place);
  CHECK(office.seen_by_visitor<Requeued>(id) == 1);
  CHECK(office.pass(200s) == 0);
  CHECK_FALSE(office.presence.is_present(account_of(store, ruta)));
}

TEST_CASE("an agent who gives signs of life keeps what he has, however long he says nothing") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto id = office.wait("t1");
  REQUIRE(office.take(office.now(id), ruta));
  for (int i = 0; i < 60; ++i) {
    CHECK(office.pass(50s) == 0);
    office.presence.seen(ruta.id);
  }
  CHECK(office.now(id).owner == ruta.id);
}

TEST_CASE("the other nodes know of a lease, and hear of it once a quarter of its length") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  DeskOffice other(store);
  const auto until = [&] { return account_of(store, ruta).present_until; };
  CHECK_FALSE(until());
  CHECK(office.presence.is_present(account_of(store, ruta)));
  CHECK_FALSE(other.presence.is_present(account_of(store, ruta)));
  office.presence.renew();
  const auto first = until();
  CHECK(first == office.clock.now() + kLease);
  CHECK(other.presence.is_present(account_of(store, ruta)));
  office.clock.tick(14s);
  office.presence.seen(ruta.id);
  office.presence.renew();
  CHECK(until() == first);
  office.clock.tick(1s);
  office.presence.seen(ruta.id);
  office.presence.renew();
  CHECK(until() == office.clock.now() + kLease);
  office.presence.seen(AgentId("nobody"));
  office.presence.renew();
}

TEST_CASE("a restart changes nothing: leases count from the server's start at the earliest") {
  MemoryStore store;
  ConversationId id;
  AgentIdentity ruta;
  {
    DeskOffice office(store);
    ruta = office.hire("ruta");
    id = office.wait("t1");
    REQUIRE(office.take(office.now(id), ruta));
    office.presence.renew();
  }
  DeskOffice office(store);
  office.clock.tick(24h);  // it was down for a day
  Presence presence(office.conversations, kLease);
  const auto pass = [&](std::chrono::seconds time) {
    office.clock.tick(time);
    return presence.sweep();
  };
  CHECK(presence.sweep() == 0);
  CHECK(pass(59s) == 0);
  SUBCASE("who comes back in time keeps it") {
    presence.seen(ruta.id);
    CHECK(pass(30s) == 0);
    CHECK(office.now(id).owner == ruta.id);
  }
  SUBCASE("who does not loses it") {
    CHECK(pass(1s) == 1);
    CHECK(office.now(id).status == Status::queued);
  }
}

TEST_CASE("a server that slept, or whose clock jumped, does not judge by that time") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto id = office.wait("t1");
  REQUIRE(office.take(office.now(id), ruta));
  office.clock.tick(8h);
  CHECK(office.presence.sweep() == 0);
  CHECK(office.pass(59s) == 0);
  CHECK(office.pass(1s) == 1);
}

TEST_CASE("who is given a conversation has a lease of time to show himself") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto jonas = office.hire("jonas");
  const auto id = office.wait("t1");
  office.pass(100s);
  office.presence.seen(ruta.id);
  REQUIRE(office.take(office.now(id), ruta));
  REQUIRE(office.run(id, [&](Draft& draft) {
    return transfer_to_agent(draft, ruta, draft.conversation().epoch, jonas);
  }));
  CHECK(office.now(id).owner == jonas.id);
  CHECK(office.pass(59s) == 0);
  CHECK(office.pass(1s) == 1);
  CHECK(office.now(id).status == Status::queued);
}

TEST_CASE("what was put on hold until later stays with its agent, and only that") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto later = office.wait("t1");
  const auto open = office.wait("t2");
  for (const auto& id : {later, open}) REQUIRE(office.take(office.now(id), ruta));
  hold(office, later, office.clock.now() + 10min);
  hold(office, open, std::nullopt);
  CHECK(office.pass(60s) == 1);
  CHECK(office.now(open).status == Status::queued);
  CHECK(office.now(later).owner == ruta.id);
  CHECK(office.now(later).on_hold);
  CHECK(office.pass(9min - 1s) == 0);
  CHECK(office.pass(1s) == 1);
  CHECK(office.now(later).status == Status::queued);
}

TEST_CASE("a hold ends at its time while its agent is there") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto id = office.wait("t1");
  REQUIRE(office.take(office.now(id), ruta));
  hold(office, id, office.clock.now() + 30s);
  CHECK(office.pass(29s) == 0);
  CHECK(office.pass(1s) == 1);
  CHECK_FALSE(office.now(id).on_hold);
  CHECK(office.now(id).owner == ruta.id);
  CHECK(office.pass(10s) == 0);
}

TEST_CASE("a visitor who writes to an absent agent's conversation on hold does not wait for him") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto id = office.wait("t1");
  REQUIRE(office.take(office.now(id), ruta));
  hold(office, id, office.clock.now() + 24h);
  CHECK(office.pass(120s) == 0);
  REQUIRE(office.say(office.now(id), "are you there?", "m2"));
  CHECK(office.pass(1s) == 1);
  CHECK(office.now(id).status == Status::queued);
}

TEST_CASE("outside the team's hours it goes to the offline list") {
  auto catalog = small_catalog();
  catalog.teams.front().always_open = false;
  MemoryStore store;
  DeskOffice office(store, small_brain(std::move(catalog)));
  const auto ruta = office.hire("ruta");
  const auto id = office.begin("t1").id;
  REQUIRE(office.take(office.now(id), ruta));
  CHECK(office.pass(60s) == 1);
  CHECK(office.now(id).status == Status::offline);
}

}  // namespace presence_test
