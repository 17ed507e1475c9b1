// SPDX-License-Identifier: MIT
#pragma once
// Reading the visitor's answer to a step of a flow.

#include <optional>
#include <string>

#include "core/conversation.h"
#include "dialogue/brain.h"
#include "dialogue/decision.h"
#include "nlu/interpretation.h"

namespace frontdesk {

/// What was answered: the value for the shop, the label for people.
struct StepAnswer {
  std::string value;
  std::string label;
};

/// The answer in what was said, or nothing when it does not fit. A tap fits only its own step; a typed text
/// fits when it names a choice, holds an entity of the slot's type, or says yes or no.
std::optional<StepAnswer> read_answer(const Brain& brain, const Conversation& conversation,
                                      const Flow& flow, const Step& step, const Said& said,
                                      const Interpretation& meaning);

}  // namespace frontdesk
