// SPDX-License-Identifier: MIT
#pragma once
// How far a figure may be from the truth because there were only so many rows.
//
// Pure and deterministic (resampling has a fixed seed); any thread.

#include <optional>

#include "models/curves.h"

namespace frontdesk {

/// The truth lies inside in 95 of 100 cases.
struct Interval {
  double low = 0;
  double high = 1;
};

/// Wilson's score interval of a share (1927). Nothing without a whole.
std::optional<Interval> wilson(const Share& share);

/// By resampling rows 1,000 times (Efron's bootstrap, the reversed percentiles, which take out that
/// resampling makes a calibration error larger), never narrower than the figure itself. Nothing where the
/// figure is nothing.
std::optional<Interval> auroc_interval(const std::vector<Outcome>& outcomes);
std::optional<Interval> calibration_error_interval(const std::vector<Outcome>& outcomes);

/// The calibration error that a perfectly calibrated classifier with these confidences would show on average,
/// for being judged on so few rows. Nothing without rows.
std::optional<double> calibration_error_by_chance(const std::vector<Outcome>& outcomes);

}  // namespace frontdesk
