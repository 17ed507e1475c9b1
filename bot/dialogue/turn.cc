// SPDX-License-Identifier: MIT
#include "dialogue/turn.h"

#include <algorithm>

#include "core/seeded_bugs.h"
#include "dialogue/flow.h"
#include "dialogue/policy.h"
#include "dialogue/reply.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

/// Who types the words of a button means the button.
Said recognise_tap(const Conversation& conversation, Said said) {
  if (!said.choice.empty()) return said;
  const auto folded = fold(said.text);
  for (const auto& offered : conversation.offered) {
    if (fold(offered.label) == folded) {
      said.choice = offered.choice;
      break;
    }
  }
  return said;
}

void do_intent(const Brain& brain, Draft& draft, const Plan& plan, const Said& said,
               const Interpretation& meaning, Sequence cause) {
  const auto* flow = brain.catalog.find_flow(plan.intent->flow);
  if (flow != nullptr) {
    return start_flow(brain, draft, *flow, meaning, plan.decision, cause, plan.then);
  }
  auto about = said;
  if (!plan.text.empty()) about.text = plan.text;
  say_answer(brain, draft, *plan.intent, plan.decision, about, cause);
  if (draft.conversation().flow) repeat_step(brain, draft, cause);
}

void take_rating(const Brain& brain, Draft& draft, const Plan& plan, Sequence cause) {
  draft.add({ActorKind::visitor, draft.conversation().contact.value}, plan.rating, cause);
  if (!plan.rating.helped) {
    return hand_off(brain, draft, HandoffReason::not_understood, {}, plan.decision,
                    plan.decision.because, cause, "handoff_article");
  }
  say(brain, draft, phrase(brain, draft.conversation(), "glad"), plan.decision, cause);
}

void carry_out(const Brain& brain, Draft& draft, const Plan& plan, const Said& said,
               const Interpretation& meaning, Sequence cause) {
  switch (plan.kind) {
    case Plan::Kind::silent: return;
    case Plan::Kind::person:
      return hand_off(brain, draft, plan.reason, plan.team, plan.decision, plan.decision.because,
                      cause);
    case Plan::Kind::flow: return answer_step(brain, draft, said, meaning, plan.decision, cause);
    case Plan::Kind::stop: return stop_flow(brain, draft, plan.decision, cause);
    case Plan::Kind::intent: return do_intent(brain, draft, plan, said, meaning, cause);
    case Plan::Kind::rating: return take_rating(brain, draft, plan, cause);
    case Plan::Kind::articles: return say_articles(brain, draft, plan, cause);
    case Plan::Kind::clarify: return say_clarify(brain, draft, plan, cause);
  }
}

/// What the bot makes of a text; nothing but the text itself when understanding fails.
Interpretation understand(const Brain& brain, const Conversation& conversation, const Said& said,
                          Time now, std::string& failure) {
  try {
    return brain.understander.understand(said.text, circumstances(brain, conversation, now));
  } catch (const std::exception& error) {
    failure = error.what();
    Interpretation meaning;
    meaning.text = clean_text(said.text);
    meaning.language = conversation.language;
    return meaning;
  }
}

/// Whatever is wrong with the bot, the visitor gets a person. Whoever has one already, or waits for one,
/// loses nothing.
void fail(const Brain& brain, Draft& draft, const std::string& why, Sequence cause) {
  if (draft.conversation().status != Status::bot) return;
  hand_off(brain, draft, HandoffReason::error, {},
           Decision{.action = Action::handoff, .because = "an error inside the bot: " + why},
           "an error inside the bot", cause);
}

}  // namespace

std::string clean_text(std::string_view text) { return to_nfc(text); }

Circumstances circumstances(const Brain& brain, const Conversation& conversation, Time now) {
  return {conversation.language, brain.catalog.day_at(now),
          impossible_intents(brain, conversation)};
}

