// SPDX-License-Identifier: MIT
#include "service/handing_on.h"

#include "desk/transfer.h"
#include "dialogue/reply.h"

namespace frontdesk {

Result<Staged> hand_to_team(Conversations& conversations, const ConversationId& id,
                            const AgentIdentity& agent, Epoch epoch, const TeamId& team,
                            const std::string& comment) {
  const auto brain = conversations.brain();
  const auto& catalog = brain->catalog;
  if (catalog.find_team(team) == nullptr) {
    return Error{Code::invalid, "there is no team '" + team.value + "'"};
  }
  return conversations.command(id, [&](Draft& draft) -> Result<Done> {
    const auto* from = catalog.team_for(draft.conversation().team);
    auto done = transfer_to_team(draft, agent, epoch, team, team.value, comment);
    if (!done) return done;
    if (!from->may_forward_to(team)) {
      return Error{Code::invalid,
                   "team '" + from->id.value + "' hands nothing on to team '" + team.value + "'"};
    }
    go_offline_when_closed(*brain, draft);
    return done;
  });
}

}  // namespace frontdesk
