// SPDX-License-Identifier: MIT
#pragma once
// Which agents look at the console, and what becomes of the conversations of those who do not.
//
// An agent is present while his lease lasts. Every request of his and every live stream of his is a sign of
// life; it is remembered at once and written to the Store by renew(), for every quarter of the lease at
// most, so that the other nodes know. A lease that is over gives his conversations back: sweep() puts them
// at their old place in the queue, each once, with the one fact that its visitor sees.
//
// A conversation put on hold until a time to come stays with its agent until then; any other goes, for
// nobody else would come for its visitor. When that time is over the hold ends, whether he is there or not.
//
// Nothing is over before it could have been renewed: leases count from when this process began to look, and
// anew after it could not (the machine slept, or its clock jumped); and an agent who is given a conversation
// has one lease of time to show himself.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "core/clock.h"
#include "core/store.h"
#include "service/conversations.h"

namespace frontdesk {

class Presence {
 public:
  Presence(Conversations& conversations, std::chrono::seconds lease);

  /// A sign of life. Any thread; never waits.
  void seen(const AgentId& agent);

  /// Whether his lease lives: by what this process saw, or by the Store. Any thread; never waits.
  [[nodiscard]] bool is_present(const AgentAccount& account) const;

  /// A number that grows whenever this process sees somebody of whom it knew no lease that lasts.
  [[nodiscard]] std::uint64_t arrivals() const { return arrivals_; }

  /// Since when he is as he is: available, away, or not there. Nothing where that is not known: he was never
  /// there, or as long as he has been.
  [[nodiscard]] std::optional<Time> since(const AgentAccount& account) const;

  /// Writes what was seen, of all agents in one transaction. Waits for the Store: for a background thread.
  void renew();

  /// Gives back what belongs to agents whose lease is over, and ends holds. Waits for the Store; from one
  /// thread. Returns how many conversations changed.
  int sweep();

 private:
  struct Signs {
    Time seen;
    Time from;                    // the first of those between which no lease was over
    std::optional<Time> written;  // up to when the Store knows of it
  };
  [[nodiscard]] std::optional<Signs> signs_of(const AgentId& agent) const;
  [[nodiscard]] Time lease_end(const AgentAccount& account) const;
  bool settle(const Summary& row, Time lease_end, Time now);

  Conversations& conversations_;
  const std::chrono::seconds lease_;
  Time looks_since_;  // of sweep()
  Time swept_at_;
  std::atomic<std::uint64_t> arrivals_ = 0;
  mutable std::mutex mutex_;
  std::unordered_map<AgentId, Signs> signs_;
};

}  // namespace frontdesk
