// SPDX-License-Identifier: MIT
#include "support/build.h"

#include <utility>

namespace support {

const frontdesk::Event& Log::add(frontdesk::ActorKind by, frontdesk::Fact fact,
                                 std::string actor_id) {
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

frontdesk::Time ManualClock::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

void ManualClock::tick(std::chrono::milliseconds by) {
  const std::lock_guard lock(mutex_);
  now_ += by;
}

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
  const std::lock_guard lock(mutex_);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(generator_());
}

}  // namespace support
