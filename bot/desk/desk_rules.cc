// SPDX-License-Identifier: MIT
#include "desk/desk_rules.h"

#include "core/seeded_bugs.h"

namespace frontdesk::desk_rules {

Actor actor_of(const AgentIdentity& agent) { return {ActorKind::agent, agent.id.value}; }

/// What every command needs: a conversation that lives, in the epoch that the agent saw.
Result<Done> check(const Conversation& conversation, Epoch epoch) {
  if (conversation.erased) return Error{Code::not_found, "this conversation was erased"};
  if (epoch != conversation.epoch) return changed_hands(conversation);
  return Done{};
}

Error changed_hands(const Conversation& conversation) {
  const auto stale = [](std::string message) {
    return Error{.code = Code::conflict, .message = std::move(message), .reason = "stale"};
  };
  switch (conversation.status) {
    case Status::bot: return stale("the conversation has gone back to the bot");
    case Status::queued: return stale("the conversation waits in the queue now");
    case Status::assigned: return stale(conversation.owner_name + " has this conversation now");
    case Status::offline: return stale("the conversation is in the offline list now");
    case Status::closed: return stale("the conversation has been closed");
  }
  return stale("the conversation has changed hands");
}

Error taken_by(const Conversation& conversation) {
  return {.code = Code::conflict,
          .message = conversation.owner_name + " has already taken this conversation",
          .reason = "taken"};
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
  return Error{
      .code = Code::conflict, .message = "take the conversation first", .reason = "not_taken"};
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
