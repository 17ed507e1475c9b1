// SPDX-License-Identifier: MIT
#include "core/routing_rules.h"

#include <array>
#include <utility>

namespace frontdesk {
namespace {

constexpr std::array<std::pair<RoutingMethod, std::string_view>, 6> kRoutingMethods = {{
    {RoutingMethod::manual, "manual"},
    {RoutingMethod::round_robin, "round_robin"},
    {RoutingMethod::least_busy, "least_busy"},
    {RoutingMethod::fill_first, "fill_first"},
    {RoutingMethod::ring_all, "ring_all"},
    {RoutingMethod::priority_list, "priority_list"},
}};

}  // namespace

std::string_view name_of(RoutingMethod method) {
  for (const auto& [each, name] : kRoutingMethods) {
    if (each == method) return name;
  }
  return "";
}

std::optional<RoutingMethod> routing_method_named(std::string_view name) {
  for (const auto& [method, each] : kRoutingMethods) {
    if (each == name) return method;
  }
  return std::nullopt;
}

std::vector<std::string> routing_method_names() {
  std::vector<std::string> names;
  for (const auto& [method, name] : kRoutingMethods) names.emplace_back(name);
  return names;
}

}  // namespace frontdesk
