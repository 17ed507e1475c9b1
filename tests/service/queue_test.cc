// SPDX-License-Identifier: MIT
#include "service/queue.h"

#include <doctest/doctest.h>

#include <thread>

#include "support/office.h"

namespace queue_test {

using namespace support;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

/// An office whose queue hears of every commit.
struct Waits {
  explicit Waits(Store& store) : office(store), queue(office.conversations) {
    office.hub.listen([this](const Summary& row) { queue.take(row); });
    queue.look();
  }

  Conversation wait(const std::string& words = "human") {
    auto begun = office.begin("t" + std::to_string(++count));
    REQUIRE(office.say(begun, words, "m1"));
    office.clock.tick(seconds{1});
    return begun;
  }
  /// So many are answered after so long, one after the other.
  void answer(int times, seconds after) {
    for (int i = 0; i < times; ++i) {
      const auto waiting = wait();
      office.clock.tick(after);
      REQUIRE(office.take(waiting, kRuta));
    }
  }
  int ahead(const Conversation& of) {
    const auto place = queue.place(of.id);
    return place ? place->ahead : -1;
  }
  Result<Staged> prioritise(const Conversation& what, int priority) {
    return office.conversations.settle([&] {
      return office.conversations.command(what.id, [&](Draft& draft) -> Result<Done> {
        draft.add({ActorKind::agent, "ruta"}, PriorityChanged{priority});
        return Done{};
      });
    });
  }

  Office office;
  Queue queue;
  int count = 0;
};

}  // namespace

TEST_CASE("the place is how many came before, and falls as they are served or leave") {
  MemoryStore store;
  Waits at(store);
  const auto first = at.wait();
  const auto second = at.wait();
  const auto third = at.wait();
  CHECK(at.ahead(first) == 0);
  CHECK(at.ahead(second) == 1);
  CHECK(at.ahead(third) == 2);
  const auto version = at.queue.version();
  REQUIRE(at.office.take(first, kRuta));
  CHECK(at.queue.version() > version);
  CHECK(at.ahead(first) == -1);
  CHECK(at.ahead(third) == 1);
  CHECK(at.queue.everybody().size() == 2);
}

TEST_CASE("who was taken stays taken when an older row of his comes late") {
  MemoryStore store;
  Waits at(store);
  const auto visitor = at.wait();
  const auto waits = summary_of(at.office.now(visitor.id));
  REQUIRE(at.office.take(visitor, kRuta));
  at.queue.take(waits);
  CHECK(at.ahead(visitor) == -1);
  CHECK(at.queue.everybody().empty());
  at.queue.look();
  at.queue.take(waits);
  CHECK(at.ahead(visitor) == -1);
  // He may come back all the same.
  REQUIRE(at.office.conversations.settle([&] {
    return at.office.conversations.command(visitor.id, [](Draft& draft) -> Result<Done> {
      draft.add(system_actor(), Requeued{});
      return Done{};
    });
  }));
  CHECK(at.ahead(visitor) == 0);
}

TEST_CASE("each team has a queue of its own") {
  MemoryStore store;
  Waits at(store);
  (void)at.wait();
  CHECK(at.ahead(at.wait("terrible")) == 0);
  CHECK(at.ahead(at.wait()) == 1);
}

TEST_CASE("the urgent is served first, then who came first; a message changes no place") {
  MemoryStore store;
  Waits at(store);
  const auto first = at.wait();
  const auto second = at.wait();
  const auto third = at.wait();
  REQUIRE(at.prioritise(third, 3));
  CHECK(at.ahead(third) == 0);
  CHECK(at.ahead(first) == 1);
  const auto version = at.queue.version();
  REQUIRE(at.office.say(second, "when are you open", "m2"));
  CHECK(at.ahead(second) == 2);
  CHECK(at.queue.version() == version);
}

