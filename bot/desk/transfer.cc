// SPDX-License-Identifier: MIT
#include "desk/transfer.h"

#include "desk/desk_rules.h"

namespace frontdesk {

namespace {

/// Before the conversation leaves: whoever gets it finds it above the mark of the transfer.
void leave_comment(Draft& draft, const AgentIdentity& agent, const std::string& comment) {
  if (!comment.empty())
    draft.add(desk_rules::actor_of(agent),
              NoteAdded{.text = comment, .client_id = {}, .name = agent.name});
}

}  // namespace

Result<Done> transfer_to_team(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                              const TeamId& team, const std::string& team_name,
                              const std::string& comment) {
  if (auto checked = desk_rules::check_owner(draft.conversation(), agent, epoch); !checked)
    return checked;
  leave_comment(draft, agent, comment);
  draft.add(desk_rules::actor_of(agent), Transferred{.team = team, .name = team_name});
  return Done{};
}

Result<Done> transfer_to_agent(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                               const AgentIdentity& colleague, const std::string& comment) {
  if (auto checked = desk_rules::check_owner(draft.conversation(), agent, epoch); !checked)
    return checked;
  if (colleague.id == agent.id) {
    return Error{Code::invalid, "the conversation is yours already"};
  }
  leave_comment(draft, agent, comment);
  draft.add(desk_rules::actor_of(agent),
            Transferred{.agent = colleague.id, .name = colleague.name});
  desk_rules::join(draft, agent, colleague);
  return Done{};
}

}  // namespace frontdesk
