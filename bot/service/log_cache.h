// SPDX-License-Identifier: MIT
#pragma once
// The most recently used logs, so that a message costs no read.
//
// A remembered log may only be behind the Store, never wrong: what is decided on an old one and appended ends
// in a conflict, which drops it. Commits of this process are taken in as they are made; those of others are
// seen by who asks for a log that has got further, or for the newest. Any thread may call any function; one
// that does not have the log, or may not trust it, waits for the Store.

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "core/conversation.h"
#include "core/store.h"

namespace frontdesk {

/// A conversation as it was at some moment: the fold and the events it is the fold of.
struct Log {
  Conversation conversation;
  std::vector<std::shared_ptr<const Event>> events;  // [i] has sequence i+1
};

/// When it last changed hands; when it began, if it never did.
Time changed_hands_at(const Log& log);

class LogCache {
 public:
  using Found = Result<std::shared_ptr<const Log>>;

  /// `store` must outlive this.
  explicit LogCache(Store& store) : store_(store) {}

  /// not_found when there is no such conversation.
  Found find(const ConversationId& id);
  /// Read again when it was remembered as of before `at_least`.
  Found find(const ConversationId& id, Sequence at_least);
  /// Read again when the Store has more of it.
  Found find_newest(const ConversationId& id);

  /// What has been committed.
  void take(const Append& append);
  void forget(const ConversationId& id);
  /// What is being read now is not remembered.
  void forget_reads();

 private:
  static constexpr std::size_t kLogs = 4096;
  struct Kept {
    std::shared_ptr<const Log> log;
    std::list<ConversationId>::iterator used;
  };
  void keep(const ConversationId& id, std::shared_ptr<const Log> log);

  Store& store_;
  std::mutex mutex_;
  std::unordered_map<ConversationId, Kept> kept_;
  std::list<ConversationId> used_;  // latest first
  std::uint64_t commits_ = 0;       // how often a commit was taken in
};

}  // namespace frontdesk
