// SPDX-License-Identifier: MIT
#include "service/dispatcher.h"

#include <doctest/doctest.h>

#include <thread>

#include "desk/offers.h"
#include "desk/transfer.h"
#include "service/queue.h"
#include "support/desk_office.h"

namespace dispatcher_test {

using namespace support;
using namespace std::chrono_literals;

namespace {

constexpr auto kAtOnce = 0s;

/// How many conversations each agent has, as the Store says.
std::map<std::string, int> loads(Store& store) {
  std::map<std::string, int> all;
  const auto rows = store.list({.statuses = {Status::assigned}, .limit = 10000});
  REQUIRE(rows.ok());
  for (const auto& row : *rows) ++all[row.owner.value];
  return all;
}

std::vector<AgentId> asked(DeskOffice& office, const ConversationId& id) {
  const auto now = office.now(id);
  return now.asked ? now.asked->agents : std::vector<AgentId>();
}

}  // namespace

TEST_CASE("where agents take what they see, nothing is done") {
  MemoryStore store;
  DeskOffice office(store);
  office.hire("ruta");
  const auto id = office.wait("t1");
  const auto last = office.now(id).last;
  CHECK(office.dispatcher.look() == 0);
  office.clock.tick(10min);
  CHECK(office.dispatcher.look() == 0);
  CHECK(office.now(id).last == last);
}

TEST_CASE("without a ring time a conversation is given at once, while there are places") {
  MemoryStore store;
  DeskOffice office(store, routed_brain(rules_for(RoutingMethod::least_busy, kAtOnce)));
  office.hire("ruta", 1);
  office.hire("jonas", 2);
  std::vector<ConversationId> ids;
  for (const auto* token : {"t1", "t2", "t3", "t4"}) {
    ids.push_back(office.wait(token));
    office.clock.tick(1s);
  }
  office.presence.seen(AgentId("ruta"));
  CHECK(office.dispatcher.look() == 3);
  CHECK(loads(store) == std::map<std::string, int>{{"jonas", 2}, {"ruta", 1}});
  CHECK(office.now(ids[3]).status == Status::queued);
  const auto log = *office.conversations.log(ids[0]);
  const auto& joined = std::get<AgentJoined>(log->events.back()->fact);
  CHECK(joined.because.find("least_busy") == 0);
  CHECK(log->events.back()->actor.kind == ActorKind::system);
  CHECK(office.dispatcher.look() == 0);
  // A place is free: the next one has it.
  const auto owner = office.now(ids[0]).owner;
  REQUIRE(office.run(ids[0], [&](Draft& draft) {
    return close(draft, {owner, owner.value}, draft.conversation().epoch, "");
  }));
  CHECK(office.dispatcher.look() == 1);
  CHECK(office.now(ids[3]).owner == owner);
}

TEST_CASE("what is put on hold makes room, and what is resumed takes it again") {
  MemoryStore store;
  DeskOffice office(store, routed_brain(rules_for(RoutingMethod::round_robin, kAtOnce)));
  office.hire("ruta", 1);
  const auto first = office.wait("t1");
  const auto second = office.wait("t2");
  CHECK(office.dispatcher.look() == 1);
  const auto mine = office.now(first).status == Status::assigned ? first : second;
  const auto other = mine == first ? second : first;
  REQUIRE(office.run(mine, [](Draft& draft) -> Result<Done> {
    draft.add({ActorKind::agent, "ruta"}, PutOnHold{});
    return Done{};
  }));
  CHECK(office.dispatcher.look() == 1);
  CHECK(office.now(other).status == Status::assigned);
  REQUIRE(office.say(office.now(mine), "back again", "m2"));
  office.wait("t3");
  CHECK(office.dispatcher.look() == 0);
}

TEST_CASE("it rings at one agent, then at the next, and who takes it has it") {
  MemoryStore store;
  DeskOffice office(store, routed_brain(rules_for(RoutingMethod::round_robin, 30s)));
  office.hire("jonas");
  const auto ruta = office.hire("ruta");
  const auto id = office.wait("t1");
  CHECK(office.dispatcher.look() == 1);
  CHECK(asked(office, id) == std::vector{AgentId("jonas")});
  CHECK(office.dispatcher.look() == 0);
  office.clock.tick(29s);
  CHECK(office.dispatcher.look() == 0);
  office.clock.tick(1s);
  CHECK(office.dispatcher.look() == 1);
  CHECK(asked(office, id) == std::vector{AgentId("ruta")});
  REQUIRE(office.take(office.now(id), ruta));
  office.clock.tick(30s);
  CHECK(office.dispatcher.look() == 0);
  CHECK(office.seen_by_visitor<AgentsAsked>(id) == 0);
}

TEST_CASE("who declines is passed over at once, and not asked again at once when he is alone") {
  MemoryStore store;
  DeskOffice office(store, routed_brain(rules_for(RoutingMethod::round_robin, 20s)));
  const auto jonas = office.hire("jonas");
  const auto id = office.wait("t1");
  const auto epoch = office.now(id).epoch;
  CHECK(office.dispatcher.look() == 1);
  const auto say_no = [&](const AgentIdentity& agent) {
    REQUIRE(office.run(id, [&](Draft& draft) { return decline(draft, agent, epoch); }));
  };
  say_no(jonas);
  CHECK(office.dispatcher.look() == 0);
  office.clock.tick(19s);
  CHECK(office.dispatcher.look() == 0);
  const auto ruta = office.hire("ruta");
  CHECK(office.dispatcher.look() == 1);
  CHECK(asked(office, id) == std::vector{ruta.id});
  say_no(ruta);
  CHECK(office.dispatcher.look() == 0);
  office.clock.tick(20s);
  CHECK(office.dispatcher.look() == 1);
  CHECK(asked(office, id).size() == 1);
}

TEST_CASE("who is away, or does not want any, is neither asked nor waited for") {
  MemoryStore store;
  DeskOffice office(store, routed_brain(rules_for(RoutingMethod::round_robin, 10min)));
  office.hire("away");
  const auto shy = office.hire("shy");
  REQUIRE(store.set_availability(shy.id, {.capacity = 2}, {}));
  const auto id = office.wait("t1");
  CHECK(office.dispatcher.look() == 1);
  CHECK(asked(office, id) == std::vector{AgentId("away")});
  office.clock.tick(kLease);
  CHECK(office.dispatcher.look() == 0);
  const auto here = office.hire("here");
  CHECK(office.dispatcher.look() == 1);
  CHECK(asked(office, id) == std::vector{here.id});
}

TEST_CASE("desk.yaml says whom an agent serves, and how many at once") {
  auto catalog = small_catalog();
  catalog.teams[0].routing = catalog.teams[1].routing =
      rules_for(RoutingMethod::least_busy, kAtOnce);
  catalog.teams[1].skills = {"complaints"};
  catalog.agents = {{.name = "jonas", .teams = {"support"}, .capacity = 1},
                    {.name = "ruta", .teams = {"returns"}}};
  MemoryStore store;
  DeskOffice office(store, small_brain(std::move(catalog)));
  office.hire("jonas", 5);
  office.hire("ruta", 5);
  office.wait("t1");
  office.clock.tick(1s);
  const auto second = office.wait("t2");
  const auto angry = office.begin("t3");
  REQUIRE(office.say(angry, "this is terrible", "m1"));
  CHECK(office.dispatcher.look() == 2);
  CHECK(loads(store) == std::map<std::string, int>{{"jonas", 1}, {"ruta", 1}});
  CHECK(office.now(angry.id).owner == AgentId("ruta"));
  CHECK(office.now(second).status == Status::queued);
}

TEST_CASE("the queue is served by priority, and what an intent asks for is looked for in agents") {
  auto catalog = small_catalog();
  catalog.teams[0].routing = rules_for(RoutingMethod::least_busy, kAtOnce);
  catalog.teams[0].skills = {"warranty"};
  for (auto& intent : catalog.intents) {
    if (intent.name == "greet") intent.skill = "warranty";
  }
  catalog.agents = {{.name = "able", .skills = {"warranty"}}};
  MemoryStore store;
  DeskOffice office(store, small_brain(std::move(catalog)));
  office.hire("able", 1);
  const auto early = office.wait("t1");
  office.clock.tick(1s);
  const auto urgent = office.begin("t2");
  REQUIRE(office.say(urgent, "hello there", "m0"));
  REQUIRE(office.say(urgent, "human", "m1"));
  REQUIRE(office.run(urgent.id, [](Draft& draft) -> Result<Done> {
    draft.add({ActorKind::agent, "x"}, PriorityChanged{3});
    return Done{};
  }));
  CHECK(office.dispatcher.look() == 1);
  CHECK(office.now(urgent.id).owner == AgentId("able"));
  CHECK(office.now(early).status == Status::queued);
  const auto skilled = office.begin("t3");
  REQUIRE(office.say(skilled, "hello there", "m0"));
  REQUIRE(office.say(skilled, "human", "m1"));
  office.hire("plain", 2);
  CHECK(office.dispatcher.look() == 1);
  CHECK(office.now(early).owner == AgentId("plain"));
  CHECK(office.now(skilled.id).status == Status::queued);
  office.clock.tick(59s);
  office.presence.seen(AgentId("plain"));
  CHECK(office.dispatcher.look() == 0);
  office.clock.tick(1s);
  CHECK(office.dispatcher.look() == 1);
  CHECK(office.now(skilled.id).owner == AgentId("plain"));
}

TEST_CASE("two nodes that look at one queue at once fill no place twice and lose nobody") {
  TempFolder folder;
  auto first_store = sqlite_in(folder);
  auto second_store = sqlite_in(folder);
  const auto rules = rules_for(RoutingMethod::least_busy, kAtOnce);
  DeskOffice first(*first_store, routed_brain(rules));
  DeskOffice second(*second_store, routed_brain(rules));
  constexpr int kAgents = 8;
  constexpr int kCapacity = 3;
  constexpr int kVisitors = 40;
  for (int i = 0; i < kAgents; ++i) first.hire("agent" + std::to_string(i), kCapacity);
  first.presence.renew();
  std::vector<ConversationId> ids;
  for (int i = 0; i < kVisitors; ++i) {
    auto& office = i % 2 == 0 ? first : second;
    ids.push_back(office.wait("t" + std::to_string(i)));
  }
  const auto work = [&](DeskOffice& office) {
    for (int i = 0; i < 20; ++i) office.dispatcher.look();
  };
  std::thread other([&] { work(second); });
  work(first);
  other.join();
  const auto full = loads(*first_store);
  CHECK(full.size() == kAgents);
  for (const auto& [agent, load] : full) CHECK_MESSAGE(load == kCapacity, agent);
  const auto queued = first_store->list({.statuses = {Status::queued}});
  REQUIRE(queued.ok());
  CHECK(queued->size() == kVisitors - kAgents * kCapacity);
  for (const auto& id : ids) {
    const auto events = first_store->read(id, 0, 500);
    REQUIRE(events.ok());
    CHECK(std::count_if(events->begin(), events->end(), [](const Event& event) {
            return std::holds_alternative<AgentJoined>(event.fact);
          }) <= 1);
  }
}

TEST_CASE(
    "who came first is served first where an answer is promised, whatever happened to him since") {
  auto catalog = small_catalog();
  for (auto& team : catalog.teams) {
    team.answer_within = 120s;
    team.routing = rules_for(RoutingMethod::round_robin, kAtOnce);
  }
  MemoryStore store;
  DeskOffice office(store, small_brain(std::move(catalog)));
  const AgentIdentity gone{AgentId("gone"), "Gone"};
  const auto requeued = office.wait("t1");
  office.clock.tick(1s);
  const auto transferred = office.wait("t2");
  office.clock.tick(1s);
  const auto newcomer = office.wait("t3");
  for (const auto& id : {requeued, transferred}) {
    REQUIRE(office.run(id, [&](Draft& draft) {
      return answer(draft, gone, draft.conversation().epoch, "Hello!", "a1");
    }));
    office.clock.tick(1s);
  }
  REQUIRE(office.run(requeued, [](Draft& draft) -> Result<Done> {
    give_up(draft, true, "gone");
    return Done{};
  }));
  REQUIRE(office.run(transferred, [&](Draft& draft) {
    return transfer_to_team(draft, gone, draft.conversation().epoch, TeamId("support"), "Support");
  }));
  Queue queue(office.conversations);
  queue.look();
  CHECK(queue.place(requeued)->ahead == 0);
  CHECK(queue.place(transferred)->ahead == 1);
  CHECK(queue.place(newcomer)->ahead == 2);
  office.hire("ruta", 1);
  std::vector<ConversationId> served;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(office.dispatcher.look() == 1);
    for (const auto& id : {requeued, transferred, newcomer}) {
      if (office.now(id).status != Status::assigned) continue;
      served.push_back(id);
      REQUIRE(office.run(id, [&](Draft& draft) {
        return close(draft, {AgentId("ruta"), "ruta"}, draft.conversation().epoch, "");
      }));
    }
  }
  CHECK(served == std::vector{requeued, transferred, newcomer});
}

