// SPDX-License-Identifier: MIT
#include "desk/wait_estimate.h"

#include <algorithm>
#include <vector>

namespace frontdesk {

std::optional<WaitEstimate> estimate_wait(std::span<const Wait> waits,
                                          std::chrono::seconds waited) {
  std::vector<Wait> sorted(waits.begin(), waits.end());
  std::sort(sorted.begin(), sorted.end(), [](const Wait& a, const Wait& b) {
    // Who left in the second in which another was answered was there until then.
    return a.length != b.length ? a.length < b.length : a.ended > b.ended;
  });
  if (std::count_if(sorted.begin(), sorted.end(), [](const Wait& wait) { return wait.ended; }) <
      kWaitsNeeded) {
    return std::nullopt;
  }
  // Conditional on having waited: only those who waited longer are at risk of being answered.
  const auto begin = std::upper_bound(
      sorted.begin(), sorted.end(), waited,
      [](std::chrono::seconds value, const Wait& wait) { return value < wait.length; });
  double still = 1;  // share that waits still
  std::optional<std::chrono::seconds> likely;
  for (auto wait = begin; wait != sorted.end(); ++wait) {
    if (!wait->ended) continue;
    const auto at_risk = static_cast<double>(sorted.end() - wait);
    still *= 1 - 1 / at_risk;
    // A product of fractions: a half may come out a hair above itself.
    constexpr double kHair = 1e-9;
    if (!likely && still <= 0.5 + kHair) likely = wait->length - waited;
    if (still <= 0.1 + kHair) return WaitEstimate{*likely, wait->length - waited};
  }
  if (!likely) return std::nullopt;
  return WaitEstimate{*likely, std::nullopt};
}

}  // namespace frontdesk
