// SPDX-License-Identifier: MIT
#include "dialogue/gaps.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "dialogue/question_key.h"

namespace frontdesk {
namespace {

bool hands_over_unknown(const Fact& fact) {
  if (const auto* queued = std::get_if<HandoffRequested>(&fact)) {
    return queued->reason == HandoffReason::not_understood;
  }
  const auto* offline = std::get_if<WentOffline>(&fact);
  return offline != nullptr && offline->reason == HandoffReason::not_understood;
}

/// Follows one conversation: what was asked last in words, and whether the bot asked back.
class Reader {
 public:
  void read(const Event& event) {
    if (const auto* message = std::get_if<MessageAdded>(&event.fact)) {
      return message->author == Author::visitor ? visitor_said(event, *message)
                                                : bot_said(*message);
    }
    if (const auto* rating = std::get_if<ArticleRated>(&event.fact)) {
      // Of an article that was found elsewhere, nobody knows what it was to answer.
      const bool shown = std::find(shown_.begin(), shown_.end(), rating->article) != shown_.end();
      if (rating->helped || !asked_ || !shown) return;
      asked_->kind = Gap::Kind::article_no_help;
      asked_->article = rating->article;
      return keep();
    }
    // A reason that is said again, because nobody came or an agent is gone, was said of another question.
    if (with_bot_ && hands_over_unknown(event.fact) && asked_) {
      asked_->kind = Gap::Kind::handed_off;
      keep();
    }
    if (raises_epoch(event.fact)) with_bot_ = is_the_bots_after(event.fact);
  }

  std::vector<Gap> finish() {
    if (open_) keep();
    return std::move(found_);
  }

 private:
  void visitor_said(const Event& event, const MessageAdded& message) {
    if (!message.choice.empty()) {
      // A label of "did you mean" is what was meant; "none of these" calls a person, which is counted.
      open_ = false;
      return;
    }
    if (open_) keep();
    asked_.reset();
    shown_.clear();
    if (fold(message.text).empty()) return;
    asked_ = Gap{.question = message.text,
                 .language = message.language,
                 .last = event.at,
                 .conversation = event.conversation};
  }

  void bot_said(const MessageAdded& message) {
    if (message.author != Author::bot || !message.decision || !asked_) return;
    open_ = message.decision->action == Action::clarify;
    for (const auto& link : message.articles) shown_.push_back(link.id);
  }

  void keep() {
    if (asked_) found_.push_back(*asked_);
    asked_.reset();
    open_ = false;
  }

  /// A closed conversation is opened by the visitor's next message, before it is read.
  static bool is_the_bots_after(const Fact& fact) {
    return std::holds_alternative<ReturnedToBot>(fact) || std::holds_alternative<Reopened>(fact) ||
           std::holds_alternative<Closed>(fact);
  }

  bool with_bot_ = true;
  std::optional<Gap> asked_;
  std::vector<ArticleId> shown_;  // under the answers to it
  bool open_ = false;             // the bot asked back, and has no answer yet
  std::vector<Gap> found_;
};

}  // namespace

std::string_view name_of(Gap::Kind kind) {
  switch (kind) {
    case Gap::Kind::not_understood: return "not_understood";
    case Gap::Kind::handed_off: return "handed_off";
    case Gap::Kind::article_no_help: return "article_no_help";
  }
  return "not_understood";
}

std::vector<Gap> gaps_of(std::span<const Event> events) {
  Reader reader;
  for (const auto& event : events) reader.read(event);
  return reader.finish();
}

std::vector<Gap> merge_gaps(std::vector<Gap> gaps) {
  std::map<std::tuple<Gap::Kind, std::string, std::string, std::string>, Gap> merged;
  for (auto& gap : gaps) {
    const std::tuple key{gap.kind, gap.language, gap.article.value, question_key(gap.question)};
    const auto [place, fresh] = merged.try_emplace(key, gap);
    if (fresh) continue;
    const int times = place->second.times + gap.times;
    if (gap.last >= place->second.last) place->second = std::move(gap);
    place->second.times = times;
  }
  std::vector<Gap> list;
  for (auto& [key, gap] : merged) list.push_back(std::move(gap));
  std::stable_sort(list.begin(), list.end(), [](const Gap& a, const Gap& b) {
    return std::tie(b.times, b.last) < std::tie(a.times, a.last);
  });
  return list;
}

}  // namespace frontdesk
