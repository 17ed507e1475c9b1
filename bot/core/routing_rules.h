// SPDX-License-Identifier: MIT
#pragma once
// What an owner says of how a team's conversations find an agent. desk.yaml has it (content reads it),
// desk/routing decides by it.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

enum class RoutingMethod {
  manual,         // nobody is asked; agents take what they see
  round_robin,    // who was asked longest ago
  least_busy,     // the smallest share of his capacity in use
  fill_first,     // the largest share, while there is room: the others stay free for other work
  ring_all,       // everybody who may, at once
  priority_list,  // the first of the team's list who has room
};
std::string_view name_of(RoutingMethod method);
std::optional<RoutingMethod> routing_method_named(std::string_view name);
std::vector<std::string> routing_method_names();

/// One team's routing.
struct RoutingRules {
  RoutingMethod method = RoutingMethod::manual;
  std::chrono::seconds ring{30};  // 0: the agent has it at once, without being asked
  // After this long an agent without the language or the skills will do.
  std::chrono::seconds relax{60};
  // So long the visitor's last agent alone is asked; 0: no matter who.
  std::chrono::seconds same_agent{20};
  std::chrono::seconds pause{0};  // a free moment between two conversations
  // Names of agents, for priority_list, the first first; who is not among them comes last.
  std::vector<std::string> list = {};
  friend bool operator==(const RoutingRules&, const RoutingRules&) = default;
};

}  // namespace frontdesk
