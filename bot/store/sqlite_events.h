// SPDX-License-Identifier: MIT
#pragma once
// Reading events from a connection. Private to bot/store.

#include <optional>
#include <vector>

#include "core/event.h"
#include "store/sqlite.h"

namespace frontdesk {

/// The events of a conversation after `after`, oldest first, at most `limit` (nothing: all).
std::vector<Event> read_events(SqliteConnection& connection, const ConversationId& id,
                               Sequence after, std::optional<std::size_t> limit);

}  // namespace frontdesk
