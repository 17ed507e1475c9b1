// SPDX-License-Identifier: MIT
#pragma once
// Whether somebody is at the desk for those who wait: what a visitor is told honestly, instead of a promise.
//
// For a team whose conversations are routed that is an agent of it who is there and takes conversations, full
// or not: whoever has no free place now will have one. Where agents take what they see, one who is there will do,
// unless he said that he takes none. Languages and skills do not count: after a time routing asks no matter whom.
//
// Accounts are read again after a second, and at once when somebody comes or says something else of himself. Any
// thread may call anybody(); it may wait for the Store.

#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "service/conversations.h"
#include "service/presence.h"

namespace frontdesk {

class Serving {
 public:
  /// Both must outlive this.
  Serving(Conversations& conversations, const Presence& presence)
      : conversations_(conversations), presence_(presence) {}

  /// For conversations of that team, or of the first when it names none. True when that cannot be known.
  bool anybody(const TeamId& team);

 private:
  bool catch_up(Time now);

  Conversations& conversations_;
  const Presence& presence_;
  std::mutex mutex_;
  std::optional<Time> read_at_;
  // Of what people say, and of who comes, as of then.
  std::pair<std::uint64_t, std::uint64_t> changes_;
  std::vector<AgentAccount> accounts_;
};

}  // namespace frontdesk
