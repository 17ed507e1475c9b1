// SPDX-License-Identifier: MIT
#include "http/loop.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "http/error_response.h"

namespace frontdesk {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint64_t kBell = ~std::uint64_t{0};
constexpr std::uint64_t kListener = kBell - 1;
constexpr int kEvents = 512;
constexpr int kAcceptsPerTurn = 256;
constexpr std::size_t kScratch = 16 * 1024;
constexpr std::size_t kLingerBytes = 8 * 1024 * 1024;
constexpr seconds kLinger{2};
constexpr seconds kDrain{5};
constexpr seconds kBodyGrace{5};
constexpr double kBodyBytesPerSecond = 500;
constexpr milliseconds kAcceptRest{100};
constexpr std::size_t kSideThreads = 2;
constexpr std::size_t kSideQueue = 20;

Instant::duration as_duration(double count) {
  return std::chrono::duration_cast<Instant::duration>(duration<double>(count));
}

/// Four fifths of the descriptors that this process may have; the rest is for files and databases.
int room_for_connections(int wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  const auto room = limit.rlim_cur / 5 * 4;
  return room < static_cast<rlim_t>(wanted) ? static_cast<int>(room) : wanted;
}

}  // namespace

Front::Loop::Loop(const Limits& limits, const std::vector<std::string>& trusted_proxies,
                  Handler handler, Commit commit, Now clock)
    : limits_(limits),
      trusted_proxies_(trusted_proxies),
      exempt_(limits.exempt),
      handler_(std::move(handler)),
      commit_(std::move(commit)),
      clock_(std::move(clock)),
      adapter_(limits_),
      random_(std::random_device{}()),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      now_(clock_()) {
  epoll_event event{.events = EPOLLIN, .data = {.u64 = kBell}};
  if (epoll_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, mailbox_.bell(), &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll");
  }
  side_pool_.emplace(kSideThreads, kSideQueue);
}

Front::Loop::~Loop() {
  side_pool_.reset();
  by_fd_.clear();
  ::close(epoll_);
}

Result<int> Front::Loop::listen(const std::string& host, int port) {
  connection_limit_ = room_for_connections(limits_.connections);
  auto opened = listener_.open(host, port, limits_.backlog);
  if (!opened) return opened;
  epoll_event event{.events = EPOLLIN, .data = {.u64 = kListener}};
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_.fd(), &event) != 0) {
    return Error{Code::internal, "The listening socket cannot be watched."};
  }
  return opened;
}

void Front::Loop::run() {
  mailbox_.set_reader();
  while (!mailbox_.stopping()) turn();
  drain();
}

FrontFigures Front::Loop::figures() const {
  return {.requests = figures_.requests,
          .refused = figures_.refused,
          .appends = figures_.appends,
          .batches = figures_.batches,
          .conflicts = figures_.conflicts,
          .connections = figures_.connections,
          .streams = figures_.streams};
}

int Front::Loop::wait_milliseconds() {
  if (mailbox_.has_mail() || !ready_.empty() || !urgent_.empty() || !hungry_.empty()) return 0;
  auto next = timers_.next();
  for (const auto& other : {accept_again_at_, drain_until_}) {
    if (other && (!next || *other < *next)) next = other;
  }
  if (!next) return -1;
  // Rounded up, so that what is due is due when the wait is over.
  const auto left = std::chrono::ceil<milliseconds>(*next - clock_()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void Front::Loop::turn() {
  epoll_event events[kEvents];
  const int count = epoll_wait(epoll_, events, kEvents, wait_milliseconds());
  now_ = clock_();
  for (int i = 0; i < count; ++i) {
    const auto id = events[i].data.u64;
    if (id == kBell) {
      mailbox_.hush();
    } else if (id == kListener) {
      accept_all();
    } else {
      on_event(id, events[i].events);
    }
  }
  deliver_mail();
  for (const auto id : std::exchange(hungry_, {})) {
    if (auto* connection = find(id); connection && connection->stream) pump(*connection);
  }
  handle_ready();
  run_timers();
  closed_.clear();
}

// ---- Coming ------------------------------------------------------------------------------------------

void Front::Loop::accept_all() {
  for (int i = 0; i < kAcceptsPerTurn && listener_.fd() >= 0; ++i) {
    auto accepted = listener_.accept();
    using Kind = Listener::Accepted::Kind;
    if (accepted.kind == Kind::nothing) return;
    if (accepted.kind == Kind::connection) admit(accepted.fd, std::move(accepted.peer));
    if (accepted.kind == Kind::exhausted) {
      spdlog::warn("http: no room for another connection: {}", strerror(errno));
      epoll_event silent{.events = 0, .data = {.u64 = kListener}};
      epoll_ctl(epoll_, EPOLL_CTL_MOD, listener_.fd(), &silent);
      accept_again_at_ = now_ + kAcceptRest;
      return;
    }
  }
}

void Front::Loop::admit(int fd, std::string peer) {
  const auto index = static_cast<std::size_t>(fd);
  if (by_fd_.size() <= index) by_fd_.resize(index + 1);
  auto owned = std::make_unique<Connection>((++made_ << 32) | index, fd, limits_);
  auto& connection = *owned;
  by_fd_[index] = std::move(owned);
  ++figures_.connections;

  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // A machine that went away without a word is noticed this long after something was sent to it.
  const auto silence = static_cast<unsigned>(limits_.write_blocked_seconds * 1000);
  setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silence, sizeof silence);
  epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                    .data = {.u64 = connection.id}};
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) return close(connection);

  connection.since = now_;
  connection.peer = std::move(peer);
  if (figures_.connections > static_cast<std::size_t>(connection_limit_)) {
    ++figures_.refused;
    refuse(connection, error_response({Code::unavailable, "Too many connections.", 5}));
    return close(connection);
  }
  if (!exempt_.contains(connection.peer) && !trusted_proxies_.contains(connection.peer)) {
    auto group = address_group(connection.peer);
    auto& in_group = by_group_[group];
    if (in_group >= limits_.connections_per_address) {
      ++figures_.refused;
      return refuse(connection, error_response({Code::rate_limited, "Too many connections.", 5}));
    }
    ++in_group;
    connection.group = std::move(group);
  }
  watch_reading(connection);
}

