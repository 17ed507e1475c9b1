// SPDX-License-Identifier: MIT
#include "dialogue/reply.h"

#include <algorithm>

#include "core/seeded_bugs.h"

namespace frontdesk {
namespace {

/// FNV-1a, 64 bit (draft-eastlake-fnv): the same on every machine, unlike std::hash.
std::uint64_t hash_of(const std::string& text, Sequence sequence) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto mix = [&hash](std::uint8_t byte) {
    hash ^= byte;
    hash *= 1099511628211ULL;
  };
  for (const char byte : text) mix(static_cast<std::uint8_t>(byte));
  for (int shift = 0; shift < 64; shift += 8) mix(static_cast<std::uint8_t>(sequence >> shift));
  return hash;
}

const std::vector<Variation>* variations_in(
    const std::map<std::string, std::vector<Variation>>& text, const std::string& language) {
  if (const auto found = text.find(language); found != text.end()) return &found->second;
  if (const auto found = text.find("en"); found != text.end()) return &found->second;
  return text.empty() ? nullptr : &text.begin()->second;
}

/// That nobody works now, and when somebody does. "09:00" of the moment the team opens next is the team's own
/// clock, which core does not know; the author's words for the office hours say it better than UTC would.
std::string offline_notice(const Brain& brain, const Conversation& conversation, const Team& team) {
  const auto& phrases = brain.catalog.phrases;
  const auto found = phrases.find("handoff_offline");
  if (found == phrases.end()) return "";
  const auto& sentence = text_in(found->second, conversation.language);
  auto hours = text_in(team.hours_text, conversation.language);
  // "10-16 val." at the end of a sentence brings no second full stop.
  if (hours.ends_with('.') && sentence.find("{when}.") != std::string::npos) hours.pop_back();
  return fill(brain, conversation, sentence, {{"when", hours}});
}

std::string phrase_for(HandoffReason reason) {
  switch (reason) {
    case HandoffReason::asked_for_person: return "handoff_asked";
    case HandoffReason::not_understood: return "handoff_unknown";
    case HandoffReason::intent:
    case HandoffReason::offered: return "handoff_intent";
    case HandoffReason::flow: return "handoff_flow";
    case HandoffReason::error: return "handoff_error";
  }
  return "handoff_asked";
}

}  // namespace

const Team* team_for(const Brain& brain, const TeamId& wanted) {
  if (const auto* team = brain.catalog.find_team(wanted)) return team;
  return brain.catalog.teams.empty() ? nullptr : &brain.catalog.teams.front();
}

ArticleLink link_to(const Hit& hit) {
  return ArticleLink{.id = hit.id,
                     .title = hit.title,
                     .url = hit.url,
                     .snippet = hit.snippet,
                     .section = hit.section,
                     .review_by = hit.review_by,
                     .reviewed = hit.reviewed,
                     .anchor = hit.anchor};
}

std::string value_of(const Brain& brain, const Conversation& conversation,
                     const std::string& name) {
  const auto& variables = brain.catalog.variables;
  if (const auto found = variables.find(name); found != variables.end()) return found->second;
  if (conversation.flow) {
    const auto& slots = conversation.flow->slots;
    if (const auto found = slots.find(name); found != slots.end()) return found->second;
  }
  if (const auto found = conversation.slots.find(name); found != conversation.slots.end()) {
    return found->second;
  }
  const auto& attributes = conversation.attributes;
  if (const auto found = attributes.find(name); found != attributes.end()) return found->second;
  return "";
}

bool holds(const Brain& brain, const Conversation& conversation, const Condition& condition) {
  return std::all_of(condition.terms.begin(), condition.terms.end(), [&](const auto& term) {
    const auto value = value_of(brain, conversation, term.name);
    switch (term.test) {
      case Condition::Term::Test::set: return !value.empty();
      case Condition::Term::Test::unset: return value.empty();
      case Condition::Term::Test::equal: return value == term.value;
      case Condition::Term::Test::not_equal: return value != term.value;
    }
    return false;
  });
}

