// SPDX-License-Identifier: MIT
#pragma once
// From held-out scores to numbers that mean something: member scales, confidence, threshold.
//
// Pure and deterministic; any thread.

#include <string>
#include <vector>

#include "models/recipe.h"
#include "nlu/confidence.h"

namespace frontdesk {

/// What the members said of a text that they were not trained on.
struct Judged {
  MemberScores scores;
  int label = -1;  // class, or -1: out of scope
};

struct Calibration {
  Blend weights;
  Confidence confidence;
  double threshold = 0.5;
};

/// Scales minimise the log-loss of each member alone (golden-section search; Guo et al., On calibration of
/// modern neural networks, ICML 2017). The confidence is a logistic regression with an L2 penalty, by
/// Newton's method, of "best is right and in scope". The threshold is where the recipe's false_handoff_rate
/// of the rightly understood fall below, but at least its least_confidence. Without any row: defaults.
Calibration calibrate(const std::vector<Judged>& judged, const Recipe& recipe);

/// Whether the blend's best class is the right one.
bool is_right(const Judged& row, const std::vector<double>& probabilities);

}  // namespace frontdesk
