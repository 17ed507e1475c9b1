// SPDX-License-Identifier: MIT
#include "nlu/confidence.h"

#include <algorithm>
#include <cmath>

#include "nlu/vector_kernels.h"

namespace frontdesk {
namespace {

constexpr double kOosWeight = 0.5;
constexpr double kMostOdds = 20;
constexpr double kNothing = 1e-9;  // a probability that adds nothing to an entropy

}  // namespace

std::vector<double> blend(const MemberScores& scores, const Blend& weights) {
  std::size_t classes = 0;
  for (const auto& member : scores.of) classes = std::max(classes, member.size());
  const VectorKernels& kernels = vector_kernels();
  std::vector<double> sum(classes, 0);
  for (std::size_t m = 0; m < kMembers; ++m) {
    const auto& member = scores.of[m];
    kernels.add_to_doubles(sum.data(), member.data(), weights.scale[m], member.size());
  }
  if (sum.empty()) return sum;
  const double best = *std::max_element(sum.begin(), sum.end());
  const double share = 1 / kernels.exponentials(sum.data(), best, sum.size());
  for (double& value : sum) value *= share;
  return sum;
}

Signals signals_of(const MemberScores& scores, const std::vector<double>& probabilities) {
  const VectorKernels& kernels = vector_kernels();
  Signals signals{};
  if (probabilities.empty()) return signals;
  const auto best = std::max_element(probabilities.begin(), probabilities.end());
  const auto place = static_cast<std::size_t>(best - probabilities.begin());
  const double odds = std::log(*best / std::max(1 - *best, 1e-12));
  signals[0] = std::clamp(odds, -kMostOdds, kMostOdds);
  double members = 0;
  double agreeing = 0;
  for (std::size_t m = 0; m < kMembers; ++m) {
    const auto& member = scores.of[m];
    if (member.empty()) continue;
    const TopTwo top = kernels.top_two(member.data(), member.size());
    signals[1 + m] = std::clamp<double>(top.best, -kMostOdds, kMostOdds);
    signals[1 + kMembers + m] = std::min<double>(double{top.best} - top.second, kMostOdds);
    ++members;
    agreeing += top.place == place;
  }
  if (scores.has_oos) signals[1 + kLinear] -= kOosWeight * static_cast<double>(scores.oos_margin);
  signals[1 + 2 * kMembers] = members > 0 ? agreeing / members : 0;
  signals[2 + 2 * kMembers] = static_cast<double>(scores.known);
  signals[3 + 2 * kMembers] = std::log1p(static_cast<double>(scores.words));
  signals[4 + 2 * kMembers] = kernels.entropy(probabilities.data(), kNothing, probabilities.size());
  signals[5 + 2 * kMembers] = scores.has_oos ? static_cast<double>(scores.oos_margin) : 0;
  return signals;
}

double Confidence::of(const Signals& signals) const {
  double sum = bias;
  for (std::size_t i = 0; i < kSignals; ++i) sum += weight[i] * (signals[i] - mean[i]) / scale[i];
  return 1 / (1 + std::exp(-std::clamp(sum, -30.0, 30.0)));
}

}  // namespace frontdesk
