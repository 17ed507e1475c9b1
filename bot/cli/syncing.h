// SPDX-License-Identifier: MIT
#pragma once
// Syncs the sources of a content folder: what `frontdesk sync` does once and a server on its schedule.

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cli/folder_watch.h"
#include "cli/workspace.h"
#include "core/clock.h"
#include "core/store.h"
#include "kb-connector/source_config.h"
#include "kb-connector/sync.h"
#include "outbound/client.h"

namespace frontdesk {

/// Any thread may call; one sync runs at a time. All references must outlive this.
///
/// Of several processes and machines with one Store one syncs a source: who has its lease, which lasts a minute
/// and is renewed three times in it. A process that is killed keeps others away for that minute; one that was
/// held up for longer writes nothing any more.
class Syncing {
 public:
  static constexpr std::chrono::seconds kLease{60};

  /// `who` says to others what holds a source: "frontdesk sync".
  Syncing(const Places& places, const OutboundClient& outbound, Store& store, const Clock& clock,
          Random& random, const std::string& who);

  /// What the owner wants from now on.
  void use(std::vector<SourceConfig> sources);

  /// Syncs one source, due or not. `progress` may be empty. The summary's error is `conflict`, and says who
  /// does it since when, while somebody else has the source.
  SyncSummary sync(const SourceConfig& config, bool confirm,
                   std::function<bool(const SyncProgress&)> progress);

  /// Syncs the sources that are due, and writes into the log what came of it.
  void sync_due();

  /// Syncs the folders of Markdown whose files have changed since this was called last, each as soon as its
  /// files lie still; at the first call all of them. For a thread that may wait, every tenth of a second.
  void sync_changed();

  /// Lets a sync under way end after its article, and no other begin. For good.
  void stop() noexcept { stopping_ = true; }

 private:
  Result<Done> lease(const std::string& source, const std::string& holder);
  SyncSummary sync_leased(const SourceConfig& config, bool confirm, const std::string& holder,
                          const std::function<bool(const SyncProgress&)>& progress);

  /// Syncs, and writes into the log what came of it. False while somebody else has the source.
  bool sync_and_log(const SourceConfig& config);
  [[nodiscard]] std::vector<SourceConfig> sources();

  struct Watched {
    explicit Watched(const std::filesystem::path& path) : folder(path), watch(path) {}
    std::filesystem::path folder;
    FolderWatch watch;
    bool unsynced = true;
  };

  const Places& places_;
  const OutboundClient& outbound_;
  Store& store_;
  const Clock& clock_;
  Random& random_;
  const std::string who_;
  std::atomic<bool> stopping_ = false;
  std::mutex using_;    // guards sources_ and said_
  std::mutex syncing_;  // held by whoever syncs
  std::vector<SourceConfig> sources_;
  std::map<std::string, std::string> said_;  // who has which source, as it was logged
  std::mutex watching_;                      // guards watched_
  std::map<std::string, std::unique_ptr<Watched>> watched_;  // folders, by the source's name
};

}  // namespace frontdesk
