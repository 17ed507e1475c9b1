// SPDX-License-Identifier: MIT
#pragma once
// The handoff card as the console reads it: desk/handoff_card.h, written down. Inside http only.

#include "desk/handoff_card.h"
#include "http/wire_json.h"

namespace frontdesk::wire {

Json card_json(const HandoffCard& card);

}  // namespace frontdesk::wire
