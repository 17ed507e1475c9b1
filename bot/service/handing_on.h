// SPDX-License-Identifier: MIT
#pragma once
// An agent hands a conversation to another team, as far as its content has something to say about that: the
// teams that it may go to, and whether they work now.

#include <string>

#include "desk/desk.h"
#include "service/conversations.h"

namespace frontdesk {

/// desk/transfer.h to a team, staged. One that is closed now has it in its offline list, and the visitor is told
/// in the same append when somebody is there: he never waits for nobody.
///   invalid   there is no such team, or none that the conversation's own hands on to (forwards_to)
///   conflict, not_found  as for every command
Result<Staged> hand_to_team(Conversations& conversations, const ConversationId& id,
                            const AgentIdentity& agent, Epoch epoch, const TeamId& team,
                            const std::string& comment);

}  // namespace frontdesk
