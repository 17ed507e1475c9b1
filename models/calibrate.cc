// SPDX-License-Identifier: MIT
#include "models/calibrate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace frontdesk {
namespace {

constexpr double kPenalty = 10;  // of the logistic regression, whose signals say much the same
constexpr int kNewtonSteps = 40;
constexpr int kCurveStep = 5;  // percent between the points of a curve
// What members' scores are worth where nothing was held out to tell; near what other sets came to.
constexpr std::array<double, kMembers> kDefaultScales{1, 0.35, 0.35, 0.1};
constexpr double kSmallestChange = 1e-9;

// Solves a symmetric positive definite system by elimination.
template <std::size_t Size>
std::array<double, Size> solve(std::array<std::array<double, Size>, Size> matrix,
                               std::array<double, Size> right) {
  for (std::size_t i = 0; i < Size; ++i) {
    for (std::size_t j = i + 1; j < Size; ++j) {
      const double factor = matrix[j][i] / matrix[i][i];
      for (std::size_t k = i; k < Size; ++k) matrix[j][k] -= factor * matrix[i][k];
      right[j] -= factor * right[i];
    }
  }
  std::array<double, Size> found{};
  for (std::size_t i = Size; i-- > 0;) {
    double sum = right[i];
    for (std::size_t k = i + 1; k < Size; ++k) sum -= matrix[i][k] * found[k];
    found[i] = sum / matrix[i][i];
  }
  return found;
}

constexpr std::size_t kSize = kSignals + 1;
using Row = std::array<double, kSize>;
using ByMember = std::array<double, kMembers>;

// The log-loss of a pool of members, with its slope and curve by their scales. Scores are counted in units
// of each member's own spread, so that one small ridge serves all.
struct Pool {
  explicit Pool(const std::vector<Judged>& all) : judged(all) {
    for (std::size_t m = 0; m < kMembers; ++m) {
      double squares = 0;
      double count = 0;
      for (const auto& row : judged) {
        for (const float score : row.scores.of[m]) {
          squares += static_cast<double>(score) * static_cast<double>(score);
          ++count;
        }
      }
      unit[m] = count > 0 && squares > 0 ? std::sqrt(squares / count) : 1;
    }
  }

  double loss(const ByMember& scale, ByMember* slope, std::array<ByMember, kMembers>* curve) const {
    double sum = 0;
    for (std::size_t m = 0; m < kMembers; ++m) sum += kRidge / 2 * scale[m] * scale[m];
    if (slope) {
      *slope = {};
      *curve = {};
      for (std::size_t m = 0; m < kMembers; ++m) {
        (*slope)[m] = kRidge * scale[m];
        (*curve)[m][m] = kRidge;
      }
    }
    Blend weights;
    for (std::size_t m = 0; m < kMembers; ++m) weights.scale[m] = scale[m] / unit[m];
    for (const auto& row : judged) {
      if (row.label < 0) continue;
      const auto p = blend(row.scores, weights);
      const auto right = static_cast<std::size_t>(row.label);
      sum -= std::log(std::max(p[right], 1e-300));
      if (slope) add(row, p, right, *slope, *curve);
    }
    return sum;
  }

  void add(const Judged& row, const std::vector<double>& p, std::size_t right, ByMember& slope,
           std::array<ByMember, kMembers>& curve) const {
    ByMember mean{};
    std::array<ByMember, kMembers> square{};
    for (std::size_t k = 0; k < p.size(); ++k) {
      if (p[k] < 1e-9) continue;
      ByMember x{};
      for (std::size_t m = 0; m < kMembers; ++m) {
        if (!row.scores.of[m].empty()) x[m] = static_cast<double>(row.scores.of[m][k]) / unit[m];
      }
      for (std::size_t i = 0; i < kMembers; ++i) {
        mean[i] += p[k] * x[i];
        for (std::size_t j = 0; j < kMembers; ++j) square[i][j] += p[k] * x[i] * x[j];
      }
    }
    for (std::size_t i = 0; i < kMembers; ++i) {
      const auto& scores = row.scores.of[i];
      const double own = scores.empty() ? 0 : static_cast<double>(scores[right]) / unit[i];
      slope[i] += mean[i] - own;
      for (std::size_t j = 0; j < kMembers; ++j) curve[i][j] += square[i][j] - mean[i] * mean[j];
    }
  }

