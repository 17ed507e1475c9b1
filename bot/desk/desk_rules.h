// SPDX-License-Identifier: MIT
#pragma once
// What the commands of agents have in common: who may act on what is there now. Inside desk only.

#include "core/draft.h"
#include "core/result.h"
#include "desk/desk.h"

namespace frontdesk::desk_rules {

Actor actor_of(const AgentIdentity& agent);

/// A conversation that lives, in the epoch that the agent saw; otherwise not_found or conflict.
Result<Done> check(const Conversation& conversation, Epoch epoch);

/// The owner, in the right epoch; otherwise why not.
Result<Done> check_owner(const Conversation& conversation, const AgentIdentity& agent, Epoch epoch);

/// The same, or anybody while nobody has it.
Result<Done> check_not_a_colleagues(const Conversation& conversation, const AgentIdentity& agent,
                                    Epoch epoch);

/// What it is now, of which the agent saw an older epoch.
Error changed_hands(const Conversation& conversation);
Error taken_by(const Conversation& conversation);
bool is_owner(const Conversation& conversation, const AgentIdentity& agent);
bool waits(const Conversation& conversation);

/// `agent` has it from now on, because `by` does so.
void join(Draft& draft, const AgentIdentity& by, const AgentIdentity& agent);

}  // namespace frontdesk::desk_rules
