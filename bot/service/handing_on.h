// SPDX-License-Identifier: MIT
#pragma once
// An agent hands a conversation on, as far as more than the conversation has something to say about that: the
// teams that it may go to and whether they work now, or whether a colleague is there and has room.

#include <string>

#include "desk/desk.h"
#include "service/conversations.h"
#include "service/presence.h"

namespace frontdesk {

/// desk/transfer.h to a team, staged. One that is closed now has it in its offline list, and the visitor is told
/// in the same append when somebody is there: he never waits for nobody.
///   invalid   there is no such team, or none that the conversation's own hands on to (forwards_to)
///   conflict, not_found  as for every command
Result<Staged> hand_to_team(Conversations& conversations, const ConversationId& id,
                            const AgentIdentity& agent, Epoch epoch, const TeamId& team,
                            const std::string& comment);

/// desk/transfer.h to a colleague, staged with a seat of his: what is handed to him is assigned, and that is what
/// his capacity limits, whoever hands it on. A visitor is never handed to somebody who does not look.
///   conflict  besides those of every command, with a reason: `not_there` (no console of his is open), `away`
///             (he said that he takes no conversations now), `full` (he has no free place)
Result<Staged> hand_to_agent(Conversations& conversations, const Presence& presence,
                             const ConversationId& id, const AgentIdentity& agent, Epoch epoch,
                             const AgentAccount& colleague, const std::string& comment);

}  // namespace frontdesk
