// SPDX-License-Identifier: MIT
#pragma once
// An agent gives a conversation back to the bot, and says where it goes on.
//
// Pure, as desk and dialogue are, of which it is made: an agent's fact first, then what the bot does about it,
// in the new epoch and in one decision.

#include <string>
#include <vector>

#include "core/draft.h"
#include "desk/desk.h"
#include "dialogue/brain.h"

namespace frontdesk {

/// The flow that a conversation is in or was in when a person was called, and where it can be gone on with.
struct FlowPlace {
  struct Step {
    StepId id;
    std::string label;  // in the visitor's language
  };
  FlowId flow;
  StepId at;  // where it waits, or waited
  std::vector<Step> steps;
};

/// Nothing when it is in none and was in none, or when the content no longer has it.
std::optional<FlowPlace> flow_place(const Brain& brain, const Conversation& conversation);

/// desk's return_to_bot(). With a `step` of that flow, or of the one flow that has such a step, the bot goes on
/// there, with the slots as they are now. invalid: no such step; the message names those that there are.
Result<Done> give_back(const Brain& brain, Draft& draft, const AgentIdentity& agent, Epoch epoch,
                       const StepId& step);

}  // namespace frontdesk
