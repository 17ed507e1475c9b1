// SPDX-License-Identifier: MIT
#pragma once
// What the bot says of itself, by name, with words in Lithuanian and English. A content folder's
// phrases.yaml may replace any of them, and adds other languages:
//
//   not_understood: {lt: Gal galite pasakyti kitaip?, en: Could you say it another way?}
//
// dialogue and desk look them up in Catalog::phrases, which always has every name below. Names, and
// the {placeholders} of each, stay what they are: core, dialogue and the widget depend on them.
//
//   greeting            before the first message, when widget.yaml has none
//   clarify             above the labels of "did you mean"
//   none_of_these       the choice under them that says none is meant
//   person              the choice that calls a person, on every message with choices
//   not_understood      the first time nothing is sure
//   handoff_unknown     a person is called: the bot does not know
//   handoff_asked       a person is called: the visitor asked for one
//   handoff_intent      a person is called: the subject belongs to people
//   handoff_flow        a person is called: a flow cannot go on without one
//   handoff_error       a person is called: the bot failed
//   handoff_offline     instead of those above when nobody works; {when} is the team's hours
//   waited_too_long     nobody came within the waiting limit
//   contact_left        an address was left; {email}
//   contact_left_phone  a number was left; {phone}
//   articles_answer     above an article that answers
//   articles_offer      above articles that may help
//   articles_page       above articles for the page that the conversation begins on
//   other_language      after them, where the article is not in the visitor's language
//   helped · not_helped  the choices under an article that answers
//   glad                it helped
//   handoff_article     a person is called: it did not
//   yes · no            the choices of a step that asks for a confirmation
//   stop                the choice that leaves a flow
//   flow_stopped        it was left
//   then                offers, after a flow, what the same message asked for too
//   attempt_failed      an answer did not fit what a step asked for; it is asked again
//   call_failed         a person is called: the shop's system did not answer
//   empty_message       a message without words
//   hello · hello_named how the first replies below begin; {visitor} is his name
//   first_reply_asked   suggested to an agent: a person was asked for; {hello}, {agent}
//   first_reply_topic   the same where the subject is known; {topic}
//   first_reply_unknown the same where the bot did not understand
//   first_reply_flow    the same where a flow could not go on
//   first_reply_error   the same where the bot failed

#include <string>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// Every name with its words in "lt" and "en".
const Phrases& default_phrases();

/// The names, sorted.
std::vector<std::string> phrase_names();

}  // namespace frontdesk
