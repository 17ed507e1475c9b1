// SPDX-License-Identifier: MIT
#pragma once
// From what the members of an ensemble say to one ranking and one probability that it is right.
//
// Training and prediction share these functions, so that what was calibrated is what is used. Pure; any
// thread.

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace frontdesk {

/// The members of an ensemble, in the order of every array by member.
enum Member : std::size_t { kLinear, kNetwork, kWideNetwork, kFastText };
inline constexpr std::size_t kMembers = 4;
inline constexpr std::array<std::string_view, kMembers> kMemberNames{"linear", "network",
                                                                     "wide network", "fastText"};

/// What the members say of one message, class by class. Classes are the intents in scope, in their order.
struct MemberScores {
  std::array<std::vector<float>, kMembers> of;  // margins, logits, logits, log-probabilities;
                                                // empty: there is no such member
  bool has_oos = false;  // whether the linear model has a class of out-of-scope examples
  float oos_margin = 0;  // its margin, with has_oos
  float known = 0;       // share of n-grams that training has seen
  std::size_t words = 0;
};

/// How much each member's scores count: p(k) is proportional to exp(sum of scale * score(k)), a pool of
/// experts (Heskes, Selecting weighting factors in logarithmic opinion pools, NIPS 1997). A scale of 0
/// leaves a member out.
struct Blend {
  std::array<double, kMembers> scale{};
};

/// A probability per class that it is the one meant, if any is: they sum to 1.
std::vector<double> blend(const MemberScores& scores, const Blend& weights);

/// What says how far a ranking can be trusted:
///   0          log-odds of the best blended probability
///   1 .. 4     each member's largest score; the linear one's less half the out-of-scope margin
///   5 .. 8     each member's distance from its largest score to its second
///   9          share of members whose best class is the blend's best
///   10, 11     share of known n-grams; ln(1 + words)
///   12, 13     entropy of the blend; the linear model's out-of-scope margin, 0 without that class
inline constexpr std::size_t kSignals = 6 + 2 * kMembers;
using Signals = std::array<double, kSignals>;
Signals signals_of(const MemberScores& scores, const std::vector<double>& probabilities);

/// Logistic regression over standardised signals: the probability that the best intent is the right one and
/// the message in scope at all.
struct Confidence {
  Signals mean{};
  Signals scale = [] {
    Signals ones;
    ones.fill(1);
    return ones;
  }();
  Signals weight{};
  double bias = 0;

  [[nodiscard]] double of(const Signals& signals) const;
};

}  // namespace frontdesk
