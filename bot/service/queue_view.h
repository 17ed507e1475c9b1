// SPDX-License-Identifier: MIT
#pragma once
// The queue as routing wants it: who waits, and what each agent has.
//
// Read from the Store once; after that the hub's announcements say which rows changed, so that a look at a
// thousand who wait costs what has changed since. Another process's changes come with the next look at the
// Store: once a minute, and whenever look_again() is called. Not for several threads.
//
// When an agent was last asked, and when he last ended a conversation, is known of what happened while this
// process ran; it makes the turns fair and is no promise.

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "desk/routing.h"
#include "service/conversations.h"

namespace frontdesk {

class QueueView {
 public:
  explicit QueueView(Conversations& conversations) : conversations_(conversations) {}

  /// Takes in what happened since.
  Result<Done> catch_up();
  /// The next catch_up() reads the Store.
  void look_again() { version_.reset(); }

  /// Everybody who waits, in no order.
  [[nodiscard]] std::vector<Waiting> queue() const;
  /// Where a conversation of the queue was when it was taken in.
  [[nodiscard]] Sequence last_of(const ConversationId& id) const;

  struct Agent {
    int load = 0;  // assigned to him and not on hold
    std::optional<Time> asked_at;
    std::optional<Time> freed_at;
  };
  [[nodiscard]] Agent agent(const AgentId& id) const;

 private:
  /// A conversation in the queue or at an agent's.
  struct Place {
    Sequence last = 0;
    AgentId owner;
    bool on_hold = false;
    std::vector<AgentId> asked;
    std::optional<Waiting> waiting;  // while queued
  };
  Result<Done> read_store(Time now);
  Result<Done> take_in(const Summary& row);
  void leave(const ConversationId& id, Time at);
  [[nodiscard]] Waiting waiting_of(const Log& log) const;

  Conversations& conversations_;
  std::optional<std::uint64_t> version_;  // of the hub; nothing: the Store is to be read
  Time read_at_;
  std::shared_ptr<const Brain> brain_;  // whose teams and skills the places are read with
  std::unordered_map<ConversationId, Place> places_;
  std::unordered_map<AgentId, Agent> agents_;
};

}  // namespace frontdesk