TEST_CASE("nothing is promised while too little is known, and then what the last hour supports") {
  MemoryStore store;
  Waits at(store);
  at.answer(kWaitsNeeded - 1, minutes{3});
  CHECK_FALSE(at.queue.place(at.wait().id)->estimate);
  at.answer(kWaitsNeeded, minutes{3});
  const auto waiting = at.wait();
  const auto place = at.queue.place(waiting.id);
  REQUIRE(place->estimate);
  CHECK(place->estimate->likely == minutes{4});
  // Another team has served nobody.
  CHECK_FALSE(at.queue.place(at.wait("terrible").id)->estimate);
  // After an hour it is as if nothing had been.
  at.office.clock.tick(std::chrono::hours{1});
  CHECK_FALSE(at.queue.place(waiting.id)->estimate);
}

TEST_CASE("what a visitor was told first is remembered over everything, and known to be broken") {
  MemoryStore store;
  Waits at(store);
  CHECK(at.queue.promise_waits() == 0);
  at.answer(2 * kWaitsNeeded, minutes{3});
  const auto waiting = at.wait();
  const auto told = at.queue.place(waiting.id);
  REQUIRE(told->estimate);
  REQUIRE(told->estimate->most);
  CHECK_FALSE(told->promised);
  CHECK(at.queue.promise_waits() == 1);
  CHECK(at.queue.promise_waits() == 0);
  const auto until = at.office.clock.now() + *told->estimate->most;
  CHECK(at.queue.place(waiting.id)->promised == until);
  at.office.clock.tick(*told->estimate->most - seconds{1});
  CHECK_FALSE(at.queue.place(waiting.id)->late);
  at.office.clock.tick(seconds{1});
  CHECK(at.queue.promise_waits() == 0);
  // Another server, which has seen none of it.
  Office other(store);
  other.clock.tick(at.office.clock.now() - other.clock.now());
  Queue anew(other.conversations);
  anew.look();
  const auto place = anew.place(waiting.id);
  CHECK(place->promised == until);
  CHECK(place->late);
}

TEST_CASE("a queue that begins anew knows from the Store what the one before knew") {
  MemoryStore store;
  Waits at(store);
  at.answer(2 * kWaitsNeeded, minutes{3});
  const auto first = at.wait();
  const auto second = at.wait();
  REQUIRE(at.office.take(first, kRuta));
  at.office.clock.tick(minutes{1});
  Queue anew(at.office.conversations);
  anew.look();
  CHECK(anew.place(second.id) == at.queue.place(second.id));
  CHECK(anew.place(second.id)->estimate);
}

TEST_CASE("what another process does is known after a look") {
  MemoryStore store;
  Waits at(store);
  Office other(store);  // its hub tells this queue nothing
  other.clock.tick(seconds{1});
  const auto theirs = other.begin("x1");
  REQUIRE(other.say(theirs, "human", "m1"));
  const auto ours = [&] {
    at.office.clock.tick(minutes{1});
    return at.wait();
  }();
  CHECK(at.ahead(ours) == 0);
  at.queue.look();
  CHECK(at.ahead(ours) == 1);
  REQUIRE(other.take(theirs, kRuta));
  CHECK(at.ahead(ours) == 1);
  at.queue.look();
  CHECK(at.ahead(ours) == 0);
  CHECK_FALSE(at.queue.place(theirs.id));
}

TEST_CASE("whoever commits while the Store is read is not overwritten by what was read") {
  MemoryStore store;
  Waits at(store);
  std::atomic<bool> done = false;
  std::thread looking([&] {
    while (!done) at.queue.look();
  });
  std::vector<Conversation> left;
  for (int i = 0; i < 200; ++i) {
    const auto waiting = at.wait();
    if (i % 2 == 0) {
      REQUIRE(at.office.take(waiting, kRuta));
    } else {
      left.push_back(waiting);
    }
  }
  done = true;
  looking.join();
  CHECK(at.queue.everybody().size() == left.size());
  for (std::size_t i = 0; i < left.size(); ++i) CHECK(at.ahead(left[i]) == static_cast<int>(i));
}

}  // namespace queue_test
