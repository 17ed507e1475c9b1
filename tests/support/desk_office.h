// SPDX-License-Identifier: MIT
#pragma once
// An office whose teams are routed: agents who are there, and who looks for them.

#include <string>
#include <utility>

#include "service/dispatcher.h"
#include "service/presence.h"
#include "support/office.h"

namespace support {

/// The small bot, with these rules for the team support.
inline std::shared_ptr<const Brain> routed_brain(const RoutingRules& rules) {
  auto catalog = small_catalog();
  catalog.teams.front().routing = rules;
  return small_brain(std::move(catalog));
}

inline RoutingRules rules_for(RoutingMethod method, std::chrono::seconds ring) {
  RoutingRules rules;
  rules.method = method;
  rules.ring = ring;
  return rules;
}

constexpr std::chrono::seconds kLease{60};

struct DeskOffice : Office {
  explicit DeskOffice(Store& over, std::shared_ptr<const Brain> brain = small_brain())
      : Office(over, std::move(brain)),
        presence(conversations, kLease),
        dispatcher(conversations, presence) {}

  Presence presence;
  Dispatcher dispatcher;

  /// An agent who is there and wants conversations.
  AgentIdentity hire(const std::string& name, int capacity = 2) {
    const AgentIdentity agent{AgentId(name), name};
    const AgentAccount account{
        .id = agent.id, .name = name, .available = true, .capacity = capacity};
    if (!store.add_agent(account)) throw std::runtime_error("no such agent can be added");
    presence.seen(agent.id);
    return agent;
  }

  /// Somebody who waits for a person.
  ConversationId wait(const std::string& token) {
    const auto visitor = begin(token);
    if (!say(visitor, "human", "m1")) throw std::runtime_error("nobody is called");
    return visitor.id;
  }

  /// The command, committed.
  Result<Staged> run(const ConversationId& id, const Conversations::Command& command) {
    return conversations.settle([&] { return conversations.command(id, command); });
  }

  /// How many facts of a kind the visitor can see.
  template <class Fact>
  int seen_by_visitor(const ConversationId& id) {
    int count = 0;
    for (const auto& event : (*conversations.log(id))->events) {
      if (std::holds_alternative<Fact>(event->fact) && visible_to_visitor(*event)) ++count;
    }
    return count;
  }

  /// Time passes, with a sweep every ten seconds. Answers how many conversations those changed.
  int pass(std::chrono::seconds time) {
    int changed = 0;
    for (; time.count() > 0; time -= std::chrono::seconds{10}) {
      clock.tick(std::min(time, std::chrono::seconds{10}));
      changed += presence.sweep();
    }
    return changed;
  }
};

}  // namespace support
