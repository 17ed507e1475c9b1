// SPDX-License-Identifier: MIT
#pragma once
// How often somebody may do something: token buckets by key, in bounded memory.
//
// Kept as one instant a key, when its bucket would be full again (the generic cell rate algorithm, ITU-T
// I.371, which gives the same verdicts as a bucket that is refilled). A key whose bucket is full holds no
// memory after the next sweep. Time is given by the caller and may jump: nobody waits longer than a whole
// bucket takes to fill, whatever the clock did. Any thread may call any function.

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/ids.h"

namespace frontdesk {

class RateLimiter {
 public:
  /// `burst` at once, then `per_second`. Neither may be 0. `keys` bounds the memory: when more are busy at
  /// once, those nearest to full are forgotten, which favours them and nobody else.
  RateLimiter(double per_second, double burst, std::size_t keys = 65536);

  /// Takes `cost` from the key's bucket and returns 0, or takes nothing and returns how long to wait until
  /// that would succeed.
  [[nodiscard]] std::chrono::milliseconds take(const std::string& key, Time now, double cost = 1);

  /// What take() would say, without taking: for checks before an attempt that counts only if it fails.
  [[nodiscard]] std::chrono::milliseconds wait(const std::string& key, Time now,
                                               double cost = 1) const;

  /// Gives the key a full bucket, as after a log-in that succeeded.
  void forget(const std::string& key);

  /// Keys that hold memory.
  [[nodiscard]] std::size_t size() const;

 private:
  using Micros = std::int64_t;
  [[nodiscard]] Micros full_at(const std::string& key, Micros now) const;
  [[nodiscard]] std::chrono::milliseconds wait_for(Micros full_at, Micros now, double cost) const;
  void sweep(Micros now);

  const double micros_per_token_;
  const Micros depth_;  // how long an empty bucket takes to fill
  const std::size_t keys_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Micros> full_at_;
};

/// Seconds for a Retry-After header: rounded up, at least 1, with up to a fifth more that `salt` chooses,
/// so that those who were refused together do not come back together.
int retry_after_seconds(std::chrono::milliseconds wait, std::size_t salt);

}  // namespace frontdesk
