// SPDX-License-Identifier: MIT
#pragma once
// What becomes of routing's offers, and of a conversation whose agent is gone: pure decisions, as desk.h
// has them for the agents themselves.
//
// An offer is made to the conversation as routing saw it. When anything has happened since, it is not made:
// `conflict`, and routing looks again.

#include "core/draft.h"
#include "core/result.h"
#include "desk/desk.h"
#include "desk/routing.h"

namespace frontdesk {

/// The agent has it at once.
/// conflict: it is no longer at `last`, or does not wait in the queue.
Result<Done> give(Draft& draft, const AgentIdentity& agent, Sequence last,
                  const std::string& because);

/// The agents of `offer` are asked until its time is over.
/// conflict: as for give().
Result<Done> ask(Draft& draft, const Offer& offer, Sequence last);

/// The agent lets it ring on to the next. No change and no error when he is not asked, or no longer.
/// conflict: stale epoch. not_found: erased.
Result<Done> decline(Draft& draft, const AgentIdentity& agent, Epoch epoch);

/// The owner shows no sign of life: back into the queue at the old place or, outside the team's hours, to
/// the offline list. The fact is the visitor's notice. No change when nobody has it.
/// `answer_by` is what its visitor is promised when it goes to that list.
void give_up(Draft& draft, bool open, const std::string& reason,
             std::optional<Time> answer_by = {});

/// The visitor has been told that a person comes until then. No change when he does not wait in the queue,
/// or was told in this wait before: the first time counts.
void promise(Draft& draft, Time until);

/// The time for which it was put aside is over. No change when it is not on hold, or for longer.
void end_hold(Draft& draft);

}  // namespace frontdesk
