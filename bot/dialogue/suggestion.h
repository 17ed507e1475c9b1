// SPDX-License-Identifier: MIT
#pragma once
// The bot as a colleague: what it would have said to the message that an agent has still to answer.
//
// Pure, and nothing is said or changed: an agent sends it, changes it or turns it down, and that is a fact of
// its own (SuggestionJudged). The same brain and log give the same suggestion.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/conversation.h"
#include "dialogue/brain.h"

namespace frontdesk {

struct Suggestion {
  enum class Kind {
    answer,   // what an author wrote for the intent
    article,  // an article that answers, or may
    step,     // the question that a flow would ask next
  };
  Kind kind = Kind::answer;
  Sequence message = 0;  // the visitor's, that it answers
  std::string intent;    // empty when none was sure
  std::string text;
  std::vector<ArticleLink> articles;
  double confidence = 0;  // of the intent, or of the first article
  std::string because;
  std::string reviewed;  // YYYY-MM-DD of the first article, or empty
};
std::string_view name_of(Suggestion::Kind kind);

/// What the bot would say to the visitor's last message of an assigned conversation. Nothing when an agent
/// has answered it or judged a suggestion for it, when the bot would ask back or call a person, or when it
/// would have to call the shop first.
std::optional<Suggestion> suggest(const Brain& brain, const Conversation& conversation,
                                  std::span<const std::shared_ptr<const Event>> events, Time now);

/// What it would say, or would have said, to that message, whatever was said since; nothing when it is no
/// visitor's message.
std::optional<Suggestion> suggest_for(const Brain& brain, const Conversation& conversation,
                                      std::span<const std::shared_ptr<const Event>> events,
                                      Sequence message, Time now);

}  // namespace frontdesk
