// SPDX-License-Identifier: MIT
// How agents share the work, by the contract of core/store.h: seats, presence, what a list shows of it.
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <thread>

#include "support/stores.h"

namespace seats_test {

using namespace frontdesk;
using support::InMemory;
using support::InSqlite;
using support::Talk;

namespace {

const AgentId kRuta("ruta");

Result<Sequence> one(Store& store, const Append& append) {
  auto results = store.append({&append, 1});
  REQUIRE(results.size() == 1);
  return results.front();
}

/// A conversation that waits for a person.
Talk waiting(Store& store, const std::string& id) {
  Talk talk(id);
  REQUIRE(one(store, talk.start()).ok());
  REQUIRE(one(store, talk.add(ActorKind::bot, HandoffRequested{})).ok());
  return talk;
}

/// The append that gives it to Rūta, if she has a place.
Append to_ruta(Talk& talk, int capacity) {
  auto append = talk.add(ActorKind::system, AgentJoined{.agent = kRuta, .name = "Rūta"});
  append.seat = Seat{kRuta, capacity};
  return append;
}

}  // namespace

#define FOR_EACH_STORE(name) TEST_CASE_TEMPLATE(name, Place, InMemory, InSqlite)

FOR_EACH_STORE("a seat is given while there is a free one") {
  Place place;
  auto first = waiting(place.store, "c1");
  auto second = waiting(place.store, "c2");
  auto third = waiting(place.store, "c3");
  CHECK(one(place.store, to_ruta(first, 2)).ok());
  // What one batch gives is counted in the same batch.
  const std::array batch{to_ruta(second, 2), to_ruta(third, 2)};
  const auto results = place.store.append(batch);
  CHECK(results[0].ok());
  CHECK(results[1].error().code == Code::conflict);
  CHECK(results[1].error().reason == "full");
  CHECK(place.store.list({.owner = kRuta})->size() == 2);
}

FOR_EACH_STORE("what is on hold or over takes no seat, and one's own does not count twice") {
  Place place;
  auto held = waiting(place.store, "c1");
  auto over = waiting(place.store, "c2");
  auto next = waiting(place.store, "c3");
  CHECK(one(place.store, to_ruta(held, 1)).ok());
  CHECK(one(place.store, held.add(ActorKind::agent, PutOnHold{})).ok());
  CHECK(one(place.store, to_ruta(over, 1)).ok());
  CHECK(one(place.store, over.add(ActorKind::agent, Closed{})).ok());
  auto again = to_ruta(next, 1);
  CHECK(one(place.store, again).ok());
  auto renamed = next.add(ActorKind::system, AgentJoined{.agent = kRuta, .name = "Rūta K."});
  renamed.seat = Seat{kRuta, 1};
  CHECK(one(place.store, renamed).ok());
}

FOR_EACH_STORE("loads count what takes a place of each agent") {
  Place place;
  CHECK(place.store.loads()->empty());
  auto held = waiting(place.store, "c1");
  auto over = waiting(place.store, "c2");
  auto has = waiting(place.store, "c3");
  auto other = waiting(place.store, "c4");
  for (auto* talk : {&held, &over, &has}) CHECK(one(place.store, to_ruta(*talk, 9)).ok());
  CHECK(one(place.store, held.add(ActorKind::agent, PutOnHold{})).ok());
  CHECK(one(place.store, over.add(ActorKind::agent, Closed{})).ok());
  CHECK(one(place.store, other.add(ActorKind::agent, AgentJoined{.agent = AgentId("jonas")})).ok());
  CHECK(*place.store.loads() == std::map<AgentId, int>{{kRuta, 1}, {AgentId("jonas"), 1}});
}

FOR_EACH_STORE("who takes by hand needs no seat") {
  Place place;
  auto first = waiting(place.store, "c1");
  auto second = waiting(place.store, "c2");
  CHECK(one(place.store, to_ruta(first, 1)).ok());
  CHECK(one(place.store, second.add(ActorKind::agent, AgentJoined{.agent = kRuta})).ok());
}

FOR_EACH_STORE("of many who give one agent work at once, no more than his capacity succeed") {
  Place place;
  constexpr int kCapacity = 3;
  std::vector<Talk> talks;
  for (int i = 0; i < 24; ++i) talks.push_back(waiting(place.store, "c" + std::to_string(i)));
  std::atomic<int> given = 0;
  std::vector<std::thread> routers;
  for (int router = 0; router < 4; ++router) {
    routers.emplace_back([&, router] {
      for (std::size_t i = static_cast<std::size_t>(router); i < talks.size(); i += 4) {
        const auto append = to_ruta(talks[i], kCapacity);
        if (place.store.append({&append, 1}).front().ok()) ++given;
      }
    });
  }
  for (auto& router : routers) router.join();
  CHECK(given == kCapacity);
}

FOR_EACH_STORE("a list shows by when an answer was promised, until a person has answered") {
  Place place;
  auto talk = waiting(place.store, "c1");
  const auto by = talk.log.now + std::chrono::hours(12);
  const auto row = [&] { return place.store.list({})->front(); };
  CHECK(one(place.store, talk.add(ActorKind::system, WentOffline{.answer_by = by})).ok());
  CHECK(row().answer_by == by);
  CHECK(one(place.store, talk.add(ActorKind::agent, AgentJoined{.agent = kRuta})).ok());
  CHECK(row().answer_by == by);
  CHECK(one(place.store,
            talk.add(ActorKind::agent, MessageAdded{.author = Author::agent, .text = "x"}))
            .ok());
  CHECK_FALSE(row().answer_by);
}

FOR_EACH_STORE("a list shows what is on hold, how urgent it is, its tags and who is asked") {
  Place place;
  auto talk = waiting(place.store, "c1");
  talk.add(ActorKind::agent, Tagged{{"delivery", "vip"}});
  talk.add(ActorKind::agent, PriorityChanged{3});
  talk.add(ActorKind::system,
           AgentsAsked{.agents = {kRuta, AgentId("jonas")}, .until = talk.log.now});
  CHECK(one(place.store, talk.since(2)).ok());
  auto row = place.store.list({})->front();
  CHECK(row == summary_of(fold(talk.log.events)));
  CHECK(row.tags == std::vector<std::string>{"delivery", "vip"});
  CHECK(row.priority == 3);
  CHECK(row.asked == std::vector{kRuta, AgentId("jonas")});
  CHECK(row.asked_until.has_value());

  talk.add(ActorKind::agent, AgentJoined{.agent = kRuta, .name = "Rūta"});
  talk.add(ActorKind::agent, PutOnHold{});
  CHECK(one(place.store, talk.since(5)).ok());
  row = place.store.list({})->front();
  CHECK(row == summary_of(fold(talk.log.events)));
  CHECK(row.on_hold);
  CHECK(row.asked.empty());
}

FOR_EACH_STORE("presence lasts until the latest that was said") {
  Place place;
  const Time now = from_millis(1'795'000'000'000);
  REQUIRE(place.store.add_agent({.id = kRuta, .name = "Rūta", .created_at = now}).ok());
  CHECK_FALSE(place.store.find_agent(kRuta)->present_until);
  const std::array leases{PresenceLease{kRuta, now, now + std::chrono::seconds(60)},
                          PresenceLease{AgentId("nobody"), now, now},
                          PresenceLease{kRuta, now, now + std::chrono::seconds(30)}};
  CHECK(place.store.renew_presence(leases).ok());
  CHECK(place.store.agents()->front().present_until == now + std::chrono::seconds(60));
}

FOR_EACH_STORE("who is seen while his lease lasts has been there all the time") {
  Place place;
  const Time now = from_millis(1'795'000'000'000);
  REQUIRE(place.store.add_agent({.id = kRuta, .name = "Rūta", .created_at = now}).ok());
  const auto seen = [&](int second) {
    const Time at = now + std::chrono::seconds(second);
    const std::array leases{PresenceLease{kRuta, at, at + std::chrono::seconds(60)}};
    REQUIRE(place.store.renew_presence(leases).ok());
    return place.store.find_agent(kRuta)->present_since;
  };
  CHECK_FALSE(place.store.find_agent(kRuta)->present_since);
  CHECK(seen(0) == now);
  CHECK(seen(59) == now);
  CHECK(seen(119) == now + std::chrono::seconds(119));
}

}  // namespace seats_test
