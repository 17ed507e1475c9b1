// SPDX-License-Identifier: MIT
#pragma once
// Makes routing's offers good: the part of routing that reads the Store and writes to it.
//
// A look takes the queue and the agents as they are, asks desk/routing, and appends what it says: AgentsAsked
// where it rings, AgentJoined where the agent has it at once, and that only while he has a place free,
// counted in the same transaction. Two nodes that look at once are harmless: the second meets a conflict and
// looks again. Where every team is `manual` a look is over at once and changes nothing.

#include <map>
#include <mutex>

#include "service/presence.h"
#include "service/queue_view.h"

namespace frontdesk {

/// How many conversations an agent has at once: as desk.yaml says, else as he says himself.
int capacity_of(const Catalog& catalog, const AgentAccount& account);

/// Whether a change of this row may be one that routing waits for. Any thread.
bool concerns_routing(const Summary& row);

class Dispatcher {
 public:
  Dispatcher(Conversations& conversations, const Presence& presence)
      : conversations_(conversations), presence_(presence), view_(conversations) {}

  /// One look. Returns how many conversations were offered or given. Any thread; waits for the Store and
  /// for another look.
  int look();

 private:
  [[nodiscard]] Result<std::vector<Candidate>> candidates(const Catalog& catalog) const;
  struct Made {
    int good = 0;
    bool conflict = false;
  };
  Made make_good(const std::vector<Offer>& offers, const std::vector<Candidate>& candidates);

  Conversations& conversations_;
  const Presence& presence_;
  std::mutex mutex_;
  QueueView view_;
};

}  // namespace frontdesk
