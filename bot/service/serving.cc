// SPDX-License-Identifier: MIT
#include "service/serving.h"

#include <algorithm>

namespace frontdesk {
namespace {

constexpr std::chrono::seconds kFresh{1};

/// Whether he takes conversations of that team, as far as he and the owner say.
bool takes(const AgentAccount& account, const Team& team, const Catalog& catalog) {
  if (account.disabled || !may_serve(account.role)) return false;
  const bool asked = team.routing.method != RoutingMethod::manual;
  if (!account.available && (asked || account.said_at)) return false;
  const auto* agent = catalog.find_agent(account.name);
  return agent == nullptr || agent->teams.empty() || agent->teams.contains(team.id.value);
}

}  // namespace

bool Serving::anybody(const TeamId& id) {
  const auto brain = conversations_.brain();
  const auto* team = brain->catalog.team_for(id);
  const std::lock_guard lock(mutex_);
  if (team == nullptr || !catch_up(conversations_.clock().now())) return true;
  return std::any_of(accounts_.begin(), accounts_.end(), [&](const AgentAccount& account) {
    return takes(account, *team, brain->catalog) && presence_.is_present(account);
  });
}

bool Serving::catch_up(Time now) {
  const std::pair changes{conversations_.hub().people(), presence_.arrivals()};
  const bool fresh =
      read_at_ && changes == changes_ && now >= *read_at_ && now - *read_at_ < kFresh;
  if (fresh) return true;
  auto accounts = conversations_.store().agents();
  if (!accounts) return false;
  accounts_ = std::move(*accounts);
  changes_ = changes;
  read_at_ = now;
  return true;
}

}  // namespace frontdesk
