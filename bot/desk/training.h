// SPDX-License-Identifier: MIT
#pragma once
// What agents teach the bot while they work: what they made of its suggestions, and what a message meant.
//
// Pure; epochs and errors as in desk.h. These are facts for authors, and change nothing of a conversation.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "desk/desk.h"

namespace frontdesk {

/// The bot's suggestion was sent as it is, sent in other words, or turned down. Once a message and outcome.
/// invalid: `judged.message` is no visitor's message, or a word that is none of the fact's.
Result<Done> judge_suggestion(Draft& draft, std::span<const std::shared_ptr<const Event>> log,
                              const AgentIdentity& agent, Epoch epoch,
                              const SuggestionJudged& judged);

/// "This message was about INTENT"; empty: about nothing that the bot is for.
/// invalid: `message` is no visitor's message.
Result<Done> mark_intent(Draft& draft, std::span<const std::shared_ptr<const Event>> log,
                         const AgentIdentity& agent, Epoch epoch, Sequence message,
                         const std::string& intent);

/// A message that somebody marked: a row of the authors' review list.
struct IntentMark {
  ConversationId conversation;
  Sequence message = 0;
  std::string text;
  std::string language;
  std::string intent;  // as it was marked, last
  std::string was;     // what the bot took it for, or empty
  std::string by;      // the agent's id
  Time at;
};

/// The marks of one conversation, the newest first, each message once. `log` are all of its facts.
std::vector<IntentMark> marks_of(std::span<const std::shared_ptr<const Event>> log);

}  // namespace frontdesk
