// SPDX-License-Identifier: MIT
#include "desk/routing.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/seeded_bugs.h"

namespace frontdesk {
namespace {

/// Whether the agent speaks the visitor's language and knows what is asked for.
bool fits(const Candidate& candidate, const Waiting& waiting) {
  const bool speaks = candidate.languages.empty() || waiting.language.empty() ||
                      candidate.languages.contains(waiting.language);
  return speaks && std::includes(candidate.skills.begin(), candidate.skills.end(),
                                 waiting.skills.begin(), waiting.skills.end());
}

std::size_t place_in(const std::vector<std::string>& list, const std::string& agent) {
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), agent) - list.begin());
}

/// The candidates as their places fill up while the queue is gone through.
class Room {
 public:
  Room(std::span<const Candidate> candidates, std::span<const Waiting> queue, Time now)
      : candidates_(candidates.begin(), candidates.end()), now_(now) {
    std::unordered_map<AgentId, Candidate*> by_id;
    for (auto& candidate : candidates_) by_id[candidate.agent] = &candidate;
    for (const auto& waiting : queue) {
      if (!waiting.ringing || waiting.ringing->until <= now) continue;
      for (const auto& agent : waiting.ringing->agents) {
        if (const auto found = by_id.find(agent); found != by_id.end()) ++found->second->load;
      }
    }
  }

  /// Who may be asked about this conversation, whether he let it ring before or not.
  std::vector<Candidate*> who_may(const Waiting& waiting, const RoutingRules& rules) {
    const bool relaxed = now_ - waiting.waiting_since >= rules.relax;
    std::vector<Candidate*> able;
    for (auto& candidate : candidates_) {
      if (!candidate.available || candidate.load >= candidate.capacity) continue;
      if (!candidate.teams.empty() && !candidate.teams.contains(waiting.team)) continue;
      if (candidate.freed_at && now_ - *candidate.freed_at < rules.pause) continue;
      if (!relaxed && !fits(candidate, waiting)) continue;
      able.push_back(&candidate);
    }
    return able;
  }

  void ask(Candidate& candidate) {
    ++candidate.load;
    candidate.asked_at = now_;
  }

 private:
  std::vector<Candidate> candidates_;
  Time now_;
};

/// The one to ask, by the method; `able` is not empty.
Candidate* choose(const std::vector<Candidate*>& able, const RoutingRules& rules) {
  const auto never = Time::min();
  const auto by = [&](auto key) {
    return *std::min_element(able.begin(), able.end(), [&](const Candidate* a, const Candidate* b) {
      return std::tuple(key(*a), a->asked_at.value_or(never), a->agent) <
             std::tuple(key(*b), b->asked_at.value_or(never), b->agent);
    });
  };
  const auto share = [](const Candidate& candidate) {
    return static_cast<double>(candidate.load) / static_cast<double>(candidate.capacity);
  };
  switch (rules.method) {
    case RoutingMethod::least_busy: return by(share);
    case RoutingMethod::fill_first:
      return by([&](const Candidate& candidate) { return -share(candidate); });
    case RoutingMethod::priority_list:
      return by([&](const Candidate& candidate) { return place_in(rules.list, candidate.name); });
    default: return by([](const Candidate&) { return 0; });
  }
}

std::string reason_of(const Candidate& candidate, const RoutingRules& rules) {
  return std::string(name_of(rules.method)) + ": has " + std::to_string(candidate.load) + " of " +
         std::to_string(candidate.capacity);
}

}  // namespace

QueuePlace place_of(const Waiting& waiting) {
  return {waiting.priority, waiting.due, waiting.queue_since, waiting.conversation};
}

std::vector<Offer> route(std::span<const Waiting> queue, std::span<const Candidate> candidates,
                         const std::map<TeamId, RoutingRules>& rules, Time now) {
  std::vector<const Waiting*> order;
  for (const auto& waiting : queue) order.push_back(&waiting);
  std::sort(order.begin(), order.end(), [](const Waiting* a, const Waiting* b) {
    return is_before(place_of(*a), place_of(*b));
  });

  Room room(candidates, queue, now);
  std::vector<Offer> offers;
  for (const auto* waiting : order) {
    const auto found = rules.find(waiting->team);
    if (found == rules.end() || found->second.method == RoutingMethod::manual) continue;
    const auto& rule = found->second;
    const bool rings = waiting->ringing && (waiting->ringing->until > now || seeded(Bug::ring));
    if (rings && !waiting->ringing->agents.empty()) continue;

    auto missed = waiting->missed;
    if (waiting->ringing) {
      missed.insert(waiting->ringing->agents.begin(), waiting->ringing->agents.end());
    }
    const auto able = room.who_may(*waiting, rule);
    if (able.empty()) continue;
    auto fresh = able;
    std::erase_if(fresh, [&](const Candidate* candidate) {
      return missed.contains(candidate->agent) && !seeded(Bug::decline);
    });

    if (fresh.size() > 1) {
      std::erase_if(fresh, [&](const Candidate* candidate) {
        return candidate->agent == waiting->sent_on_by;
      });
    }

    Offer offer;
    offer.conversation = waiting->conversation;
    offer.again = fresh.empty();
    if (offer.again && rings) continue;
    auto asked = fresh.empty() ? able : fresh;
    // Relaxed, a stranger is better than nobody, but not than somebody who fits.
    const auto suits = [&](const Candidate* candidate) { return fits(*candidate, *waiting); };
    if (std::any_of(asked.begin(), asked.end(), suits)) {
      std::erase_if(asked, [&](const Candidate* candidate) { return !suits(candidate); });
    }
    const auto same = std::find_if(asked.begin(), asked.end(), [&](const Candidate* candidate) {
      return !waiting->last_agent.empty() && candidate->agent == waiting->last_agent;
    });
    const bool may_wait_for_same =
        rule.same_agent.count() > 0 && now - waiting->waiting_since < rule.same_agent;
    if (may_wait_for_same && same != asked.end()) {
      offer.agents = {(*same)->agent};
      offer.because = "the agent who spoke with this visitor before";
      room.ask(**same);
    } else if (rule.method == RoutingMethod::ring_all) {
      offer.because = "ring_all: " + std::to_string(asked.size()) + " have room";
      for (auto* candidate : asked) {
        offer.agents.push_back(candidate->agent);
        room.ask(*candidate);
      }
      std::sort(offer.agents.begin(), offer.agents.end());
    } else {
      auto* candidate = choose(asked, rule);
      offer.agents = {candidate->agent};
      offer.because = reason_of(*candidate, rule);
      room.ask(*candidate);
    }
    // Nobody has a conversation that several were given: that is what ringing is for.
    if (rule.ring.count() > 0 || offer.agents.size() > 1) {
      offer.until = now + (rule.ring.count() > 0 ? rule.ring : RoutingRules().ring);
    }
    offers.push_back(std::move(offer));
  }
  return offers;
}

}  // namespace frontdesk
