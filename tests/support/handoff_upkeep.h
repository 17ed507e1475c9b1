// SPDX-License-Identifier: MIT
#pragma once
// What happens in an interleaving although nobody asks: upkeep by the clock, and shops that answer.

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "service/upkeep.h"
#include "support/handoff_agents.h"

namespace support {

class HandoffUpkeep : public HandoffAgents {
 public:
  static constexpr std::chrono::seconds kLimit{120};

  explicit HandoffUpkeep(const Script& script) : HandoffAgents(script) {
    for (std::size_t node = 0; node < nodes_.size(); ++node) heartbeat(node);
  }

 protected:
  void sweep(std::size_t node) {
    // What gets into the queue while it is swept is for the next time.
    const auto before = rows({.statuses = {Status::queued}});
    heartbeat(node);
    sweep_waiting(at(node), kLimit);
    nodes_[node].queue->look();
    check_places(node);
    if (store_.full) return;
    for (const auto& row : before) {
      const auto log = stored(row.conversation);
      const auto queued = std::find_if(log.rbegin(), log.rend(),
                                       [](const Event& event) { return raises_epoch(event.fact); });
      if (queued->epoch == row.epoch && clock_.now() - queued->at >= kLimit) {
        wrong("a visitor was forgotten in the queue");
      }
    }
  }

  /// Those who are there give a sign of it; what belongs to the others goes back when their lease is over.
  void heartbeat(std::size_t node) {
    auto& presence = *nodes_[node].presence;
    for (const auto& agent : agents_) {
      if (agent.gone) continue;
      presence.seen(agent.identity.id);
      seats_.agent(agent.identity.id).sign = clock_.now();
    }
    presence.renew();
    presence.sweep();
  }

  /// What those who wait are told of their places is what the Store says.
  void check_places(std::size_t node) {
    if (nodes_.size() > 1) return;
    const bool busy = std::exchange(busy_, true);
    const auto waiting = rows({.statuses = {Status::queued}});
    for (const auto& row : waiting) {
      const auto ahead = std::count_if(waiting.begin(), waiting.end(), [&](const Summary& other) {
        return other.team == row.team &&
               std::tuple(-other.priority, *other.waiting_since, other.conversation) <
                   std::tuple(-row.priority, *row.waiting_since, row.conversation);
      });
      const auto place = nodes_[node].queue->place(row.conversation);
      if (!place || place->ahead != ahead) wrong("a visitor is told another place than he has");
    }
    busy_ = busy;
  }

  /// A look of routing. When nobody else is faster, nobody is left waiting whom somebody is free for.
  void route(std::size_t node) {
    const auto others = others_;
    const bool full = store_.full;
    (void)seats_.broken_if_alone();
    nodes_[node].dispatcher->look();
    if (others_ != others || nodes_.size() > 1 || full || unseen_erasure_) return;
    wrong(seats_.broken_if_alone());
    for (const auto& visitor : visitors_) {
      if (visitor.erased) continue;
      wrong(seats_.idle(fold(stored(visitor.id)), *at(node).brain(), clock_.now()));
    }
  }

  /// However long somebody looks away, upkeep does not.
  void outlive_leases() {
    constexpr std::chrono::seconds kPeriod{20};
    for (auto passed = kPeriod; passed <= 3 * kLease; passed += kPeriod) {
      clock_.tick(kPeriod);
      for (std::size_t node = 0; node < nodes_.size(); ++node) heartbeat(node);
    }
    for (const auto& row : rows({.statuses = {Status::assigned}})) {
      for (const auto& agent : agents_) {
        if (agent.gone && agent.identity.id == row.owner) wrong("an agent who is gone keeps it");
      }
    }
  }

  void return_call(std::size_t which, std::size_t node, int chance) {
    const auto call = calls_[which];
    const int statuses[] = {200, 404, 503, 0};
    const CallReturned returned{
        .key = call.key, .status = statuses[chance % 4], .saved = {{"state", "packed"}}};
    fly({.node = node,
         .decide = [=, this] { return at(node).call_returned(call.conversation, returned); },
         .done = [](const Staged&) {},
         .refused = [](const Error&) {}});
  }

  void pass(std::uint8_t which) {
    const std::chrono::milliseconds spans[] = {std::chrono::milliseconds{1},
                                               std::chrono::seconds{2},
                                               std::chrono::seconds{20},
                                               std::chrono::seconds{61},
                                               kLimit,
                                               2 * kLimit};
    clock_.tick(spans[which % std::size(spans)]);
  }

  bool unseen_erasure_ = false;  // by another program: routing hears of it within a minute
};

}  // namespace support
