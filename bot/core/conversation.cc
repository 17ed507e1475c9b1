// SPDX-License-Identifier: MIT
#include "core/conversation.h"

#include "core/catalog.h"
#include "core/seeded_bugs.h"

namespace frontdesk {
namespace {

void resume(Conversation& conversation) {
  conversation.on_hold = conversation.idle = false;
  conversation.hold_until.reset();
}

void hand_over(Conversation& conversation, Status status) {
  conversation.status = status;
  if (status != Status::assigned) {
    conversation.owner = {};
    conversation.owner_name.clear();
  }
  if (status != Status::queued && status != Status::offline) conversation.waiting_since.reset();
  if (status == Status::bot || status == Status::closed) {
    conversation.unanswered_since.reset();
    conversation.answer_by.reset();
  }
  conversation.promised_until.reset();
  conversation.closing_at.reset();
  conversation.asked.reset();
  conversation.missed.clear();
  conversation.sent_on_by = {};
  resume(conversation);
}

/// Before a person is called for him, or comes uncalled.
void find_place(Conversation& conversation, Time at) {
  const bool anew = conversation.status == Status::bot || conversation.status == Status::closed;
  if (anew) conversation.queue_since = at;
}

void wait_for_person(Conversation& conversation, Status status, const TeamId& team,
                     HandoffReason reason, const std::string& detail, Time at) {
  find_place(conversation, at);
  hand_over(conversation, status);
  conversation.waiting_since = conversation.queue_since;
  conversation.team = team;
  conversation.handoff_reason = reason;
  conversation.handoff_detail = detail;
  if (!conversation.unanswered_since) conversation.unanswered_since = at;
}

/// At the place it had before.
void wait_again(Conversation& conversation, Time at) {
  hand_over(conversation, Status::queued);
  conversation.waiting_since = seeded(Bug::place) ? at : conversation.queue_since;
}

/// What each fact does to the fold. A fact without an overload here does not compile.
struct Folder {
  Conversation& now;
  const Event& event;

  void operator()(const ConversationStarted& fact) const {
    now.contact = fact.contact;
    now.inbox = fact.inbox;
    now.language = fact.language;
    now.page = fact.page;
    now.referrer = fact.referrer;
    now.attributes = fact.attributes;
    now.last_agent = fact.last_agent;
    now.channel = event.channel;
    now.started_at = event.at;
  }

  void operator()(const MessageAdded& fact) const {
    now.last_text = fact.text;
    now.last_author = fact.author;
    now.last_message_at = event.at;
    now.closing_at.reset();
    switch (fact.author) {
      case Author::visitor:
        now.last_visitor_message = event.sequence;
        resume(now);
        if (fact.language_sure && !fact.language.empty()) now.language = fact.language;
        if (now.status != Status::bot && !now.unanswered_since) now.unanswered_since = event.at;
        break;
      case Author::agent:
        now.unanswered_since.reset();
        now.answer_by.reset();
        now.offered.clear();
        break;
      case Author::bot:
        now.offered = fact.quick_replies;
        // What he asks while he waits is not what a person was asked for.
        if (!fact.decision || now.waiting_since) break;
        if (fact.decision->action == Action::clarify) {
          ++now.misunderstood;
        } else if (fact.decision->action != Action::handoff) {
          now.misunderstood = 0;
        }
        // Who asks for a person still wants what he wanted before.
        if (!fact.decision->intent.empty() && fact.decision->intent != kAskForPerson) {
          now.topic = fact.decision->intent;
        }
        break;
    }
  }

  void operator()(const NoteAdded&) const {}

  void operator()(const HandoffRequested& fact) const {
    wait_for_person(now, Status::queued, fact.team, fact.reason, fact.detail, event.at);
  }

  void operator()(const WentOffline& fact) const {
    wait_for_person(now, Status::offline, fact.team, fact.reason, fact.detail, event.at);
    now.answer_by = fact.answer_by;
  }

  void operator()(const AgentJoined& fact) const {
    find_place(now, event.at);
    hand_over(now, Status::assigned);
    now.owner = fact.agent;
    now.owner_name = fact.name;
    now.last_agent = fact.agent;
    now.offered.clear();
  }

  void operator()(const Transferred& fact) const {
    const AgentId sender = now.owner;
    wait_again(now, event.at);
    // Whoever sent it on does not want it back: he is asked when nobody else is there.
    now.last_agent = {};
    now.sent_on_by = sender;
    if (!fact.team.empty()) now.team = fact.team;
  }

  void operator()(const Requeued&) const {
    wait_again(now, event.at);
    if (!now.unanswered_since) now.unanswered_since = event.at;
  }

