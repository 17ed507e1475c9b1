// SPDX-License-Identifier: MIT
#include "desk/wait_estimate.h"

#include <doctest/doctest.h>

#include <vector>

namespace frontdesk::wait_estimate_test {
namespace {

using std::chrono::seconds;

std::vector<Wait> answered(std::initializer_list<int> lengths) {
  std::vector<Wait> waits;
  for (const int length : lengths) waits.push_back({seconds(length), true});
  return waits;
}

TEST_CASE("Nothing is said of a wait that too few have had") {
  CHECK_FALSE(estimate_wait({}, seconds(0)).has_value());
  CHECK_FALSE(estimate_wait(answered({10, 20, 30, 40}), seconds(0)).has_value());
}

TEST_CASE("Half are answered within the likely wait, nine of ten within the most") {
  const auto waits = answered({10, 20, 30, 40, 50, 60, 70, 80, 90, 100});
  CHECK(estimate_wait(waits, seconds(0)) == WaitEstimate{seconds(50), seconds(90)});
}

TEST_CASE("The order in which waits ended does not matter") {
  CHECK(estimate_wait(answered({50, 10, 40, 20, 30}), seconds(0)) ==
        estimate_wait(answered({10, 20, 30, 40, 50}), seconds(0)));
}

TEST_CASE("Who has waited already is compared with those who waited as long") {
  const auto waits = answered({10, 20, 30, 40, 50, 60, 70, 80, 90, 100});
  CHECK(estimate_wait(waits, seconds(60)) == WaitEstimate{seconds(20), seconds(40)});
  CHECK_FALSE(estimate_wait(waits, seconds(100)).has_value());
}

TEST_CASE("Those who wait still make the estimate longer, not shorter") {
  auto waits = answered({10, 20, 30, 40, 50});
  const auto without = estimate_wait(waits, seconds(0));
  REQUIRE(without.has_value());
  for (int i = 0; i < 5; ++i) waits.push_back({seconds(45), false});
  const auto with = estimate_wait(waits, seconds(0));
  REQUIRE(with.has_value());
  CHECK(with->likely > without->likely);
}

TEST_CASE("What nobody lived to see is not promised") {
  auto waits = answered({10, 20, 30, 40, 50});
  for (int i = 0; i < 3; ++i) waits.push_back({seconds(60), false});
  const auto estimate = estimate_wait(waits, seconds(0));
  REQUIRE(estimate.has_value());
  CHECK(estimate->likely == seconds(40));
  CHECK_FALSE(estimate->most.has_value());
  for (int i = 0; i < 30; ++i) waits.push_back({seconds(60), false});
  CHECK_FALSE(estimate_wait(waits, seconds(0)).has_value());
}

TEST_CASE("Who left early says little about the others") {
  auto waits = answered({10, 20, 30, 40, 50});
  for (int i = 0; i < 20; ++i) waits.push_back({seconds(1), false});
  CHECK(estimate_wait(waits, seconds(0)) ==
        estimate_wait(answered({10, 20, 30, 40, 50}), seconds(0)));
}

}  // namespace
}  // namespace frontdesk::wait_estimate_test
