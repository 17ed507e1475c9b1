// SPDX-License-Identifier: MIT
#pragma once
// What the policy decided to do about a message, before anything is done or put into words.

#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/event.h"
#include "kb-connector/index/index.h"

namespace frontdesk {

/// How the choices under an article begin: "helped:LANG:ARTICLE" and "not_helped:LANG:ARTICLE".
inline constexpr std::string_view kHelped = "helped";
inline constexpr std::string_view kNotHelped = "not_helped";

/// What the visitor did: wrote a text, or tapped a quick reply (then `text` is its label).
struct Said {
  std::string text;
  std::string choice;
  std::string client_id;
};

struct Plan {
  enum class Kind {
    silent,    // a person has it, or nothing may be said
    person,    // hand off
    flow,      // the flow in progress gets the message
    stop,      // the flow in progress ends
    intent,    // answer, flow, articles or handoff, as the intent's author wrote
    articles,  // show `hits`
    rating,    // an article that was shown helped, or did not
    clarify,   // "did you mean" with `candidates`, or "put it another way" without
  };
  Kind kind = Kind::silent;
  const Intent* intent = nullptr;                          // for intent
  HandoffReason reason = HandoffReason::asked_for_person;  // for person
  TeamId team;                                             // for person; empty: the first team
  std::vector<Hit> hits;                                   // for articles
  bool good = false;                                       // for articles: an answer, not an offer
  ArticleRated rating = {};                                // for rating
  std::vector<const Intent*> candidates;                   // for clarify
  bool empty_message = false;  // for clarify: there was nothing to understand
  Decision decision;           // action, scores and the reason in one sentence
  std::string text = {};       // the part of the message that it is about, or empty: the whole
  std::string then = {};  // for intent, where it is a flow: the intent to offer when it is done
};

}  // namespace frontdesk
