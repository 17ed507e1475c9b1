// SPDX-License-Identifier: MIT
#pragma once
// A small HTTP client for tests: a socket, whole answers, and event streams frame by frame.
//
// It knows nothing of the server's library, so that what it reads is what any client would read. It blocks;
// whatever it waits for has ten real seconds, so that a failure ends.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Both lists, one after the other.
inline Headers with(Headers left, const Headers& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

/// What came back; status 0 when no whole answer did.
struct HttpAnswer {
  int status = 0;
  std::multimap<std::string, std::string> headers;  // lower-case names
  std::string body;

  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
  /// The body; `discarded` when it is not JSON.
  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
  /// The code of an error's body, or "" when it is not one.
  [[nodiscard]] std::string code() const {
    const auto whole = json();
    if (!whole.is_object() || !whole.contains("error")) return "";
    const auto& error = whole["error"];
    if (!error.contains("message") || error["message"].get<std::string>().empty()) return "";
    return error.value("code", "");
  }
};

/// One connection. Bytes in, bytes out.
class HttpConnection {
 public:
  explicit HttpConnection(int port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ended_ = true;
  }
  ~HttpConnection() { ::close(fd_); }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Sends a request. A body, also an empty one, has its length; `Host` is the server's own name.
  void request(const std::string& method, const std::string& target, const Headers& headers,
               const std::string& body) const {
    std::string head = method + " " + target + " HTTP/1.1\r\nHost: desk.test\r\n";
    for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
    if (!body.empty() || method != "GET") {
      head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    send(head + "\r\n" + body);
  }

  /// Everything up to `end`, without it. False when the connection ended before.
  bool read_to(std::string_view end, std::string& out) {
    std::size_t at = 0;
    while ((at = buffer_.find(end)) == std::string::npos) {
      if (!read_some()) return false;
    }
    out = buffer_.substr(0, at);
    buffer_.erase(0, at + end.size());
    return true;
  }
  bool read_exactly(std::size_t count, std::string& out) {
    while (buffer_.size() < count) {
      if (!read_some()) return false;
    }
    out = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return true;
  }
  bool read_head(HttpAnswer& answer) {
    std::string head;
    if (!read_to("\r\n\r\n", head)) return false;
    answer.status = std::atoi(head.c_str() + 9);
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos) {
      const auto start = at + 2;
      at = head.find("\r\n", start);
      const auto line = head.substr(start, at == std::string::npos ? at : at - start);
      const auto colon = line.find(": ");
      if (colon == std::string::npos) continue;
      auto name = line.substr(0, colon);
      for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      answer.headers.emplace(std::move(name), line.substr(colon + 2));
    }
    return true;
  }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] const std::string& unread() const { return buffer_; }

 private:
  bool read_some() {
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    if (ended_ || ::poll(&waiting, 1, 10'000) <= 0) return false;
    char bytes[65536];
    const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
    if (got <= 0) {
      ended_ = true;
      return false;
    }
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  int fd_;
  bool ended_ = false;
  std::string buffer_;
};

/// One request on a connection of its own.
inline HttpAnswer http(int port, const std::string& method, const std::string& target,
                       const Headers& headers = {}, const std::string& body = "") {
  HttpConnection connection(port);
  HttpAnswer answer;
  connection.request(method, target, headers, body);
  if (!connection.read_head(answer)) return {};
  const auto length = std::strtoul(answer.header("content-length").c_str(), nullptr, 10);
  if (method != "HEAD" && !connection.read_exactly(length, answer.body)) return {};
  return answer;
}

/// A frame of an event stream. A comment is skipped.
struct Frame {
  std::string id;
  std::string event;
  std::string data;
  bool ended = false;  // there was no further frame

  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(data, nullptr, false); }
};

/// An open event stream.
class EventReader {
 public:
  EventReader(int port, const std::string& target, const Headers& headers) : connection_(port) {
    connection_.request("GET", target, with({{"Accept", "text/event-stream"}}, headers), "");
    if (!connection_.read_head(answer_)) answer_.status = 0;
  }

  [[nodiscard]] const HttpAnswer& head() const { return answer_; }

  /// The next frame; waits for it.
  Frame next() {
    std::string text;
    while (connection_.read_to("\n\n", text)) {
      Frame frame;
      std::size_t at = 0;
      while (at < text.size()) {
        const auto end = std::min(text.find('\n', at), text.size());
        const std::string line = text.substr(at, end - at);
        if (line.starts_with("id: ")) frame.id = line.substr(4);
        if (line.starts_with("event: ")) frame.event = line.substr(7);
        if (line.starts_with("data: ")) frame.data += line.substr(6);
        at = end + 1;
      }
      if (!frame.data.empty()) return frame;
    }
    return Frame{.ended = true};
  }

 private:
  HttpConnection connection_;
  HttpAnswer answer_;
};

}  // namespace support
