// SPDX-License-Identifier: MIT
#pragma once
// Contents that are live in an interleaving, one after the other or on different nodes.

#include <memory>
#include <utility>
#include <vector>

#include "support/small_bot.h"

namespace support {

/// closed.
inline const std::vector<std::shared_ptr<const Brain>>& contents() {
  static const std::vector<std::shared_ptr<const Brain>> kContents = [] {
    auto other = small_catalog();
    other.version = "v2";
    for (auto& intent : other.intents) {
      if (intent.name == "hours") intent.safe_while_waiting = false;
      if (intent.name == "greet") intent.safe_while_waiting = true;
      if (intent.name == "return_item") intent.flow = {};
    }
    other.flows.pop_back();
    other.teams.back().always_open = false;
    return std::vector{small_brain(), small_brain(std::move(other))};
  }();
  return kContents;
}

}  // namespace support