TEST_CASE("what is transferred does not come back to who sent it, while another can take it") {
  MemoryStore store;
  DeskOffice office(store, routed_brain(rules_for(RoutingMethod::round_robin, 30s)));
  const auto ruta = office.hire("ruta");
  const auto id = office.wait("t1");
  REQUIRE(office.take(office.now(id), ruta));
  const auto hand_on = [&] {
    REQUIRE(office.run(id, [&](Draft& draft) {
      return transfer_to_team(draft, ruta, draft.conversation().epoch, TeamId("support"),
                              "Support");
    }));
  };
  hand_on();
  const auto jonas = office.hire("jonas");
  CHECK(office.dispatcher.look() == 1);
  CHECK(asked(office, id) == std::vector{jonas.id});

  // Where nobody else is, better he than nobody.
  REQUIRE(store.set_availability(jonas.id, {.capacity = 2}, {}));
  REQUIRE(office.take(office.now(id), ruta));
  hand_on();
  CHECK(office.dispatcher.look() == 1);
  CHECK(asked(office, id) == std::vector{ruta.id});
}

TEST_CASE("who became an author gets no conversation, available or not") {
  MemoryStore store;
  DeskOffice office(store, routed_brain(rules_for(RoutingMethod::round_robin, kAtOnce)));
  const auto ruta = office.hire("ruta");
  auto account = *store.find_agent(ruta.id);
  account.role = Role::author;
  REQUIRE(store.change_agent(account));
  const auto id = office.wait("t1");
  CHECK(office.dispatcher.look() == 0);
  account.role = Role::supervisor;
  REQUIRE(store.change_agent(account));
  CHECK(office.dispatcher.look() == 1);
  CHECK(office.now(id).owner == ruta.id);
}

}  // namespace dispatcher_test
