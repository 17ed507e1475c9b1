// SPDX-License-Identifier: MIT
#pragma once
// What is known of a conversation: the fold of its events.
//
// Plain values and total functions; no clock, no lock, no I/O. The same events always fold to the same
// Conversation, on every node and in every version that knows their types.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"

namespace frontdesk {

/// Who has it. Every change is a fact that raises the epoch.
enum class Status {
  bot,       // the bot answers
  queued,    // waits for a person within office hours
  assigned,  // an agent has it, and the bot is silent
  offline,   // waits for a person outside office hours, or after the waiting limit
  closed,    // over, until the visitor writes again
};
std::string_view name_of(Status status);

/// A flow in progress. It goes on with the content it began with.
struct FlowState {
  FlowId flow;
  StepId step;                  // where it waits
  std::string content_version;  // it began with
  std::map<std::string, std::string> slots;
  int refused = 0;                         // answers refused at this step
  std::optional<CallRequested> open_call;  // not yet returned
  std::string then = {};                   // the intent to offer when it is done, or empty
};

/// Who is asked to take it now.
struct Asked {
  std::vector<AgentId> agents;
  Time until;
  friend bool operator==(const Asked&, const Asked&) = default;
};

/// A visitor's place in the queue is the moment in which a person was called for him: when what the bot had,
/// or nobody, came into a queue, to the offline list or to an agent. Wherever it goes from there he keeps
/// it: from list to list, to an agent and back, to another team or agent. It ends when the bot has the
/// conversation again or it is closed; who calls a person after that has a new one.
struct Conversation {
  ConversationId id;
  ContactId contact;
  InboxId inbox;
  Status status = Status::bot;
  bool erased = false;
  AgentId owner;  // set exactly while assigned
  std::string owner_name;
  TeamId team;                 // asked for at the last handoff or transfer
  AgentId last_agent;          // who had it last, or has it
  std::optional<Asked> asked;  // while somebody is asked
  std::set<AgentId> missed;    // who let it ring, in this round
  AgentId sent_on_by;          // while it waits after a transfer: who does not want it back
  bool on_hold = false;        // put aside by its owner; his place is free
  std::optional<Time> hold_until;
  bool idle = false;                   // on hold because the visitor was silent, not by his agent
  std::optional<Time> closing_at;      // announced; until somebody writes
  std::optional<Time> promised_until;  // in this wait: when a person comes at the latest
  std::optional<Time> answer_by;       // promised when nobody was there; until a person answers
  int priority = 1;                    // 0 low, 1 normal, 2 high, 3 urgent
  std::vector<std::string> tags;
  std::optional<ContactLeft> contact_left;  // the last one
  Epoch epoch = 0;
  Sequence last = 0;
  std::string language;
  std::string channel;
  std::string page;      // where the visitor is, as far as his client said
  std::string referrer;  // where he came from at first
  std::map<std::string, std::string>
      attributes;      // what his pages know; of products the last page's
  int pages_seen = 0;  // since he began
  Time started_at;
  Time updated_at;

  std::optional<FlowState> flow;
  std::optional<FlowState>
      left_flow;  // that ended because a person was called: he may have it gone on with
  std::map<std::string, std::string>
      slots;  // every slot ever filled, with its label, for the handoff card
  std::map<std::string, std::string>
      told;                         // the same as it was filled last, whatever a call said since
  int misunderstood = 0;            // "did you mean" in a row, without an answer in between
  std::vector<QuickReply> offered;  // by the bot's last words: what a choice may be

  HandoffReason handoff_reason = HandoffReason::asked_for_person;
  std::string handoff_detail;
  std::optional<Time> waiting_since;     // while queued or offline: queue_since
  Time queue_since;                      // his place, see below
  std::optional<Time> unanswered_since;  // the first visitor's message that no person has answered
  Sequence last_visitor_message = 0;
  Time last_message_at;   // anybody's
  std::string last_text;  // the last message anybody said
  Author last_author = Author::visitor;
  std::string topic;           // the last intent the bot was sure of or guessed
  std::set<ArticleId> opened;  // articles that the visitor opened
  std::set<ArticleId> rated;   // articles of which he said whether they helped
};

/// Whether a page's attribute is about a product that it shows: `product`, `product_price`, `product2` ...
bool is_of_product(std::string_view attribute);

/// Adds one event. Events come in order; one that does not follow `conversation.last` is a programming
/// error and is ignored.
void apply(Conversation& conversation, const Event& event);

Conversation fold(std::span<const Event> events);

/// What the visitor may see of an event: nothing, or the event without reasons and without what is for
/// agents only. The one privacy gate: everything that leaves towards a visitor passes here.
std::optional<Event> visible_to_visitor(const Event& event);

}  // namespace frontdesk