void Front::Loop::on_event(std::uint64_t id, std::uint32_t events) {
  auto* found = find(id);
  if (found == nullptr) return;
  auto& connection = *found;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) return close(connection);
  if ((events & EPOLLRDHUP) != 0) {
    connection.peer_closed = true;
    // Nobody reads on after closing his side; a browser that leaves closes both.
    if (connection.state == State::parked || connection.stream) return close(connection);
  }
  if ((events & (EPOLLIN | EPOLLRDHUP)) != 0) {
    connection.readable = true;
    if (connection.state == State::reading) read(connection);
    if (connection.state == State::lingering) drop_input(connection);
  }
  if ((events & EPOLLOUT) != 0 && connection.state != State::closed && !connection.all_sent()) {
    flush(connection);
  }
}

void Front::Loop::read(Connection& connection) {
  static thread_local char scratch[kScratch];
  while (connection.state == State::reading && connection.readable) {
    const auto count = connection.receive(scratch, sizeof scratch);
    if (count < 0) return close(connection);
    if (count == 0) return;
    const auto before = connection.framer->state();
    connection.framer->feed({scratch, static_cast<std::size_t>(count)});
    framed_more(connection, before);
  }
}

void Front::Loop::framed_more(Connection& connection, Framer::State before) {
  const auto state = connection.framer->state();
  if (state == Framer::State::complete) return take_request(connection);
  if (state == Framer::State::refused) {
    ++figures_.refused;
    const auto& refusal = connection.framer->refusal();
    return refuse(connection, error_response(refusal.status, refusal.error));
  }
  if (state != before) connection.since = now_;
  if (connection.framer->take_continue()) {
    connection.queue("HTTP/1.1 100 Continue\r\n\r\n", now_);
    if (!connection.flush(now_)) return close(connection);
  }
  if (state != before) watch_reading(connection);
}

/// After an answer has left, or at the beginning: what is already here, then what the socket has.
void Front::Loop::proceed(Connection& connection) {
  connection.state = State::reading;
  connection.since = now_;
  if (connection.framer->state() == Framer::State::idle) {
    watch_reading(connection);
  } else {
    framed_more(connection, Framer::State::idle);
  }
  read(connection);
  if (drain_until_ && connection.state == State::reading &&
      connection.framer->state() == Framer::State::idle) {
    close(connection);
  }
}

// ---- Going -------------------------------------------------------------------------------------------

void Front::Loop::send(Connection& connection, std::string_view bytes, bool close_after) {
  connection.state = State::writing;
  connection.close_after = close_after;
  connection.queue(bytes, now_);
  flush(connection);
}

void Front::Loop::flush(Connection& connection) {
  if (!connection.flush(now_)) return close(connection);
  if (connection.stream) {
    if (connection.all_sent()) return pump(connection);
    return watch_stream(connection);
  }
  if (connection.state != State::writing) return;
  if (connection.all_sent()) return answered(connection);
  set_deadline(connection, connection.blocked_since() + as_duration(limits_.write_blocked_seconds));
}

void Front::Loop::answered(Connection& connection) {
  connection.in_flight.reset();
  if (connection.close_after || connection.peer_closed) return linger(connection);
  proceed(connection);
}

void Front::Loop::refuse(Connection& connection, const Response& response) {
  send(connection, adapter_.render("GET", response, true), true);
}

/// Closing a socket with unread bytes makes the kernel send a reset, which can overtake the answer. So our
/// side is closed first, and what the client still sends is read for a while.
void Front::Loop::linger(Connection& connection) {
  if (shutdown(connection.fd, SHUT_WR) != 0) return close(connection);
  connection.state = State::lingering;
  connection.framer.reset();
  set_deadline(connection, now_ + kLinger);
  drop_input(connection);
}

