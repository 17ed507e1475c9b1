// SPDX-License-Identifier: MIT
#include "http/rate_limit.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace frontdesk {

RateLimiter::RateLimiter(double per_second, double burst, std::size_t keys)
    : micros_per_token_(1e6 / per_second),
      depth_(static_cast<Micros>(std::llround(burst * 1e6 / per_second))),
      keys_(std::max<std::size_t>(keys, 1)) {}

RateLimiter::Micros RateLimiter::full_at(const std::string& key, Micros now) const {
  const auto found = full_at_.find(key);
  if (found == full_at_.end()) return now;
  // Above now + depth only when the clock was set back.
  return std::clamp(found->second, now, now + depth_);
}

std::chrono::milliseconds RateLimiter::wait_for(Micros full, Micros now, double cost) const {
  const auto after = full + static_cast<Micros>(std::llround(cost * micros_per_token_));
  const auto excess = after - (now + depth_);
  if (excess <= 0) return std::chrono::milliseconds{0};
  return std::chrono::milliseconds{(excess + 999) / 1000};
}

std::chrono::milliseconds RateLimiter::wait(const std::string& key, Time now, double cost) const {
  const std::lock_guard lock(mutex_);
  const Micros micros = to_millis(now) * 1000;
  return wait_for(full_at(key, micros), micros, cost);
}

std::chrono::milliseconds RateLimiter::take(const std::string& key, Time now, double cost) {
  const std::lock_guard lock(mutex_);
  const Micros micros = to_millis(now) * 1000;
  const auto full = full_at(key, micros);
  const auto wait = wait_for(full, micros, cost);
  if (wait.count() > 0) return wait;
  if (full_at_.size() >= keys_ && !full_at_.contains(key)) sweep(micros);
  full_at_[key] = full + static_cast<Micros>(std::llround(cost * micros_per_token_));
  return wait;
}

// Full buckets say nothing and go first. When too few were full, the half that is nearest to full goes, so
// that sweeps stay rare.
void RateLimiter::sweep(Micros now) {
  std::erase_if(full_at_, [&](const auto& entry) {
    return entry.second <= now || entry.second > now + depth_;
  });
  if (full_at_.size() <= keys_ / 2) return;
  std::vector<Micros> instants;
  instants.reserve(full_at_.size());
  for (const auto& entry : full_at_) instants.push_back(entry.second);
  const auto middle = instants.begin() + static_cast<std::ptrdiff_t>(instants.size() / 2);
  std::nth_element(instants.begin(), middle, instants.end());
  const auto limit = *middle;
  std::erase_if(full_at_, [&](const auto& entry) { return entry.second <= limit; });
}

void RateLimiter::forget(const std::string& key) {
  const std::lock_guard lock(mutex_);
  full_at_.erase(key);
}

std::size_t RateLimiter::size() const {
  const std::lock_guard lock(mutex_);
  return full_at_.size();
}

int retry_after_seconds(std::chrono::milliseconds wait, std::size_t salt) {
  const auto seconds = std::max<std::int64_t>(1, (wait.count() + 999) / 1000);
  const auto spread = static_cast<std::int64_t>(salt % static_cast<std::size_t>(seconds / 5 + 2));
  return static_cast<int>(seconds + spread);
}

}  // namespace frontdesk
