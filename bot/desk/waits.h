// SPDX-License-Identifier: MIT
#pragma once
// The waits of one conversation: when it stood in a queue, for how long, and what ended that.
//
// A wait begins with the fact that puts the conversation into a queue and ends with the one that takes it
// out. Who is put back because his agent is gone keeps his place and waits anew. Pure; any thread.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/event.h"

namespace frontdesk {

struct PastWait {
  Epoch epoch = 0;  // in which it began: names it among the conversation's
  TeamId team;      // whose queue it was
  Time from;
  std::optional<Time> to;  // nothing: it waits still
  bool answered = false;   // a person came; else it was left, ended, or too long
  friend bool operator==(const PastWait&, const PastWait&) = default;
};

/// All of them, the oldest first. `events` is a whole log.
std::vector<PastWait> waits_in(std::span<const std::shared_ptr<const Event>> events);

}  // namespace frontdesk