  static constexpr double kRidge = 0.3;
  const std::vector<Judged>& judged;
  ByMember unit{};
};

// Newton's method, where a scale that would fall below zero stays there.
Blend fit_blend(const std::vector<Judged>& judged) {
  const Pool pool(judged);
  ByMember scale{};
  scale.fill(1);
  for (int step = 0; step < kNewtonSteps; ++step) {
    ByMember slope{};
    std::array<ByMember, kMembers> curve{};
    const double before = pool.loss(scale, &slope, &curve);
    for (std::size_t m = 0; m < kMembers; ++m) {
      if (scale[m] > 0 || slope[m] < 0) continue;
      for (std::size_t j = 0; j < kMembers; ++j) curve[m][j] = curve[j][m] = 0;
      curve[m][m] = 1;
      slope[m] = 0;
    }
    const ByMember change = solve(curve, slope);
    double share = 1;
    ByMember next = scale;
    for (; share > 1e-6; share /= 2) {
      for (std::size_t m = 0; m < kMembers; ++m)
        next[m] = std::max(0.0, scale[m] - share * change[m]);
      if (pool.loss(next, nullptr, nullptr) <= before) break;
    }
    double moved = 0;
    for (std::size_t m = 0; m < kMembers; ++m)
      moved = std::max(moved, std::abs(next[m] - scale[m]));
    scale = next;
    if (moved < 1e-6 || share <= 1e-6) break;
  }
  Blend made;
  for (std::size_t m = 0; m < kMembers; ++m) made.scale[m] = scale[m] / pool.unit[m];
  return made;
}

Confidence fit(const std::vector<Signals>& signals, const std::vector<bool>& good,
               const std::vector<double>& counts) {
  Confidence made;
  const double count = std::accumulate(counts.begin(), counts.end(), 0.0);
  for (std::size_t i = 0; i < kSignals; ++i) {
    double sum = 0;
    double squares = 0;
    for (std::size_t r = 0; r < signals.size(); ++r) sum += counts[r] * signals[r][i];
    made.mean[i] = sum / count;
    for (std::size_t r = 0; r < signals.size(); ++r) {
      const double off = signals[r][i] - made.mean[i];
      squares += counts[r] * off * off;
    }
    made.scale[i] = std::max(std::sqrt(squares / count), 1e-6);
  }
  Row weights{};
  for (int step = 0; step < kNewtonSteps; ++step) {
    Row slope{};
    std::array<Row, kSize> curve{};
    for (std::size_t i = 0; i < kSize; ++i) {
      const double penalty = i == 0 ? 1e-6 : kPenalty;
      slope[i] = -penalty * weights[i];
      curve[i][i] = penalty;
    }
    for (std::size_t r = 0; r < signals.size(); ++r) {
      Row x{1};
      for (std::size_t i = 0; i < kSignals; ++i)
        x[i + 1] = (signals[r][i] - made.mean[i]) / made.scale[i];
      double sum = 0;
      for (std::size_t i = 0; i < kSize; ++i) sum += weights[i] * x[i];
      const double p = 1 / (1 + std::exp(-std::clamp(sum, -30.0, 30.0)));
      for (std::size_t i = 0; i < kSize; ++i) {
        slope[i] += counts[r] * ((good[r] ? 1 : 0) - p) * x[i];
        for (std::size_t j = 0; j < kSize; ++j)
          curve[i][j] += counts[r] * p * (1 - p) * x[i] * x[j];
      }
    }
    const Row change = solve(curve, slope);
    double largest = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
      weights[i] += std::clamp(change[i], -2.0, 2.0);
      largest = std::max(largest, std::abs(change[i]));
    }
    if (largest < kSmallestChange) break;
  }
  made.bias = weights[0];
  for (std::size_t i = 0; i < kSignals; ++i) made.weight[i] = weights[i + 1];
  return made;
}

