// SPDX-License-Identifier: MIT
#include "nlu/confidence.h"

#include <algorithm>
#include <cmath>

namespace frontdesk {
namespace {

constexpr double kOosWeight = 0.5;
constexpr double kMostOdds = 20;
constexpr double kNothing = 1e-9;  // a probability that adds nothing to an entropy

struct Top {
  double best = 0;
  double second = 0;
  std::size_t place = 0;
};

template <class Scores>
Top top_of(const Scores& scores) {
  Top top{-1e30, -1e30, 0};
  for (std::size_t k = 0; k < scores.size(); ++k) {
    const auto score = static_cast<double>(scores[k]);
    if (score > top.best) {
      top.second = top.best;
      top.best = score;
      top.place = k;
    } else if (score > top.second) {
      top.second = score;
    }
  }
  return top;
}

}  // namespace

std::vector<double> blend(const MemberScores& scores, const Blend& weights) {
  std::size_t classes = 0;
  for (const auto& member : scores.of) classes = std::max(classes, member.size());
  std::vector<double> sum(classes, 0);
  for (std::size_t m = 0; m < kMembers; ++m) {
    const auto& member = scores.of[m];
    const double scale = weights.scale[m];
    for (std::size_t k = 0; k < member.size(); ++k)
      sum[k] += scale * static_cast<double>(member[k]);
  }
  if (sum.empty()) return sum;
  const double best = *std::max_element(sum.begin(), sum.end());
  double total = 0;
  for (double& value : sum) {
    value = std::exp(value - best);
    total += value;
  }
  for (double& value : sum) value /= total;
  return sum;
}

Signals signals_of(const MemberScores& scores, const std::vector<double>& probabilities) {
  Signals signals{};
  const Top best = top_of(probabilities);
  const double odds = std::log(best.best / std::max(1 - best.best, 1e-12));
  signals[0] = std::clamp(odds, -kMostOdds, kMostOdds);
  double members = 0;
  double agreeing = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    if (scores.of[m].empty()) continue;
    const Top top = top_of(scores.of[m]);
    signals[1 + m] = std::clamp(top.best, -kMostOdds, kMostOdds);
    signals[1 + kMembers + m] = std::min(top.best - top.second, kMostOdds);
    ++members;
    agreeing += top.place == best.place;
  }
  if (scores.has_oos) signals[1 + kLinear] -= kOosWeight * static_cast<double>(scores.oos_margin);
  signals[1 + 2 * kMembers] = members > 0 ? agreeing / members : 0;
  signals[2 + 2 * kMembers] = static_cast<double>(scores.known);
  signals[3 + 2 * kMembers] = std::log1p(static_cast<double>(scores.words));
  for (const double p : probabilities) {
    if (p > kNothing) signals[4 + 2 * kMembers] -= p * std::log(p);
  }
  signals[5 + 2 * kMembers] = scores.has_oos ? static_cast<double>(scores.oos_margin) : 0;
  return signals;
}

double Confidence::of(const Signals& signals) const {
  double sum = bias;
  for (std::size_t i = 0; i < kSignals; ++i) sum += weight[i] * (signals[i] - mean[i]) / scale[i];
  return 1 / (1 + std::exp(-std::clamp(sum, -30.0, 30.0)));
}

}  // namespace frontdesk
