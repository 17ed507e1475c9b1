// SPDX-License-Identifier: MIT
#pragma once
// How long a visitor will wait: an interval that the last hour supports, or nothing.
//
// Those who still wait, or left, count too: that they have waited for so long is known, only not for how
// long they would have. Leaving them out would promise what only the lucky ones got. So the share still
// waiting is Kaplan and Meier's product-limit estimate (JASA 53, 1958), and the interval for somebody who
// has waited already is conditional on that. Pure; any thread.

#include <chrono>
#include <optional>
#include <span>

namespace frontdesk {

/// One wait of the last hour.
struct Wait {
  std::chrono::seconds length{0};
  bool ended = true;  // a person came; false: waits still, left, or was told to leave a message
};

/// From now on: half of those in this place are answered within `likely`, nine of ten within `most`.
struct WaitEstimate {
  std::chrono::seconds likely{0};
  std::optional<std::chrono::seconds> most;  // nothing: too few were answered to say
  friend bool operator==(const WaitEstimate&, const WaitEstimate&) = default;
};

/// Answered waits below which nothing is said.
constexpr int kWaitsNeeded = 5;

/// For somebody who has `waited` so long. Nothing when fewer than kWaitsNeeded were answered, or none of
/// them after so long a wait.
std::optional<WaitEstimate> estimate_wait(std::span<const Wait> waits, std::chrono::seconds waited);

}  // namespace frontdesk
