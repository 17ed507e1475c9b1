// SPDX-License-Identifier: MIT
#include "dialogue/suggestion.h"

#include <algorithm>

#include "core/draft.h"
#include "dialogue/turn.h"

namespace frontdesk {
namespace {

std::optional<Suggestion::Kind> kind_of(const Decision& decision) {
  switch (decision.action) {
    case Action::answer: return Suggestion::Kind::answer;
    case Action::articles: return Suggestion::Kind::article;
    case Action::flow: return Suggestion::Kind::step;
    case Action::clarify:
    case Action::handoff: return std::nullopt;
  }
  return std::nullopt;
}

/// The visitor's last message, when nobody has dealt with it.
const Event* open_question(std::span<const std::shared_ptr<const Event>> events) {
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    // Of a suggestion that was judged no other is made for the same words.
    if (std::holds_alternative<SuggestionJudged>((*event)->fact)) {
      const auto& judged = std::get<SuggestionJudged>((*event)->fact);
      const bool newer = std::any_of(events.rbegin(), event, [](const auto& later) {
        const auto* message = std::get_if<MessageAdded>(&later->fact);
        return message != nullptr && message->author == Author::visitor;
      });
      if (!newer && judged.message != 0) return nullptr;
      continue;
    }
    const auto* message = std::get_if<MessageAdded>(&(*event)->fact);
    if (message == nullptr) continue;
    if (message->author == Author::agent) return nullptr;
    if (message->author == Author::visitor) return event->get();
    // What the bot has answered itself it does not propose again.
    if (message->decision && kind_of(*message->decision)) return nullptr;
  }
  return nullptr;
}

/// The conversation as the bot would find it, were it the bot's: without the flow that a person took over.
Conversation as_if_the_bots(const Conversation& conversation, const Event& question) {
  auto bots = conversation;
  bots.status = Status::bot;
  bots.owner = {};
  bots.owner_name.clear();
  bots.flow.reset();
  bots.offered.clear();
  bots.misunderstood = 0;
  // So that among several ways to say it the same one is picked, whatever was noted since.
  bots.last = question.sequence - 1;
  return bots;
}

/// Puts what the bot would have said into one text.
std::optional<Suggestion> put_together(const Draft& said) {
  std::optional<Suggestion> made;
  for (const auto& event : said.events()) {
    if (raises_epoch(event.fact)) return std::nullopt;
    if (std::holds_alternative<CallRequested>(event.fact)) return std::nullopt;
    const auto* message = std::get_if<MessageAdded>(&event.fact);
    if (message == nullptr || message->author != Author::bot || !message->decision) continue;
    const auto kind = kind_of(*message->decision);
    if (!kind) return std::nullopt;
    if (!made) {
      made = Suggestion{.kind = *kind,
                        .intent = message->decision->intent,
                        .confidence = message->decision->confidence,
                        .because = message->decision->because};
    }
    made->text += (made->text.empty() ? "" : "\n\n") + message->text;
    made->articles.insert(made->articles.end(), message->articles.begin(), message->articles.end());
  }
  return made && !made->text.empty() ? made : std::nullopt;
}

}  // namespace

std::string_view name_of(Suggestion::Kind kind) {
  switch (kind) {
    case Suggestion::Kind::answer: return "answer";
    case Suggestion::Kind::article: return "article";
    case Suggestion::Kind::step: return "step";
  }
  return "answer";
}

std::optional<Suggestion> suggest(const Brain& brain, const Conversation& conversation,
                                  std::span<const std::shared_ptr<const Event>> events, Time now) {
  if (conversation.status != Status::assigned) return std::nullopt;
  const auto* question = open_question(events);
  if (question == nullptr) return std::nullopt;
  return suggest_for(brain, conversation, events, question->sequence, now);
}

std::optional<Suggestion> suggest_for(const Brain& brain, const Conversation& conversation,
                                      std::span<const std::shared_ptr<const Event>> events,
                                      Sequence sequence, Time now) {
  if (sequence == 0 || sequence > events.size()) return std::nullopt;
  const auto& question = *events[sequence - 1];
  const auto* asked = std::get_if<MessageAdded>(&question.fact);
  if (asked == nullptr || asked->author != Author::visitor) return std::nullopt;
  const Said said{.text = asked->text};
  const auto bots = as_if_the_bots(conversation, question);
  Draft draft(bots, now, brain.version());
  take_turn(brain, draft, said);
  auto suggestion = put_together(draft);
  if (!suggestion) return std::nullopt;

  suggestion->message = sequence;
  constexpr std::size_t kMostArticles = 3;
  if (suggestion->articles.size() > kMostArticles) suggestion->articles.resize(kMostArticles);
  if (!suggestion->articles.empty()) suggestion->reviewed = suggestion->articles.front().reviewed;
  if (suggestion->kind == Suggestion::Kind::article) {
    // How sure the search is of the article; the decision has how sure nothing else was.
    const auto plans = explain(brain, bots, said, now).plans;
    if (!plans.empty() && !plans.front().hits.empty()) {
      suggestion->confidence = plans.front().hits.front().probability;
    }
  }
  return suggestion;
}

}  // namespace frontdesk
