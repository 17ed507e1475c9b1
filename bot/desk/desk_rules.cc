// SPDX-License-Identifier: MIT
#include "desk/desk_rules.h"

#include "core/seeded_bugs.h"

namespace frontdesk::desk_rules {

Actor actor_of(const AgentIdentity& agent) { return {ActorKind::agent, agent.id.value}; }

/// What every command needs: a conversation that lives, in the epoch that the agent saw.
Result<Done> check(const Conversation& conversation, Epoch epoch) {
  if (conversation.erased) return Error{Code::not_found, "this conversation was erased"};
  if (epoch != conversation.epoch) {
    return Error{Code::conflict,
                 "the conversation has changed hands since epoch " + std::to_string(epoch)};
  }
  return Done{};
}

Error taken_by(const Conversation& conversation) {
  return {Code::conflict, conversation.owner_name + " has already taken this conversation"};
}

bool is_owner(const Conversation& conversation, const AgentIdentity& agent) {
  return conversation.status == Status::assigned && conversation.owner == agent.id;
}

bool waits(const Conversation& conversation) {
  return conversation.status == Status::queued || conversation.status == Status::offline;
}

/// The owner, in the right epoch; otherwise why not.
Result<Done> check_owner(const Conversation& conversation, const AgentIdentity& agent,
                         Epoch epoch) {
  if (seeded(Bug::stale) && conversation.status == Status::assigned) return Done{};
  if (auto checked = check(conversation, epoch); !checked) return checked;
  if (is_owner(conversation, agent)) return Done{};
  if (conversation.status == Status::assigned) return taken_by(conversation);
  return Error{Code::conflict, "take the conversation first"};
}

Result<Done> check_not_a_colleagues(const Conversation& conversation, const AgentIdentity& agent,
                                    Epoch epoch) {
  if (auto checked = check(conversation, epoch); !checked) return checked;
  if (conversation.status == Status::assigned && !is_owner(conversation, agent)) {
    return taken_by(conversation);
  }
  return Done{};
}

void join(Draft& draft, const AgentIdentity& by, const AgentIdentity& agent) {
  // A flow that a person takes over is not gone on with behind his back.
  if (draft.conversation().flow) draft.add(actor_of(by), FlowEnded{"handoff"});
  draft.add(actor_of(by), AgentJoined{agent.id, agent.name});
}

}  // namespace frontdesk::desk_rules
