// SPDX-License-Identifier: MIT
#include "http/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace frontdesk {
namespace {

// A client that takes less than this in the time after which it counts as blocked does count as blocked:
// one byte every few seconds must not hold a connection for ever.
constexpr std::size_t kProgress = 4096;

}  // namespace

Connection::~Connection() {
  if (fd >= 0) ::close(fd);
}

long Connection::receive(char* scratch, std::size_t size) {
  ssize_t got = 0;
  do {
    got = recv(fd, scratch, size, 0);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    readable = false;
    return 0;
  }
  if (got <= 0) {
    readable = false;
    return -1;
  }
  // A short read means that the buffer is empty now, and epoll tells of what comes later. The end of the
  // stream may already have been told, so after that one reads until it is seen.
  readable = static_cast<std::size_t>(got) == size || peer_closed;
  return got;
}

void Connection::queue(std::string_view bytes, Instant now) {
  if (out_.empty()) {
    blocked_since_ = now;
    progress_ = 0;
  }
  out_.append(bytes);
}

bool Connection::flush(Instant now) {
  while (sent_ < out_.size()) {
    const auto count = send(fd, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    sent_ += static_cast<std::size_t>(count);
    progress_ += static_cast<std::size_t>(count);
    if (progress_ >= kProgress) {
      progress_ = 0;
      blocked_since_ = now;
    }
  }
  std::string().swap(out_);  // ten thousand idle streams hold no buffers
  sent_ = 0;
  return true;
}

}  // namespace frontdesk
