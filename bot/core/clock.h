// SPDX-License-Identifier: MIT
#pragma once
// The two things that a pure program cannot know, as interfaces: what time it is, and what comes next.
//
// Only service, http, store, kb-connector (sync) and main hold one. Tests hold their own and move it by hand.

#include <cstdint>
#include <span>

#include "core/ids.h"

namespace frontdesk {

/// What time it is. Any thread may ask.
class Clock {
 public:
  virtual ~Clock() = default;

  /// UTC; it may jump when somebody sets the machine's clock.
  [[nodiscard]] virtual Time now() const = 0;
};

/// Bytes that nobody can guess. Any thread may ask.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// A new id of version 7 from both.
inline std::string make_id(const Clock& clock, Random& random) {
  std::uint8_t bytes[10];
  random.fill(bytes);
  return uuid_v7(clock.now(), std::span<const std::uint8_t, 10>(bytes));
}

}  // namespace frontdesk
