// SPDX-License-Identifier: MIT
#include "desk/desk.h"

#include "core/seeded_bugs.h"

namespace frontdesk {
namespace {

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

void join(Draft& draft, const AgentIdentity& by, const AgentIdentity& agent) {
  // A flow that a person takes over is not gone on with behind his back.
  if (draft.conversation().flow) draft.add(actor_of(by), FlowEnded{"handoff"});
  draft.add(actor_of(by), AgentJoined{agent.id, agent.name});
}

}  // namespace

Result<Done> take(Draft& draft, const AgentIdentity& agent, Epoch epoch) {
  const auto& conversation = draft.conversation();
  if (is_owner(conversation, agent)) return Done{};
  // Who comes second is told who was first, not that his number is old.
  if (conversation.status == Status::assigned) return taken_by(conversation);
  if (auto checked = check(conversation, epoch); !checked) return checked;
  join(draft, agent, agent);
  return Done{};
}

Result<Done> answer(Draft& draft, const AgentIdentity& agent, Epoch epoch, const std::string& text,
                    const std::string& client_id, std::vector<ArticleLink> articles) {
  const auto& conversation = draft.conversation();
  if (waits(conversation) && conversation.epoch == epoch) {
    if (auto taken = take(draft, agent, epoch); !taken) return taken;
    epoch = draft.conversation().epoch;
  }
  if (auto checked = check_owner(draft.conversation(), agent, epoch); !checked) return checked;
  draft.add(actor_of(agent), MessageAdded{.author = Author::agent,
                                          .text = text,
                                          .language = draft.conversation().language,
                                          .client_id = client_id,
                                          .articles = std::move(articles)});
  return Done{};
}

Result<Done> note(Draft& draft, const AgentIdentity& agent, Epoch epoch, const std::string& text,
                  const std::string& client_id) {
  if (auto checked = check(draft.conversation(), epoch); !checked) return checked;
  draft.add(actor_of(agent), NoteAdded{text, client_id});
  return Done{};
}

Result<Done> transfer_to_team(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                              const TeamId& team, const std::string& team_name) {
  if (auto checked = check_owner(draft.conversation(), agent, epoch); !checked) return checked;
  draft.add(actor_of(agent), Transferred{.team = team, .name = team_name});
  return Done{};
}

Result<Done> transfer_to_agent(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                               const AgentIdentity& colleague) {
  if (auto checked = check_owner(draft.conversation(), agent, epoch); !checked) return checked;
  if (colleague.id == agent.id) {
    return Error{Code::invalid, "the conversation is yours already"};
  }
  draft.add(actor_of(agent), Transferred{.agent = colleague.id, .name = colleague.name});
  join(draft, agent, colleague);
  return Done{};
}

Result<Done> return_to_bot(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                           const StepId& step) {
  if (auto checked = check_owner(draft.conversation(), agent, epoch); !checked) return checked;
  draft.add(actor_of(agent), ReturnedToBot{step});
  return Done{};
}

Result<Done> close(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                   const std::string& reason) {
  const auto& conversation = draft.conversation();
  if (auto checked = check(conversation, epoch); !checked) return checked;
  if (conversation.status == Status::assigned && !is_owner(conversation, agent)) {
    return taken_by(conversation);
  }
  if (conversation.status == Status::closed) return Done{};
  draft.add(actor_of(agent), Closed{reason});
  return Done{};
}

}  // namespace frontdesk
