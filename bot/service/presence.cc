// SPDX-License-Identifier: MIT
#include "service/presence.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "core/seeded_bugs.h"
#include "desk/offers.h"

namespace frontdesk {

Presence::Presence(Conversations& conversations, std::chrono::seconds lease)
    : conversations_(conversations),
      lease_(lease),
      looks_since_(conversations.clock().now()),
      swept_at_(looks_since_) {}

void Presence::seen(const AgentId& agent) {
  const Time now = conversations_.clock().now();
  const std::lock_guard lock(mutex_);
  signs_[agent].seen = now;
}

std::optional<Time> Presence::seen_at(const AgentId& agent) const {
  const std::lock_guard lock(mutex_);
  const auto found = signs_.find(agent);
  return found == signs_.end() ? std::nullopt : std::optional(found->second.seen);
}

Time Presence::lease_end(const AgentAccount& account) const {
  auto end = account.present_until.value_or(Time::min());
  if (const auto seen = seen_at(account.id)) end = std::max(end, *seen + lease_);
  return end;
}

bool Presence::is_present(const AgentAccount& account) const {
  return !account.disabled && conversations_.clock().now() < lease_end(account);
}

void Presence::renew() {
  std::vector<PresenceLease> due;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [agent, signs] : signs_) {
      const auto until = signs.seen + lease_;
      if (!signs.written || until - *signs.written >= lease_ / 4) due.push_back({agent, until});
    }
  }
  if (due.empty() || !conversations_.store().renew_presence(due)) return;
  const std::lock_guard lock(mutex_);
  for (const auto& [agent, until] : due) signs_[agent].written = until;
}

int Presence::sweep() {
  const Time now = conversations_.clock().now();
  // Who did not look for so long cannot say who was there.
  if (now - swept_at_ > lease_ || now < swept_at_) looks_since_ = now;
  swept_at_ = now;

  const auto accounts = conversations_.store().agents();
  const auto rows = conversations_.store().list(
      {.statuses = {Status::assigned}, .limit = std::numeric_limits<int>::max()});
  if (!accounts || !rows) return 0;
  std::unordered_map<AgentId, Time> ends;
  for (const auto& account : *accounts) ends[account.id] = lease_end(account);
  int changed = 0;
  for (const auto& row : *rows) {
    const auto found = ends.find(row.owner);
    const auto end = found == ends.end() ? Time::min() : found->second;
    if (settle(row, std::max(end, looks_since_ + lease_), now)) ++changed;
  }
  return changed;
}

bool Presence::settle(const Summary& row, Time lease_end, Time now) {
  const bool gone = now >= lease_end && !seeded(Bug::lease);
  if (!gone && !row.on_hold) return false;
  const auto settled = conversations_.settle([&]() -> Result<Staged> {
    const auto log = conversations_.log(row.conversation, row.last);
    if (!log) return log.error();
    const bool new_here = now - changed_hands_at(**log) < lease_;
    return conversations_.command(row.conversation, [&](Draft& draft) -> Result<Done> {
      const auto& conversation = draft.conversation();
      if (conversation.status != Status::assigned || conversation.owner != row.owner) {
        return Done{};
      }
      end_hold(draft);
      const bool kept = conversation.on_hold && conversation.hold_until;
      if (!gone || kept || new_here) return Done{};
      const auto brain = conversations_.brain();
      const auto* team = brain->catalog.team_for(conversation.team);
      give_up(draft, brain->desk.always_open || team == nullptr || team->is_open(now),
              "no sign of the agent for " + std::to_string(lease_.count()) + " s",
              brain->answers_by(team, now));
      return Done{};
    });
  });
  if (!settled) {
    spdlog::warn("presence: {}: {}", row.conversation.value, settled.error().message);
    return false;
  }
  return settled->append.has_value();
}

}  // namespace frontdesk
