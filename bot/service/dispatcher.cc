// SPDX-License-Identifier: MIT
#include "service/dispatcher.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <span>

#include "desk/offers.h"

namespace frontdesk {
namespace {

constexpr int kLooks = 4;           // in a row, while others are faster
constexpr std::size_t kBatch = 32;  // appends in one transaction: visitors' messages wait for it

std::map<TeamId, RoutingRules> rules_of(const Catalog& catalog) {
  std::map<TeamId, RoutingRules> rules;
  for (const auto& team : catalog.teams) {
    if (team.routing.method != RoutingMethod::manual) rules[team.id] = team.routing;
  }
  return rules;
}

/// An offer to agents of whom none is there any more is over.
void end_offers_to_nobody(std::vector<Waiting>& queue, const std::vector<Candidate>& candidates,
                          Time now) {
  std::set<AgentId> there;
  for (const auto& candidate : candidates) {
    if (candidate.available) there.insert(candidate.agent);
  }
  for (auto& waiting : queue) {
    if (!waiting.ringing || waiting.ringing->agents.empty()) continue;
    const auto& asked = waiting.ringing->agents;
    const bool rings = std::any_of(asked.begin(), asked.end(),
                                   [&](const AgentId& agent) { return there.contains(agent); });
    if (!rings) waiting.ringing->until = std::min(waiting.ringing->until, now);
  }
}

}  // namespace

int capacity_of(const Catalog& catalog, const AgentAccount& account) {
  const auto* agent = catalog.find_agent(account.name);
  return agent == nullptr ? account.capacity : agent->capacity.value_or(account.capacity);
}

bool concerns_routing(const Summary& row) {
  switch (row.status) {
    case Status::queued:
    case Status::offline:
    case Status::closed: return true;
    case Status::assigned: return row.on_hold;
    case Status::bot: return false;
  }
  return false;
}

int Dispatcher::look() {
  const std::lock_guard lock(mutex_);
  int good = 0;
  for (int attempt = 0; attempt < kLooks; ++attempt) {
    const auto brain = conversations_.brain();
    const auto rules = rules_of(brain->catalog);
    if (rules.empty()) {
      view_.look_again();
      return good;
    }
    const Time now = conversations_.clock().now();
    const auto caught_up = view_.catch_up();
    const auto agents = candidates(brain->catalog);
    if (!caught_up || !agents) {
      spdlog::warn("routing: {}", caught_up ? agents.error().message : caught_up.error().message);
      return good;
    }
    auto queue = view_.queue();
    end_offers_to_nobody(queue, *agents, now);
    const auto offers = route(queue, *agents, rules, now);
    if (offers.empty()) return good;
    const auto made = make_good(offers, *agents);
    good += made.good;
    if (!made.conflict) return good;
  }
  return good;
}

Result<std::vector<Candidate>> Dispatcher::candidates(const Catalog& catalog) const {
  const auto accounts = conversations_.store().agents();
  if (!accounts) return accounts.error();
  std::vector<Candidate> all;
  for (const auto& account : *accounts) {
    const auto known = view_.agent(account.id);
    Candidate candidate;
    candidate.agent = account.id;
    candidate.name = account.name;
    candidate.available = account.available && !account.disabled && may_serve(account.role) &&
                          presence_.is_present(account);
    if (const auto* agent = catalog.find_agent(account.name)) {
      for (const auto& team : agent->teams) candidate.teams.insert(TeamId(team));
      candidate.languages = agent->languages;
      candidate.skills = agent->skills;
    }
    candidate.capacity = capacity_of(catalog, account);
    candidate.load = known.load;
    candidate.asked_at = known.asked_at;
    candidate.freed_at = known.freed_at;
    all.push_back(std::move(candidate));
  }
  return all;
}

Dispatcher::Made Dispatcher::make_good(const std::vector<Offer>& offers,
                                       const std::vector<Candidate>& candidates) {
  Made made;
  std::vector<Append> appends;
  for (const auto& offer : offers) {
    const auto last = view_.last_of(offer.conversation);
    const auto agent =
        std::find_if(candidates.begin(), candidates.end(),
                     [&](const Candidate& each) { return each.agent == offer.agents.front(); });
    auto staged = conversations_.command(offer.conversation, [&](Draft& draft) {
      if (offer.until) return ask(draft, offer, last);
      return give(draft, {agent->agent, agent->name}, last, offer.because);
    });
    if (!staged || !staged->append) {
      made.conflict = true;
      continue;
    }
    if (!offer.until) staged->append->seat = Seat{agent->agent, agent->capacity};
    appends.push_back(std::move(*staged->append));
  }
  for (std::span rest(appends); !rest.empty();) {
    const auto batch = rest.first(std::min(rest.size(), kBatch));
    rest = rest.subspan(batch.size());
    for (const auto& result : conversations_.commit(batch)) {
      if (result) {
        ++made.good;
      } else {
        // Another process knows more of this conversation, or of this agent.
        made.conflict = true;
        view_.look_again();
      }
    }
  }
  return made;
}

}  // namespace frontdesk
