// SPDX-License-Identifier: MIT
#pragma once
// The nodes of an interleaving: one Store, one or two services over it, and what is under way at them.
//
// What somebody wants is a Flight: it decides, anything may happen, it commits; on a conflict it decides again,
// as the front does. A killed node takes its flights with it, whether the Store has them or not.

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/site.h"
#include "service/dispatcher.h"
#include "service/presence.h"
#include "service/queue.h"
#include "support/build.h"
#include "support/handoff_contents.h"
#include "support/handoff_rules.h"
#include "support/handoff_script.h"
#include "support/handoff_seats.h"
#include "support/memory_store.h"

namespace support {

class HandoffNodes {
 public:
  static constexpr std::chrono::seconds kLease{60};

  explicit HandoffNodes(const Script& script)
      : script_(script), random_(static_cast<unsigned>(script.seed)) {
    coins_ = script.seed;
    settings_.limits.stream_buffer = 300;  // small chunks, so that one is seldom the whole
    for (const auto& brain : contents_of(script)) brains_[brain->version()] = brain;
    store_.added = [this](const Append& append) { seats_.take(append); };
    for (int i = 0; i < script.nodes; ++i) start(nodes_.emplace_back());
    store_.meanwhile = [this] { meanwhile(); };
  }
  virtual ~HandoffNodes() = default;
  HandoffNodes(const HandoffNodes&) = delete;
  HandoffNodes& operator=(const HandoffNodes&) = delete;

 protected:
  struct Node {
    std::unique_ptr<Hub> hub;
    std::unique_ptr<Conversations> conversations;
    std::unique_ptr<Presence> presence;
    std::unique_ptr<Dispatcher> dispatcher;
    std::unique_ptr<LiveSignals> signals;
    std::unique_ptr<Queue> queue;
    std::unique_ptr<Site> site;
  };

  /// What somebody wants of a node.
  struct Flight {
    std::size_t node = 0;
    std::function<Result<Staged>()> decide;
    std::function<void(const Staged&)> done;
    std::function<void(const Error&)> refused;
    std::optional<Epoch> epoch =
        {};  // in which an agent decided: nobody else may have had it since
    std::optional<Seat> seat = {};
    std::optional<Staged> staged = {};
    int tries = 0;
  };

  struct Call {
    ConversationId conversation;
    std::string key;
  };

  /// The doorbell, on the committing thread.
  virtual void ring(const Node& node, const Summary& row) = 0;
  /// Pages lose their connections with a node, and come back to another.
  virtual void hang_up() = 0;
  virtual void reconnect() = 0;

  // ---- Nodes ----

  void start(Node& node) {
    node.site.reset();
    node.queue.reset();
    node.dispatcher.reset();
    node.presence.reset();
    node.conversations.reset();
    node.hub = std::make_unique<Hub>();
    node.hub->listen([this, &node](const Summary& row) {
      node.queue->take(row);
      ring(node, row);
    });
    node.conversations = std::make_unique<Conversations>(store_, clock_, random_, *node.hub,
                                                         contents_of(script_).front());
    node.presence = std::make_unique<Presence>(*node.conversations, kLease);
    node.dispatcher = std::make_unique<Dispatcher>(*node.conversations, *node.presence);
    node.signals = std::make_unique<LiveSignals>();
    node.queue = std::make_unique<Queue>(*node.conversations);
    node.queue->look();
    node.site.reset(new Site{.conversations = *node.conversations,
                             .accounts = accounts_,
                             .presence = *node.presence,
                             .signals = *node.signals,
                             .queue = *node.queue,
                             .random = random_,
                             .settings = settings_,
                             .files = files_,
                             .announce = [](const std::string&) {}});
    node.conversations->on_commit([this](const Event& event) {
      if (const auto* call = std::get_if<CallRequested>(&event.fact)) {
        calls_.push_back({event.conversation, call->key});
      }
    });
  }

