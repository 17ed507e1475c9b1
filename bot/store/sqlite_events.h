// SPDX-License-Identifier: MIT
#pragma once
// Reading times and events from a connection. Private to bot/store.

#include <optional>
#include <vector>

#include "core/event.h"
#include "store/sqlite.h"

namespace frontdesk {

/// The time in a column of the row, or nothing.
inline std::optional<Time> maybe_time(const Rows& rows, int column) {
  const auto millis = rows.maybe_integer(column);
  return millis ? std::optional(from_millis(*millis)) : std::nullopt;
}

/// The events of a conversation after `after`, oldest first, at most `limit` (nothing: all).
std::vector<Event> read_events(SqliteConnection& connection, const ConversationId& id,
                               Sequence after, std::optional<std::size_t> limit);

}  // namespace frontdesk
