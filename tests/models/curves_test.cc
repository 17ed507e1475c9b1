// SPDX-License-Identifier: MIT
#include "models/curves.h"

#include <doctest/doctest.h>

#include "models/intervals.h"

namespace curves_test {

using namespace frontdesk;

namespace {

std::vector<JudgedRow> six_rows() {
  return {{.label = "a", .said = "a", .confidence = 0.9},
          {.label = "a", .said = "a", .confidence = 0.4},
          {.label = "a", .said = "b", .confidence = 0.8},
          {.label = "b", .said = "b", .confidence = 0.8},
          {.label = "oos", .said = "a", .confidence = 0.3},
          {.label = "oos", .said = "", .confidence = 0}};
}

}  // namespace

TEST_CASE("counts at a threshold are what one counts by hand") {
  const Counts counts = counts_of(six_rows(), 0.5);
  CHECK(counts.rows == 6);
  CHECK(counts.in_scope == 4);
  CHECK(counts.right == 3);
  CHECK(counts.answered == 3);
  CHECK(counts.answered_right == 2);
  CHECK(counts.oos_rejected == 2);
  CHECK(*counts.wrong_answers().value() == doctest::Approx(1.0 / 6));
  CHECK(*counts.wrong_when_answered().value() == doctest::Approx(1.0 / 3));
  CHECK(*counts.false_handoffs().value() == doctest::Approx(1.0 / 3));
  CHECK_FALSE(counts_of({}, 0.5).overall().value().has_value());
}

TEST_CASE("the risk-coverage curve has a point a confidence, and answered and wrong never fall") {
  const auto points = risk_coverage(six_rows());
  REQUIRE(points.size() == 4);  // .9, .8 twice, .4, .3; the row without a ranking is never answered
  CHECK(points[0].threshold == 0.9);
  CHECK(points[0].answered == 1);
  CHECK(points[0].wrong == 0);
  CHECK(points[1].threshold == 0.8);
  CHECK(points[1].answered == 3);
  CHECK(points[1].wrong == 1);
  CHECK(points.back().answered == 5);
  CHECK(points.back().wrong == 2);
  for (std::size_t i = 1; i < points.size(); ++i) {
    CHECK(points[i].threshold < points[i - 1].threshold);
    CHECK(points[i].answered > points[i - 1].answered);
    CHECK(points[i].wrong >= points[i - 1].wrong);
  }
  for (const auto& point : points) {
    const Counts counts = counts_of(six_rows(), point.threshold);
    CHECK(counts.answered == point.answered);
    CHECK(counts.answered - counts.answered_right == point.wrong);
  }
  CHECK(risk_coverage({}).empty());
}

TEST_CASE("a reliability bin holds its lower edge, and the last one holds 1") {
  const auto bins =
      reliability_of({{1.0, true, true}, {14.0 / 15, false, true}, {0, false, false}});
  CHECK(bins[0].count == 1);
  CHECK(bins[14].count == 2);
  CHECK(bins[14].right == 1);
  CHECK(bins[14].confidence_sum == doctest::Approx(1 + 14.0 / 15));
}

TEST_CASE("Wilson's interval has its published values") {
  // 81 of 263: 0.2553 to 0.3662 (Newcombe, Two-sided confidence intervals for the single proportion, 1998).
  CHECK(wilson({81, 263})->low == doctest::Approx(0.2553).epsilon(0.0002));
  CHECK(wilson({81, 263})->high == doctest::Approx(0.3662).epsilon(0.0002));
  CHECK(wilson({15, 148})->low == doctest::Approx(0.0624).epsilon(0.001));
  CHECK(wilson({15, 148})->high == doctest::Approx(0.1605).epsilon(0.001));
  CHECK(wilson({0, 20})->low == doctest::Approx(0));
  CHECK(wilson({0, 20})->high == doctest::Approx(0.1611).epsilon(0.001));
  CHECK(wilson({1, 29})->low == doctest::Approx(0.0061).epsilon(0.01));
  CHECK(wilson({1, 29})->high == doctest::Approx(0.1718).epsilon(0.001));
  CHECK_FALSE(wilson({0, 0}).has_value());
}

TEST_CASE("resampled intervals hold the figure, shrink with rows, and are the same every time") {
  std::vector<Outcome> few;
  for (int i = 0; i < 40; ++i) {
    const bool inside = i % 4 != 0;
    few.push_back({inside ? 0.4 + 0.015 * i : 0.3 + 0.01 * i, inside && i % 3 != 0, inside});
  }
  std::vector<Outcome> many;
  for (int copy = 0; copy < 25; ++copy) many.insert(many.end(), few.begin(), few.end());
  for (const auto interval_of : {auroc_interval, calibration_error_interval}) {
    const auto wide = interval_of(few);
    const auto narrow = interval_of(many);
    REQUIRE((wide && narrow));
    CHECK(wide->low == interval_of(few)->low);
    CHECK(narrow->high - narrow->low < wide->high - wide->low);
  }
  CHECK(auroc_interval(few)->low <= *auroc(few));
  CHECK(auroc_interval(few)->high >= *auroc(few));
  CHECK_FALSE(auroc_interval({{0.5, true, true}}).has_value());
  CHECK_FALSE(calibration_error_interval({}).has_value());
}

TEST_CASE("what chance alone adds to a calibration error falls with the rows") {
  const std::vector<Outcome> few(30, Outcome{0.5, true, true});
  const std::vector<Outcome> many(3000, Outcome{0.5, true, true});
  // The mean distance of k/30 from a half, k of 30 tosses: about sqrt(2 / (pi 30)) / 2.
  CHECK(*calibration_error_by_chance(few) == doctest::Approx(0.073).epsilon(0.15));
  CHECK(*calibration_error_by_chance(many) < 0.01);
  CHECK_FALSE(calibration_error_by_chance({}).has_value());
}

}  // namespace curves_test
