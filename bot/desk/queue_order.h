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
  // Brain::answers_by from `since`; nothing: nothing was promised, and whoever was promised something comes
  // first.
  std::optional<Time> due;
  Time since;  // Conversation::queue_since
  ConversationId conversation;
};

/// The order in which the queue is served.
bool is_before(const QueuePlace& a, const QueuePlace& b);

}  // namespace frontdesk