  void operator()(const ReturnedToBot&) const {
    hand_over(now, Status::bot);
    now.left_flow.reset();
    now.misunderstood = 0;
  }

  void operator()(const Closed&) const {
    hand_over(now, Status::closed);
    now.flow.reset();
    now.left_flow.reset();
    now.offered.clear();
    now.misunderstood = 0;
  }

  void operator()(const Reopened&) const { hand_over(now, Status::bot); }

  void operator()(const Erased&) const {
    hand_over(now, Status::closed);
    now.erased = true;
    now.flow.reset();
    now.left_flow.reset();
    now.slots.clear();
    now.told.clear();
    now.offered.clear();
    now.contact_left.reset();
  }

  void operator()(const FlowStarted& fact) const {
    now.flow = FlowState{.flow = fact.flow,
                         .content_version = event.content_version,
                         .slots = fact.slots,
                         .then = fact.then};
    now.left_flow.reset();
  }

  void operator()(const StepEntered& fact) const {
    if (!now.flow) return;
    now.flow->step = fact.step;
    now.flow->refused = 0;
  }

  void operator()(const SlotFilled& fact) const {
    if (now.flow) now.flow->slots[fact.slot] = fact.value;
    if (now.left_flow) now.left_flow->slots[fact.slot] = fact.value;
    const auto& label = fact.label.empty() ? fact.value : fact.label;
    now.slots[fact.slot] = now.told[fact.slot] = label;
  }

  void operator()(const AnswerRefused&) const {
    if (now.flow) ++now.flow->refused;
  }

  void operator()(const FlowEnded& fact) const {
    now.left_flow.reset();
    if (fact.outcome == "handoff") now.left_flow = std::move(now.flow);
    now.flow.reset();
    if (!now.left_flow) return;
    now.left_flow->open_call.reset();
    now.left_flow->refused = 0;
  }

  void operator()(const CallRequested& fact) const {
    if (now.flow) now.flow->open_call = fact;
  }

  void operator()(const CallReturned& fact) const {
    // The answer to a call of a flow that was left belongs to no flow.
    if (!now.flow || !now.flow->open_call || now.flow->open_call->key != fact.key) return;
    now.flow->open_call.reset();
    for (const auto& [slot, value] : fact.saved) {
      now.flow->slots[slot] = value;
      // An earlier value of that name is no longer what a person should read.
      now.slots.erase(slot);
    }
    now.flow->slots["call_status"] = std::to_string(fact.status);
  }

  void operator()(const LanguageChanged& fact) const { now.language = fact.language; }

  void operator()(const ArticleRated& fact) const { now.rated.insert(fact.article); }

  void operator()(const ArticleOpened& fact) const { now.opened.insert(fact.article); }

  void operator()(const PageSeen& fact) const {
    ++now.pages_seen;
    now.page = fact.page;
    // What is looked at is no longer what was; who looks is the same.
    std::erase_if(now.attributes, [](const auto& entry) { return is_of_product(entry.first); });
    for (const auto& [name, value] : fact.attributes) now.attributes[name] = value;
  }

  void operator()(const AgentsAsked& fact) const {
    if (fact.again) {
      now.missed.clear();
    } else if (now.asked) {
      now.missed.insert(now.asked->agents.begin(), now.asked->agents.end());
    }
    for (const auto& agent : fact.agents) now.missed.erase(agent);
    now.asked.reset();
    if (!fact.agents.empty()) now.asked = Asked{fact.agents, fact.until};
  }

  void operator()(const PutOnHold& fact) const {
    now.on_hold = true;
    now.hold_until = fact.until;
    now.idle = event.actor.kind == ActorKind::system;
  }

  void operator()(const Resumed&) const { resume(now); }

  void operator()(const ContactLeft& fact) const { now.contact_left = fact; }

  void operator()(const Tagged& fact) const { now.tags = fact.tags; }

  void operator()(const PriorityChanged& fact) const { now.priority = fact.priority; }

  void operator()(const SuggestionJudged&) const {}

  void operator()(const IntentMarked&) const {}

  void operator()(const WaitPromised& fact) const { now.promised_until = fact.until; }

  void operator()(const ClosingAnnounced& fact) const { now.closing_at = fact.at; }

  void operator()(const Unknown&) const {}
};

}  // namespace

bool is_of_product(std::string_view attribute) {
  constexpr std::string_view kName = "product";
  if (!attribute.starts_with(kName)) return false;
  const auto rest = attribute.find_first_not_of("0123456789", kName.size());
  return rest == std::string_view::npos || attribute[rest] == '_';
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::bot: return "bot";
    case Status::queued: return "queued";
    case Status::assigned: return "assigned";
    case Status::offline: return "offline";
    case Status::closed: return "closed";
  }
  return "bot";
}

