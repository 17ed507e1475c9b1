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
// announce(), stop() and figures() may be called from any thread; everything else from one.

#include <chrono>
#include <cstdint>
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

/// One request, complete and within limits. No string in it holds NUL, CR or LF but `body`. A handler may
/// read it while it runs; what a `slow` function needs of it, the function copies.
struct Request {
  std::string method;                          // GET HEAD POST PUT DELETE OPTIONS PATCH
  std::string path;                            // decoded, without query
  std::vector<std::string> segments;           // of the path, decoded, without empty ones
  std::map<std::string, std::string> query;    // decoded; the first one of a name counts
  std::map<std::string, std::string> headers;  // lower-case names, values as they came
  std::string body;
  std::string address;     // of the peer, or of the client behind a trusted proxy
  bool timed_out = false;  // it was parked, and its time is over: a handler answers now
  bool again = false;      // a handler has seen it before: what it costs is paid already

  [[nodiscard]] const std::string& header(const std::string& name) const;  // "" when absent
};

/// What goes back. The front adds Content-Length, X-Content-Type-Options: nosniff, Referrer-Policy:
/// no-referrer and, where a handler set none, Cache-Control: no-store. A body for HEAD is not sent, only its
/// length.
struct Response {
  int status = 200;
  std::string content_type = "application/json";  // not sent when the body is empty
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// A live event stream, as the front sees it: it is asked for more bytes when one of its topics was
/// announced and all bytes before have left, so a slow reader holds one chunk and no more. Lives on the
/// front's thread, owned by the front; destroyed when the connection is gone. An exception ends the stream.
///
/// The front adds a comment line as heartbeat when nothing else was sent for a while, and ends a stream by
/// itself when its reader is blocked for Limits::write_blocked_seconds (cut), after about
/// Limits::stream_seconds, when its owner opened too many, and on shutdown; then with a frame
/// `retry: MILLISECONDS`, `event: bye`, `data: {"reason": "age" | "replaced" | "shutdown"}`.
class EventSource {
 public:
  virtual ~EventSource() = default;

  struct Chunk {
    std::string bytes;  // whole frames, as they go on the wire; about Limits::stream_buffer at most
    bool more = false;  // ask again as soon as these have left
    bool close = false;  // after these bytes
  };
  /// What there is to say now; called at once when the stream begins, then after each announcement.
  virtual Chunk pull() = 0;
};

/// What a handler answers. Exactly one of `response` (with or without `append`), `slow`, `park`, `stream`.
struct Reply {
  Response response;
  // Made durable before `response` leaves. At most one of a conversation is in a batch: when two requests
  // of a tick stage one, or when the Append meets a conflict, the handler runs again in the next tick, on
  // what is in the Store then; so it decides anew from the start. After nine conflicts: 503.
  std::optional<Append> append;

  // Run on the side pool, with nothing of the front's. When its queue is full: 503 with Retry-After.
  std::function<Response()> slow;

  // The handler runs again, with the same request, when a topic is announced or the time is over. Nothing
  // announced after the handler began is missed.
  struct Park {
    std::vector<std::string> topics;
    std::chrono::milliseconds wait{0};
  };
  std::optional<Park> park;

  // A 200 of type text/event-stream that ends with the connection.
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

  /// The time by which time-outs are judged. Tests give their own and call announce() after they moved it.
  using Now = std::function<std::chrono::steady_clock::time_point()>;

  /// The handler may throw: the client sees a 500 without the text, the log the text.
  Front(
      const Limits& limits, std::vector<std::string> trusted_proxies, Handler handler,
      Commit commit, Now now = [] { return std::chrono::steady_clock::now(); });
  ~Front();

  /// Binds and listens; port 0 picks one. Returns the port, or why not. Raises this process's limit of
  /// open files to what it may be, and serves at most four fifths of that many connections.
  [[nodiscard]] Result<int> listen(const std::string& host, int port);

  /// Serves until stop(); the caller's thread is the front's. Then drains: no new connection is accepted,
  /// requests in flight are answered, parked ones at once, streams get an `event: bye` and a `retry:`; at
  /// most five seconds. Once.
  void run();

  /// Ends run(). From any thread or a signal handler; also before run() began.
  void stop() noexcept;

  /// Wakes whoever waits for the topic. From any thread; cheap; many announcements of one topic in a tick
  /// are one.
  void announce(const std::string& topic);

  /// From any thread; each figure is right by itself, together they may be of slightly different moments.
  [[nodiscard]] FrontFigures figures() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace frontdesk
