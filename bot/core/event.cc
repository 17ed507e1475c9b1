// SPDX-License-Identifier: MIT
#include "core/event.h"

#include <type_traits>

namespace frontdesk {

Fact::Fact() = default;
Fact::Fact(const Fact& other) = default;
Fact::Fact(Fact&& other) noexcept = default;
Fact& Fact::operator=(const Fact& other) = default;
Fact& Fact::operator=(Fact&& other) noexcept = default;
Fact::~Fact() = default;

bool operator==(const Fact& a, const Fact& b) {
  return static_cast<const AnyFact&>(a) == static_cast<const AnyFact&>(b);
}

namespace {

/// Picks the overload by type; a variant alternative without one does not compile.
template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace

std::string_view name_of(Author author) {
  switch (author) {
    case Author::visitor: return "visitor";
    case Author::bot: return "bot";
    case Author::agent: return "agent";
  }
  return "visitor";
}

std::string_view name_of(ActorKind kind) {
  switch (kind) {
    case ActorKind::visitor: return "visitor";
    case ActorKind::bot: return "bot";
    case ActorKind::agent: return "agent";
    case ActorKind::system: return "system";
  }
  return "system";
}

std::string_view name_of(Action action) {
  switch (action) {
    case Action::answer: return "answer";
    case Action::flow: return "flow";
    case Action::articles: return "articles";
    case Action::clarify: return "clarify";
    case Action::handoff: return "handoff";
  }
  return "answer";
}

std::string_view name_of(HandoffReason reason) {
  switch (reason) {
    case HandoffReason::asked_for_person: return "asked_for_person";
    case HandoffReason::not_understood: return "not_understood";
    case HandoffReason::intent: return "intent";
    case HandoffReason::flow: return "flow";
    case HandoffReason::error: return "error";
    case HandoffReason::offered: return "offered";
  }
  return "asked_for_person";
}

std::string_view type_of(const Fact& fact) {
  return std::visit(
      Overloaded{
          [](const ConversationStarted&) -> std::string_view { return "started"; },
          [](const MessageAdded&) -> std::string_view { return "message"; },
          [](const NoteAdded&) -> std::string_view { return "note"; },
          [](const HandoffRequested&) -> std::string_view { return "handoff_requested"; },
          [](const AgentJoined&) -> std::string_view { return "agent_joined"; },
          [](const Transferred&) -> std::string_view { return "transferred"; },
          [](const Requeued&) -> std::string_view { return "requeued"; },
          [](const ReturnedToBot&) -> std::string_view { return "returned_to_bot"; },
          [](const WentOffline&) -> std::string_view { return "offline"; },
          [](const Closed&) -> std::string_view { return "closed"; },
          [](const Reopened&) -> std::string_view { return "reopened"; },
          [](const Erased&) -> std::string_view { return "erased"; },
          [](const FlowStarted&) -> std::string_view { return "flow_started"; },
          [](const StepEntered&) -> std::string_view { return "step_entered"; },
          [](const SlotFilled&) -> std::string_view { return "slot_filled"; },
          [](const AnswerRefused&) -> std::string_view { return "answer_refused"; },
          [](const FlowEnded&) -> std::string_view { return "flow_ended"; },
          [](const CallRequested&) -> std::string_view { return "call_requested"; },
          [](const CallReturned&) -> std::string_view { return "call_returned"; },
          [](const LanguageChanged&) -> std::string_view { return "language_changed"; },
          [](const ArticleRated&) -> std::string_view { return "article_rated"; },
          [](const ArticleOpened&) -> std::string_view { return "article_opened"; },
          [](const AgentsAsked&) -> std::string_view { return "agents_asked"; },
          [](const PutOnHold&) -> std::string_view { return "put_on_hold"; },
          [](const Resumed&) -> std::string_view { return "resumed"; },
          [](const ContactLeft&) -> std::string_view { return "contact_left"; },
          [](const Tagged&) -> std::string_view { return "tagged"; },
          [](const PriorityChanged&) -> std::string_view { return "priority_changed"; },
          [](const SuggestionJudged&) -> std::string_view { return "suggestion_judged"; },
          [](const IntentMarked&) -> std::string_view { return "intent_marked"; },
          [](const PageSeen&) -> std::string_view { return "page_seen"; },
          [](const WaitPromised&) -> std::string_view { return "wait_promised"; },
          [](const ClosingAnnounced&) -> std::string_view { return "closing_announced"; },
          [](const Unknown& unknown) -> std::string_view { return unknown.type; },
      },
      fact);
}

int version_of(const Fact& fact) {
  const auto* unknown = std::get_if<Unknown>(&fact);
  return unknown != nullptr ? unknown->version : 1;
}

bool raises_epoch(const Fact& fact) {
  return std::visit(
      [](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        return std::is_same_v<T, HandoffRequested> || std::is_same_v<T, AgentJoined> ||
               std::is_same_v<T, Transferred> || std::is_same_v<T, Requeued> ||
               std::is_same_v<T, ReturnedToBot> || std::is_same_v<T, WentOffline> ||
               std::is_same_v<T, Closed> || std::is_same_v<T, Reopened> ||
               std::is_same_v<T, Erased>;
      },
      fact);
}

Fact without_personal_data(const Fact& fact) {
  return std::visit(
      Overloaded{
          // What the page said of the visitor is his; when he came and in which inbox is ours.
          [](ConversationStarted value) -> Fact {
            value.page.clear();
            value.referrer.clear();
            value.attributes.clear();
            return value;  // the agent is one of ours
          },
          // Words are personal whoever wrote them: agents and answers repeat what the visitor said. The
          // decision stays without its sentence, so that figures over old traffic still add up.
          [](MessageAdded value) -> Fact {
            value.text.clear();
            value.quick_replies.clear();
            value.attachments.clear();
            if (value.choice.starts_with("slot:")) value.choice = "slot:";
            if (value.decision) value.decision->because.clear();
            return value;
          },
          [](NoteAdded value) -> Fact {
            value.text.clear();
            return value;
          },
          [](HandoffRequested value) -> Fact {
            value.detail.clear();
            return value;
          },
          [](AgentJoined value) -> Fact { return value; },
          [](Transferred value) -> Fact { return value; },
          [](Requeued value) -> Fact { return value; },
          [](ReturnedToBot value) -> Fact { return value; },
          [](WentOffline value) -> Fact {
            value.detail.clear();
            return value;
          },
          [](Closed value) -> Fact {
            value.reason.clear();
            return value;
          },
          [](Reopened value) -> Fact { return value; },
          [](Erased value) -> Fact { return value; },
          [](FlowStarted value) -> Fact {
            value.slots.clear();
            return value;
          },
          [](StepEntered value) -> Fact { return value; },
          [](SlotFilled value) -> Fact {
            value.value.clear();
            value.label.clear();
            return value;
          },
          [](AnswerRefused value) -> Fact { return value; },
          [](FlowEnded value) -> Fact { return value; },
          // The address of a call has slots in it; its key names only the conversation and the step.
          [](CallRequested value) -> Fact {
            value.url.clear();
            value.body.clear();
            return value;
          },
          [](CallReturned value) -> Fact {
            value.saved.clear();
            value.error.clear();
            return value;
          },
          [](LanguageChanged value) -> Fact { return value; },
          [](ArticleRated value) -> Fact { return value; },
          [](ArticleOpened value) -> Fact { return value; },
          [](AgentsAsked value) -> Fact { return value; },
          [](PutOnHold value) -> Fact { return value; },
          [](Resumed value) -> Fact { return value; },
          [](ContactLeft) -> Fact { return ContactLeft{}; },
          [](Tagged value) -> Fact { return value; },
          [](PriorityChanged value) -> Fact { return value; },
          // That a proposal was taken or refused still counts; its words are as personal as a message's.
          [](SuggestionJudged value) -> Fact {
            value.text.clear();
            value.reason.clear();
            return value;
          },
          [](IntentMarked value) -> Fact { return value; },
          [](PageSeen) -> Fact { return PageSeen{}; },
          [](WaitPromised value) -> Fact { return value; },
          [](ClosingAnnounced value) -> Fact { return value; },
          // Nobody knows what is in it.
          [](Unknown value) -> Fact {
            value.body = "{}";
            return value;
          },
      },
      fact);
}

}  // namespace frontdesk
