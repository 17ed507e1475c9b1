// SPDX-License-Identifier: MIT
#pragma once
// Event streams: one conversation for whoever may see it, and the agents' list.
//
// Frames follow the HTML standard's server-sent events. A conversation's frame has `id:
// <generation>:<sequence>`, so a reader that comes back with it goes on where it was; one that comes with
// another database's generation gets the whole conversation again. A list's stream has no ids: it begins
// with `event: snapshot` every time, then `event: row` for each row that changed.

#include <memory>
#include <optional>
#include <string>

#include "http/front.h"
#include "http/wire.h"

namespace frontdesk {

/// The topic that wakes the readers of a conversation, and the one of the list.
std::string topic_of(const ConversationId& conversation);
inline constexpr char kListTopic[] = "list";

/// Where a reader wants to go on: "17" or "<generation>:17", in `after=` or in Last-Event-ID. 0 for
/// another generation or for what is neither.
Sequence position_of(const std::string& text, const std::string& generation);

std::unique_ptr<EventSource> conversation_stream(Conversations& conversations,
                                                 const ConversationId& id, Sequence after,
                                                 Reader reader, std::size_t chunk_bytes);

std::unique_ptr<EventSource> list_stream(Conversations& conversations, std::size_t chunk_bytes);

}  // namespace frontdesk
