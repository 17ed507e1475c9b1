// SPDX-License-Identifier: MIT
#pragma once
// Why the bot does what it does with a message: as JSON for scripts, as lines for people.

#include <nlohmann/json.hpp>
#include <string>

#include "dialogue/turn.h"
#include "nlu/nearest.h"

namespace frontdesk {

/// One message explained, as `explain` prints it: the keys of the manual, in their order.
nlohmann::ordered_json explanation_json(const Brain& brain, const NearestExamples& examples,
                                        const Explanation& explanation);

/// The same in a few lines, as `/why` of `chat` prints it; each ends with a newline.
std::string explanation_text(const Brain& brain, const NearestExamples& examples,
                             const Explanation& explanation);

}  // namespace frontdesk
