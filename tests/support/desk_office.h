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
std::shared_ptr<const Brain> routed_brain(const RoutingRules& rules);

RoutingRules rules_for(RoutingMethod method, std::chrono::seconds ring);

constexpr std::chrono::seconds kLease{60};

struct DeskOffice : Office {
  explicit DeskOffice(Store& over, std::shared_ptr<const Brain> brain = small_brain());
  ~DeskOffice();

  Presence presence;
  Dispatcher dispatcher;

  /// An agent who is there and wants conversations.
  AgentIdentity hire(const std::string& name, int capacity = 2);

  /// Somebody who waits for a person.
  ConversationId wait(const std::string& token);

  /// The command, committed.
  Result<Staged> run(const ConversationId& id, const Conversations::Command& command);

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
  int pass(std::chrono::seconds time);
};

}  // namespace support
