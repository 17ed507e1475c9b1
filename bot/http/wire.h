// SPDX-License-Identifier: MIT
#pragma once
// Facts, rows and cards as clients read them: the JSON of openapi.yaml, written here and nowhere else.
//
// Text in, text out: no JSON type leaves this file. What a visitor reads has passed visible_to_visitor
// before it is written.

#include <memory>
#include <string>
#include <vector>

#include "core/store.h"
#include "dialogue/brain.h"
#include "service/conversations.h"
#include "service/lookups.h"
#include "service/open_list.h"
#include "service/queue.h"

namespace frontdesk {

/// Whose view: a visitor sees what visible_to_visitor lets pass, an agent everything.
enum class Reader { visitor, agent };

/// One event as this reader may see it, with the sequence of the one before it that he may see.
struct ShownEvent {
  Event event;
  Sequence previous = 0;
};

/// The events of a log after `after` that the reader may see, at most `limit`.
std::vector<ShownEvent> shown_events(const std::vector<std::shared_ptr<const Event>>& events,
                                     Sequence after, Reader reader, std::size_t limit = 500);

std::string event_json(const ShownEvent& shown, Reader reader);

/// {"last": N, "events": [...]} with `extra` (": "-joined members, or empty) in front.
std::string events_json(Sequence last, const std::vector<ShownEvent>& events, Reader reader,
                        const std::string& extra = "");

/// {"ahead": 2, "likely": 180, "most": 360, "promised": "2026-...", "late": false}
std::string place_json(const Place& place);

/// A row of the agents' list. `brain` gives a topic its label; `reader` may be asked to take it.
std::string row_json(const Summary& row, const Brain& brain, const AgentId& reader);

/// {"conversations": [...]}
std::string rows_json(const std::vector<Summary>& rows, const Brain& brain, const AgentId& reader);

/// The same with "cut": ["offline", ...], statuses of which only the newest rows are there; without it the list
/// is whole.
std::string open_list_json(const OpenList& list, const Brain& brain, const AgentId& reader);

/// The rows of a search over conversations, each with the piece of text that was found.
std::string found_rows_json(const std::vector<FoundConversation>& found, const Brain& brain,
                            const AgentId& reader);

/// {"epoch", "status", "last"}: where a conversation is after a command.
std::string commanded_json(const Conversation& conversation);

/// {"card"}: the card of what an agent opens.
std::string card_only_json(const Log& log, const Brain& brain, const AgentAccount& reader);

/// What an agent opens: status, epoch, last, card, events.
std::string conversation_json(const Log& log, const Brain& brain, const AgentAccount& reader);

/// The widget's configuration before there is a conversation.
std::string widget_json(const Brain& brain, bool open);

/// What the agents' search found.
struct AgentHit {
  Hit hit;
  bool agents_only = false;  // no visitor may see it
};

/// {"articles": [...]} for the agents' search.
std::string hits_json(const std::vector<AgentHit>& hits);

/// {"articles": [...]} for visitors: links, each with its language.
std::string found_json(const std::vector<Hit>& hits);

/// {"error": {...}} with what the conversation is now: the answer to a stale epoch.
std::string conflict_json(const Error& error, const Conversation& conversation);

/// {"name": "value", ...} of texts.
std::string object_json(const std::vector<std::pair<std::string, std::string>>& members);

/// A text as a JSON string, with quotes.
std::string quoted(const std::string& text);

}  // namespace frontdesk
