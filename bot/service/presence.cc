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
  const auto [found, first] = signs_.try_emplace(agent);
  auto& signs = found->second;
  const bool arrives = first || now - signs.seen >= lease_;
  if (arrives) signs.from = now;
  signs.seen = now;
  if (arrives) ++arrivals_;
}

std::optional<Presence::Signs> Presence::signs_of(const AgentId& agent) const {
  const std::lock_guard lock(mutex_);
  const auto found = signs_.find(agent);
  return found == signs_.end() ? std::nullopt : std::optional(found->second);
}

Time Presence::lease_end(const AgentAccount& account) const {
  auto end = account.present_until.value_or(Time::min());
  if (const auto signs = signs_of(account.id)) end = std::max(end, signs->seen + lease_);
  return end;
}

std::optional<Time> Presence::since(const AgentAccount& account) const {
  if (!is_present(account)) {
    const auto end = lease_end(account);
    return end == Time::min() ? std::nullopt : std::optional(end);
  }
  const auto signs = signs_of(account.id);
  auto came = account.present_since;
  // What this process saw counts where the Store has not heard of it yet, or of a lease before it only.
  const bool one_stay = came && (!signs || *account.present_until > signs->from);
  if (signs && !one_stay) came = signs->from;
  if (!came) return account.said_at;
  return std::max(*came, account.said_at.value_or(*came));
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
      if (!signs.written || until - *signs.written >= lease_ / 4)
        due.push_back({agent, signs.seen, until});
    }
  }
  if (due.empty() || !conversations_.store().renew_presence(due)) return;
  const std::lock_guard lock(mutex_);
  for (const auto& lease : due) signs_[lease.agent].written = lease.until;
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