void apply(Conversation& conversation, const Event& event) {
  if (event.sequence != conversation.last + 1) return;
  conversation.id = event.conversation;
  conversation.last = event.sequence;
  conversation.epoch = event.epoch;
  conversation.updated_at = event.at;
  std::visit(Folder{conversation, event}, event.fact);
}

Conversation fold(std::span<const Event> events) {
  Conversation conversation;
  for (const auto& event : events) apply(conversation, event);
  return conversation;
}

std::optional<Event> visible_to_visitor(const Event& event) {
  struct Gate {
    const Event& event;

    std::optional<Event> as_it_is() const { return event; }

    std::optional<Event> operator()(const MessageAdded& fact) const {
      Event shown = event;
      shown.content_version.clear();
      auto message = fact;
      message.decision.reset();
      // A client id names a message among its sender's own; an agent's is nobody else's business.
      if (message.author != Author::visitor) message.client_id.clear();
      shown.fact = std::move(message);
      return shown;
    }
    std::optional<Event> operator()(const HandoffRequested& fact) const {
      Event shown = event;
      shown.fact = HandoffRequested{.reason = fact.reason, .team = {}, .detail = {}};
      return shown;
    }
    std::optional<Event> operator()(const WentOffline& fact) const {
      Event shown = event;
      shown.fact =
          WentOffline{.reason = fact.reason, .team = {}, .detail = {}, .answer_by = fact.answer_by};
      return shown;
    }
    std::optional<Event> operator()(const AgentJoined& fact) const {
      Event shown = event;
      shown.actor.id.clear();
      shown.fact = AgentJoined{.agent = {}, .name = fact.name, .because = {}};
      return shown;
    }
    std::optional<Event> operator()(const Transferred&) const {
      Event shown = event;
      shown.actor.id.clear();
      shown.fact = Transferred{};
      return shown;
    }
    std::optional<Event> operator()(const Requeued&) const {
      Event shown = event;
      shown.fact = Requeued{};
      return shown;
    }
    std::optional<Event> operator()(const ReturnedToBot&) const {
      Event shown = event;
      shown.actor.id.clear();
      shown.fact = ReturnedToBot{};
      return shown;
    }
    std::optional<Event> operator()(const Closed&) const {
      Event shown = event;
      shown.actor.id.clear();
      shown.fact = Closed{};
      return shown;
    }
    std::optional<Event> operator()(const Reopened&) const { return as_it_is(); }
    std::optional<Event> operator()(const Erased&) const { return as_it_is(); }
    std::optional<Event> operator()(const LanguageChanged&) const { return as_it_is(); }
    std::optional<Event> operator()(const ContactLeft&) const { return as_it_is(); }
    std::optional<Event> operator()(const ClosingAnnounced&) const { return as_it_is(); }

    // Everything below is how the bot and the agents work, not what they say.
    std::optional<Event> operator()(const ConversationStarted&) const { return {}; }
    std::optional<Event> operator()(const NoteAdded&) const { return {}; }
    std::optional<Event> operator()(const WaitPromised&) const { return {}; }
    std::optional<Event> operator()(const FlowStarted&) const { return {}; }
    std::optional<Event> operator()(const StepEntered&) const { return {}; }
    std::optional<Event> operator()(const SlotFilled&) const { return {}; }
    std::optional<Event> operator()(const AnswerRefused&) const { return {}; }
    std::optional<Event> operator()(const ArticleRated&) const { return {}; }
    std::optional<Event> operator()(const ArticleOpened&) const { return {}; }
    std::optional<Event> operator()(const PageSeen&) const { return {}; }
    std::optional<Event> operator()(const FlowEnded&) const { return {}; }
    std::optional<Event> operator()(const CallRequested&) const { return {}; }
    std::optional<Event> operator()(const CallReturned&) const { return {}; }
    std::optional<Event> operator()(const AgentsAsked&) const { return {}; }
    std::optional<Event> operator()(const PutOnHold&) const { return {}; }
    std::optional<Event> operator()(const Resumed&) const { return {}; }
    std::optional<Event> operator()(const Tagged&) const { return {}; }
    std::optional<Event> operator()(const PriorityChanged&) const { return {}; }
    std::optional<Event> operator()(const SuggestionJudged&) const { return {}; }
    std::optional<Event> operator()(const IntentMarked&) const { return {}; }
    std::optional<Event> operator()(const Unknown&) const { return {}; }
  };
  auto shown = std::visit(Gate{event}, event.fact);
  if (shown && shown->actor.kind == ActorKind::agent) shown->actor.id.clear();
  return shown;
}

}  // namespace frontdesk
