// SPDX-License-Identifier: MIT
#pragma once
// What must hold of a conversation's log, whoever came when and whatever failed.
//
// The judge folds the log by itself, apart from core/conversation.h, so that the two are held against each
// other: who has the conversation, in which epoch, and since when its visitor waits. It is a pure function of
// what the Store holds. A log that was erased has lost its words: it is judged as it was before.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/conversation.h"
#include "dialogue/brain.h"

namespace support {

using namespace frontdesk;  // NOLINT: a header of tests only

/// Every content that was ever live, by its version.
using Brains = std::map<std::string, std::shared_ptr<const Brain>>;

/// Reads one log from its first event to its last.
class HandoffRules {
 public:
  /// `ends` are the sequences that appends ended with.
  HandoffRules(const Brains& brains, const std::set<Sequence>& ends)
      : brains_(brains), ends_(ends) {}

  /// The first rule that the log breaks, with the place; "" when all hold.
  std::string broken(const std::vector<Event>& log) {
    for (std::size_t i = 0; i < log.size(); ++i) {
      const auto what = read(log, i);
      if (!what.empty()) {
        return what + " at " + std::to_string(i + 1) + " of " + log[i].conversation.value + " (" +
               std::string(type_of(log[i].fact)) + ")";
      }
    }
    return end_append();
  }

 private:
  std::string read(const std::vector<Event>& log, std::size_t i) {
    const auto& event = log[i];
    if (event.sequence != i + 1) return "a hole or a repeat in the sequences";
    if (event.cause >= event.sequence) return "caused by a later event";
    if (event.epoch != epoch_ + (raises_epoch(event.fact) ? 1 : 0)) {
      return "not one epoch a change of hands";
    }
    if (!append_begun_) begin_append();

    std::string what = repeated(event);
    if (what.empty()) what = said(log, i);
    if (what.empty()) what = moved(log, i);
    if (what.empty()) what = by_whom(event);
    if (!what.empty()) return what;

    follow(event);
    apply(fold_, event);
    what = folded();
    if (what.empty() && ends_.contains(event.sequence)) what = end_append();
    return what;
  }

  // ---- Each thing once ----

  /// A client id of an author, an order of a call and its receipt.
  std::string repeated(const Event& event) {
    if (const auto* message = std::get_if<MessageAdded>(&event.fact)) {
      return once(message->author, message->client_id);
    }
    if (const auto* note = std::get_if<NoteAdded>(&event.fact)) {
      return once(Author::agent, note->client_id);
    }
    if (const auto* call = std::get_if<CallRequested>(&event.fact)) {
      return ordered_.insert(call->key).second ? "" : "the same call was ordered twice";
    }
    if (const auto* returned = std::get_if<CallReturned>(&event.fact)) {
      if (!ordered_.contains(returned->key)) return "a call returned that nobody ordered";
      return returned_.insert(returned->key).second ? "" : "the same call returned twice";
    }
    return "";
  }
  std::string once(Author author, const std::string& client_id) {
    if (client_id.empty()) return "";
    return sent_.emplace(author, client_id).second ? "" : "a message stands there twice";
  }

  // ---- Who may speak ----

  std::string said(const std::vector<Event>& log, std::size_t i) {
    const auto* message = std::get_if<MessageAdded>(&log[i].fact);
    if (message == nullptr) return "";
    if (status_ == Status::closed) return "a message in a closed conversation";
    switch (message->author) {
      case Author::visitor: swallowed_ = status_ == Status::bot; return "";
      case Author::agent:
        return status_ == Status::assigned && log[i].actor.id == owner_.value
                   ? ""
                   : "an agent wrote who does not have the conversation";
      case Author::bot: return bot_said(log, i, *message);
    }
    return "";
  }

  std::string bot_said(const std::vector<Event>& log, std::size_t i, const MessageAdded& message) {
    swallowed_ = false;
    bot_spoke_ = true;
    if (!message.decision || message.decision->because.empty()) return "the bot gave no reason";
    const auto brain = brains_.find(log[i].content_version);
    if (brain == brains_.end()) return "the bot spoke from content that never was";
    const auto* next = i + 1 < log.size() ? &log[i + 1].fact : nullptr;
    const bool moves = next != nullptr && (std::holds_alternative<HandoffRequested>(*next) ||
                                           std::holds_alternative<WentOffline>(*next));
    const bool listed =
        status_ == Status::offline && i > 0 && std::holds_alternative<ContactLeft>(log[i - 1].fact);
    if (message.decision->action == Action::handoff) {
      if (listed) return "";  // he left an address and is where somebody will see it
      return moves && !ends_.contains(log[i].sequence) && !waits_long(*next)
                 ? ""
                 : "the bot promised a person, and called none";
    }
    if (status_ == Status::bot) return "";
    const auto* intent = brain->second->catalog.find_intent(message.decision->intent);
    const bool safe = intent != nullptr && intent->safe_while_waiting;
    return waits() && safe ? "" : "the bot spoke out of its turn";
  }

  /// Who waits already is not told a second time that he is put into the queue.
  [[nodiscard]] bool waits_long(const Fact& next) const {
    return waits() && std::holds_alternative<HandoffRequested>(next);
  }

  /// Facts of the bot's own work, and what an agent may do only with what is his.
  std::string by_whom(const Event& event) {
    const bool speech = std::holds_alternative<MessageAdded>(event.fact);
    const bool ends_flow = std::holds_alternative<FlowEnded>(event.fact);
    const bool listed =
        std::holds_alternative<WentOffline>(event.fact) && status_ == Status::queued;
    if (event.actor.kind == ActorKind::bot && !speech && !ends_flow && !listed &&
        status_ != Status::bot) {
      return "the bot worked behind a person's back";
    }
    if (std::holds_alternative<CallRequested>(event.fact)) swallowed_ = false;
    if (std::holds_alternative<CallReturned>(event.fact)) answers_ = true;
    if (std::holds_alternative<ContactLeft>(event.fact)) answers_ = true;
    return "";
  }

