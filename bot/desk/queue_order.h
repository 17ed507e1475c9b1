// SPDX-License-Identifier: MIT
#pragma once
// Who is served before whom: the one order of a queue, for those who serve it and for those who wait in it.
//
// Priority first; then by when an answer was promised, and that counts from the place in the queue, so that
// nothing that happens to somebody who waits lets him fall behind who came later; then the place itself, then
// the id. Values; any thread may call any function.

#include <optional>

#include "core/catalog.h"

namespace frontdesk {

struct QueuePlace {
  int priority = 1;  // the higher is served first
  std::optional<Time>
      due;     // nothing: nothing was promised, and whoever was promised something comes first
  Time since;  // Conversation::queue_since
  ConversationId conversation;
};

/// The order in which the queue is served.
bool is_before(const QueuePlace& a, const QueuePlace& b);

/// When who waits since then was promised an answer; nothing where the team promises none, or is null.
std::optional<Time> due_of(const Team* team, Time since);

}  // namespace frontdesk
