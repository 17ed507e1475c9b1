// SPDX-License-Identifier: MIT
#include "core/draft.h"

namespace frontdesk {

Draft::Draft(Conversation conversation, Time now, std::string content_version)
    : conversation_(std::move(conversation)),
      expected_(conversation_.last),
      now_(now),
      content_version_(std::move(content_version)) {}

Sequence Draft::add(Actor actor, Fact fact, Sequence cause) {
  const Epoch epoch = conversation_.epoch + (raises_epoch(fact) ? 1 : 0);
  events_.push_back(Event{.conversation = conversation_.id,
                          .sequence = conversation_.last + 1,
                          .at = now_,
                          .epoch = epoch,
                          .cause = cause,
                          .actor = std::move(actor),
                          .channel = conversation_.channel,
                          .content_version = content_version_,
                          .fact = std::move(fact)});
  apply(conversation_, events_.back());
  return events_.back().sequence;
}

Append Draft::take_append() {
  Append append{.conversation = conversation_.id,
                .expected = expected_,
                .events = std::move(events_),
                .summary = summary_of(conversation_)};
  events_.clear();
  expected_ = conversation_.last;
  return append;
}

}  // namespace frontdesk