std::string fill(const Brain& brain, const Conversation& conversation, const std::string& text,
                 const std::map<std::string, std::string>& own) {
  return replace_names(text, [&](const std::string& name) {
    if (const auto known = own.find(name); known != own.end()) return known->second;
    const auto label = conversation.slots.find(name);
    const bool owners = brain.catalog.variables.contains(name);
    return label != conversation.slots.end() && !owners ? label->second
                                                        : value_of(brain, conversation, name);
  });
}

std::string words(const Brain& brain, const Conversation& conversation,
                  const std::map<std::string, std::vector<Variation>>& text) {
  const auto* variations = variations_in(text, conversation.language);
  if (variations == nullptr) return "";
  std::vector<const Variation*> plain;
  for (const auto& variation : *variations) {
    if (variation.when.terms.empty()) {
      plain.push_back(&variation);
    } else if (holds(brain, conversation, variation.when)) {
      return fill(brain, conversation, variation.text);
    }
  }
  if (plain.empty()) return "";
  const auto pick = hash_of(conversation.id.value, conversation.last + 1) % plain.size();
  return fill(brain, conversation, plain[pick]->text);
}

std::string phrase(const Brain& brain, const Conversation& conversation, const std::string& name) {
  const auto found = brain.catalog.phrases.find(name);
  if (found == brain.catalog.phrases.end()) return "";
  return fill(brain, conversation, text_in(found->second, conversation.language));
}

QuickReply person_reply(const Brain& brain, const Conversation& conversation) {
  return {"person", phrase(brain, conversation, "person")};
}

void say(const Brain& brain, Draft& draft, std::string text, Decision decision, Sequence cause,
         std::vector<QuickReply> quick_replies, std::vector<ArticleLink> articles) {
  const auto& conversation = draft.conversation();
  // A person is called already where the bot is not alone.
  if (!quick_replies.empty() && conversation.status == Status::bot) {
    quick_replies.push_back(person_reply(brain, conversation));
  }
  draft.add(bot_actor(),
            MessageAdded{.author = Author::bot,
                         .text = std::move(text),
                         .language = conversation.language,
                         .quick_replies = std::move(quick_replies),
                         .articles = std::move(articles),
                         .decision = std::move(decision)},
            cause);
}

void say_clarify(const Brain& brain, Draft& draft, const Plan& plan, Sequence cause) {
  const auto& conversation = draft.conversation();
  std::vector<QuickReply> replies;
  for (const auto* intent : plan.candidates) {
    replies.push_back({"intent:" + intent->name, text_in(intent->label, conversation.language)});
  }
  std::string name = "clarify";
  if (plan.empty_message) {
    name = "empty_message";
  } else if (replies.empty()) {
    name = "not_understood";
  }
  if (!replies.empty()) replies.push_back({"none", phrase(brain, conversation, "none_of_these")});
  auto text = phrase(brain, conversation, name);
  if (replies.empty()) {
    // Nothing to choose from but a person, who stays one tap away all the same.
    draft.add(bot_actor(),
              MessageAdded{.author = Author::bot,
                           .text = std::move(text),
                           .language = conversation.language,
                           .quick_replies = {person_reply(brain, conversation)},
                           .decision = plan.decision},
              cause);
    return;
  }
  say(brain, draft, std::move(text), plan.decision, cause, std::move(replies));
}

void say_articles(const Brain& brain, Draft& draft, const Plan& plan, Sequence cause) {
  const auto& conversation = draft.conversation();
  std::vector<ArticleLink> links;
  for (const auto& hit : plan.hits) links.push_back(link_to(hit));
  std::vector<QuickReply> replies;
  if (plan.good) {
    const auto& hit = plan.hits.front();
    const auto about = ":" + hit.language + ":" + hit.id.value;
    replies.push_back({std::string(kHelped) + about, phrase(brain, conversation, "helped")});
    replies.push_back({std::string(kNotHelped) + about, phrase(brain, conversation, "not_helped")});
  } else {
    replies.push_back({"none", phrase(brain, conversation, "none_of_these")});
  }
  auto text = phrase(brain, conversation, plan.good ? "articles_answer" : "articles_offer");
  if (plan.hits.front().language != conversation.language) {
    text += " " + phrase(brain, conversation, "other_language");
  }
  say(brain, draft, std::move(text), plan.decision, cause, std::move(replies), std::move(links));
}

