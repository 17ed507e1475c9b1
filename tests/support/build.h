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
                              std::string actor_id = "") {
    now += std::chrono::seconds{1};
    frontdesk::Event event{.conversation = id,
                           .sequence = events.size() + 1,
                           .at = now,
                           .epoch = events.empty() ? 0 : events.back().epoch,
                           .actor = {by, std::move(actor_id)},
                           .channel = "web",
                           .content_version = "v1",
                           .fact = std::move(fact)};
    if (frontdesk::raises_epoch(event.fact)) ++event.epoch;
    events.push_back(std::move(event));
    return events.back();
  }
};

/// Time that stands still until a test moves it.
class ManualClock : public frontdesk::Clock {
 public:
  [[nodiscard]] frontdesk::Time now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void tick(std::chrono::milliseconds by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
  }

 private:
  mutable std::mutex mutex_;
  frontdesk::Time now_ = frontdesk::from_millis(1'700'000'000'000);
};

/// The same bytes in every run.
class SeededRandom : public frontdesk::Random {
 public:
  explicit SeededRandom(unsigned seed = 1) : generator_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override {
    const std::lock_guard lock(mutex_);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(generator_());
  }

 private:
  std::mutex mutex_;
  std::mt19937 generator_;
};

}  // namespace support