void Front::Loop::drop_input(Connection& connection) {
  static thread_local char scratch[kScratch];
  while (connection.readable) {
    const auto count = connection.receive(scratch, sizeof scratch);
    if (count == 0) return;
    if (count > 0) connection.lingered += static_cast<std::size_t>(count);
    if (count < 0 || connection.lingered > kLingerBytes) return close(connection);
  }
}

void Front::Loop::close(Connection& connection) {
  if (connection.state == State::closed) return;
  if (connection.in_flight) subscriptions_.remove(connection.id, connection.in_flight->topics);
  forget_stream(connection);
  if (!connection.group.empty()) {
    const auto group = by_group_.find(connection.group);
    if (--group->second == 0) by_group_.erase(group);
  }
  connection.state = State::closed;
  --figures_.connections;
  const auto index = static_cast<std::size_t>(connection.fd);
  ::close(std::exchange(connection.fd, -1));
  // Callers further up still hold a reference.
  closed_.push_back(std::move(by_fd_[index]));
}

// ---- Time --------------------------------------------------------------------------------------------

void Front::Loop::set_deadline(Connection& connection, Instant when) {
  timers_.set(connection, when);
}

void Front::Loop::watch_reading(Connection& connection) {
  double allowed = limits_.header_seconds;
  if (connection.framer->state() == Framer::State::idle && connection.requests > 0) {
    allowed = limits_.keep_alive_seconds;
  }
  auto when = connection.since + as_duration(allowed);
  if (connection.framer->state() == Framer::State::body) {
    // From then on the rate is looked at every second, up to the total.
    when = std::max(connection.since + Instant::duration(kBodyGrace), now_ + seconds(1));
    when = std::min(when, connection.since + as_duration(limits_.body_seconds));
  }
  set_deadline(connection, when);
}

void Front::Loop::run_timers() {
  if (accept_again_at_ && *accept_again_at_ <= now_) {
    accept_again_at_.reset();
    epoll_event event{.events = EPOLLIN, .data = {.u64 = kListener}};
    if (listener_.fd() >= 0) epoll_ctl(epoll_, EPOLL_CTL_MOD, listener_.fd(), &event);
  }
  while (auto* connection = timers_.pop(now_, [this](std::uint64_t id) { return find(id); })) {
    connection->deadline = Instant::max();
    on_deadline(*connection);
  }
}

void Front::Loop::on_deadline(Connection& connection) {
  switch (connection.state) {
    case State::reading: return on_reading_deadline(connection);
    case State::parked: return wake_parked(connection, true);
    case State::streaming: return heartbeat(connection);
    case State::writing:
    case State::lingering: {
      const auto end = connection.blocked_since() + as_duration(limits_.write_blocked_seconds);
      if (connection.state == State::writing && end > now_) return set_deadline(connection, end);
      return close(connection);
    }
    case State::ready:
    case State::handling:
    case State::closed: return;
  }
}

void Front::Loop::on_reading_deadline(Connection& connection) {
  const auto state = connection.framer->state();
  if (state == Framer::State::idle) return close(connection);
  const auto elapsed = duration<double>(now_ - connection.since).count();
  const auto received = static_cast<double>(connection.framer->body_received());
  if (state == Framer::State::body && elapsed < limits_.body_seconds &&
      received >= elapsed * kBodyBytesPerSecond) {
    return watch_reading(connection);
  }
  ++figures_.refused;
  refuse(connection, error_response(408, {Code::invalid, "The request took too long to arrive."}));
}

Instant::duration Front::Loop::about(double count, double spread) {
  return as_duration(count * std::uniform_real_distribution<>(1 - spread, 1 + spread)(random_));
}

// ---- The end -----------------------------------------------------------------------------------------

void Front::Loop::drain() {
  now_ = clock_();
  drain_until_ = now_ + kDrain;
  // Who is in the backlog has been told by the kernel that he is connected.
  accept_all();
  listener_.close();
  accept_again_at_.reset();
  for (const auto id : all_connections()) {
    auto* connection = find(id);
    if (connection == nullptr) continue;
    if (connection->state == State::parked) wake_parked(*connection, true);
    if (connection->stream) say_bye(*connection, "shutdown");
    if (connection->state != State::reading) continue;
    // A request may have come while nobody looked; an idle connection has nothing to wait for.
    connection->readable = true;
    read(*connection);
    if (connection->state == State::reading && connection->framer->state() == Framer::State::idle) {
      close(*connection);
    }
  }
  while (figures_.connections > 0 && clock_() < *drain_until_) turn();
  for (const auto id : all_connections()) {
    if (auto* connection = find(id)) close(*connection);
  }
  closed_.clear();
}

Connection* Front::Loop::find(std::uint64_t id) {
  const auto index = static_cast<std::size_t>(id & 0xffffffffU);
  if (index >= by_fd_.size() || !by_fd_[index] || by_fd_[index]->id != id) return nullptr;
  return by_fd_[index].get();
}

std::vector<std::uint64_t> Front::Loop::all_connections() const {
  std::vector<std::uint64_t> result;
  for (const auto& connection : by_fd_) {
    if (connection) result.push_back(connection->id);
  }
  return result;
}

}  // namespace frontdesk
