// SPDX-License-Identifier: MIT
#pragma once
// A decision put into words: which variation, which language, which quick replies.
//
// Slots are data: a value is put into a text once and never read as a template again.

#include <map>
#include <string>
#include <vector>

#include "core/draft.h"
#include "dialogue/brain.h"
#include "dialogue/decision.h"

namespace frontdesk {

/// What a name stands for in this conversation: a variable of the owner's, a slot of the flow, a slot filled
/// earlier, or what the page said of the visitor, in this order; "" when unset. The owner's come first, so
/// that nothing a visitor's page says can stand in for the address of the shop's API.
std::string value_of(const Brain& brain, const Conversation& conversation, const std::string& name);

bool holds(const Brain& brain, const Conversation& conversation, const Condition& condition);

/// Each `{name}` of a text replaced by `value(name)`. What is put in is never looked at again.
template <class Value>
std::string replace_names(const std::string& text, const Value& value) {
  std::string filled;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto open = text.find('{', at);
    const auto close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) break;
    filled.append(text, at, open - at);
    filled += value(text.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  return filled.append(text, at);
}

/// The team that is wanted, else the first; null where there is none.
const Team* team_for(const Brain& brain, const TeamId& wanted);

/// `{name}` replaced: by `own`, for names that only this text knows, else by what the name stands for in this
/// conversation. Slots stand as a person reads them.
std::string fill(const Brain& brain, const Conversation& conversation, const std::string& text,
                 const std::map<std::string, std::string>& own = {});

/// The words for this conversation and this place in it: the first variation whose condition holds; among
/// several without a condition, one by a hash of conversation and sequence.
std::string words(const Brain& brain, const Conversation& conversation,
                  const std::map<std::string, std::vector<Variation>>& text);

/// One of the bot's own sentences.
std::string phrase(const Brain& brain, const Conversation& conversation, const std::string& name);

/// The quick reply that calls a person.
QuickReply person_reply(const Brain& brain, const Conversation& conversation);

/// Adds a message of the bot. Where there are quick replies, a person is added as the last, unless he is called
/// already.
void say(const Brain& brain, Draft& draft, std::string text, Decision decision, Sequence cause,
         std::vector<QuickReply> quick_replies = {}, std::vector<ArticleLink> articles = {});

/// "Did you mean".
void say_clarify(const Brain& brain, Draft& draft, const Plan& plan, Sequence cause);

/// Articles that answer, or may. One that answers is followed by "did it help".
void say_articles(const Brain& brain, Draft& draft, const Plan& plan, Sequence cause);

/// What was found, as it stands under a message.
ArticleLink link_to(const Hit& hit);

/// Articles for the page that the conversation began on, at most three.
std::vector<ArticleLink> page_links(const Brain& brain, const Conversation& conversation);

/// What the author of an intent wrote, with the articles and intents he put under it.
void say_answer(const Brain& brain, Draft& draft, const Intent& intent, const Decision& decision,
                const Said& said, Sequence cause);

/// Hands the conversation to a person: tells the visitor, and changes its status, in one draft. Within
/// office hours it is queued; outside them a fallback of the team is called that is open, or it goes to the
/// offline list and says when somebody is there.
/// `words` names the phrase that is said within office hours; empty: the one of the reason.
void hand_off(const Brain& brain, Draft& draft, HandoffReason reason, const TeamId& team,
              Decision decision, std::string detail, Sequence cause, const std::string& words = "");

/// What an agent put into the queue of a team that is closed now goes on to the offline list, with the notice
/// that a handoff would bring. No change where the team is open, or nobody waits in a queue.
void go_offline_when_closed(const Brain& brain, Draft& draft);

}  // namespace frontdesk
