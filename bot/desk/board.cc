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

Board::Board(Time since, Time now, std::function<std::chrono::seconds(const TeamId&)> answer_within)
    : since_(since), now_(now), answer_within_(std::move(answer_within)) {}

void Board::read(std::span<const Event> events) {
  std::optional<Time> asked_at;  // while he waits for the first person
  std::optional<Promise> promise;
  bool called = false;  // a person, and the bot has not had it since
  bool asked_lately = false;
  bool bot_spoke = false;
  for (const auto& event : events) {
    const bool counts = event.at >= since_;
    if (const auto* team = asked_team(event.fact)) {
      // Who waits on in the other list, or again, was asked for before.
      if (called) continue;
      called = true;
      asked_at = event.at;
      if (!counts) continue;
      ++handed_off_;
      asked_lately = true;
      const auto within = answer_within_(*team);
      const bool queued = std::holds_alternative<HandoffRequested>(event.fact);
      if (queued && within.count() > 0) promise = Promise{.due = event.at + within};
    } else if (std::holds_alternative<AgentJoined>(event.fact)) {
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
      if (promise) judge(*promise);
      promise.reset();
    }
  }
  if (promise) judge(*promise);
  if (bot_spoke && !asked_lately) ++bot_answered_;
}

void Board::judge(const Promise& promise) {
  if (!promise.answered && now_ < promise.due) return;
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
