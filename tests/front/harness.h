// SPDX-License-Identifier: MIT
#pragma once
// A front on port 0 with a clock that tests move, and a client that speaks bytes.
//
// No sleeps: a test waits for bytes (with a limit of ten real seconds, so that a failure ends), and moves
// the front's time by hand.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "http/front.h"

namespace support {

/// Steady time that stands still until a test moves it. Any thread.
class ManualTime {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point now() const {
    return std::chrono::steady_clock::time_point(std::chrono::hours(1)) +
           std::chrono::milliseconds(millis_.load());
  }
  void move(std::chrono::milliseconds by) { millis_ += by.count(); }

 private:
  std::atomic<std::int64_t> millis_{0};
};

/// What a client read: status 0 when there was no whole answer.
struct Answer {
  int status = 0;
  std::string head;
  std::string body;
  [[nodiscard]] bool has(const std::string& text) const {
    return head.find(text) != std::string::npos;
  }
};

/// A blocking client on one connection.
class Client {
 public:
  explicit Client(int port, int receive_buffer = 0) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) {
      setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { hang_up(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  void hang_up() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  void get(const std::string& target, const std::string& headers = "") const {
    send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n");
  }
  void post(const std::string& target, const std::string& body) const {
    send("POST " + target + " HTTP/1.1\r\nHost: test\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body);
  }

  /// The next answer with a Content-Length.
  Answer answer() {
    Answer result;
    if (!read_until("\r\n\r\n")) return result;
    const auto end = buffer_.find("\r\n\r\n") + 4;
    result.head = buffer_.substr(0, end);
    std::size_t length = 0;
    if (const auto at = result.head.find("Content-Length: "); at != std::string::npos) {
      length = std::strtoul(result.head.c_str() + at + 16, nullptr, 10);
    }
    while (buffer_.size() < end + length) {
      if (!read_some()) return result;
    }
    result.body = buffer_.substr(end, length);
    buffer_.erase(0, end + length);
    result.status = std::atoi(result.head.c_str() + 9);
    return result;
  }

  /// Reads until `text` has come; takes everything up to its end. False when the connection ended first.
  bool expect(const std::string& text) {
    if (!read_until(text)) return false;
    buffer_.erase(0, buffer_.find(text) + text.size());
    return true;
  }

  /// Whether the server closes now, after whatever it still sends.
  bool closes() {
    while (read_some()) {
    }
    return ended_;
  }

  [[nodiscard]] const std::string& unread() const { return buffer_; }
  [[nodiscard]] int fd() const { return fd_; }

 private:
  bool read_until(const std::string& text) {
    while (buffer_.find(text) == std::string::npos) {
      if (!read_some()) return false;
    }
    return true;
  }
  bool read_some() {
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, 10'000) <= 0) return false;
    char bytes[65536];
    const auto got = recv(fd_, bytes, sizeof bytes, 0);
    if (got <= 0) {
      ended_ = true;
      return false;
    }
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  int fd_ = -1;
  bool connected_ = false;
  bool ended_ = false;
  std::string buffer_;
};

/// A running front. Appends are "committed" into a list of batches.
class Server {
 public:
  using Handler = frontdesk::Front::Handler;
  using Commit = frontdesk::Front::Commit;

  explicit Server(Handler handler, frontdesk::Limits limits = roomy(), Commit commit = {},
                  std::vector<std::string> proxies = {})
      : front(limits, std::move(proxies), std::move(handler),
              commit ? std::move(commit) : Commit([this](auto appends) { return keep(appends); }),
              [this] { return time.now(); }) {
    port = *front.listen("127.0.0.1", 0);
    thread_ = std::thread([this] { front.run(); });
  }
  ~Server() { stop(); }

  static frontdesk::Limits roomy() {
    frontdesk::Limits limits;
    limits.exempt = {"127.0.0.0/8"};
    return limits;
  }

  void stop() {
    front.stop();
    if (thread_.joinable()) thread_.join();
  }
  /// Moves the front's time and lets it look at the clock.
  void pass(std::chrono::milliseconds by) {
    time.move(by);
    front.announce("the clock of a test");
  }

  std::vector<std::size_t> batches() const {
    const std::lock_guard lock(mutex_);
    return batches_;
  }

  ManualTime time;
  frontdesk::Front front;
  int port = 0;

 private:
  std::vector<frontdesk::Result<frontdesk::Sequence>> keep(
      std::span<const frontdesk::Append> appends) {
    const std::lock_guard lock(mutex_);
    batches_.push_back(appends.size());
    std::vector<frontdesk::Result<frontdesk::Sequence>> results;
    for (const auto& append : appends) results.emplace_back(append.expected + append.events.size());
    return results;
  }

  mutable std::mutex mutex_;
  std::vector<std::size_t> batches_;
  std::thread thread_;
};

inline frontdesk::Reply text(std::string body) {
  return {.response = {.content_type = "text/plain", .body = std::move(body)}};
}

/// Says back what it was asked: method, path, body.
inline frontdesk::Reply echo(const frontdesk::Request& request) {
  return text(request.method + ' ' + request.path + ' ' + request.body);
}

}  // namespace support
