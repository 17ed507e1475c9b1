// SPDX-License-Identifier: MIT
#pragma once
// Contents that are live in an interleaving, one after the other or on different nodes.

#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "support/handoff_script.h"
#include "support/small_bot.h"

namespace support {

/// The agents of every interleaving. Ruta leads the desk; Jonas does not speak the visitors' language, and Ona
/// serves one team alone and knows about orders.
inline constexpr const char* kAgentNames[] = {"ruta", "jonas", "ona"};
inline constexpr const char* kLeader = "ruta";

/// Open for four minutes and closed for two, from when an interleaving begins.
inline std::vector<TimeSpan> short_hours() {
  constexpr std::chrono::minutes kOpen{4};
  constexpr std::chrono::minutes kEvery{6};
  constexpr int kDays = 100;
  std::vector<TimeSpan> spans;
  auto from = from_millis(1'700'000'000'000);
  for (int day = 0; day < kDays; ++day, from += kEvery) spans.push_back({from, from + kOpen});
  return spans;
}

inline Catalog handoff_catalog(const Script& script) {
  auto catalog = small_catalog();
  for (auto& team : catalog.teams) {
    team.routing.method = script.method;
    team.routing.ring = std::chrono::seconds{script.ring};
  }
  if (script.hours) {
    catalog.teams.front().always_open = false;
    catalog.teams.front().open = short_hours();
  }
  catalog.agents = {
      {.name = kLeader,
       .teams = {},
       .languages = {},
       .skills = {"orders"},
       .capacity = script.places,
       .at = {}},
      {.name = "jonas", .teams = {}, .languages = {"lt"}, .skills = {}, .capacity = 1, .at = {}},
      {.name = "ona",
       .teams = {"returns"},
       .languages = {"en"},
       .skills = {"orders"},
       .capacity = 1,
       .at = {}}};
  for (auto& intent : catalog.intents) {
    if (intent.name == "order_status") intent.skill = "orders";
  }
  return catalog;
}

/// Contents to choose from: in the second another intent is safe while waiting, a flow is gone, and a team has
/// closed.
inline const std::vector<std::shared_ptr<const Brain>>& contents_of(const Script& script) {
  static std::map<std::tuple<RoutingMethod, int, int, bool>,
                  std::vector<std::shared_ptr<const Brain>>>
      kept;
  auto& contents = kept[{script.method, script.ring, script.places, script.hours}];
  if (!contents.empty()) return contents;
  auto other = handoff_catalog(script);
  other.version = "v2";
  for (auto& intent : other.intents) {
    if (intent.name == "hours") intent.safe_while_waiting = false;
    if (intent.name == "greet") intent.safe_while_waiting = true;
    if (intent.name == "return_item") intent.flow = {};
  }
  other.flows.pop_back();
  other.teams.back().always_open = false;
  contents = {small_brain(handoff_catalog(script)), small_brain(std::move(other))};
  return contents;
}

}  // namespace support
