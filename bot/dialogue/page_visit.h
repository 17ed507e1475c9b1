// SPDX-License-Identifier: MIT
#pragma once
// The visitor goes on to another page of the site while his conversation lives: a fact that agents see. The
// bot says nothing to it.

#include "core/draft.h"

namespace frontdesk {

/// More pages of one conversation are not remembered.
inline constexpr int kMostPagesSeen = 200;

/// Adds `seen`, unless the page that he is on says the same already. Adds nothing to a conversation that is
/// closed, and nothing more to one that is full.
void take_page(Draft& draft, const PageSeen& seen);

}  // namespace frontdesk
