// SPDX-License-Identifier: MIT
#pragma once
// Event streams: one conversation for whoever may see it, and the agents' list.
//
// Frames follow the HTML standard's server-sent events. A conversation's frame has `id:
// <generation>:<sequence>`, so a reader that comes back with it goes on where it was; one that comes with
// another database's generation gets the whole conversation again. A list's stream has no ids: it begins
// with `event: snapshot` every time, then `event: row` for each row that changed, and `event: desk` when
// somebody at the desk said something else of himself: what GET /desk answers is another.
//
// Between its events a conversation's stream tells signals (service/signals.h), frames without id. A visitor
// reads `event: waiting` {ahead, likely, most, nobody} while he is queued, and `event: typing` {name} and
// `event: seen` {last} of the agent who has it; an agent reads of the
// visitor and of colleagues `event: typing` {author, name}, of the visitor `event: seen` {last}, and
// `event: viewers` {names} when the colleagues who look on change. Nobody is told when typing ends: it ends
// by itself.

#include <memory>
#include <optional>
#include <string>

#include "http/list_rows.h"
#include "http/site.h"
#include "http/wire.h"

namespace frontdesk {

/// The topic that wakes the readers of a conversation, and the one of the list.
std::string topic_of(const ConversationId& conversation);
inline constexpr char kListTopic[] = "list";

/// Announced now and then while the server runs: an agent's stream that can still be read from is a sign that
/// he is there.
inline constexpr char kAgentsTopic[] = "agents";

/// `source`, read by this agent: whenever it is asked for more, he is there.
std::unique_ptr<EventSource> watched_stream(Presence& presence, AgentId agent,
                                            std::unique_ptr<EventSource> source);

/// What wakes the readers of a conversation's signals: streams, but nobody who waits for one answer.
std::string signals_topic_of(const ConversationId& conversation);

/// Where a reader wants to go on: "17" or "<generation>:17", in `after=` or in Last-Event-ID. 0 for
/// another generation or for what is neither.
Sequence position_of(const std::string& text, const std::string& generation);

/// `agent`: who reads, or nothing for the visitor; he looks on while the stream lives.
std::unique_ptr<EventSource> conversation_stream(const Site& site, const ConversationId& id,
                                                 Sequence after,
                                                 std::optional<LiveSignals::Viewer> agent);

/// The list as `reader` sees it: rows say whether he is asked to take them. `rows` may be shared by many.
std::unique_ptr<EventSource> list_stream(Conversations& conversations,
                                         std::shared_ptr<ListRows> rows, AgentId reader,
                                         std::size_t chunk_bytes);

}  // namespace frontdesk
