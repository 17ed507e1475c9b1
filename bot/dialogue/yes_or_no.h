// SPDX-License-Identifier: MIT
#pragma once
// A plain yes or no, in the languages that the bot speaks out of the box.
//
// The whole sentence has to be one: words of agreement or of refusal, politeness, and what repeats the
// question ("taip, grąžinkite" to "Grąžinti?"). A sentence that goes on with anything else is a sentence and
// no answer: "noriu grąžinti prekę" begins as a yes does, "no idea" as a no. Pure.

#include <optional>
#include <string>

namespace frontdesk {

/// `said` and `question` are folded (nlu/normalise.h). Nothing when it is neither, or both.
std::optional<bool> yes_or_no(const std::string& said, const std::string& question);

}  // namespace frontdesk
