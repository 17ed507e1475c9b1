// SPDX-License-Identifier: MIT
#pragma once
// The front: owns every socket, hands whole and bounded requests to a handler, and lets an answer leave
// only after what it claims is durable.
//
// One thread runs an epoll loop. It accepts, collects one complete request a connection (Content-Length
// framing only, strict; limits of core/settings.h), lets cpp-httplib parse it and write the response on a
// memory stream, and never lets httplib near a socket. Requests that are complete in one turn of the loop
// (a tick) are handled one after the other; the Appends that their handlers staged go to Commit in one
// batch; then the responses leave. A conflict runs the handler again, on fresh state.
//
// Handlers run on the front's thread and never wait. What is slow goes to the side pool (Reply::slow) and
// comes back as a completed response. A reader who waits for news is parked (Reply::park) or becomes an
// event stream (Reply::stream); both wake when their topic is announced.
//
// announce() and stop() may be called from any thread; everything else from one.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "core/settings.h"
#include "core/store.h"

namespace frontdesk {

/// One request, complete and within limits. Header names are lower case.
struct Request {
  std::string method;
  std::string path;                   // decoded, without query
  std::vector<std::string> segments;  // of the path, without empty ones
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;
  std::string body;
  std::string address;  // of the peer, or of the client behind a trusted proxy
  bool timed_out = false;  // it was parked, and its time is over

  [[nodiscard]] const std::string& header(const std::string& name) const;  // "" when absent
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// A live event stream, as the front sees it: it asks for more bytes when its topic was announced and its
/// buffer is empty. Lives on the front's thread, owned by the front; destroyed when the connection is gone.
class EventSource {
 public:
  virtual ~EventSource() = default;

  struct Chunk {
    std::string bytes;   // whole frames, as they go on the wire
    bool more = false;   // ask again as soon as these have left
    bool close = false;  // after these bytes
  };
  /// What there is to say now; called at once when the stream begins, then after each announcement.
  virtual Chunk pull() = 0;
};

/// What a handler answers. Exactly one of `response` (with or without `append`), `slow`, `park`, `stream`.
struct Reply {
  Response response;
  std::optional<Append> append;  // made durable before `response` leaves

  std::function<Response()> slow;  // run on the side pool

  struct Park {
    std::vector<std::string> topics;
    std::chrono::milliseconds wait{0};
  };
  std::optional<Park> park;  // run the handler again when a topic is announced or the time is over

  struct Stream {
    std::vector<std::string> topics;
    std::string owner;  // of which at most `streams_per_visitor` live; empty: unlimited
    std::unique_ptr<EventSource> source;
  };
  std::optional<Stream> stream;
  std::vector<std::pair<std::string, std::string>> stream_headers;
};

/// Figures for /metrics.
struct FrontFigures {
  std::uint64_t requests = 0;
  std::uint64_t refused = 0;  // before a handler saw them
  std::uint64_t appends = 0;
  std::uint64_t batches = 0;
  std::uint64_t conflicts = 0;
  std::size_t connections = 0;
  std::size_t streams = 0;
};

class Front {
 public:
  using Handler = std::function<Reply(const Request&)>;
  /// Makes a batch durable, as Store::append does.
  using Commit = std::function<std::vector<Result<Sequence>>(std::span<const Append>)>;

  Front(const Limits& limits, std::vector<std::string> trusted_proxies, Handler handler, Commit commit);
  ~Front();

  /// Binds and listens; port 0 picks one. Returns the port, or why not.
  [[nodiscard]] Result<int> listen(const std::string& host, int port);

  /// Serves until stop(); the caller's thread is the front's. Then drains: no new connection is accepted,
  /// requests in flight are answered, streams get an `event: bye` and a `retry:`, at most five seconds.
  void run();

  /// Ends run(). From any thread or a signal handler.
  void stop();

  /// Wakes whoever waits for the topic. From any thread; cheap; many announcements of one topic in a tick
  /// are one.
  void announce(const std::string& topic);

  /// From the front's thread or while run() does not run.
  [[nodiscard]] FrontFigures figures() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace frontdesk
