// SPDX-License-Identifier: MIT
#include "dialogue/deflection.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "dialogue/decision.h"
#include "dialogue/question_key.h"

namespace frontdesk {
namespace {

struct Answered {
  Time at;
  std::string key;
};

/// What happened to one contact, over all of his conversations.
struct Story {
  std::vector<Answered> answered;
  std::vector<Answered> asked;
  std::vector<Time> failed;  // handed to a person, or told that an article was no help
};

/// Whether the bot gave an article as the answer: then it asks whether it helped.
bool is_answer(const MessageAdded& message) {
  return std::any_of(
      message.quick_replies.begin(), message.quick_replies.end(),
      [](const QuickReply& reply) { return reply.choice.starts_with(std::string(kHelped) + ":"); });
}

void read(std::span<const Event> events, Story& story) {
  std::map<Sequence, std::string> said;
  std::map<ArticleId, Sequence> offered;  // not opened so far: the question that it was offered for
  for (const auto& event : events) {
    if (const auto* message = std::get_if<MessageAdded>(&event.fact)) {
      if (message->author == Author::visitor && message->choice.empty()) {
        said[event.sequence] = question_key(message->text);
        story.asked.push_back({event.at, said[event.sequence]});
      } else if (message->author == Author::bot && message->decision &&
                 message->decision->action == Action::articles && said.contains(event.cause)) {
        if (is_answer(*message)) {
          story.answered.push_back({event.at, said[event.cause]});
        } else {
          for (const auto& id : message->decision->articles) offered[id] = event.cause;
        }
      }
    } else if (const auto* opened = std::get_if<ArticleOpened>(&event.fact)) {
      const auto found = offered.find(opened->article);
      if (found == offered.end()) continue;
      const auto question = found->second;
      story.answered.push_back({event.at, said[question]});
      // Of several that were opened after one question, the first has answered it.
      std::erase_if(offered, [&](const auto& each) { return each.second == question; });
    } else if (const auto* rating = std::get_if<ArticleRated>(&event.fact)) {
      if (!rating->helped) story.failed.push_back(event.at);
    } else if (std::holds_alternative<HandoffRequested>(event.fact) ||
               std::holds_alternative<WentOffline>(event.fact)) {
      story.failed.push_back(event.at);
    }
  }
}

}  // namespace

Deflection deflection_of(std::span<const std::span<const Event>> conversations, Time now) {
  Story story;
  for (const auto events : conversations) read(events, story);
  Deflection result;
  for (const auto& each : story.answered) {
    const auto in_window = [&](Time at) {
      return at >= each.at && at - each.at <= kDeflectionWindow;
    };
    // A question is asked before its answer, in the same millisecond perhaps: that one is no repeat.
    const auto repeats =
        std::count_if(story.asked.begin(), story.asked.end(), [&](const Answered& asked) {
          return asked.at > each.at && in_window(asked.at) && asked.key == each.key;
        });
    const bool failed = std::any_of(story.failed.begin(), story.failed.end(), in_window);
    if (failed || repeats > 0) {
      ++result.answered;
    } else if (now - each.at < kDeflectionWindow) {
      ++result.pending;
    } else {
      ++result.answered;
      ++result.spared;
    }
  }
  return result;
}

}  // namespace frontdesk
