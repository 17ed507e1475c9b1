// SPDX-License-Identifier: MIT
#pragma once
// A place of articles that is synced into a store in memory, for tests of sync_source.

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "kb-connector/sync.h"
#include "support/build.h"
#include "support/memory_store.h"
#include "support/scripted_source.h"

namespace support {

using namespace frontdesk;             // NOLINT: a header of tests only
using namespace std::chrono_literals;  // NOLINT: likewise

// A source, a store, and a clock that is moved by hand.
struct SyncPlace {
  SourceConfig config{.name = "wiki", .kind = "scripted", .languages = {"lt"}, .every = 60min};
  ScriptedSource source;
  MemoryStore store;
  ManualClock clock;
  double jitter = 0;
  std::function<bool(const SyncProgress&)> progress;

  // One sync, with nothing remembered of what was asked before.
  SyncSummary sync(bool confirm = false) {
    source.listed.clear();
    source.fetched.clear();
    return sync_source(config, source, store, clock,
                       {.confirm = confirm, .jitter = jitter, .progress = progress});
  }
  SyncSummary sync_later(std::chrono::milliseconds by = 60min) {
    clock.tick(by);
    return sync();
  }
  [[nodiscard]] SourceState state() {
    const auto states = *store.source_states();
    REQUIRE(states.size() == 1);
    return states.front();
  }
  [[nodiscard]] std::vector<SourcedArticle> all() { return *store.articles(); }
  [[nodiscard]] std::vector<std::string> ids() {
    std::vector<std::string> ids;
    for (const auto& each : all()) ids.push_back(each.key.id.value);
    return ids;
  }
  [[nodiscard]] SourcedArticle one(const std::string& id) {
    for (const auto& each : all()) {
      if (each.key.id.value == id) return each;
    }
    FAIL("there is no article " << id);
    return {};
  }
  // How long the source is left alone from now on.
  [[nodiscard]] std::chrono::seconds wait() {
    const SourceState now = state();
    return std::chrono::duration_cast<std::chrono::seconds>(next_sync(config, &now, clock.now()) -
                                                            clock.now());
  }
};

}  // namespace support
