// SPDX-License-Identifier: MIT
#include "models/calibrate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace frontdesk {
namespace {

constexpr double kPenalty = 1;  // of the logistic regression; the rows are few
constexpr int kNewtonSteps = 30;

// The scale at which a member's softmax loses least, between 1/8 and 8 times `start`.
double best_scale(const std::vector<Judged>& judged, std::vector<float> MemberScores::*member,
                  double start) {
  const auto loss = [&](double log_scale) {
    const double scale = start * std::exp(log_scale);
    double sum = 0;
    for (const auto& row : judged) {
      const auto& scores = row.scores.*member;
      if (row.label < 0 || scores.empty()) continue;
      const double best = *std::max_element(scores.begin(), scores.end());
      double total = 0;
      for (const double score : scores) total += std::exp(scale * (score - best));
      sum += std::log(total) -
             scale * (static_cast<double>(scores[static_cast<std::size_t>(row.label)]) - best);
    }
    return sum;
  };
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double low = -std::log(8.0);
  double high = std::log(8.0);
  double a = high - golden * (high - low);
  double b = low + golden * (high - low);
  double loss_a = loss(a);
  double loss_b = loss(b);
  for (int step = 0; step < 25; ++step) {
    if (loss_a <= loss_b) {
      high = b;
      b = a;
      loss_b = loss_a;
      a = high - golden * (high - low);
      loss_a = loss(a);
    } else {
      low = a;
      a = b;
      loss_a = loss_b;
      b = low + golden * (high - low);
      loss_b = loss(b);
    }
  }
  return start * std::exp((low + high) / 2);
}

constexpr std::size_t kSize = kSignals + 1;
using Row = std::array<double, kSize>;

// Solves a symmetric positive definite system by elimination.
Row solve(std::array<Row, kSize> matrix, Row right) {
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t j = i + 1; j < kSize; ++j) {
      const double factor = matrix[j][i] / matrix[i][i];
      for (std::size_t k = i; k < kSize; ++k) matrix[j][k] -= factor * matrix[i][k];
      right[j] -= factor * right[i];
    }
  }
  Row found{};
  for (std::size_t i = kSize; i-- > 0;) {
    double sum = right[i];
    for (std::size_t k = i + 1; k < kSize; ++k) sum -= matrix[i][k] * found[k];
    found[i] = sum / matrix[i][i];
  }
  return found;
}

Confidence fit(const std::vector<Signals>& signals, const std::vector<bool>& good) {
  Confidence made;
  const double count = static_cast<double>(signals.size());
  for (std::size_t i = 0; i < kSignals; ++i) {
    double sum = 0;
    double squares = 0;
    for (const auto& row : signals) sum += row[i];
    made.mean[i] = sum / count;
    for (const auto& row : signals) squares += (row[i] - made.mean[i]) * (row[i] - made.mean[i]);
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
        slope[i] += ((good[r] ? 1 : 0) - p) * x[i];
        for (std::size_t j = 0; j < kSize; ++j) curve[i][j] += p * (1 - p) * x[i] * x[j];
      }
    }
    const Row change = solve(curve, slope);
    double largest = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
      weights[i] += std::clamp(change[i], -2.0, 2.0);
      largest = std::max(largest, std::abs(change[i]));
    }
    if (largest < 1e-9) break;
  }
  made.bias = weights[0];
  for (std::size_t i = 0; i < kSignals; ++i) made.weight[i] = weights[i + 1];
  return made;
}

}  // namespace

bool is_right(const Judged& row, const std::vector<double>& probabilities) {
  const auto best =
      std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin();
  return row.label == static_cast<int>(best);
}

Calibration calibrate(const std::vector<Judged>& judged, const Recipe& recipe) {
  Calibration made;
  made.weights.fasttext_share = recipe.fasttext_share;
  if (judged.empty()) return made;
  made.weights.linear_scale = best_scale(judged, &MemberScores::margins, made.weights.linear_scale);
  const bool has_fasttext = std::any_of(
      judged.begin(), judged.end(), [](const Judged& row) { return !row.scores.fasttext.empty(); });
  if (has_fasttext) {
    made.weights.fasttext_scale =
        best_scale(judged, &MemberScores::fasttext, made.weights.fasttext_scale);
  }
  std::vector<Signals> signals;
  std::vector<bool> good;
  for (const auto& row : judged) {
    const auto probabilities = blend(row.scores, made.weights);
    signals.push_back(signals_of(row.scores, probabilities));
    good.push_back(is_right(row, probabilities));
  }
  made.confidence = fit(signals, good);
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
