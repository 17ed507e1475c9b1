// SPDX-License-Identifier: MIT
#pragma once
// Builders for tests: a conversation's log that numbers, dates and epochs its own events, a clock that is
// moved by hand, and randomness that can be repeated.

#include <chrono>
#include <mutex>
#include <random>
#include <vector>

#include "core/clock.h"
#include "core/conversation.h"
#include "core/event.h"

namespace support {

/// A log of one conversation; every event is a second after the one before it.
struct Log {
  std::vector<frontdesk::Event> events;
  frontdesk::ConversationId id{"c1"};
  frontdesk::Time now = frontdesk::from_millis(1'700'000'000'000);

  const frontdesk::Event& add(frontdesk::ActorKind by, frontdesk::Fact fact,
                              std::string actor_id = "");
};

/// Time that stands still until a test moves it.
class ManualClock : public frontdesk::Clock {
 public:
  [[nodiscard]] frontdesk::Time now() const override;
  void tick(std::chrono::milliseconds by);

 private:
  mutable std::mutex mutex_;
  frontdesk::Time now_ = frontdesk::from_millis(1'700'000'000'000);
};

/// The same bytes in every run.
class SeededRandom : public frontdesk::Random {
 public:
  explicit SeededRandom(unsigned seed = 1) : generator_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mutex mutex_;
  std::mt19937 generator_;
};

}  // namespace support