  void crash(std::size_t which, bool committed) {
    auto& node = nodes_[which];
    const bool busy = std::exchange(busy_, true);
    for (std::size_t i = flights_.size(); i-- > 0;) {
      if (flights_[i].node != which) continue;
      // Killed before its answer left: those who asked know nothing of what became of it.
      if (committed && flights_[i].staged) {
        (void)commit(node, *flights_[i].staged->append);
      }
      flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    hang_up();
    start(node);
    reconnect();
    busy_ = busy;
  }

  Conversations& at(std::size_t node) { return *nodes_[node % nodes_.size()].conversations; }

  bool coin() {
    coins_ = coins_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (coins_ >> 63) != 0;
  }

  void wrong(const std::string& what) {
    if (broken_.empty()) broken_ = what;
  }

  // ---- Flights ----

  void fly(Flight flight) {
    constexpr std::size_t kMost = 6;
    if (flights_.size() == kMost) advance(0);
    flights_.push_back(std::move(flight));
    if (coin()) advance(flights_.size() - 1);
  }

  /// One move of one flight: it decides, or it commits.
  void advance(std::size_t which) {
    auto flight = std::move(flights_[which]);
    flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(which));
    if (!flight.staged) {
      auto staged = flight.decide();
      if (!staged) return refuse(flight, staged.error());
      if (!staged->append) return flight.done(*staged);
      staged->append->seat = flight.seat;
      flight.staged = std::move(*staged);
      flights_.push_back(std::move(flight));
      return;
    }
    const auto result = commit(nodes_[flight.node], *flight.staged->append);
    settle(std::move(flight), result);
  }

  /// All that a node has decided, as the front commits the requests of one turn.
  void tick(std::size_t node) {
    std::vector<Flight> batch;
    for (std::size_t i = 0; i < flights_.size();) {
      if (flights_[i].node != node || !flights_[i].staged) {
        ++i;
        continue;
      }
      batch.push_back(std::move(flights_[i]));
      flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    std::vector<Append> appends;
    for (const auto& flight : batch) appends.push_back(*flight.staged->append);
    const auto results = at(node).commit(appends);
    for (std::size_t i = 0; i < batch.size(); ++i) settle(std::move(batch[i]), results[i]);
  }

  Result<Sequence> commit(Node& node, const Append& append) {
    return node.conversations->commit(std::span(&append, 1)).front();
  }

  void settle(Flight flight, const Result<Sequence>& result) {
    constexpr int kTries = 40;
    if (result) {
      if (flight.epoch && epoch_before(*flight.staged->append) != *flight.epoch) {
        wrong("an agent wrote with an old epoch");
      }
      return flight.done(*flight.staged);
    }
    const bool full = flight.seat && places_of(flight.seat->agent) >= flight.seat->capacity;
    if (full || result.error().code != Code::conflict) return refuse(flight, result.error());
    if (++flight.tries > kTries) return wrong("a decision never comes through");
    flight.staged.reset();
    flights_.push_back(std::move(flight));
  }

  void refuse(const Flight& flight, const Error& error) {
    if (error.code == Code::unavailable && !store_.full) wrong("refused for no reason");
    flight.refused(error);
  }

  static Epoch epoch_before(const Append& append) {
    const auto& first = append.events.front();
    return first.epoch - (raises_epoch(first.fact) ? 1 : 0);
  }

  /// What others do while somebody reads the Store.
  void meanwhile() {
    if (flights_.empty() || busy_ || !coin()) return;
    busy_ = true;
    ++others_;
    advance(0);
    busy_ = false;
  }

  // What the Store has, looked at from outside: nothing happens meanwhile.
  std::vector<Event> stored(const ConversationId& id) {
    const bool busy = std::exchange(busy_, true);
    auto loaded = store_.load(std::span(&id, 1));
    busy_ = busy;
    return std::move(loaded->front());
  }
  std::vector<Summary> rows(const ListQuery& query) {
    const bool busy = std::exchange(busy_, true);
    auto found = store_.list(query);
    busy_ = busy;
    return std::move(*found);
  }

  int places_of(const AgentId& agent) {
    const auto his = rows({.statuses = {Status::assigned}, .owner = agent});
    return static_cast<int>(
        std::count_if(his.begin(), his.end(), [](const Summary& row) { return !row.on_hold; }));
  }

  Script script_;
  std::uint64_t coins_ = 0;
  ManualClock clock_;
  SeededRandom random_;
  MemoryStore store_;
  Settings settings_;
  Accounts accounts_{store_, clock_, random_, settings_};
  std::map<std::string, std::string_view> files_;
  Brains brains_;
  Seats seats_{brains_, kLease};
  int others_ = 0;  // that somebody did something while another read
  std::deque<Node> nodes_;
  std::vector<Flight> flights_;
  std::vector<Call> calls_;
  bool busy_ = false;
  std::string broken_;
};

}  // namespace support
