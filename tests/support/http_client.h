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
Headers with(Headers left, const Headers& right);

/// What came back; status 0 when no whole answer did.
struct HttpAnswer {
  int status = 0;
  std::multimap<std::string, std::string> headers;  // lower-case names
  std::string body;

  [[nodiscard]] std::string header(const std::string& name) const;
  /// The body; `discarded` when it is not JSON.
  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
  /// The code of an error's body, or "" when it is not one.
  [[nodiscard]] std::string code() const;
};

/// One connection. Bytes in, bytes out.
class HttpConnection {
 public:
  explicit HttpConnection(int port);
  ~HttpConnection() { ::close(fd_); }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  void send(std::string_view bytes) const;

  /// Sends a request. A body, also an empty one, has its length; `Host` is the server's own name.
  void request(const std::string& method, const std::string& target, const Headers& headers,
               const std::string& body) const;

  /// Everything up to `end`, without it. False when the connection ended before.
  bool read_to(std::string_view end, std::string& out);
  bool read_exactly(std::size_t count, std::string& out);
  bool read_head(HttpAnswer& answer);
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] const std::string& unread() const { return buffer_; }

 private:
  bool read_some();

  int fd_;
  bool ended_ = false;
  std::string buffer_;
};

/// One request on a connection of its own.
HttpAnswer http(int port, const std::string& method, const std::string& target,
                const Headers& headers = {}, const std::string& body = "");

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
  EventReader(int port, const std::string& target, const Headers& headers);

  [[nodiscard]] const HttpAnswer& head() const { return answer_; }

  /// The next frame; waits for it.
  Frame next();

 private:
  HttpConnection connection_;
  HttpAnswer answer_;
};

}  // namespace support
