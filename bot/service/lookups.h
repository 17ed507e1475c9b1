// SPDX-License-Identifier: MIT
#pragma once
// What is looked up in the facts of many conversations: words, marks for authors, figures for a supervisor.
//
// Nothing but the facts is kept for it, so that an erasure leaves no copy of anybody's words; what has to be
// read is bounded instead, by a number of facts and by a time, whichever is reached first. These take from
// some milliseconds to about a second: for the side pool, never for the front's thread.

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "desk/board.h"
#include "desk/training.h"
#include "dialogue/handoff_reasons.h"
#include "service/conversations.h"

namespace frontdesk {

/// How far back words are looked for, and how many conversations are given.
inline constexpr std::chrono::days kSearchedDays{90};
inline constexpr std::size_t kSearchedFacts = 50'000;
inline constexpr std::size_t kMostFound = 50;

struct FoundConversation {
  Summary row;
  std::string snippet;
};

/// Conversations in which all words of `query` were said, the latest first. invalid: nothing to look for.
Result<std::vector<FoundConversation>> find_conversations(Conversations& conversations,
                                                          const std::string& query);

/// The newest marks of agents, at most 200; of erased visitors none.
Result<std::vector<IntentMark>> review_list(Conversations& conversations);

/// Why people were called, of the newest kCalls calls: the most frequent first, at most 100, each with its
/// newest three.
inline constexpr std::size_t kCalls = 500;
Result<std::vector<HandoffTally>> handoff_reasons(Conversations& conversations);

/// The last hour, of at most kSearchedFacts facts.
Result<Board> board_of(Conversations& conversations);

/// The facts of each conversation in which something happened at `since` or later, of the newest kSearchedFacts
/// facts.
Result<Done> each_recent(Conversations& conversations, Time since,
                         const std::function<void(std::span<const Event>)>& take);

/// The contact's conversations, the newest first, at most 100.
Result<std::vector<Summary>> history_of(Conversations& conversations, const ContactId& contact);

}  // namespace frontdesk
