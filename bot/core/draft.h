// SPDX-License-Identifier: MIT
#pragma once
// A decision in the making: events that follow a conversation and are not yet durable.
//
// The deciders (dialogue, desk) add facts one by one; each is numbered, dated and folded at once, so what
// is decided next already sees it. Nothing here is shared: a Draft belongs to one decision on one thread.

#include <string>
#include <vector>

#include "core/conversation.h"
#include "core/event.h"
#include "core/store.h"

namespace frontdesk {

class Draft {
 public:
  /// Starts after `conversation` as it is. An empty one (last == 0) begins a new conversation.
  Draft(Conversation conversation, Time now, std::string content_version);

  /// Adds a fact and returns its sequence. `cause` is the event that it answers, or 0.
  Sequence add(Actor actor, Fact fact, Sequence cause = 0);

  /// The conversation with everything added so far.
  [[nodiscard]] const Conversation& conversation() const { return conversation_; }
  [[nodiscard]] Time now() const { return now_; }
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] bool empty() const { return events_.empty(); }

  /// What the Store is asked to make durable. Leaves the draft without events.
  [[nodiscard]] Append take_append();

 private:
  Conversation conversation_;
  Sequence expected_;
  Time now_;
  std::string content_version_;
  std::vector<Event> events_;
};

inline Actor bot_actor() { return {ActorKind::bot, ""}; }
inline Actor system_actor() { return {ActorKind::system, ""}; }

}  // namespace frontdesk
