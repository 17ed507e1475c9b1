// SPDX-License-Identifier: MIT
#pragma once
// One client's connection: its descriptor, what it is doing, and what still has to leave.
//
// A plain record with the two operations of a socket. Who moves it from state to state is the loop
// (loop.h). For one thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/framing.h"
#include "http/front.h"

namespace frontdesk {

using Instant = std::chrono::steady_clock::time_point;

/// A request that has been read and not been answered.
struct InFlight {
  Request request;
  std::string target;
  bool keep_alive = true;
  bool urgent = false;  // an agent's, or a health check: before others when there is too much to do
  bool again = false;   // its handler has run before
  int conflicts = 0;
  Instant ready_at;
  std::vector<std::string> topics;  // while parked
};

/// An event stream and when what happens to it.
struct LiveStream {
  std::vector<std::string> topics;
  std::string owner;
  std::unique_ptr<EventSource> source;
  Instant heartbeat_at;
  Instant ends_at;
  bool news = true;      // to be pulled when the buffer is empty
  bool closing = false;  // when the buffer is empty
};

class Connection {
 public:
  enum class State : std::uint8_t {
    reading,   // a request, or waiting for one
    ready,     // a request waits for its handler
    handling,  // its answer waits for the batch or for the side pool
    parked,    // its handler waits for news
    writing,   // the answer is leaving
    streaming,
    lingering,  // all is said; what the client still sends is read and dropped, so that it sees our answer
    closed,
  };

  /// Owns the descriptor from now on.
  Connection(std::uint64_t name, int descriptor, const Limits& limits)
      : id(name), fd(descriptor), framer(std::make_unique<Framer>(limits)) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Reads what is there into `scratch`: how many bytes, 0 when nothing is there now, -1 when the client
  /// has closed its side or is gone.
  [[nodiscard]] long receive(char* scratch, std::size_t size);

  /// Appends to what has to leave.
  void queue(std::string_view bytes, Instant now);
  /// Sends what the kernel takes. False when the client is gone.
  [[nodiscard]] bool flush(Instant now);
  [[nodiscard]] bool all_sent() const { return out_.empty(); }
  /// Since when the client has taken next to nothing; only while something has to leave.
  [[nodiscard]] Instant blocked_since() const { return blocked_since_; }

  const std::uint64_t id;
  int fd;
  State state = State::reading;
  bool readable = false;     // there may be bytes that were not read
  bool peer_closed = false;  // the client will send no more
  bool close_after = false;  // when the answer has left
  int requests = 0;
  std::size_t lingered = 0;           // bytes dropped
  Instant since;                      // when the framer's state began
  Instant deadline = Instant::max();  // when the loop has to look again
  Instant timer_at =
      Instant::max();  // when the loop's timer will look again, at or before `deadline`
  std::string peer;
  std::string group;  // counted by; empty when not counted
  std::unique_ptr<Framer> framer;
  std::unique_ptr<InFlight> in_flight;
  std::unique_ptr<LiveStream> stream;

 private:
  std::string out_;
  std::size_t sent_ = 0;
  std::size_t progress_ = 0;
  Instant blocked_since_;
};

}  // namespace frontdesk
