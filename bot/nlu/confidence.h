// SPDX-License-Identifier: MIT
#pragma once
// From what the members of an ensemble say to one ranking and one probability that it is right.
//
// Training and prediction share these functions, so that what was calibrated is what is used. Pure; any
// thread.

#include <array>
#include <cstddef>
#include <vector>

namespace frontdesk {

/// What the members say of one message, class by class. Classes are the intents in scope, in their order.
struct MemberScores {
  std::vector<float> margins;   // of the linear model
  bool has_oos = false;         // whether the linear model has a class of out-of-scope examples
  float oos_margin = 0;         // its margin, with has_oos
  std::vector<float> fasttext;  // log-probabilities, or empty without that member
  float known = 0;              // share of n-grams that training has seen
  std::size_t words = 0;
};

/// How members are weighed. Scales are what makes softmax(scale * score) a calibrated probability.
struct Blend {
  double fasttext_share = 0.3;
  double linear_scale = 5;
  double fasttext_scale = 0.9;
};

/// A probability per class that it is the one meant, if any is: they sum to 1.
std::vector<double> blend(const MemberScores& scores, const Blend& weights);

/// What says how far a ranking can be trusted.
///   0 largest margin in scope, less half the out-of-scope margin   1 distance to the second largest
///   2 log-odds of the best blended probability   3 share of known n-grams   4 ln(1 + words)
inline constexpr std::size_t kSignals = 5;
using Signals = std::array<double, kSignals>;
Signals signals_of(const MemberScores& scores, const std::vector<double>& probabilities);

/// Logistic regression over standardised signals: the probability that the best intent is the right one and
/// the message in scope at all.
struct Confidence {
  Signals mean{};
  Signals scale{1, 1, 1, 1, 1};
  Signals weight{};
  double bias = 0;

  [[nodiscard]] double of(const Signals& signals) const;
};

}  // namespace frontdesk
