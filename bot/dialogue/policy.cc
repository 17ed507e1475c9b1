// SPDX-License-Identifier: MIT
#include "dialogue/policy.h"

#include <algorithm>
#include <cstdio>

#include "core/seeded_bugs.h"
#include "dialogue/flow.h"

namespace frontdesk {
namespace {

constexpr std::size_t kCandidates = 3;
constexpr double kWorthAsking = 0.10;  // a candidate below this is noise, not a guess
constexpr std::size_t kArticles = 3;

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", share);
  return text;
}

bool tapped(const Said& said, std::string_view choice) { return said.choice == choice; }

const Intent* tapped_intent(const Brain& brain, const Said& said) {
  constexpr std::string_view kPrefix = "intent:";
  if (!said.choice.starts_with(kPrefix)) return nullptr;
  return brain.catalog.find_intent(said.choice.substr(kPrefix.size()));
}

/// "helped:LANG:ARTICLE" or "not_helped:LANG:ARTICLE", as say_articles offers them.
std::optional<ArticleRated> tapped_rating(const Said& said) {
  const auto first = said.choice.find(':');
  const auto second = first == std::string::npos ? first : said.choice.find(':', first + 1);
  if (second == std::string::npos) return std::nullopt;
  const auto verdict = std::string_view(said.choice).substr(0, first);
  if (verdict != kHelped && verdict != kNotHelped) return std::nullopt;
  return ArticleRated{.article = ArticleId(said.choice.substr(second + 1)),
                      .language = said.choice.substr(first + 1, second - first - 1),
                      .helped = verdict == kHelped};
}

/// The decision with what was measured, and one sentence.
Decision reasoned(Action action, const Interpretation& meaning, std::string because) {
  return Decision{.action = action,
                  .intent = meaning.intent,
                  .confidence = meaning.confidence,
                  .threshold = meaning.threshold,
                  .rule = meaning.rule,
                  .because = std::move(because)};
}

std::string why_sure(const Interpretation& meaning) {
  if (!meaning.rule.empty()) return "rule " + meaning.rule;
  std::string because = "intent " + meaning.intent + " at " + percent(meaning.confidence) +
                        ", threshold " + percent(meaning.threshold);
  if (!meaning.evidence.empty()) {
    because += ", by";
    for (const auto& piece : meaning.evidence) because += " '" + piece.text + "'";
  }
  return because;
}

std::string why_unsure(const Interpretation& meaning) {
  if (meaning.ranking.empty()) return "nothing like it is known";
  return "best guess " + meaning.ranking.front().intent + " at " + percent(meaning.confidence) +
         ", below the threshold " + percent(meaning.threshold);
}

Action action_of(const Intent& intent) {
  if (intent.handoff) return Action::handoff;
  if (!intent.flow.empty()) return Action::flow;
  return intent.answer.empty() && !intent.articles.empty() ? Action::articles : Action::answer;
}

Plan to_person(HandoffReason reason, TeamId team, Decision decision) {
  decision.action = Action::handoff;
  return Plan{.kind = Plan::Kind::person,
              .reason = reason,
              .team = std::move(team),
              .decision = std::move(decision)};
}

Plan by_articles(const Brain& brain, const Conversation& conversation, const std::string& text,
                 const Interpretation& meaning, const std::string& because) {
  auto hits = brain.library.search(text, conversation.language, kArticles);
  std::erase_if(hits, [&](const Hit& hit) { return hit.probability < brain.policy.article_offer; });
  if (hits.empty()) return {};

  const bool good = hits.front().probability >= brain.policy.article_answer;
  auto decision = reasoned(Action::articles, meaning,
                           because + "; article " + hits.front().id.value + " at " +
                               percent(hits.front().probability) +
                               (good ? ", enough to answer" : ", enough to offer"));
  // One good article answers; beside it the likely ones would only be noise.
  if (good) hits.resize(1);
  for (const auto& hit : hits) decision.articles.push_back(hit.id);
  return Plan{.kind = Plan::Kind::articles,
              .hits = std::move(hits),
              .good = good,
              .decision = std::move(decision)};
}

/// Whether an intent shows articles of which none is there any more: those of a source come and go.
bool is_left_without_articles(const Brain& brain, const Intent& intent) {
  return action_of(intent) == Action::articles &&
         std::none_of(intent.articles.begin(), intent.articles.end(),
                      [&](const ArticleReference& each) {
                        return brain.articles.find(each.id, "") != nullptr;
                      });
}

/// What the search has instead, else a person. In a flow at once a person: choices under an article would be
/// answers to the flow's question.
Plan instead_of(const Brain& brain, const Conversation& conversation, const std::string& text,
                const Intent& intent, const Interpretation& meaning, const std::string& because) {
  const auto why = because + "; its articles are gone";
  if (!conversation.flow) {
    auto plan = by_articles(brain, conversation, text, meaning, why);
    if (plan.kind != Plan::Kind::silent) return plan;
  }
  auto decision = reasoned(Action::handoff, meaning, why);
  decision.intent = intent.name;
  return to_person(HandoffReason::intent, {}, std::move(decision));
}

Plan by_intent(const Brain& brain, const Conversation& conversation, const std::string& text,
               const Intent& intent, const Interpretation& meaning, std::string because) {
  if (is_left_without_articles(brain, intent)) {
    return instead_of(brain, conversation, text, intent, meaning, because);
  }
  auto decision = reasoned(action_of(intent), meaning, std::move(because));
  decision.intent = intent.name;
  if (intent.handoff) {
    return to_person(
        intent.name == kAskForPerson ? HandoffReason::asked_for_person : HandoffReason::intent,
        intent.handoff_team, std::move(decision));
  }
  return Plan{.kind = Plan::Kind::intent, .intent = &intent, .decision = std::move(decision)};
}

/// Whether this may be said to somebody who waits for a person: what its author marked, where it is words or
/// articles. A flow or a handoff would take the conversation along, marked or not.
bool is_safe_while_waiting(const Brain& brain, const Intent& intent) {
  return intent.safe_while_waiting && !intent.handoff && intent.flow.empty() &&
         !is_left_without_articles(brain, intent);
}

/// While a visitor waits for a person the bot may help, but never changes who has it.
Plan while_waiting(const Brain& brain, const Conversation& conversation, const Said& said,
                   const Intent* sure, const Interpretation& meaning) {
  if (sure == nullptr) return {};
  const bool seeded_bug = seeded(Bug::waiting) && !sure->answer.empty();
  if (!is_safe_while_waiting(brain, *sure) && !seeded_bug) return {};
  return by_intent(brain, conversation, said.text, *sure, meaning,
                   why_sure(meaning) + "; safe while waiting");
}

Plan clarify(const Brain& brain, const Interpretation& meaning) {
  Plan plan{
      .kind = Plan::Kind::clarify,
      .empty_message = meaning.empty,
      .decision = reasoned(Action::clarify, meaning,
                           meaning.empty ? "no letter and no digit in it" : why_unsure(meaning))};
  for (const auto& ranked : meaning.ranking) {
    if (plan.candidates.size() == kCandidates || ranked.confidence < kWorthAsking) break;
    const auto* intent = brain.catalog.find_intent(ranked.intent);
    // A person is offered anyway, with a button of his own.
    if (intent != nullptr && intent->name != kAskForPerson) plan.candidates.push_back(intent);
  }
  return plan;
}

}  // namespace

