// SPDX-License-Identifier: MIT
#include "models/intervals.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace frontdesk {
namespace {

constexpr double kZ =
    1.959963984540054;  // 95 % of a normal distribution lies within so many deviations
constexpr int kRounds = 1000;
constexpr int kChanceRounds = 200;
constexpr double kTail = 0.025;
constexpr std::uint64_t kSeed = 1;

// Of its own, for std::uniform_int_distribution differs between libraries.
std::size_t draw(std::mt19937_64& random, std::size_t below) {
  return static_cast<std::size_t>(random() % below);
}

using Figure = std::optional<double> (*)(const std::vector<Outcome>&);

std::optional<Interval> bootstrap(std::vector<Outcome> outcomes, Figure figure) {
  const auto measured = figure(outcomes);
  if (!measured) return std::nullopt;
  // In order, so that every sample is nearly in order too: the figures sort.
  std::sort(outcomes.begin(), outcomes.end(),
            [](const auto& a, const auto& b) { return a.confidence < b.confidence; });
  std::mt19937_64 random(kSeed);
  std::vector<double> values;
  std::vector<unsigned> times(outcomes.size());
  std::vector<Outcome> sample;
  for (int round = 0; round < kRounds; ++round) {
    std::fill(times.begin(), times.end(), 0U);
    for (std::size_t i = 0; i < outcomes.size(); ++i) ++times[draw(random, outcomes.size())];
    sample.clear();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      sample.insert(sample.end(), times[i], outcomes[i]);
    }
    if (const auto value = figure(sample)) values.push_back(*value);
  }
  std::sort(values.begin(), values.end());
  if (values.empty()) return Interval{};
  const auto at = [&](double share) {
    const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size()));
    return values[std::min(place, values.size() - 1)];
  };
  return Interval{std::clamp(2 * *measured - at(1 - kTail), 0.0, *measured),
                  std::clamp(2 * *measured - at(kTail), *measured, 1.0)};
}

}  // namespace

std::optional<Interval> wilson(const Share& share) {
  if (share.whole == 0) return std::nullopt;
  const auto n = static_cast<double>(share.whole);
  const double p = static_cast<double>(share.part) / n;
  const double scale = 1 + kZ * kZ / n;
  const double middle = (p + kZ * kZ / (2 * n)) / scale;
  const double half = kZ / scale * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return Interval{std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

std::optional<Interval> auroc_interval(const std::vector<Outcome>& outcomes) {
  return bootstrap(outcomes, auroc);
}

std::optional<Interval> calibration_error_interval(const std::vector<Outcome>& outcomes) {
  return bootstrap(outcomes, calibration_error);
}

std::optional<double> calibration_error_by_chance(const std::vector<Outcome>& outcomes) {
  if (outcomes.empty()) return std::nullopt;
  std::mt19937_64 random(kSeed);
  std::vector<Outcome> drawn = outcomes;
  double sum = 0;
  for (int round = 0; round < kChanceRounds; ++round) {
    for (auto& outcome : drawn) {
      const double chance = static_cast<double>(random() >> 11) * 0x1.0p-53;
      outcome.right = chance < outcome.confidence;
    }
    sum += *calibration_error(drawn);
  }
  return sum / kChanceRounds;
}

}  // namespace frontdesk
