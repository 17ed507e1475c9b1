// SPDX-License-Identifier: MIT
#include "nlu/confidence.h"

#include <algorithm>
#include <cmath>

namespace frontdesk {
namespace {

constexpr double kOosWeight = 0.5;
constexpr double kLongestOdds = 20;

void add_softmax(const std::vector<float>& scores, double scale, double share,
                 std::vector<double>& to) {
  const float best = *std::max_element(scores.begin(), scores.end());
  std::vector<double> parts(scores.size());
  double sum = 0;
  for (std::size_t k = 0; k < scores.size(); ++k) {
    parts[k] = std::exp(scale * static_cast<double>(scores[k] - best));
    sum += parts[k];
  }
  for (std::size_t k = 0; k < scores.size(); ++k) to[k] += share * parts[k] / sum;
}

}  // namespace

std::vector<double> blend(const MemberScores& scores, const Blend& weights) {
  std::vector<double> probabilities(scores.margins.size(), 0);
  if (probabilities.empty()) return probabilities;
  const double share = scores.fasttext.empty() ? 0 : weights.fasttext_share;
  add_softmax(scores.margins, weights.linear_scale, 1 - share, probabilities);
  if (share > 0) add_softmax(scores.fasttext, weights.fasttext_scale, share, probabilities);
  return probabilities;
}

Signals signals_of(const MemberScores& scores, const std::vector<double>& probabilities) {
  double best = -1e9;
  double second = -1e9;
  for (const double margin : scores.margins) {
    if (margin > best) {
      second = best;
      best = margin;
    } else if (margin > second) {
      second = margin;
    }
  }
  const double oos = scores.has_oos ? kOosWeight * static_cast<double>(scores.oos_margin) : 0;
  const double p = *std::max_element(probabilities.begin(), probabilities.end());
  const double odds = std::clamp(std::log(p / std::max(1 - p, 1e-12)), -kLongestOdds, kLongestOdds);
  return {best - oos, std::min(best - second, kLongestOdds), odds,
          static_cast<double>(scores.known), std::log1p(static_cast<double>(scores.words))};
}

double Confidence::of(const Signals& signals) const {
  double sum = bias;
  for (std::size_t i = 0; i < kSignals; ++i) sum += weight[i] * (signals[i] - mean[i]) / scale[i];
  return 1 / (1 + std::exp(-std::clamp(sum, -30.0, 30.0)));
}

}  // namespace frontdesk