Plan decide(const Brain& brain, const Conversation& conversation, const Said& said,
            const Interpretation& meaning) {
  // What was tapped is not guessed at.
  const Intent* tap = tapped_intent(brain, said);
  const Intent* sure = tap != nullptr ? tap : brain.catalog.find_intent(meaning.intent);
  const std::string why = tap != nullptr ? "tapped '" + said.text + "'" : why_sure(meaning);

  if (conversation.status == Status::assigned) return {};
  if (conversation.status == Status::queued || conversation.status == Status::offline) {
    return while_waiting(brain, conversation, said, sure, meaning);
  }

  if (tapped(said, "person")) {
    return to_person(HandoffReason::asked_for_person, {},
                     Decision{.because = "tapped 'talk to a person'"});
  }
  const bool surely = tap != nullptr || !meaning.rule.empty();
  if (sure != nullptr && sure->name == kAskForPerson && (!conversation.flow || surely)) {
    return by_intent(brain, conversation, said.text, *sure, meaning, why);
  }

  if (conversation.flow) {
    if (tapped(said, "stop")) {
      return Plan{.kind = Plan::Kind::stop,
                  .decision = Decision{.action = Action::flow, .because = "tapped 'stop'"}};
    }
    if (tap != nullptr || digresses(brain, conversation, said, meaning)) {
      return by_intent(
          brain, conversation, said.text, *sure, meaning,
          why + (sure->flow.empty() ? "; the flow waits"
                                    : "; leaves flow " + conversation.flow->flow.value));
    }
    return Plan{.kind = Plan::Kind::flow,
                .decision = reasoned(Action::flow, meaning,
                                     "step " + conversation.flow->step.value + " of flow " +
                                         conversation.flow->flow.value)};
  }

  if (auto rating = tapped_rating(said)) {
    Decision decision{.action = rating->helped ? Action::answer : Action::handoff,
                      .articles = {rating->article},
                      .because = "article " + rating->article.value +
                                 (rating->helped ? " helped" : " did not help")};
    return Plan{
        .kind = Plan::Kind::rating, .rating = std::move(*rating), .decision = std::move(decision)};
  }
  if (sure != nullptr) return by_intent(brain, conversation, said.text, *sure, meaning, why);

  if (tapped(said, "none")) {
    return to_person(HandoffReason::not_understood, {},
                     Decision{.because = "none of what was offered was meant"});
  }
  if (!meaning.empty && said.choice.empty()) {
    if (auto plan = by_articles(brain, conversation, said.text, meaning, why_unsure(meaning));
        plan.kind != Plan::Kind::silent) {
      return plan;
    }
  }
  if (conversation.misunderstood > 0) {
    return to_person(
        HandoffReason::not_understood, {},
        reasoned(Action::handoff, meaning, "not understood twice; " + why_unsure(meaning)));
  }
  return clarify(brain, meaning);
}

