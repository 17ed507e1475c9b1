// SPDX-License-Identifier: MIT
#include "desk/desk.h"

#include "desk/care.h"
#include "desk/desk_rules.h"

namespace frontdesk {

Result<Done> take(Draft& draft, const AgentIdentity& agent, Epoch epoch) {
  const auto& conversation = draft.conversation();
  if (desk_rules::is_owner(conversation, agent)) return Done{};
  // Who comes second is told who was first, not that his number is old.
  if (conversation.status == Status::assigned) return desk_rules::taken_by(conversation);
  if (auto checked = desk_rules::check(conversation, epoch); !checked) return checked;
  desk_rules::join(draft, agent, agent);
  return Done{};
}

Result<Done> take_over(Draft& draft, const AgentIdentity& agent, Epoch epoch) {
  const auto& conversation = draft.conversation();
  if (desk_rules::is_owner(conversation, agent)) return Done{};
  if (auto checked = desk_rules::check(conversation, epoch); !checked) return checked;
  desk_rules::join(draft, agent, agent);
  return Done{};
}

Result<Done> answer(Draft& draft, const AgentIdentity& agent, Epoch epoch, const std::string& text,
                    const std::string& client_id, std::vector<ArticleLink> articles) {
  const auto& conversation = draft.conversation();
  if (desk_rules::waits(conversation) && conversation.epoch == epoch) {
    if (auto taken = take(draft, agent, epoch); !taken) return taken;
    epoch = draft.conversation().epoch;
  }
  if (auto checked = desk_rules::check_owner(draft.conversation(), agent, epoch); !checked)
    return checked;
  draft.add(desk_rules::actor_of(agent), MessageAdded{.author = Author::agent,
                                                      .text = text,
                                                      .language = draft.conversation().language,
                                                      .client_id = client_id,
                                                      .articles = std::move(articles)});
  return Done{};
}

Result<Done> note(Draft& draft, const AgentIdentity& agent, Epoch epoch, const std::string& text,
                  const std::string& client_id) {
  if (auto checked = desk_rules::check(draft.conversation(), epoch); !checked) return checked;
  draft.add(desk_rules::actor_of(agent), NoteAdded{text, client_id, agent.name});
  return Done{};
}

Result<Done> return_to_bot(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                           const StepId& step) {
  if (auto checked = desk_rules::check_owner(draft.conversation(), agent, epoch); !checked)
    return checked;
  draft.add(desk_rules::actor_of(agent), ReturnedToBot{step});
  return Done{};
}

Result<Done> close(Draft& draft, const AgentIdentity& agent, Epoch epoch, const std::string& reason,
                   const Closing& closing) {
  const auto& conversation = draft.conversation();
  if (auto checked = desk_rules::check_not_a_colleagues(conversation, agent, epoch); !checked)
    return checked;
  if (conversation.status == Status::closed) return Done{};
  if (auto tagged = closing.tags ? tag(draft, agent, epoch, *closing.tags) : Result<Done>(Done{});
      !tagged) {
    return tagged;
  }
  if (closing.require_tag && draft.conversation().tags.empty()) {
    return Error{Code::invalid, "a conversation is closed with a tag; send 'tags'"};
  }
  draft.add(desk_rules::actor_of(agent), Closed{reason});
  return Done{};
}

}  // namespace frontdesk
