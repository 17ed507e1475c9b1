// SPDX-License-Identifier: MIT
#include "service/hourly.h"

#include <doctest/doctest.h>

#include "support/office.h"

namespace hourly_test {

using namespace support;
using namespace std::chrono_literals;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

using Figures = std::vector<std::tuple<Time, int, int, std::optional<std::chrono::seconds>>>;

Figures figures(Hourly& hourly) {
  const auto hours = hourly.read();
  REQUIRE(hours.ok());
  Figures all;
  for (const auto& [from, board] : *hours) {
    all.emplace_back(from, board.handed_off(), board.bot_answered(), board.answered(0.5));
  }
  return all;
}

}  // namespace

TEST_CASE("a day has its 24 hours whatever happened, and each hour what happened in it") {
  MemoryStore store;
  Office office(store);
  Hourly hourly(office.conversations);
  const auto whole = std::chrono::floor<std::chrono::hours>(office.clock.now()) + 1h;
  office.clock.tick(whole + 10min - office.clock.now());
  const Time first = std::chrono::floor<std::chrono::hours>(office.clock.now());
  const auto empty = figures(hourly);
  REQUIRE(empty.size() == 24);
  for (std::size_t i = 0; i < 24; ++i) {
    CHECK(empty[i] == Figures::value_type{first - (23 - i) * 1h, 0, 0, std::nullopt});
  }

  const auto called = office.begin("t1");
  REQUIRE(office.say(called, "human", "m1"));
  const auto alone = office.begin("t2");
  REQUIRE(office.say(alone, "when are you open", "m1"));
  // Who is asked for in one hour and comes in the next waited in the hour in which somebody came.
  office.clock.tick(55min);
  REQUIRE(office.take(called, kRuta));
  const auto after = figures(hourly);
  CHECK(after[22] == Figures::value_type{first, 1, 1, std::nullopt});
  CHECK(after[23] == Figures::value_type{first + 1h, 0, 0, 55min});

  // What was remembered is what whoever remembers nothing reads.
  for (int i = 0; i < 30; ++i) {
    office.clock.tick(47min);
    if (i % 3 == 0) REQUIRE(office.say(office.begin("v" + std::to_string(i)), "human", "m1"));
    Hourly other(office.conversations);
    CHECK(figures(hourly) == figures(other));
  }
}

}  // namespace hourly_test
