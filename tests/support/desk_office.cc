// SPDX-License-Identifier: MIT
#include "support/desk_office.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace support {

std::shared_ptr<const Brain> routed_brain(const RoutingRules& rules) {
  auto catalog = small_catalog();
  catalog.teams.front().routing = rules;
  return small_brain(std::move(catalog));
}

RoutingRules rules_for(RoutingMethod method, std::chrono::seconds ring) {
  RoutingRules rules;
  rules.method = method;
  rules.ring = ring;
  return rules;
}

DeskOffice::DeskOffice(Store& over, std::shared_ptr<const Brain> brain)
    : Office(over, std::move(brain)),
      presence(conversations, kLease),
      dispatcher(conversations, presence) {}
DeskOffice::~DeskOffice() = default;

AgentIdentity DeskOffice::hire(const std::string& name, int capacity) {
  const AgentIdentity agent{AgentId(name), name};
  const AgentAccount account{.id = agent.id, .name = name, .available = true, .capacity = capacity};
  if (!store.add_agent(account)) throw std::runtime_error("no such agent can be added");
  presence.seen(agent.id);
  return agent;
}

ConversationId DeskOffice::wait(const std::string& token) {
  const auto visitor = begin(token);
  if (!say(visitor, "human", "m1")) throw std::runtime_error("nobody is called");
  return visitor.id;
}

Result<Staged> DeskOffice::run(const ConversationId& id, const Conversations::Command& command) {
  return conversations.settle([&] { return conversations.command(id, command); });
}

int DeskOffice::pass(std::chrono::seconds time) {
  int changed = 0;
  for (; time.count() > 0; time -= std::chrono::seconds{10}) {
    clock.tick(std::min(time, std::chrono::seconds{10}));
    changed += presence.sweep();
  }
  return changed;
}

}  // namespace support
