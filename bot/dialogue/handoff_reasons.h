// SPDX-License-Identifier: MIT
#pragma once
// Why people were called: what an author writes, or mends, so that the bot can do it next time.
//
// Pure: read from the facts of conversations. A person is called when the bot hands a conversation on, into a
// queue or to the offline list; what moves between those, or comes back from an agent, was called for before.

#include <span>
#include <string>
#include <vector>

#include "core/event.h"

namespace frontdesk {

/// What a handoff was about.
struct HandoffCause {
  HandoffReason reason = HandoffReason::asked_for_person;
  std::string intent;  // the last that the bot was sure of, or empty
  FlowId flow;         // that was left for it, with the step at which it waited; or empty
  StepId step;
  friend auto operator<=>(const HandoffCause&, const HandoffCause&) = default;
  friend bool operator==(const HandoffCause&, const HandoffCause&) = default;
};

struct HandoffCall {
  HandoffCause cause;
  ConversationId conversation;
  Time at;
};

/// The calls of one conversation, in order. `events` are all of its facts.
std::vector<HandoffCall> handoff_calls(std::span<const Event> events);

/// One cause, however often a person was called for it.
struct HandoffTally {
  HandoffCause cause;
  int count = 0;
  std::vector<HandoffCall> latest;  // the newest first
};

/// The most frequent first, then the latest; of each the newest `latest` calls.
std::vector<HandoffTally> tally_handoffs(std::vector<HandoffCall> calls, std::size_t latest);

}  // namespace frontdesk
