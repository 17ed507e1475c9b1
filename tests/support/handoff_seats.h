// SPDX-License-Identifier: MIT
#pragma once
// What must hold of all conversations together at the moment of an append: whom routing may ask, how much each
// agent has, and that nobody waits for whom somebody is free.
//
// It is told of every append as it is made, before anybody else may act, and of what the agents really do.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/handoff_contents.h"
#include "support/handoff_rules.h"

namespace support {

class Seats {
 public:
  struct Agent {
    bool available = true;
    std::optional<Time> sign;  // the last sign of life that he gave to any node
  };

  Seats(const Brains& brains, std::chrono::seconds lease) : brains_(brains), lease_(lease) {
    for (const auto* name : kAgentNames) agents_[AgentId(name)] = {};
  }

  Agent& agent(const AgentId& id) { return agents_[id]; }

  /// The first rule that an append broke, or "".
  [[nodiscard]] const std::string& broken() const { return broken_; }
  /// The same of what only holds while nobody else is faster; forgotten with the answer.
  std::string broken_if_alone() { return std::exchange(crowded_, {}); }

  void take(const Append& append) {
    // Only now: an agent may take another by himself before anybody looks.
    const auto& seat = append.seat;
    if (seat && load(seat->agent, append.conversation) >= seat->capacity) {
      wrong("an agent has more than he has places for");
    }
    auto& place = places_[append.conversation];
    for (const auto& event : append.events) {
      const bool routing = event.actor.kind == ActorKind::system;
      const auto* joined = std::get_if<AgentJoined>(&event.fact);
      if (joined != nullptr && routing) gives(append, place, event, joined->agent);
      const auto* asked = std::get_if<AgentsAsked>(&event.fact);
      if (asked != nullptr && routing) asks(append, place, event, *asked);
      if (asked != nullptr) place.ring = *asked;
      if (raises_epoch(event.fact)) {
        place.changed_hands = event.at;
        place.ring.reset();
      }
    }
    place.row = append.summary;
  }
  /// Its visitor was forgotten.
  void drop(const ConversationId& id) { places_.erase(id); }

  /// Whether `now` waits although somebody may be asked who is not; "" when it is as it should be.
  [[nodiscard]] std::string idle(const Conversation& now, const Brain& brain, Time at) const {
    const auto& place = places_.at(now.id);
    const auto* team = brain.catalog.team_for(now.team);
    if (now.status != Status::queued || team->routing.method == RoutingMethod::manual) return "";
    if (rings(place, at)) return "";
    const bool rests = place.ring && place.ring->agents.empty() && place.ring->until > at;
    for (const auto& [id, agent] : agents_) {
      if (!is_there(agent, at, lease_ / 4) || (rests && now.missed.contains(id))) continue;
      if (!why_not(id, place, brain, at).empty()) continue;
      if (load(id, now.id) + asked_elsewhere(id, now.id, at) >= capacity(id, brain)) continue;
      return "somebody is free, and nobody is asked";
    }
    return "";
  }

 private:
  struct Place {
    Summary row;
    Time changed_hands;
    std::optional<AgentsAsked> ring;
  };

  void gives(const Append& append, const Place& place, const Event& event, const AgentId& agent) {
    const auto& brain = *brains_.at(event.content_version);
    if (load(agent, append.conversation) >= capacity(agent, brain)) {
      wrong("routing gave an agent more than he takes");
    }
    if (!is_there(agents_.at(agent), event.at)) wrong("routing gave it to who is not there");
    wrong(why_not(agent, place, brain, event.at));
  }

  void asks(const Append& append, const Place& place, const Event& event,
            const AgentsAsked& asked) {
    const auto& brain = *brains_.at(event.content_version);
    if (rings(place, event.at, lease_ / 4)) wrong("it rings at another while it rings");
    for (const auto& agent : asked.agents) {
      if (!is_there(agents_.at(agent), event.at)) wrong("somebody is asked who is not there");
      wrong(why_not(agent, place, brain, event.at));
      const int has = load(agent, append.conversation);
      if (has + asked_elsewhere(agent, append.conversation, event.at) >= capacity(agent, brain)) {
        crowded_ = "somebody is asked who has no place";
      }
    }
  }

  /// Why an agent may not be asked about it, whoever else there is.
  [[nodiscard]] std::string why_not(const AgentId& agent, const Place& place, const Brain& brain,
                                    Time at) const {
    const auto* desk = brain.catalog.find_agent(agent.value);
    const auto* team = brain.catalog.team_for(place.row.team);
    if (!desk->teams.empty() && !desk->teams.contains(team->id.value)) {
      return "somebody of another team is asked";
    }
    if (at - place.changed_hands >= team->routing.relax) return "";
    const auto* intent = brain.catalog.find_intent(place.row.topic);
    const bool knows =
        intent == nullptr || intent->skill.empty() || desk->skills.contains(intent->skill);
    const bool speaks = desk->languages.empty() || desk->languages.contains(place.row.language);
    return knows && speaks ? "" : "somebody is asked too early who does not fit";
  }

  [[nodiscard]] bool is_there(const Agent& agent, Time at,
                              std::chrono::milliseconds spare = {}) const {
    return agent.available && agent.sign && at < *agent.sign + lease_ - spare;
  }
  [[nodiscard]] bool rings(const Place& place, Time at,
                           std::chrono::milliseconds spare = {}) const {
    if (!place.ring || place.ring->until <= at) return false;
    const auto& asked = place.ring->agents;
    return std::any_of(asked.begin(), asked.end(), [&](const AgentId& agent) {
      return is_there(agents_.at(agent), at, spare);
    });
  }

  [[nodiscard]] int load(const AgentId& agent, const ConversationId& except) const {
    return static_cast<int>(std::count_if(places_.begin(), places_.end(), [&](const auto& one) {
      const auto& row = one.second.row;
      return one.first != except && row.owner == agent && !row.on_hold;
    }));
  }
  [[nodiscard]] int asked_elsewhere(const AgentId& agent, const ConversationId& except,
                                    Time at) const {
    return static_cast<int>(std::count_if(places_.begin(), places_.end(), [&](const auto& one) {
      const auto& row = one.second.row;
      const bool is_asked = std::find(row.asked.begin(), row.asked.end(), agent) != row.asked.end();
      return one.first != except && is_asked && *row.asked_until > at;
    }));
  }
  static int capacity(const AgentId& agent, const Brain& brain) {
    return *brain.catalog.find_agent(agent.value)->capacity;
  }

  void wrong(const std::string& what) {
    if (broken_.empty()) broken_ = what;
  }

  const Brains& brains_;
  const std::chrono::seconds lease_;
  std::map<AgentId, Agent> agents_;
  std::map<ConversationId, Place> places_;
  std::string broken_;
  std::string crowded_;
};

}  // namespace support
