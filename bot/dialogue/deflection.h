// SPDX-License-Identifier: MIT
#pragma once
// Whether articles spared a person: counted so that it cannot flatter.
//
// An article answers when the bot gave it as the answer, or when the visitor opened one of those that were
// offered; an offer that nobody opened is no answer. One that answered has spared a person only when, within 24 hours of it, its reader was not handed to a
// person, did not ask the same again and did not say that it was no help. Views by themselves are not counted.

#include <chrono>
#include <span>

#include "core/event.h"

namespace frontdesk {

inline constexpr std::chrono::hours kDeflectionWindow{24};

struct Deflection {
  int answered = 0;  // questions that articles answered, with the window behind them at `now`
  int spared = 0;    // of those
  int pending = 0;   // answered less than 24 hours ago
};

/// Of the conversations of one contact: each span holds all facts of one of them.
Deflection deflection_of(std::span<const std::span<const Event>> conversations, Time now);

}  // namespace frontdesk
