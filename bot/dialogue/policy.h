// SPDX-License-Identifier: MIT
#pragma once
// What to do about a message: the order of thought.
//
// A message that says two things (Interpretation::parts) is answered part by part, where the bot may speak
// freely: answers first, then a flow, a person last. A second flow is offered when the first is done.
//
//   1. a person has it: the bot is silent (while the visitor waits, safe answers only)
//   2. a person was asked for: hand off
//   3. a flow is in progress: it gets the message, unless the message is surely about something else
//   4. "did this help" was answered: thank, or hand off
//   5. sure of an intent: what its author wrote; where that is articles that are gone, a good or likely
//      article that the search finds for the message, else a person
//   6. a good article: show it, and ask whether it helped
//   7. not understood twice, or "did you mean" was answered with no: hand off
//   8. otherwise: "did you mean", with a person one tap away
//
// Pure: the same brain, conversation and message give the same plan.

#include <vector>

#include "core/conversation.h"
#include "dialogue/brain.h"
#include "dialogue/decision.h"
#include "nlu/interpretation.h"

namespace frontdesk {

Plan decide(const Brain& brain, const Conversation& conversation, const Said& said,
            const Interpretation& meaning);

/// The same for a message that may say two things: what is to be done, in order; never empty.
std::vector<Plan> decide_all(const Brain& brain, const Conversation& conversation, const Said& said,
                             const Interpretation& meaning);

}  // namespace frontdesk
