// SPDX-License-Identifier: MIT
#include "models/curves.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace frontdesk {

std::vector<Outcome> outcomes_of(const std::vector<JudgedRow>& rows) {
  std::vector<Outcome> outcomes;
  outcomes.reserve(rows.size());
  for (const auto& row : rows) {
    outcomes.push_back({row.confidence, is_right(row), !is_out_of_scope(row)});
  }
  return outcomes;
}

Reliability reliability_of(const std::vector<Outcome>& outcomes) {
  Reliability bins;
  for (const auto& outcome : outcomes) {
    const auto place =
        static_cast<std::size_t>(std::clamp(outcome.confidence, 0.0, 1.0) * kReliabilityBins);
    ReliabilityBin& bin = bins[std::min(place, kReliabilityBins - 1)];
    ++bin.count;
    bin.right += outcome.right;
    bin.confidence_sum += outcome.confidence;
  }
  return bins;
}

std::optional<double> calibration_error(const std::vector<Outcome>& outcomes) {
  if (outcomes.empty()) return std::nullopt;
  double sum = 0;
  for (const auto& bin : reliability_of(outcomes)) {
    sum += std::abs(bin.confidence_sum - static_cast<double>(bin.right));
  }
  return sum / static_cast<double>(outcomes.size());
}

std::optional<double> auroc(const std::vector<Outcome>& outcomes) {
  std::vector<std::pair<double, bool>> sorted;
  sorted.reserve(outcomes.size());
  for (const auto& outcome : outcomes) sorted.emplace_back(outcome.confidence, outcome.in_scope);
  std::sort(sorted.begin(), sorted.end());
  double rank_sum = 0;
  double inside = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t end = i;
    double inside_here = 0;
    for (; end < sorted.size() && sorted[end].first == sorted[i].first; ++end) {
      inside_here += sorted[end].second;
    }
    const double rank = (static_cast<double>(i + 1) + static_cast<double>(end)) / 2;
    rank_sum += rank * inside_here;
    inside += inside_here;
    i = end;
  }
  const double outside = static_cast<double>(sorted.size()) - inside;
  if (inside == 0 || outside == 0) return std::nullopt;
  return (rank_sum - inside * (inside + 1) / 2) / (inside * outside);
}

std::vector<RiskPoint> risk_coverage(const std::vector<JudgedRow>& rows) {
  std::vector<std::pair<double, bool>> sorted;  // confidence, wrong
  for (const auto& row : rows) {
    if (is_answered(row, 0)) sorted.emplace_back(row.confidence, !is_right(row));
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<RiskPoint> points;
  RiskPoint point;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    point.threshold = sorted[i].first;
    ++point.answered;
    point.wrong += sorted[i].second;
    const bool last_of_ties = i + 1 == sorted.size() || sorted[i + 1].first != sorted[i].first;
    if (last_of_ties) points.push_back(point);
  }
  return points;
}

}  // namespace frontdesk
