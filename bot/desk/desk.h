// SPDX-License-Identifier: MIT
#pragma once
// What an agent may do with a conversation: pure decisions, as dialogue's are for the bot.
//
// Every command names the epoch that the agent saw. An older one means that the conversation has changed
// hands since: `conflict`, nothing is added, and the agent looks again. Together with the Store's
// compare-and-append this is why no two agents can own one conversation, and why the bot cannot speak after
// a person took over.
//
// Here stand the commands that decide who has a conversation; transfer.h hands it on, care.h looks after it,
// training.h says what the bot should have done.

#include <optional>
#include <string>
#include <vector>

#include "core/draft.h"
#include "core/result.h"

namespace frontdesk {

/// Who acts.
struct AgentIdentity {
  AgentId id;
  std::string name;
};

/// The agent has it from now on. Taking what one already has is no change and no error.
/// conflict: stale epoch, or another agent has it. not_found: erased.
Result<Done> take(Draft& draft, const AgentIdentity& agent, Epoch epoch);

/// The same from a colleague who has it: for whoever leads the desk.
Result<Done> take_over(Draft& draft, const AgentIdentity& agent, Epoch epoch);

/// A message to the visitor. A waiting conversation is taken by it.
/// conflict: stale epoch, or the conversation is not this agent's.
Result<Done> answer(Draft& draft, const AgentIdentity& agent, Epoch epoch, const std::string& text,
                    const std::string& client_id, std::vector<ArticleLink> articles = {});

/// A note that only agents see; whoever has the conversation.
Result<Done> note(Draft& draft, const AgentIdentity& agent, Epoch epoch, const std::string& text,
                  const std::string& client_id);

/// The bot answers again. Only who has it may give it back.
Result<Done> return_to_bot(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                           const StepId& step);

/// What goes with a closing.
struct Closing {
  std::optional<std::vector<std::string>>
      tags;                  // in place of those that it has; nothing: they stay
  bool require_tag = false;  // without any tag it is not closed: invalid
};

/// It is over. Who has it, or anybody while nobody has it.
Result<Done> close(Draft& draft, const AgentIdentity& agent, Epoch epoch, const std::string& reason,
                   const Closing& closing = {});

}  // namespace frontdesk
