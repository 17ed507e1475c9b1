// SPDX-License-Identifier: MIT
#pragma once
// Who waits before whom, and for how long: what a visitor in the queue is told.
//
// A queue belongs to a team and is served in the order of desk/queue_order.h. The place is exact. How long it takes
// is an interval that the team's waits of the last hour support (desk/wait_estimate.h), or nothing when too
// few of them are known.
//
// All of it comes from the Store: `look` reads who waits and what the last hour's logs say, at the start and
// every few seconds, so that what other processes do counts too; what this process commits is known at once
// (`take`). Memory is bounded by the queue and by kMostWaits. Any thread may call any function; `place` may
// read logs of conversations that have just left the queue, which the cache has, and asks who serves, which
// reads the accounts from the Store at most once a second.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "desk/queue_order.h"
#include "desk/wait_estimate.h"
#include "desk/waits.h"
#include "service/conversations.h"

namespace frontdesk {

/// What is true of one who waits.
struct Place {
  int ahead = 0;  // served before him
  // From now on, in whole minutes, rounded up.
  std::optional<WaitEstimate> estimate;
  std::optional<Time> promised = {};  // when a person comes at the latest, as he was told first
  bool late = false;                  // and nobody has come by then
  bool nobody = false;                // is at the desk who could come now: nothing is estimated
  friend bool operator==(const Place&, const Place&) = default;
};

class Queue {
 public:
  /// `conversations` must outlive this.
  explicit Queue(Conversations& conversations) : conversations_(conversations) {}

  /// Whether somebody is at the desk for that team (service/serving.h); before anybody asks for a place. Without
  /// it somebody always is.
  void ask_who_serves(std::function<bool(const TeamId&)> anybody) { anybody_ = std::move(anybody); }

  /// A conversation's row as it is now; for Hub::listen. One that is older than what was taken is no news.
  void take(const Summary& row);

  /// Reads the Store. Waits for it, so not on the front's thread once it serves.
  void look();

  /// Nothing when the conversation is in no queue.
  [[nodiscard]] std::optional<Place> place(const ConversationId& id);

  /// Remembers with each conversation what its visitor is told first of how long he waits at most, as a fact
  /// (WaitPromised). Returns how many. Waits for the Store, so not on the front's thread.
  int promise_waits();

  /// Everybody in a queue, in no order.
  [[nodiscard]] std::vector<ConversationId> everybody() const;
  /// Rises when somebody's place may have changed.
  [[nodiscard]] std::uint64_t version() const;

  /// Ended waits that are remembered, of all teams together; the newest.
  static constexpr std::size_t kMostWaits = 2000;

 private:
  struct Waiting {
    TeamId team;
    int priority = 0;
    Time since;    // the place
    Time entered;  // this queue
    Epoch epoch = 0;
  };
  using Key = std::pair<ConversationId, Epoch>;
  using Estimates = std::map<std::pair<TeamId, std::int64_t>, std::optional<WaitEstimate>>;

  void put(const Summary& row, Time entered);
  void remove(const ConversationId& id);
  void remember(const ConversationId& id);
  void remember_left();
  void drop_old(Time now);
  [[nodiscard]] QueuePlace rank_of(const ConversationId& id, const Waiting& waiting) const;
  [[nodiscard]] int ahead_of(const ConversationId& id, const Waiting& waiting);
  [[nodiscard]] std::optional<WaitEstimate> estimate(const Waiting& waiting, Time now);

  Conversations& conversations_;
  std::function<bool(const TeamId&)> anybody_ = [](const TeamId&) { return true; };
  mutable std::mutex mutex_;
  std::unordered_map<ConversationId, Waiting> waiting_;
  std::uint64_t version_ = 0;
  std::map<TeamId, std::vector<QueuePlace>> order_;  // made when asked for, dropped when it changes
  std::set<ConversationId> left_;                    // whose logs say how their waits ended
  std::map<Key, PastWait> past_;
  Estimates estimates_;  // by the seconds waited, in tens; of `estimated_at_`
  Time estimated_at_;
  bool known_ = false;                // the Store was read once
  bool looking_ = false;              // it is being read
  std::set<ConversationId> touched_;  // changed while it is
  // How far each was taken since the last look but one: two threads that commit may tell of it the other way
  // round.
  std::unordered_map<ConversationId, Sequence> taken_;
  std::unordered_map<ConversationId, Sequence> taken_before_;
};

}  // namespace frontdesk
