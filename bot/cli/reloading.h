// SPDX-License-Identifier: MIT
#pragma once
// Keeps what a server answers with up to date: a content folder that changes, articles that a sync brings.
//
// New content that has no error goes live whole; with an error the old content stays, and the errors are
// logged once. Where articles alone are others, of the folder or of a source, nothing else is made anew.
// Once a day (UTC) everything is, so that review dates and office hours are those of the day, and the search
// learns from what readers said of articles by then.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/folder_watch.h"
#include "cli/syncing.h"
#include "cli/workspace.h"
#include "service/conversations.h"

namespace frontdesk {

/// Any thread may call; all references must outlive this.
class Reloading {
 public:
  /// `basis` and `articles_version` tell what the brain in use was made of; without a basis the first
  /// change of anything is read as if all had changed.
  Reloading(const Places& places, Conversations& conversations, Syncing& syncing,
            std::optional<Workspace> basis, std::int64_t articles_version);

  /// Takes in what is new; for a thread of upkeep, every tenth of a second. Files have to lie still, and while
  /// a sync brings article after article a tenth of the time goes into taking them in.
  void look();
  /// The same at once.
  void look_now();

 private:
  using Moment = std::chrono::steady_clock::time_point;

  void take_in(bool files, std::optional<std::int64_t> articles);
  std::optional<Workspace> read();
  /// False when it could not be done and is worth another try.
  bool serve(std::optional<Workspace> fresh);
  void complain(const std::vector<Problem>& problems);
  void warn(const std::vector<Problem>& problems);
  [[nodiscard]] bool is_new_day() const;

  const Places& places_;
  Conversations& conversations_;
  Syncing& syncing_;
  std::mutex mutex_;  // guards what follows
  FolderWatch watch_;
  std::optional<Workspace> basis_;
  std::int64_t articles_;          // version of those in use
  std::string day_;                // that the content was read on last
  bool unread_;                    // the folder may hold what was not taken in
  std::string complaint_;          // what was logged of the folder as it is
  std::set<std::string> missing_;  // articles that intents name, as it was logged
  Moment next_articles_look_;      // the Store is not asked before
  Moment next_articles_;           // new articles alone are not taken in before
  Moment next_try_;                // after a failure
};

}  // namespace frontdesk
