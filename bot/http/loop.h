// SPDX-License-Identifier: MIT
#pragma once
// The front's loop: one thread, one epoll set, every connection.
//
// A turn is: wait; accept and read; deliver mail (wake parked requests and streams, send what the side pool
// made); run the handlers of the requests that are complete; commit what they staged in one batch; send;
// look at timers. Sockets are registered once, edge-triggered, so an ordinary request costs one receive and
// one send and no epoll_ctl.
//
//   loop.cc           turns, accepting, reading, writing, time-outs, shutdown
//   loop_requests.cc  from a framed request to its answer: handlers, the batch, conflicts, the side pool
//   loop_streams.cc   event streams
//
// Everything runs on the thread of run() but stop() and announce().

#include <atomic>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "http/address.h"
#include "http/connection.h"
#include "http/front.h"
#include "http/httplib_adapter.h"
#include "http/listener.h"
#include "http/mailbox.h"
#include "http/side_pool.h"
#include "http/subscriptions.h"
#include "http/timers.h"

namespace frontdesk {

class Front::Loop {
 public:
  Loop(const Limits& limits, const std::vector<std::string>& trusted_proxies, Handler handler,
       Commit commit, Now clock);
  ~Loop();

  Result<int> listen(const std::string& host, int port);
  void run();
  void stop() noexcept { mailbox_.stop(); }
  void announce(const std::string& topic) { mailbox_.announce(topic); }
  [[nodiscard]] FrontFigures figures() const;

 private:
  using State = Connection::State;
  /// What waits for the batch of this turn.
  struct Staged {
    std::uint64_t connection = 0;
    std::string bytes;
  };

  // ---- loop.cc ----
  void turn();
  [[nodiscard]] int wait_milliseconds();
  void accept_all();
  void admit(int fd, std::string peer);
  void on_event(std::uint64_t id, std::uint32_t events);
  void read(Connection& connection);
  void proceed(Connection& connection);
  void framed_more(Connection& connection, Framer::State before);
  void watch_reading(Connection& connection);
  void send(Connection& connection, std::string_view bytes, bool close);
  void flush(Connection& connection);
  void answered(Connection& connection);
  void refuse(Connection& connection, const Response& response);
  void linger(Connection& connection);
  void drop_input(Connection& connection);
  void close(Connection& connection);
  void set_deadline(Connection& connection, Instant when);
  void run_timers();
  void on_deadline(Connection& connection);
  void on_reading_deadline(Connection& connection);
  void drain();
  [[nodiscard]] Connection* find(std::uint64_t id);
  [[nodiscard]] std::vector<std::uint64_t> all_connections() const;
  /// `seconds`, give or take the share `spread`.
  [[nodiscard]] Instant::duration about(double seconds, double spread);

  // ---- loop_requests.cc ----
  void take_request(Connection& connection);
  void enqueue(Connection& connection);
  void handle_ready();
  [[nodiscard]] Connection* next_ready();
  void handle(Connection& connection);
  [[nodiscard]] Reply call_handler(const Request& request);
  void go_slow(Connection& connection, std::function<Response()> slow);
  void park(Connection& connection, Reply::Park park);
  void wake_parked(Connection& connection, bool timed_out);
  void commit_batch();
  void on_committed(Connection& connection, const Staged& staged, const Result<Sequence>& result);
  void answer(Connection& connection, Response response);
  void answer_busy(Connection& connection);
  [[nodiscard]] bool last_of(const Connection& connection) const;

  // ---- loop_streams.cc ----
  void start_stream(Connection& connection, Reply reply);
  void pump(Connection& connection);
  void heartbeat(Connection& connection);
  void say_bye(Connection& connection, std::string_view reason);
  void forget_stream(Connection& connection);
  void watch_stream(Connection& connection);

  void deliver_mail();

  const Limits limits_;
  const Networks trusted_proxies_;
  const Networks exempt_;
  const Handler handler_;
  const Commit commit_;
  const Now clock_;
  HttplibAdapter adapter_;
  std::minstd_rand random_;

  int epoll_ = -1;
  Listener listener_;
  Mailbox mailbox_;
  Instant now_;
  std::optional<Instant> accept_again_at_;  // set while accepting rests
  std::optional<Instant> drain_until_;      // set once stop() was seen
  int connection_limit_ = 0;
  std::uint64_t made_ = 0;

  std::vector<std::unique_ptr<Connection>> by_fd_;
  std::vector<std::unique_ptr<Connection>> closed_;  // until the end of the turn
  std::unordered_map<std::string, int> by_group_;
  std::unordered_map<std::string, std::deque<std::uint64_t>> streams_by_owner_;
  Subscriptions subscriptions_;
  Timers timers_;
  std::deque<std::uint64_t> urgent_;
  std::deque<std::uint64_t> ready_;
  std::vector<std::uint64_t> again_;   // to the front of the queues next turn
  std::vector<std::uint64_t> hungry_;  // streams that have more to say
  std::vector<Append> batch_;
  std::unordered_set<ConversationId> in_batch_;
  std::vector<Staged> staged_;
  /// FrontFigures as counters that any thread may read while the loop's own changes them.
  struct Counters {
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> appends{0};
    std::atomic<std::uint64_t> batches{0};
    std::atomic<std::uint64_t> conflicts{0};
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> streams{0};
  };
  Counters figures_;

  // Last, so that its threads end before what they report to.
  std::optional<SidePool> side_pool_;
};

}  // namespace frontdesk
