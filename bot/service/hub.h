// SPDX-License-Identifier: MIT
#pragma once
// Who is told that something was made durable: positions, never payloads.
//
// Whoever listens reads the Store (or the cache before it) from the last position he sent on. A first load,
// a reload, a reconnect and a slow reader are therefore one code path. Nothing is announced before it is
// committed. Any thread may call any function; listeners are called on the announcing thread and must not
// wait.

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/store.h"

namespace frontdesk {

class Hub {
 public:
  using Listener = std::function<void(const Summary&)>;

  /// Before anything is announced; lives as long as the hub.
  void listen(Listener listener);

  /// A conversation has got further. One that was announced further already is no news.
  void announce(const Summary& summary);

  /// Somebody at the desk says something else of himself: that he is away, how many he takes.
  void people_changed() { ++people_; }
  /// A number that grows whenever he does.
  [[nodiscard]] std::uint64_t people() const { return people_; }

  /// A number that grows with every announcement.
  [[nodiscard]] std::uint64_t version() const;

  struct Changes {
    std::uint64_t version = 0;  // up to which `rows` is complete
    std::vector<Summary> rows;
  };
  /// The rows announced after `version`, each conversation once, as it is now; nothing when that is too long
  /// ago to be known (then a snapshot is due).
  [[nodiscard]] std::optional<Changes> changes_after(std::uint64_t version) const;

 private:
  static constexpr std::size_t kRemembered = 4096;

  mutable std::mutex mutex_;
  std::vector<Listener> listeners_;
  std::deque<Summary> recent_;                           // the last of them has number version_
  std::unordered_map<ConversationId, Sequence> newest_;  // of the conversations in recent_
  std::uint64_t version_ = 0;
  std::atomic<std::uint64_t> people_ = 0;
};

}  // namespace frontdesk
