// SPDX-License-Identifier: MIT
#pragma once
// What becomes of a conversation whose visitor has gone without a word: a pure decision.
//
// It is about visitors whom their agent has answered. One who waits for an answer is never put aside, warned
// or closed, however long it takes; nor is what its agent put on hold himself.

#include "core/draft.h"
#include "core/settings.h"

namespace frontdesk {

/// Frees the agent's place, tells the visitor that it will be closed, or closes it, as `settings` say for so
/// long a silence. No change while it is shorter, or when nobody has the conversation.
void look_at_silence(Draft& draft, const DeskSettings& settings);

}  // namespace frontdesk