  // ---- Who has it ----

  std::string moved(const std::vector<Event>& log, std::size_t i) {
    const auto& event = log[i];
    const bool agents = event.actor.kind == ActorKind::agent;
    const bool owners = status_ == Status::assigned && agents && event.actor.id == owner_.value;
    const auto& fact = event.fact;
    if (std::holds_alternative<HandoffRequested>(fact) ||
        std::holds_alternative<WentOffline>(fact)) {
      const auto* notice = i == 0 ? nullptr : std::get_if<MessageAdded>(&log[i - 1].fact);
      const bool told = notice != nullptr && notice->author == Author::bot && notice->decision &&
                        notice->decision->action == Action::handoff && !ends_.contains(i);
      const bool given_up = status_ == Status::assigned && event.actor.kind == ActorKind::system;
      if (!told && !given_up) return "the visitor was not told that he waits";
      if (status_ == Status::assigned && !given_up) return "an agent's was queued";
      if (status_ == Status::closed) return "what is over was queued";
    } else if (const auto* joined = std::get_if<AgentJoined>(&fact)) {
      // A leader's own doing; CareRules says who leads.
      const bool seized = agents && event.actor.id == joined->agent.value;
      if (status_ == Status::assigned && !seized) return "two agents have it";
      if (joined->agent.empty()) return "nobody joined";
    } else if (std::holds_alternative<Transferred>(fact)) {
      if (!owners) return "an agent gave away what is not his";
    } else if (std::holds_alternative<Requeued>(fact)) {
      if (status_ != Status::assigned) return "put back what nobody has";
    } else if (std::holds_alternative<ReturnedToBot>(fact)) {
      const bool left = status_ == Status::queued && event.actor.kind == ActorKind::visitor;
      if (!owners && !left) {
        return "given back to the bot by who does not have it";
      }
    } else if (std::holds_alternative<Closed>(fact)) {
      if (status_ == Status::closed) return "closed twice";
      if (status_ == Status::assigned && !owners) return "an agent closed what is not his";
    } else if (std::holds_alternative<Reopened>(fact)) {
      const auto* next = i + 1 < log.size() ? std::get_if<MessageAdded>(&log[i + 1].fact) : nullptr;
      if (status_ != Status::closed) return "opened again what was open";
      if (next == nullptr || next->author != Author::visitor || ends_.contains(event.sequence)) {
        return "opened again by nobody's message";
      }
    }
    return "";
  }

  void follow(const Event& event) {
    const auto& fact = event.fact;
    epoch_ = event.epoch;
    const auto to = [&](Status status) {
      status_ = status;
      owner_ = {};
    };
    if (std::holds_alternative<HandoffRequested>(fact)) {
      if (!waits()) place_ = event.at;
      to(Status::queued);
    } else if (std::holds_alternative<WentOffline>(fact)) {
      if (!waits() && status_ != Status::assigned) place_ = event.at;
      answers_ = true;
      to(Status::offline);
    } else if (const auto* joined = std::get_if<AgentJoined>(&fact)) {
      if (!waits() && status_ != Status::assigned) place_ = event.at;
      to(Status::assigned);
      owner_ = joined->agent;
    } else if (std::holds_alternative<Transferred>(fact) ||
               std::holds_alternative<Requeued>(fact)) {
      to(Status::queued);
    } else if (std::holds_alternative<ReturnedToBot>(fact) ||
               std::holds_alternative<Reopened>(fact)) {
      to(Status::bot);
    } else if (std::holds_alternative<Closed>(fact)) {
      to(Status::closed);
    } else if (std::holds_alternative<ConversationStarted>(fact)) {
      answers_ = true;
    } else if (const auto* message = std::get_if<MessageAdded>(&fact)) {
      if (message->author == Author::visitor) answers_ = true;
    }
  }

  /// core/conversation.h says the same of who has it, and of the visitor's place.
  [[nodiscard]] std::string folded() const {
    if (fold_.status != status_ || fold_.owner != owner_) {
      return "the fold says that another has it";
    }
    if ((status_ == Status::assigned) != !owner_.empty()) return "owner and status differ";
    if (waits() != fold_.waiting_since.has_value()) return "waits since never, or for nobody";
    if (waits() && *fold_.waiting_since != place_) return "the visitor lost his place";
    if (status_ == Status::assigned && fold_.flow) return "a flow behind the agent's back";
    return "";
  }

  // ---- What is one append ----

  void begin_append() {
    append_begun_ = true;
    answers_ = bot_spoke_ = swallowed_ = false;
  }
  std::string end_append() {
    append_begun_ = false;
    if (bot_spoke_ && !answers_) return "the bot spoke twice to one message";
    if (swallowed_ && !(fold_.flow && fold_.flow->open_call)) {
      return "a visitor's message got no answer";
    }
    return "";
  }

  [[nodiscard]] bool waits() const {
    return status_ == Status::queued || status_ == Status::offline;
  }

  const Brains& brains_;
  const std::set<Sequence>& ends_;
  Conversation fold_;

  Status status_ = Status::bot;
  AgentId owner_;
  Epoch epoch_ = 0;
  Time place_;

  bool append_begun_ = false;
  bool answers_ = false;    // there is in this append what the bot may answer
  bool bot_spoke_ = false;  // in this append
  bool swallowed_ = false;  // a visitor spoke to the bot in this append, and nothing followed

  std::set<std::pair<Author, std::string>> sent_;
  std::set<std::string> ordered_;
  std::set<std::string> returned_;
};

}  // namespace support
