// SPDX-License-Identifier: MIT
#pragma once
// An agent hands a conversation on. Pure; epochs and errors as in desk.h.

#include <string>

#include "desk/desk.h"

namespace frontdesk {

/// To the queue of a team, keeping the visitor's place. A comment becomes a note before it.
Result<Done> transfer_to_team(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                              const TeamId& team, const std::string& team_name,
                              const std::string& comment = "");

/// Straight to a colleague.
Result<Done> transfer_to_agent(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                               const AgentIdentity& colleague, const std::string& comment = "");

}  // namespace frontdesk