std::vector<Plan> decide_all(const Brain& brain, const Conversation& conversation, const Said& said,
                             const Interpretation& meaning) {
  std::vector<Plan> plans;
  const bool free = conversation.status == Status::bot && !conversation.flow && said.choice.empty();
  if (free && meaning.parts.size() > 1) {
    for (const auto& part : meaning.parts) {
      const auto* intent = brain.catalog.find_intent(part.intent);
      if (intent == nullptr) continue;
      auto plan = by_intent(brain, conversation, part.text, *intent, part,
                            why_sure(part) + ", in '" + part.text + "'");
      if (intent->name == kAskForPerson) return {std::move(plan)};
      plan.text = part.text;
      plans.push_back(std::move(plan));
    }
  }
  if (plans.size() < 2) return {decide(brain, conversation, said, meaning)};

  const auto rank = [](const Plan& plan) {
    if (plan.kind == Plan::Kind::person) return 2;
    return plan.intent == nullptr || plan.intent->flow.empty() ? 0 : 1;
  };
  std::stable_sort(plans.begin(), plans.end(),
                   [&](const Plan& a, const Plan& b) { return rank(a) < rank(b); });
  if (rank(plans[0]) == 1 && rank(plans[1]) == 1) plans[0].then = plans[1].intent->name;
  // Beside a person, who sees the whole message, a flow would only ask what he will ask again.
  if (rank(plans[0]) == 1 && rank(plans[1]) == 2) plans.erase(plans.begin());
  if (rank(plans[0]) > 0) plans.resize(1);
  return plans;
}

}  // namespace frontdesk
