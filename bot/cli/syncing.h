// SPDX-License-Identifier: MIT
#pragma once
// Syncs the sources of a content folder: what `frontdesk sync` does once and a server on its schedule.

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "cli/workspace.h"
#include "core/clock.h"
#include "core/store.h"
#include "kb-connector/source_config.h"
#include "kb-connector/sync.h"
#include "outbound/client.h"

namespace frontdesk {

/// Any thread may call; one sync runs at a time. All references must outlive this.
class Syncing {
 public:
  Syncing(const Places& places, const OutboundClient& outbound, Store& store, const Clock& clock,
          Random& random);

  /// What the owner wants from now on.
  void use(std::vector<SourceConfig> sources);

  /// Syncs one source, due or not. `progress` may be empty.
  SyncSummary sync(const SourceConfig& config, bool confirm,
                   std::function<bool(const SyncProgress&)> progress);

  /// Syncs the sources that are due, and writes into the log what came of it.
  void sync_due();

  /// Lets a sync under way end after its article, and no other begin. For good.
  void stop() noexcept { stopping_ = true; }

 private:
  const Places& places_;
  const OutboundClient& outbound_;
  Store& store_;
  const Clock& clock_;
  Random& random_;
  std::atomic<bool> stopping_ = false;
  std::mutex using_;    // guards sources_
  std::mutex syncing_;  // held by whoever syncs
  std::vector<SourceConfig> sources_;
};

}  // namespace frontdesk
