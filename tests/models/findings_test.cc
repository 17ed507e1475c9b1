// SPDX-License-Identifier: MIT
#include "models/findings.h"

#include <doctest/doctest.h>

namespace findings_test {

using namespace frontdesk;

namespace {

std::vector<JudgedRow> hand_made() {
  return {{.label = "a", .said = "a", .confidence = 0.9},
          {.label = "a", .said = "b", .confidence = 0.6},
          {.label = "a", .said = "b", .confidence = 0.8},
          {.label = "a", .said = "c", .confidence = 0.2},
          {.label = "b", .said = "b", .confidence = 0.3},
          {.label = "b", .said = "a", .confidence = 0.4},
          {.label = "oos", .said = "c", .confidence = 0.7},
          {.label = "oos", .said = "a", .confidence = 0.1},
          {.label = "x", .said = "", .confidence = 0, .known_label = false}};
}

}  // namespace

TEST_CASE("every intent has its line, those that are only said too, and out of scope is last") {
  const auto lines = intent_lines(hand_made(), 0.5);
  REQUIRE(lines.size() == 5);
  const IntentLine& a = lines[0];
  CHECK(a.intent == "a");
  CHECK(a.rows == 4);
  CHECK(a.understood == 1);
  CHECK(a.answered == 3);
  CHECK(*a.recall().value() == doctest::Approx(0.25));
  CHECK(*a.precision().value() == 1);
  REQUIRE(a.taken_for.size() == 2);
  CHECK(a.taken_for[0].said == "b");
  CHECK(a.taken_for[0].rows == 2);
  CHECK(a.taken_for[0].answered == 2);
  CHECK(a.taken_for[1].answered == 0);
  CHECK(lines[1].intent == "b");
  CHECK(lines[1].given == 2);
  CHECK(*lines[1].precision().value() == 0);
  CHECK(lines[2].intent == "c");
  CHECK(lines[2].rows == 0);
  CHECK_FALSE(lines[2].recall().value().has_value());
  CHECK_FALSE(lines[3].known);
  CHECK(lines[3].taken_for.empty());
  const IntentLine& oos = lines[4];
  CHECK(oos.intent == "oos");
  CHECK(*oos.recall().value() == doctest::Approx(0.5));
  CHECK(oos.given == 5);  // what is not answered
  CHECK(*oos.precision().value() == doctest::Approx(0.2));
}

TEST_CASE("confusions begin with the most wrong answers, and each with its surest sentence") {
  const auto found = confusions(hand_made(), 0.5);
  REQUIRE(found.size() == 4);
  CHECK(found[0].label == "a");
  CHECK(found[0].said == "b");
  CHECK(found[0].rows == std::vector<std::size_t>{2, 1});
  CHECK(found[0].answered == 2);
  CHECK(found[0].other_way == 1);
  CHECK(found[1].label == "oos");  // answered; the other one out of scope was rightly held back
  CHECK(found[1].said == "c");
  CHECK(found[2].label == "a");
  CHECK(found[2].said == "c");
  CHECK(found[3].label == "b");
  CHECK(found[3].other_way == 2);
  CHECK(confusions({}, 0.5).empty());
}

TEST_CASE("stolen rows are those that another intent answers, surest first") {
  const Stolen stolen = stolen_rows(hand_made(), 0.5);
  CHECK(stolen.in_scope == std::vector<std::size_t>{2, 1});
  CHECK(stolen.out_of_scope == std::vector<std::size_t>{6});
  CHECK(stolen_rows(hand_made(), 0.75).in_scope == std::vector<std::size_t>{2});
}

}  // namespace findings_test
