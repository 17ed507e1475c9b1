// SPDX-License-Identifier: MIT
#pragma once
// What an agent does about a conversation beside writing in it: puts it aside, sorts it, corrects what the
// visitor told. Pure; epochs and errors as in desk.h. What is so already is no change and no error.

#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"

namespace frontdesk {

inline constexpr int kHighestPriority = 3;  // 1 is normal

/// Put aside by who has it: it takes no place of his until the visitor writes, `until` comes, or he takes it
/// up again. Another `until` replaces the earlier one. invalid: `until` is not ahead.
Result<Done> hold(Draft& draft, const AgentIdentity& agent, Epoch epoch, std::optional<Time> until);

/// Taken up again by who has it.
Result<Done> resume(Draft& draft, const AgentIdentity& agent, Epoch epoch);

/// The whole new list, without repeats; whoever has the conversation.
Result<Done> tag(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                 std::vector<std::string> tags);

/// 0 to 3; whoever has the conversation. invalid: another number.
Result<Done> set_priority(Draft& draft, const AgentIdentity& agent, Epoch epoch, int priority);

/// What the visitor told a flow, corrected by who has the conversation, or by anybody while nobody has it.
/// `label` is the value as a person reads it, where that is another text.
Result<Done> correct_slot(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                          const std::string& slot, const std::string& value,
                          const std::string& label = "");

}  // namespace frontdesk