// Rows out of scope count as if they were the share of all that visitors' messages have, which held-out
// examples rarely are.
std::vector<double> counts_of(const std::vector<Judged>& judged, double oos_share) {
  const auto out = static_cast<double>(
      std::count_if(judged.begin(), judged.end(), [](const Judged& row) { return row.label < 0; }));
  const double all = static_cast<double>(judged.size());
  std::vector<double> counts(judged.size(), 1);
  if (out == 0 || out == all || oos_share <= 0) return counts;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    counts[i] = judged[i].label < 0 ? oos_share * all / out : (1 - oos_share) * all / (all - out);
  }
  return counts;
}

}  // namespace

bool is_right(const Judged& row, const std::vector<double>& probabilities) {
  const auto best =
      std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin();
  return row.label == static_cast<int>(best);
}

std::vector<OperatingPoint> curve_of(const std::vector<Judged>& judged,
                                     const Calibration& calibration) {
  struct Place {
    double confidence;
    bool right;
    bool in_scope;
  };
  std::vector<Place> places;
  double right = 0;
  double out = 0;
  for (const auto& row : judged) {
    const auto probabilities = blend(row.scores, calibration.weights);
    places.push_back({calibration.confidence.of(signals_of(row.scores, probabilities)),
                      is_right(row, probabilities), row.label >= 0});
    right += places.back().right;
    out += row.label < 0;
  }
  std::vector<OperatingPoint> curve;
  for (int percent = 0; percent < 100; percent += kCurveStep) {
    OperatingPoint point;
    point.threshold = percent / 100.0;
    double answered = 0;
    double wrong = 0;
    double lost = 0;
    double stopped = 0;
    for (const auto& place : places) {
      const bool above = place.confidence >= point.threshold;
      answered += above;
      wrong += above && !place.right;
      lost += !above && place.right;
      stopped += !above && !place.in_scope;
    }
    const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
    const auto all = static_cast<double>(places.size());
    point.answered = share(answered, all);
    point.wrong = share(wrong, all);
    point.false_handoffs = share(lost, right);
    point.oos_stopped = share(stopped, out);
    curve.push_back(point);
  }
  return curve;
}

Calibration calibrate(const std::vector<Judged>& judged, const Recipe& recipe) {
  Calibration made;
  made.weights.scale = kDefaultScales;
  if (judged.empty()) return made;
  made.weights = fit_blend(judged);
  std::vector<Signals> signals;
  std::vector<bool> good;
  for (const auto& row : judged) {
    const auto probabilities = blend(row.scores, made.weights);
    signals.push_back(signals_of(row.scores, probabilities));
    good.push_back(is_right(row, probabilities));
  }
  made.confidence = fit(signals, good, counts_of(judged, recipe.oos_share));
  if (recipe.wrong_answer_cost > 0) {
    // A confidence is a probability p of being right: answering costs (1 - p) wrong answers, not answering
    // p needless handoffs.
    made.threshold =
        recipe.wrong_answer_cost / (recipe.wrong_answer_cost + recipe.needless_handoff_cost);
    return made;
  }
  std::vector<double> understood;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (good[i]) understood.push_back(made.confidence.of(signals[i]));
  }
  if (!understood.empty()) {
    std::sort(understood.begin(), understood.end());
    const auto place = static_cast<std::size_t>(recipe.false_handoff_rate *
                                                static_cast<double>(understood.size()));
    made.threshold = understood[std::min(place, understood.size() - 1)];
  }
  made.threshold = std::max(made.threshold, recipe.least_confidence);
  return made;
}

}  // namespace frontdesk
