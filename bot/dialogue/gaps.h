// SPDX-License-Identifier: MIT
#pragma once
// Questions that the bot could not answer: what an author writes an article or an intent for next.
//
// Pure: read from the facts of conversations, so an erasure takes a question from here too.

#include <span>
#include <string>
#include <vector>

#include "core/event.h"

namespace frontdesk {

/// One question, however often it was asked.
struct Gap {
  /// How it ended.
  enum class Kind {
    not_understood,   // the bot asked back, and nothing that it offered was meant
    handed_off,       // a person was called, because nothing was sure
    article_no_help,  // an article answered, and the visitor said that it did not help
  };
  Kind kind = Kind::not_understood;
  std::string question;  // as it was asked last
  std::string language;
  ArticleId article;  // for article_no_help
  int times = 1;
  Time last;                    // when it was asked last
  ConversationId conversation;  // where it was asked last
};
std::string_view name_of(Gap::Kind kind);

/// The gaps of one conversation, in order. `events` are all of its facts. A "did you mean" whose label was
/// tapped is no gap.
std::vector<Gap> gaps_of(std::span<const Event> events);

/// Equal questions (whatever their accents, case and punctuation) of one language and kind as one, the most
/// asked first, then the latest.
std::vector<Gap> merge_gaps(std::vector<Gap> gaps);

}  // namespace frontdesk
