// SPDX-License-Identifier: MIT
#pragma once
// One turn of a conversation: from what a visitor said to the facts that follow. START READING HERE.
//
// Pure: the same brain, conversation, time and words give the same facts, so any conversation of the past
// can be replayed and new content tried on old traffic. When something inside throws, the turn is a
// handoff: whatever is wrong with the bot, the visitor gets a person and never an error.

#include <string>
#include <string_view>
#include <vector>

#include "core/draft.h"
#include "dialogue/brain.h"
#include "dialogue/decision.h"
#include "nlu/interpretation.h"

namespace frontdesk {

/// A text as it will be stored: valid UTF-8 in NFC, without control characters.
std::string clean_text(std::string_view text);

/// Begins a conversation: `started`, then the greeting with its quick replies. The draft must be empty.
void greet(const Brain& brain, Draft& draft, const ConversationStarted& started);

/// The visitor said something: adds his message and whatever the bot does about it.
void take_turn(const Brain& brain, Draft& draft, const Said& said);

/// A call that a flow waited for has returned: adds `returned` and goes on with the flow.
void take_call(const Brain& brain, Draft& draft, const CallReturned& returned, Sequence cause);

/// Nobody came within the waiting limit: says so, and moves the conversation to the offline list.
void stop_waiting(const Brain& brain, Draft& draft);

/// What is known of a conversation before a message of it is read.
Circumstances circumstances(const Brain& brain, const Conversation& conversation, Time now);

/// What the bot would understand and do, with nothing added: for `explain`.
struct Explanation {
  Interpretation meaning;
  std::vector<RuleReport> rules;  // every one that matches
  std::vector<Plan> plans;        // in order; never empty
};
Explanation explain(const Brain& brain, const Conversation& conversation, const Said& said,
                    Time now);

}  // namespace frontdesk
