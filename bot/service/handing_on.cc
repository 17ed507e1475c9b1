// SPDX-License-Identifier: MIT
#include "service/handing_on.h"

#include "desk/transfer.h"
#include "dialogue/reply.h"
#include "service/dispatcher.h"

namespace frontdesk {
namespace {

Error refused(const char* reason, std::string message) {
  return {.code = Code::conflict, .message = std::move(message), .reason = reason};
}

}  // namespace

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

Result<Staged> hand_to_agent(Conversations& conversations, const Presence& presence,
                             const ConversationId& id, const AgentIdentity& agent, Epoch epoch,
                             const AgentAccount& colleague, const std::string& comment) {
  auto staged = conversations.command(id, [&](Draft& draft) {
    return transfer_to_agent(draft, agent, epoch, {colleague.id, colleague.name}, comment);
  });
  if (!staged || !staged->append) return staged;
  if (!presence.is_present(colleague)) {
    return refused("not_there", colleague.name + " is not there");
  }
  // Whom nobody has asked yet whether he takes conversations has not said that he does not.
  if (!colleague.available && colleague.said_at) {
    return refused("away", colleague.name + " takes no conversations now");
  }
  const auto loads = conversations.store().loads();
  if (!loads) return loads.error();
  const auto load = loads->find(colleague.id);
  const int capacity = capacity_of(conversations.brain()->catalog, colleague);
  if (load != loads->end() ? load->second >= capacity : capacity <= 0) {
    return refused("full", colleague.name + " has no free place: he takes " +
                               std::to_string(capacity) + " at a time");
  }
  // Counted again where it is made durable: somebody may give him another at the same moment.
  staged->append->seat = Seat{colleague.id, capacity};
  return staged;
}

}  // namespace frontdesk
