// SPDX-License-Identifier: MIT
#pragma once
// Brings the Store's copy of a source's articles up to date: list, compare, fetch what differs, put it.
//
// A sync asks for what changed since five minutes before the last one began; once a day it asks for the
// whole list, and what is missing from a complete one is gone. What was fetched becomes durable in small
// steps, so that a sync that is killed has lost only its last step: the next one compares again.
//
// What stops a sync from doing harm:
//   - An article that its source shows to agents only now is taken from visitors before anything is fetched.
//   - When more than a fifth of the articles would go, none goes; when more than three in ten of them would
//     get another title, none of these changes. The source is *held*: everything else goes on, the same part
//     of the list is looked at again next time, and the owner lets it through with `confirm`. One article
//     alone may always change or go, unless it is the last.
//   - A source that cannot be asked keeps its articles and is left alone for 30 s, 1 min, 2 min ... 15 min,
//     each shortened by up to half at random, or for as long as it says, 15 minutes at most.
//   - Articles that fail, each for itself, are counted and tried again; three in a row that cannot be had
//     end the sync.
//
// No clock and no randomness of its own. One source is synced by one thread at a time; of several processes
// the one that has the source's lease (Store::lease_source) does it.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/clock.h"
#include "core/store.h"
#include "kb-connector/source.h"
#include "kb-connector/source_config.h"

namespace frontdesk {

/// How far a sync is.
struct SyncProgress {
  std::size_t listed = 0;
  std::size_t to_fetch = 0;  // known once everything is listed
  std::size_t fetched = 0;   // or tried
};

struct SyncOptions {
  bool confirm = false;  // lets through what would be held
  double jitter = 0;     // drawn anew for each sync, 0 to 1
  std::string holder;    // of the source's lease (Store); who loses it ends with `conflict`
  /// Called after each part of the list and each article, on the caller's thread; false ends the sync.
  std::function<bool(const SyncProgress&)> progress;
};

/// What a sync did.
struct SyncSummary {
  struct Failure {
    std::string id;
    std::string language;
    std::string reason;
  };
  std::string source;
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t unchanged = 0;
  std::size_t restricted = 0;  // taken from visitors
  std::size_t gone = 0;
  std::size_t held = 0;           // changes that wait for the owner
  std::string held_because;       // empty when nothing is held
  std::vector<Failure> failures;  // of single articles
  std::vector<Problem> problems;  // of files that the source reads, told to their authors
  std::optional<Error> error;     // why the sync ended early; what was put before it stays
};

/// One sync. Asks `source` and writes into `store`; never throws.
SyncSummary sync_source(const SourceConfig& config, KnowledgeSource& source, Store& store,
                        const Clock& clock, const SyncOptions& options);

/// When a source is to be synced next: at once when it never was, after its back-off when it failed, else
/// its `every` after the last sync.
Time next_sync(const SourceConfig& config, const SourceState* state, Time now);

/// "wiki: 3 new, 1 changed, 56 unchanged, 0 gone, 0 held, 1 failed" and, in lines of their own that begin
/// with two spaces, why what was held, failed or ended early. At most ten failures are told apart.
std::string to_text(const SyncSummary& summary);

}  // namespace frontdesk
