// SPDX-License-Identifier: MIT
#pragma once
// When to look at which connection again.
//
// A heap of instants that is corrected late: a deadline that moves away, as it does with every request,
// costs nothing; the timer finds out when it fires and is set anew. For one thread.

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "http/connection.h"

namespace frontdesk {

class Timers {
 public:
  /// Sets a connection's deadline.
  void set(Connection& connection, Instant when) {
    connection.deadline = when;
    if (when >= connection.timer_at) return;
    connection.timer_at = when;
    heap_.emplace(when, connection.id);
  }

  /// When the next timer fires, or nothing.
  [[nodiscard]] std::optional<Instant> next() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.top().first;
  }

  /// Takes one connection whose deadline is over by `now`, or nullptr when none is. `find` turns an id
  /// into a connection, or nullptr when it is gone.
  template <class Find>
  Connection* pop(Instant now, Find find) {
    while (!heap_.empty() && heap_.top().first <= now) {
      const auto [when, id] = heap_.top();
      heap_.pop();
      Connection* connection = find(id);
      if (connection == nullptr || connection->timer_at != when) continue;
      connection->timer_at = Instant::max();
      if (connection->deadline <= now) return connection;
      if (connection->deadline != Instant::max()) set(*connection, connection->deadline);
    }
    return nullptr;
  }

 private:
  using Entry = std::pair<Instant, std::uint64_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap_;
};

}  // namespace frontdesk
