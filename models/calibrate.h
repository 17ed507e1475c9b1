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

/// The scales of all members together minimise the log-loss of the rows in scope, none below zero (the
/// problem is convex; Newton's method). The confidence is a logistic regression with an L2 penalty, by
/// Newton's method, of "best is right and in scope". The threshold is what the owner states: with a
/// wrong_answer_cost in the recipe the confidence above which an answer costs less than a handoff;
/// otherwise where the false_handoff_rate of the rightly understood fall below, but at least
/// least_confidence. Without any row: defaults.
Calibration calibrate(const std::vector<Judged>& judged, const Recipe& recipe);

/// What a threshold would do, in shares.
struct OperatingPoint {
  double threshold = 0;
  double answered = 0;        // of all rows
  double wrong = 0;           // of all rows: answered, and not right
  double false_handoffs = 0;  // of the rightly understood: not answered
  double oos_stopped = 0;     // of the rows out of scope: not answered
};

/// The points at thresholds 0, 0.05 ... 0.95, on the rows that calibrated.
std::vector<OperatingPoint> curve_of(const std::vector<Judged>& judged,
                                     const Calibration& calibration);

/// Whether the blend's best class is the right one.
bool is_right(const Judged& row, const std::vector<double>& probabilities);

}  // namespace frontdesk
