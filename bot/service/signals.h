// SPDX-License-Identifier: MIT
#pragma once
// What is true for a moment: who is typing, what was seen, who looks on.
//
// Signals are not facts. Nothing here is stored, nothing is decided on it, and a restart forgets all of it;
// another node knows only its own. Readers ask for the state of a conversation whenever they are woken and
// tell what they have not told yet (http/stream.h), so a signal that nobody reads costs nothing.
//
// Memory is bounded: the conversations that were signalled in longest ago are forgotten, but not those that
// somebody looks on at, of whom each has a connection. Times are given by the caller. Any thread may call
// any function.

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/event.h"

namespace frontdesk {

/// So long somebody who was heard typing is taken to type on.
inline constexpr std::chrono::seconds kTypingLasts{6};
/// Sooner than this the same person's typing is no news.
inline constexpr std::chrono::seconds kTypingAgain{2};

class LiveSignals {
 public:
  struct Typist {
    Author author = Author::visitor;
    AgentId agent;      // empty for the visitor
    std::string name;   // empty for the visitor
    bool owns = false;  // the agent has the conversation: the visitor may know
    Time since;         // when it was last news
    friend bool operator==(const Typist&, const Typist&) = default;
  };
  struct Viewer {
    AgentId agent;
    std::string name;
    friend bool operator==(const Viewer&, const Viewer&) = default;
  };
  /// A conversation at one moment.
  struct State {
    std::vector<Typist> typing;    // those whose time is not over, the visitor first
    Sequence seen_by_visitor = 0;  // up to which he has read; 0 when that is not known
    Sequence seen_by_agent = 0;    // by whoever had the conversation then
    std::vector<Viewer> viewers;   // each agent once, by name
  };

  /// At most `most` conversations are remembered.
  explicit LiveSignals(std::size_t most = 10'000) : most_(most) {}

  /// Somebody types. True when that is news.
  bool typing(const ConversationId& id, const Typist& who, Time now);
  /// He has read up to there; never less than before. True when that is news.
  bool seen(const ConversationId& id, Author who, Sequence last);

  /// What a fact ends: whoever spoke has stopped typing; of an erased conversation nothing is known.
  void take(const Event& event);

  /// An agent has the conversation before him, until he has not; as often as he has it open.
  void look(const ConversationId& id, const Viewer& viewer);
  void look_away(const ConversationId& id, const Viewer& viewer);

  [[nodiscard]] State state(const ConversationId& id, Time now) const;
  /// How many conversations are remembered.
  [[nodiscard]] std::size_t size() const;

 private:
  struct Kept {
    std::vector<Typist> typing;
    Sequence seen_by_visitor = 0;
    Sequence seen_by_agent = 0;
    std::map<AgentId, std::pair<std::string, int>> viewers;  // name, how often
    std::list<ConversationId>::iterator used;
  };
  Kept& use(const ConversationId& id);

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::unordered_map<ConversationId, Kept> kept_;
  std::list<ConversationId> used_;  // latest first
};

}  // namespace frontdesk
