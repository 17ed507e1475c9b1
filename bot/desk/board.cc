// SPDX-License-Identifier: MIT
#include "desk/board.h"

#include <algorithm>
#include <cmath>

namespace frontdesk {
namespace {

/// The team of a fact by which a person is asked for, or null.
const TeamId* asked_team(const Fact& fact) {
  if (const auto* queued = std::get_if<HandoffRequested>(&fact)) return &queued->team;
  if (const auto* offline = std::get_if<WentOffline>(&fact)) return &offline->team;
  return nullptr;
}

}  // namespace

Board::Board(Time since, Time now, AnswersBy answers_by)
    : since_(since), now_(now), answers_by_(std::move(answers_by)) {}

void Board::read(std::span<const Event> events) {
  std::optional<Time> asked_at;  // while he waits for the first person
  std::optional<Promise> promise;
  std::optional<Promise> wait;  // told in the queue
  bool called = false;          // a person, and the bot has not had it since
  bool asked_lately = false;
  bool bot_spoke = false;
  for (const auto& event : events) {
    const bool counts = event.at >= since_;
    if (const auto* team = asked_team(event.fact)) {
      if (wait) judge(*wait, event.at);
      wait.reset();
      // Who waits on in the other list, or again, was asked for before.
      if (called) continue;
      called = true;
      asked_at = event.at;
      if (!counts) continue;
      ++handed_off_;
      asked_lately = true;
      const auto due = answers_by_(*team, event.at);
      const bool queued = std::holds_alternative<HandoffRequested>(event.fact);
      if (queued && due) promise = Promise{.due = *due};
    } else if (const auto* told = std::get_if<WaitPromised>(&event.fact)) {
      if (counts) wait = Promise{.due = told->until};
    } else if (std::holds_alternative<AgentJoined>(event.fact)) {
      if (wait) judge({wait->due, true, event.at <= wait->due}, event.at);
      wait.reset();
      if (asked_at && counts) {
        waits_.push_back(std::chrono::floor<std::chrono::seconds>(event.at - *asked_at));
      }
      asked_at.reset();
      called = true;
    } else if (const auto* message = std::get_if<MessageAdded>(&event.fact)) {
      if (message->author == Author::agent && promise && !promise->answered) {
        promise->answered = true;
        promise->in_time = event.at <= promise->due;
      }
      const bool answer = message->author == Author::bot && message->decision &&
                          event.sequence > 2 && message->decision->action != Action::handoff &&
                          message->decision->action != Action::clarify;
      if (answer && counts) bot_spoke = true;
    } else if (raises_epoch(event.fact) && !std::holds_alternative<Requeued>(event.fact) &&
               !std::holds_alternative<Transferred>(event.fact)) {
      asked_at.reset();
      called = false;
      if (promise) judge(*promise, now_);
      promise.reset();
      // Who left before it was due was promised nothing that could be broken.
      if (wait) judge(*wait, event.at);
      wait.reset();
    }
  }
  if (promise) judge(*promise, now_);
  if (wait) judge(*wait, now_);
  if (bot_spoke && !asked_lately) ++bot_answered_;
}

void Board::judge(const Promise& promise, Time now) {
  if (!promise.answered && now < promise.due) return;
  ++promised_;
  if (promise.in_time) ++kept_;
}

std::optional<std::chrono::seconds> Board::answered(double share) const {
  if (waits_.empty()) return std::nullopt;
  auto sorted = waits_;
  std::sort(sorted.begin(), sorted.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

std::optional<double> Board::kept() const {
  if (promised_ == 0) return std::nullopt;
  return static_cast<double>(kept_) / promised_;
}

}  // namespace frontdesk
