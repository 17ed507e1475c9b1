// SPDX-License-Identifier: MIT
#pragma once
// What can happen in a conversation.
//
// A conversation is an append-only list of events. An Event is an envelope (where, when, by whom, because
// of what) around one Fact; a Fact is a plain value in the past tense. Everything else that is known of a
// conversation is a fold of this list (conversation.h).
//
// Facts are stored as (type, version, JSON body), where type is `type_of(fact)`. A fact of an unknown type
// or of a newer version loads as Unknown and folds to nothing, so two versions of the program can run side
// by side. A changed meaning is a new type, never a new reading of an old one.

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/ids.h"

namespace frontdesk {

/// Who wrote a message.
enum class Author { visitor, bot, agent };

/// Who caused an event. `id` is empty for bot and system, the contact or the agent otherwise.
enum class ActorKind { visitor, bot, agent, system };
struct Actor {
  ActorKind kind = ActorKind::system;
  std::string id;
  friend bool operator==(const Actor&, const Actor&) = default;
};

std::string_view name_of(Author author);
std::string_view name_of(ActorKind kind);

/// An answer that the visitor can give with one tap. `choice` is what comes back, `label` what is shown.
struct QuickReply {
  std::string choice;
  std::string label;
  friend bool operator==(const QuickReply&, const QuickReply&) = default;
};

/// An article as it stands under a message.
struct ArticleLink {
  ArticleId id;
  std::string title;
  std::string url;      // of the section, where its page's id is known
  std::string snippet;  // plain text; words that answer stand between U+E000 and U+E001
  std::string section;
  std::string review_by;      // YYYY-MM-DD or empty
  std::string reviewed = {};  // YYYY-MM-DD or empty
  std::string anchor = {};    // of the section's heading in the article, or empty
  friend bool operator==(const ArticleLink&, const ArticleLink&) = default;
};

/// A file that came with a message. The bytes are never in the log.
struct Attachment {
  std::string id;
  std::string name;
  std::string type;
  std::uint64_t size = 0;
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// What the bot may do with a message.
enum class Action { answer, flow, articles, clarify, handoff };
std::string_view name_of(Action action);

/// Why the bot did what it did. Stored with every bot message, shown to agents and authors, never to
/// visitors.
struct Decision {
  Action action = Action::answer;
  std::string intent;     // empty when none was sure
  double confidence = 0;  // 0..1 of that intent, or of the best one when none was sure
  double threshold = 0;   // what the confidence was held against; 0 where nothing was measured
  std::string rule;       // id of the rule that decided, or empty
  std::vector<ArticleId> articles;
  std::string because;  // one sentence, in English, for agents and authors
  friend bool operator==(const Decision&, const Decision&) = default;
};

/// Why a person is needed.
enum class HandoffReason { asked_for_person, not_understood, intent, flow, error, offered };
std::string_view name_of(HandoffReason reason);

// ---- Facts ------------------------------------------------------------------------------------------

/// The first fact of every conversation.
struct ConversationStarted {
  ContactId contact;
  InboxId inbox;
  std::string language;  // of the page
  std::string page;
  std::string referrer;
  std::map<std::string, std::string> attributes;  // what the page says about the visitor: unproven
  AgentId last_agent = {};  // who spoke with this contact before, in another conversation; or empty
  friend bool operator==(const ConversationStarted&, const ConversationStarted&) = default;
};

/// Somebody said something.
struct MessageAdded {
  Author author = Author::visitor;
  std::string text;
  std::string language;        // found in the text
  bool language_sure = false;  // sure enough to change the conversation's language
  std::string client_id;       // the sender's own name for it; empty for the bot
  std::string choice;          // the quick reply that was tapped, or empty
  std::vector<QuickReply> quick_replies;
  std::vector<ArticleLink> articles;
  std::vector<Attachment> attachments;
  std::optional<Decision> decision;  // always there when author is bot
  friend bool operator==(const MessageAdded&, const MessageAdded&) = default;
};

/// An agent wrote something for agents only.
struct NoteAdded {
  std::string text;
  std::string client_id;
  std::string name = {};  // of the agent
  friend bool operator==(const NoteAdded&, const NoteAdded&) = default;
};

/// The conversation waits for a person. Raises the epoch.
struct HandoffRequested {
  HandoffReason reason = HandoffReason::asked_for_person;
  TeamId team;
  std::string detail;  // one sentence for the agent
  friend bool operator==(const HandoffRequested&, const HandoffRequested&) = default;
};

/// An agent has it. Raises the epoch.
struct AgentJoined {
  AgentId agent;
  std::string name;
  std::string because = {};  // why routing gave it to him, for agents; empty when it was taken
  friend bool operator==(const AgentJoined&, const AgentJoined&) = default;
};

/// It went to another team, or straight to another agent (then AgentJoined follows). Raises the epoch.
struct Transferred {
  TeamId team;
  AgentId agent;
  std::string name;  // of the agent or team
  friend bool operator==(const Transferred&, const Transferred&) = default;
};

/// Back into the queue at its old place, because its agent is gone. Raises the epoch.
struct Requeued {
  std::string reason;
  friend bool operator==(const Requeued&, const Requeued&) = default;
};

/// The bot answers again. Raises the epoch.
struct ReturnedToBot {
  StepId step;  // where a flow goes on, or empty
  friend bool operator==(const ReturnedToBot&, const ReturnedToBot&) = default;
};

/// Nobody is there to answer now: somebody will, later. Raises the epoch.
struct WentOffline {
  HandoffReason reason = HandoffReason::asked_for_person;
  TeamId team;
  std::string detail;
  std::optional<Time> answer_by = {};  // what the visitor is promised; nothing: no time
  friend bool operator==(const WentOffline&, const WentOffline&) = default;
};

/// Over, until the visitor writes again. Raises the epoch.
struct Closed {
  std::string reason;
  friend bool operator==(const Closed&, const Closed&) = default;
};

/// The visitor wrote after it was closed; the bot answers. Raises the epoch.
struct Reopened {
  friend bool operator==(const Reopened&, const Reopened&) = default;
};

/// The visitor's personal data is gone, from every earlier fact too. Nothing follows. Raises the epoch.
struct Erased {
  friend bool operator==(const Erased&, const Erased&) = default;
};

/// A guided flow began. It is finished with the content it began with, or begun anew.
struct FlowStarted {
  FlowId flow;
  std::string then = {};  // the intent that the same message asked for too, or empty
  std::map<std::string, std::string> slots =
      {};  // that it has from the start: gone on with by an agent's wish
  friend bool operator==(const FlowStarted&, const FlowStarted&) = default;
};

/// The flow stands at this step and waits for the visitor or for a call.
struct StepEntered {
  StepId step;
  friend bool operator==(const StepEntered&, const StepEntered&) = default;
};

/// A slot of the flow has a value.
struct SlotFilled {
  std::string slot;
  std::string value;
  std::string label;  // as a person would read it
  friend bool operator==(const SlotFilled&, const SlotFilled&) = default;
};

/// The visitor's answer did not fit the step.
struct AnswerRefused {
  StepId step;
  friend bool operator==(const AnswerRefused&, const AnswerRefused&) = default;
};

/// The flow is over: `done`, `stopped` by the visitor, `left` for another intent, `handoff` or `error`.
struct FlowEnded {
  std::string outcome;
  friend bool operator==(const FlowEnded&, const FlowEnded&) = default;
};

/// A flow needs an answer from a shop's API. The service makes the call, with `key` as its
/// Idempotency-Key, as often as it takes: after a crash it finds this fact without its CallReturned.
struct CallRequested {
  std::string key;  // conversation:sequence:step
  StepId step;
  std::string method;
  std::string url;
  std::map<std::string, std::string> body;  // sent as one flat JSON object; empty sends none
  std::map<std::string, std::string> save;  // slot -> JSON pointer into the answer
  std::chrono::milliseconds timeout{5000};
  friend bool operator==(const CallRequested&, const CallRequested&) = default;
};

/// What came of it. `status` 0 means that no answer came at all. The flow reads it as slot "call_status".
struct CallReturned {
  std::string key;
  int status = 0;
  std::map<std::string, std::string> saved;  // slot -> value
  std::string error;
  friend bool operator==(const CallReturned&, const CallReturned&) = default;
};

/// The visitor chose a language.
struct LanguageChanged {
  std::string language;
  friend bool operator==(const LanguageChanged&, const LanguageChanged&) = default;
};

/// The visitor said whether an article that answered him did help.
struct ArticleRated {
  ArticleId article;
  std::string language;  // of the article
  bool helped = false;
  friend bool operator==(const ArticleRated&, const ArticleRated&) = default;
};

/// The visitor opened an article. Once an article of a conversation, however often he opens it.
struct ArticleOpened {
  ArticleId article;
  std::string language;  // of the article
  std::string title;     // as it was then
  std::string from;      // "message" it stood under, "search", or "link": its own page was opened
  friend bool operator==(const ArticleOpened&, const ArticleOpened&) = default;
};

/// The visitor went on to another page of the site.
struct PageSeen {
  std::string page;                               // its address, or what it calls itself
  std::map<std::string, std::string> attributes;  // what it knows, as ConversationStarted's
  friend bool operator==(const PageSeen&, const PageSeen&) = default;
};

/// Routing asks these agents to take it, until then; whoever was asked before and is not among them has let
/// it ring. Without agents nobody is asked any more.
struct AgentsAsked {
  std::vector<AgentId> agents;
  Time until;
  bool again = false;   // everybody has let it ring: a new round
  std::string because;  // one sentence, in English, for supervisors
  friend bool operator==(const AgentsAsked&, const AgentsAsked&) = default;
};

/// Its agent puts it aside: he keeps it, and his place is free for another until the visitor writes.
struct PutOnHold {
  std::optional<Time> until;  // when he wants to be reminded
  friend bool operator==(const PutOnHold&, const PutOnHold&) = default;
};

/// No longer put aside.
struct Resumed {
  friend bool operator==(const Resumed&, const Resumed&) = default;
};

/// Where the visitor wants to be answered, because nobody was there or he did not want to wait.
struct ContactLeft {
  std::string email;  // or phone, or both
  std::string phone;
  std::string name;
  std::string question;
  friend bool operator==(const ContactLeft&, const ContactLeft&) = default;
};

/// The tags that it has from now on, by id.
struct Tagged {
  std::vector<std::string> tags;
  friend bool operator==(const Tagged&, const Tagged&) = default;
};

/// How urgent it is from now on.
struct PriorityChanged {
  int priority = 1;  // 0 low, 1 normal, 2 high, 3 urgent
  friend bool operator==(const PriorityChanged&, const PriorityChanged&) = default;
};

/// What an agent made of what the bot proposed to him.
struct SuggestionJudged {
  std::string kind;      // "answer", "article" or "step"
  Sequence message = 0;  // the visitor's message that it was for
  std::string intent;    // or empty
  ArticleId article;     // or empty
  std::string text;      // what was proposed
  std::string outcome;   // "accepted", "edited" or "rejected"
  std::string reason;    // why it was rejected, or empty
  friend bool operator==(const SuggestionJudged&, const SuggestionJudged&) = default;
};

/// An agent says what a visitor's message meant: a sample for authors to review.
struct IntentMarked {
  Sequence message = 0;
  std::string intent;  // empty: nothing that the bot is for
  friend bool operator==(const IntentMarked&, const IntentMarked&) = default;
};

/// What a visitor in the queue was told first of how long he waits at most. Once a wait.
struct WaitPromised {
  Time until;
  friend bool operator==(const WaitPromised&, const WaitPromised&) = default;
};

/// The visitor has been silent for long: it is closed then, unless he writes.
struct ClosingAnnounced {
  Time at;
  friend bool operator==(const ClosingAnnounced&, const ClosingAnnounced&) = default;
};

/// A fact from another version of this program: kept as it is, folds to nothing.
struct Unknown {
  std::string type;
  int version = 0;
  std::string body;  // JSON
  friend bool operator==(const Unknown&, const Unknown&) = default;
};

/// Any of them; the place in this list is never stored.
using AnyFact =
    std::variant<ConversationStarted, MessageAdded, NoteAdded, HandoffRequested, AgentJoined,
                 Transferred, Requeued, ReturnedToBot, WentOffline, Closed, Reopened, Erased,
                 FlowStarted, StepEntered, SlotFilled, AnswerRefused, FlowEnded, CallRequested,
                 CallReturned, LanguageChanged, ArticleRated, ArticleOpened, AgentsAsked, PutOnHold,
                 Resumed, ContactLeft, Tagged, PriorityChanged, SuggestionJudged, IntentMarked,
                 PageSeen, WaitPromised, ClosingAnnounced, Unknown>;

/// A fact. It is visited, asked and compared as the variant that it is; a struct of its own so that copying,
/// moving and destroying thirty kinds of facts is compiled once (event.cc) and not in each file that holds an
/// Event, which was a fifth of what a test file took to compile.
struct Fact : AnyFact {
  using AnyFact::AnyFact;
  Fact();
  Fact(const Fact& other);
  Fact(Fact&& other) noexcept;
  Fact& operator=(const Fact& other);
  Fact& operator=(Fact&& other) noexcept;
  ~Fact();
  friend bool operator==(const Fact& a, const Fact& b);
};

/// The name of a fact's type, the same in SQL, JSON and TypeScript: "message", "note",
/// "handoff_requested", "agent_joined", ... For Unknown its own.
std::string_view type_of(const Fact& fact);

/// The version of the body's layout that this program writes: 1 for every type so far.
int version_of(const Fact& fact);

/// Whether a fact changes hands, and so raises the epoch.
bool raises_epoch(const Fact& fact);

/// One entry of a conversation's log.
struct Event {
  ConversationId conversation;
  Sequence sequence = 0;
  Time at;
  Epoch epoch = 0;     // after this event
  Sequence cause = 0;  // the event that this one answers, or 0
  Actor actor;
  std::string channel;  // "web", ...
  std::string content_version;
  Fact fact;
  friend bool operator==(const Event&, const Event&) = default;
};

/// The same fact without anything that says who the visitor is or what was said. Total: a new fact type
/// does not compile until somebody has decided what is personal in it.
Fact without_personal_data(const Fact& fact);

}  // namespace frontdesk
