// SPDX-License-Identifier: MIT
#include "service/upkeep.h"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>

#include "desk/transfer.h"
#include "support/office.h"

namespace upkeep_test {

using namespace support;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};
constexpr std::chrono::minutes kLimit{10};

}  // namespace

TEST_CASE("who has waited too long is told and moved to the offline list, once") {
  MemoryStore store;
  Office office(store);
  const auto waiting = office.begin("t1");
  REQUIRE(office.say(waiting, "human", "m1"));
  office.clock.tick(std::chrono::minutes{5});
  const auto later = office.begin("t2");
  REQUIRE(office.say(later, "human", "m1"));
  const auto talking = office.begin("t3");

  office.clock.tick(std::chrono::minutes{5} - std::chrono::milliseconds{1});
  CHECK(sweep_waiting(office.conversations, kLimit) == 0);
  office.clock.tick(std::chrono::milliseconds{1});
  CHECK(sweep_waiting(office.conversations, kLimit) == 1);
  CHECK(office.now(waiting.id).status == Status::offline);
  CHECK(office.now(waiting.id).last_text ==
        office.conversations.brain()->catalog.phrases.at("waited_too_long").at("en"));
  CHECK(office.now(later.id).status == Status::queued);
  CHECK(office.now(talking.id).status == Status::bot);
  CHECK(sweep_waiting(office.conversations, kLimit) == 0);

  office.clock.tick(std::chrono::minutes{5});
  CHECK(sweep_waiting(office.conversations, kLimit) == 1);
  CHECK(office.now(later.id).status == Status::offline);
}

TEST_CASE("who was taken in time is left alone") {
  MemoryStore store;
  Office office(store);
  const auto waiting = office.begin();
  REQUIRE(office.say(waiting, "human", "m1"));
  office.clock.tick(kLimit * 2);
  REQUIRE(office.take(waiting, kRuta));
  CHECK(sweep_waiting(office.conversations, kLimit) == 0);
  // Decided for a list that was read before the agent came: nothing to change.
  const auto staged = office.conversations.waited_too_long(waiting.id, kLimit);
  REQUIRE(staged.ok());
  CHECK_FALSE(staged->append);
}

TEST_CASE("who was transferred keeps his place, and waits anew") {
  MemoryStore store;
  Office office(store);
  const auto waiting = office.begin();
  REQUIRE(office.say(waiting, "human", "m1"));
  const auto since = office.now(waiting.id).waiting_since;
  REQUIRE(office.take(waiting, kRuta));
  office.clock.tick(kLimit * 3);
  REQUIRE(office.conversations.settle([&] {
    return office.conversations.command(waiting.id, [&](Draft& draft) {
      return transfer_to_team(draft, kRuta, draft.conversation().epoch, TeamId("returns"),
                              "Returns");
    });
  }));
  CHECK(office.now(waiting.id).waiting_since == since);
  CHECK(sweep_waiting(office.conversations, kLimit) == 0);
  office.clock.tick(kLimit);
  CHECK(sweep_waiting(office.conversations, kLimit) == 1);
}

TEST_CASE("jobs run again and again, and one that fails keeps no other from running") {
  std::atomic<int> good = 0;
  std::atomic<int> bad = 0;
  {
    const Upkeep upkeep({{"bad", std::chrono::milliseconds{1},
                          [&] {
                            ++bad;
                            bad.notify_all();
                            throw std::runtime_error("broken on purpose");
                          }},
                         {"good", std::chrono::milliseconds{1}, [&] {
                            ++good;
                            good.notify_all();
                          }}});
    while (bad < 2) bad.wait(bad.load());
    while (good < 2) good.wait(good.load());
  }
  const int after = good;
  CHECK(after >= 2);
}

TEST_CASE("a job that is hurried runs now, and once more when it is hurried while it runs") {
  std::atomic<int> begun = 0;
  std::atomic<bool> may_end = false;
  Upkeep upkeep({{"never", std::chrono::hours{1}, [] { FAIL("not this one"); }},
                 {"slow", std::chrono::hours{1}, [&] {
                    ++begun;
                    begun.notify_all();
                    may_end.wait(false);
                  }}});
  upkeep.hurry("slow");
  begun.wait(0);
  upkeep.hurry("slow");
  upkeep.hurry("slow");
  may_end = true;
  may_end.notify_all();
  begun.wait(1);
  upkeep.stop();
  CHECK(begun == 2);
  upkeep.hurry("slow");
  upkeep.stop();
}

}  // namespace upkeep_test