void greet(const Brain& brain, Draft& draft, const ConversationStarted& started) {
  const auto first = draft.add({ActorKind::visitor, started.contact.value}, started);
  const auto& conversation = draft.conversation();
  std::vector<QuickReply> replies;
  for (const auto& name : brain.catalog.widget.starters) {
    const auto* intent = brain.catalog.find_intent(name);
    if (intent == nullptr) continue;
    replies.push_back({"intent:" + name, text_in(intent->label, conversation.language)});
  }
  auto text = text_in(brain.catalog.widget.greeting, conversation.language);
  if (text.empty()) text = phrase(brain, conversation, "greeting");
  const Decision greeting{.action = Action::answer, .because = "greeting of a new conversation"};
  auto links = page_links(brain, conversation);
  if (links.empty()) return say(brain, draft, std::move(text), greeting, first, std::move(replies));
  say(brain, draft, std::move(text), greeting, first);
  Decision offer{.action = Action::articles, .because = "asked often on this page"};
  for (const auto& link : links) offer.articles.push_back(link.id);
  say(brain, draft, phrase(brain, draft.conversation(), "articles_page"), std::move(offer), first,
      std::move(replies), std::move(links));
}

void take_turn(const Brain& brain, Draft& draft, const Said& said_as_it_came) {
  const auto before = draft.conversation();
  const Said said = recognise_tap(before, said_as_it_came);
  std::string failure;
  const auto meaning = understand(brain, before, said, draft.now(), failure);

  const Actor visitor{ActorKind::visitor, before.contact.value};
  if (before.status == Status::closed) draft.add(visitor, Reopened{});
  const auto cause = draft.add(
      visitor, MessageAdded{.author = Author::visitor,
                            .text = meaning.text,
                            .language = meaning.language,
                            .language_sure = said.choice.empty() && meaning.language_sure &&
                                             !waits_for_text(brain, before),
                            .client_id = said.client_id,
                            .choice = said.choice});
  if (!failure.empty()) return fail(brain, draft, failure, cause);
  try {
    auto attempt = draft;  // what throws half-way leaves nothing half-done
    for (const auto& plan : decide_all(brain, attempt.conversation(), said, meaning)) {
      carry_out(brain, attempt, plan, said, meaning, cause);
    }
    draft = std::move(attempt);
  } catch (const std::exception& error) {
    fail(brain, draft, error.what(), cause);
  }
}

void take_call(const Brain& brain, Draft& draft, const CallReturned& returned, Sequence cause) {
  const bool waits = draft.conversation().flow && draft.conversation().flow->open_call &&
                     draft.conversation().flow->open_call->key == returned.key;
  draft.add(system_actor(), returned, cause);
  // A person may have taken over while the call was under way: the answer is kept, the bot stays silent.
  const bool bots = waits && draft.conversation().status == Status::bot;
  if (!bots && !seeded(Bug::late_bot)) return;
  const auto message = draft.conversation().last_visitor_message;
  try {
    auto attempt = draft;
    resume_after_call(brain, attempt, returned, message);
    draft = std::move(attempt);
  } catch (const std::exception& error) {
    fail(brain, draft, error.what(), message);
  }
}

void stop_waiting(const Brain& brain, Draft& draft) {
  const auto before = draft.conversation();
  say(brain, draft, phrase(brain, before, "waited_too_long"),
      Decision{.action = Action::handoff, .because = "nobody came within the waiting limit"},
      before.last_visitor_message);
  const auto* team = brain.catalog.team_for(before.team);
  draft.add(system_actor(), WentOffline{.reason = before.handoff_reason,
                                        .team = before.team,
                                        .detail = before.handoff_detail,
                                        .answer_by = brain.answers_by(team, draft.now())});
}

Explanation explain(const Brain& brain, const Conversation& conversation, const Said& said,
                    Time now) {
  Explanation explanation;
  const Said meant = recognise_tap(conversation, said);
  const auto known = circumstances(brain, conversation, now);
  explanation.meaning = brain.understander.understand(said.text, known);
  explanation.rules = brain.understander.explain_rules(said.text, known);
  explanation.plans = decide_all(brain, conversation, meant, explanation.meaning);
  return explanation;
}

}  // namespace frontdesk