std::vector<ArticleLink> page_links(const Brain& brain, const Conversation& conversation) {
  std::vector<ArticleLink> links;
  constexpr std::size_t kMost = 3;
  for (const auto* article :
       brain.articles.for_page(conversation.page, conversation.language, kMost)) {
    links.push_back(link_to(brain.library.describe(*article, "")));
  }
  return links;
}

void say_answer(const Brain& brain, Draft& draft, const Intent& intent, const Decision& decision,
                const Said& said, Sequence cause) {
  const auto& conversation = draft.conversation();
  std::vector<ArticleLink> links;
  auto because = decision;
  for (const auto& [id, at] : intent.articles) {
    const auto* article = brain.articles.find(id, conversation.language);
    if (article == nullptr) continue;
    links.push_back(link_to(brain.library.describe(*article, said.text)));
    because.articles.push_back(id);
  }
  std::vector<QuickReply> replies;
  for (const auto& name : intent.quick_replies) {
    const auto* next = brain.catalog.find_intent(name);
    if (next == nullptr) continue;
    // To somebody who waits nothing is offered that would meet with silence.
    const bool plain = next->flow.empty() && !next->handoff;
    if (conversation.status != Status::bot && !(next->safe_while_waiting && plain)) continue;
    replies.push_back({"intent:" + name, text_in(next->label, conversation.language)});
  }
  auto text = words(brain, conversation, intent.answer);
  if (text.empty()) text = phrase(brain, conversation, "articles_answer");
  say(brain, draft, std::move(text), std::move(because), cause, std::move(replies),
      std::move(links));
}

void hand_off(const Brain& brain, Draft& draft, HandoffReason reason, const TeamId& wanted,
              Decision decision, std::string detail, Sequence cause, const std::string& words) {
  const auto* team = brain.desk.always_open ? brain.catalog.team_for(wanted)
                                            : brain.catalog.open_team_for(wanted, draft.now());
  const TeamId id = team != nullptr ? team->id : TeamId{};
  const bool open = brain.desk.always_open || team == nullptr || team->is_open(draft.now());

  if (draft.conversation().flow) {
    draft.add(bot_actor(), FlowEnded{.outcome = "handoff"}, cause);
  }
  decision.action = Action::handoff;
  const auto& conversation = draft.conversation();
  auto text = open ? phrase(brain, conversation, words.empty() ? phrase_for(reason) : words)
                   : offline_notice(brain, conversation, *team);
  if (!seeded(Bug::notice)) say(brain, draft, std::move(text), std::move(decision), cause);
  if (open) {
    draft.add(bot_actor(),
              HandoffRequested{.reason = reason, .team = id, .detail = std::move(detail)}, cause);
  } else {
    draft.add(bot_actor(),
              WentOffline{.reason = reason,
                          .team = id,
                          .detail = std::move(detail),
                          .answer_by = brain.answers_by(team, draft.now())},
              cause);
  }
}

void go_offline_when_closed(const Brain& brain, Draft& draft) {
  const auto waiting = draft.conversation();
  const auto* team = brain.catalog.team_for(waiting.team);
  if (waiting.status != Status::queued || brain.desk.always_open || team == nullptr ||
      team->is_open(draft.now())) {
    return;
  }
  say(brain, draft, offline_notice(brain, waiting, *team),
      Decision{.action = Action::handoff, .because = "the team that has it now is closed"},
      waiting.last_visitor_message);
  draft.add(system_actor(), WentOffline{.reason = waiting.handoff_reason,
                                        .team = waiting.team,
                                        .detail = waiting.handoff_detail,
                                        .answer_by = brain.answers_by(team, draft.now())});
}

}  // namespace frontdesk
