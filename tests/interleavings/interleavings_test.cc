// SPDX-License-Identifier: MIT
// Visitors, the bot, shops, agents, clocks, crashes and reloads in any order: what must hold whoever comes
// when, and that these tests would see it if it did not.
//
// FRONTDESK_INTERLEAVINGS=COUNT[:FIRST] plays more seeds, or others: 1:SEED that one alone.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/seeded_bugs.h"
#include "support/handoff_world.h"

namespace interleavings_test {

using namespace support;

namespace {

const std::string kKept = FRONTDESK_ROOT "/tests/interleavings/interleavings.seeds";
const std::string kFailed = FRONTDESK_ROOT "/build/interleavings.seeds";

std::string broken(const Script& script) { return HandoffWorld(script).play(); }

/// Seeds, one a line; what follows "#" is for people.
std::vector<std::uint64_t> seeds_in(const std::string& path) {
  std::vector<std::uint64_t> seeds;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream number(line.substr(0, line.find('#')));
    if (std::uint64_t seed = 0; number >> seed) seeds.push_back(seed);
  }
  return seeds;
}

/// The shortest script that does the same wrong, a move a line.
std::string story_of(std::uint64_t seed) {
  const auto small =
      shrink(script_of(seed), [](const Script& script) { return !broken(script).empty(); });
  std::string story = broken(small) + ", with " + std::to_string(small.nodes) + " nodes and " +
                      std::to_string(small.visitors) + " visitors:\n";
  for (const auto& move : small.moves) story += "  " + move.text() + "\n";
  return story;
}

void check_seed(std::uint64_t seed) {
  const auto what = broken(script_of(seed));
  if (what.empty()) return;
  std::ofstream(kFailed, std::ios::app) << seed << "  # " << what << "\n";
  FAIL("seed ", seed, " (FRONTDESK_INTERLEAVINGS=1:", seed,
       " plays it again; keep it in tests/interleavings/interleavings.seeds): ", what, "\n",
       story_of(seed));
}

}  // namespace

TEST_CASE("what went wrong once does not go wrong again") {
  for (const auto seed : seeds_in(kKept)) check_seed(seed);
  for (const auto seed : seeds_in(kFailed)) check_seed(seed);
}

TEST_CASE("whoever comes in whatever order, nobody speaks out of turn and nobody is forgotten") {
#ifdef __SANITIZE_ADDRESS__
  std::uint64_t count =
      1'000;  // each costs ten times what it does in a release, which plays them all
#else
  std::uint64_t count = 10'000;
#endif
  std::uint64_t first = 1;
  if (const char* asked = std::getenv("FRONTDESK_INTERLEAVINGS")) {
    std::istringstream in(asked);
    char colon = 0;
    in >> count >> colon >> first;
  }
  for (auto seed = first; seed < first + count; ++seed) check_seed(seed);
}

TEST_CASE("each mistake that the program can be told to make is seen") {
#ifdef FRONTDESK_CHOOSES_BUGS
  const std::pair<Bug, const char*> bugs[] = {{Bug::compare, "COMPARE"},
                                              {Bug::late_bot, "LATE_BOT"},
                                              {Bug::stale, "STALE"},
                                              {Bug::repeat, "REPEAT"},
                                              {Bug::lease, "LEASE"},
                                              {Bug::notice, "NOTICE"},
                                              {Bug::place, "PLACE"},
                                              {Bug::waiting, "WAITING"},
                                              {Bug::limit, "LIMIT"},
                                              {Bug::capacity, "CAPACITY"},
                                              {Bug::subscribe, "SUBSCRIBE"},
                                              {Bug::bell, "BELL"},
                                              {Bug::carry, "CARRY"},
                                              {Bug::hold, "HOLD"},
                                              {Bug::ring, "RING"},
                                              {Bug::decline, "DECLINE"},
                                              {Bug::form, "FORM"}};
  constexpr std::uint64_t kMost = 1'000;
  for (const auto& [bug, name] : bugs) {
    seeded_bug = bug;
    std::string what;
    std::uint64_t seed = 0;
    while (what.empty() && seed < kMost) what = broken(script_of(++seed));
    seeded_bug = Bug::none;
    INFO(std::string(name));
    CHECK_FALSE(what.empty());
  }
#endif
}

}  // namespace interleavings_test
