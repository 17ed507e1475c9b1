// SPDX-License-Identifier: MIT
#pragma once
// What an agent reads before he writes: who it is, what he wants, what he has told, what the bot tried and
// why a person was asked for, with a first reply to begin with.
//
// A fold over the log, without any language model: every word of it was said, or written by an author, or
// stands in the facts. Pure. The templates of the first reply are phrases (content/phrases.h), by the reason
// of the handoff.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/conversation.h"
#include "desk/browsing.h"

namespace frontdesk {

struct HandoffCard {
  struct Wants {
    std::string intent;  // empty when the bot was never sure
    std::string label;
    double confidence = 0;
    double threshold = 0;
    std::string text;  // the visitor's words
  };
  struct Told {
    std::string slot;
    std::string label;
    std::string value;  // as a person reads it
  };
  /// An article that stood under a message of the bot, and what the visitor said of it.
  struct Shown {
    ArticleId article;
    std::string title;
    std::optional<bool> helped;
  };
  struct Tried {
    Action action = Action::answer;
    std::string title;  // of the first article, else of the topic
    std::string because;
    Sequence sequence = 0;
    std::vector<Shown> articles;
    std::string said;  // the visitor's next words, or empty
  };
  /// By whom the conversation was handed on last, and what he said to whoever gets it.
  struct HandedOn {
    std::string by;
    std::string comment;  // or empty
    Time at;
  };
  struct Opened {
    ArticleId article;
    std::string title;
    std::string language;
    std::string from;
    std::optional<bool> helped;
  };

  std::string name;       // the visitor's, as his page says; unproven
  bool verified = false;  // nobody proves it yet
  std::string language;
  std::string page;  // where he is
  std::vector<VisitedPage> pages;
  std::string referrer;
  std::map<std::string, std::string> attributes;
  HandoffReason reason = HandoffReason::asked_for_person;
  std::string detail;
  std::optional<Time> waiting_since;  // while he waits
  std::optional<Time> handed_off_at;  // a person was asked for, last
  std::optional<Time> answer_by;      // what the visitor was promised when nobody was there
  std::optional<std::chrono::seconds>
      waited;  // from there until a person came; none while he waits
  std::optional<Wants> wants;
  std::vector<Told> told;
  std::vector<Tried> tried;
  std::vector<Tried>
      meanwhile;  // what the bot answered while he waited; it changes nothing of `wants`
  std::optional<HandedOn> transferred;  // since a person was asked for
  std::vector<Opened> read;
  std::vector<SeenProduct> products;
  std::string first_reply;  // in his language; empty while no person was asked for
};

/// `events` are all of the conversation's facts; `agent` is who reads it, for the first reply.
HandoffCard handoff_card(const Catalog& catalog, const Conversation& conversation,
                         std::span<const std::shared_ptr<const Event>> events,
                         const std::string& agent);

}  // namespace frontdesk
