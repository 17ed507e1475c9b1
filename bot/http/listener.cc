// SPDX-License-Identifier: MIT
#include "http/listener.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "http/address.h"

namespace frontdesk {
namespace {

// What the kernel may hold for one connection in each direction (it doubles the figure for its own
// book-keeping). Left to itself it would hold up to megabytes for a client that does not read.
constexpr int kSocketBuffer = 32 * 1024;

std::string text_of(const sockaddr_storage& storage) {
  char host[NI_MAXHOST] = {};
  const auto size = storage.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  getnameinfo(reinterpret_cast<const sockaddr*>(&storage), static_cast<socklen_t>(size), host,
              sizeof host, nullptr, 0, NI_NUMERICHOST);
  const auto address = Address::parse(host);
  return address ? address->text() : host;
}

int port_of(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return 0;
  return ntohs(storage.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port
                   : reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

int bound(const addrinfo& info, int backlog) {
  const int fd = socket(info.ai_family, info.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kSocketBuffer, sizeof kSocketBuffer);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kSocketBuffer, sizeof kSocketBuffer);
  if (bind(fd, info.ai_addr, info.ai_addrlen) == 0 && listen(fd, backlog) == 0) return fd;
  const int saved = errno;
  ::close(fd);
  errno = saved;
  return -1;
}

}  // namespace

Listener::~Listener() { close(); }

void Listener::close() {
  if (fd_ >= 0) ::close(fd_);
  if (spare_ >= 0) ::close(spare_);
  fd_ = spare_ = -1;
}

Result<int> Listener::open(const std::string& host, int port, int backlog) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int failed = getaddrinfo(host.empty() ? nullptr : host.c_str(),
                                 std::to_string(port).c_str(), &hints, &list);
  if (failed != 0) return Error{Code::invalid, host + ": " + gai_strerror(failed)};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, &freeaddrinfo);

  for (const auto* info = list; info != nullptr && fd_ < 0; info = info->ai_next) {
    fd_ = bound(*info, backlog);
  }
  if (fd_ < 0) {
    return Error{Code::unavailable, host + ":" + std::to_string(port) + ": " + strerror(errno)};
  }
  spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  return port_of(fd_);
}

Listener::Accepted Listener::accept() {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  const int fd =
      accept4(fd_, reinterpret_cast<sockaddr*>(&storage), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) return {Accepted::Kind::connection, fd, text_of(storage)};
  switch (errno) {
    case EAGAIN: return {Accepted::Kind::nothing};
    case EMFILE:
    case ENFILE:
      // Left in the backlog, it would wake the loop for ever; so it is taken and closed.
      if (spare_ >= 0) ::close(spare_);
      spare_ = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      if (spare_ >= 0) ::close(spare_);
      spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
      return {Accepted::Kind::exhausted};
    case ENOBUFS:
    case ENOMEM: return {Accepted::Kind::exhausted};
    default:
      return {Accepted::Kind::lost};  // ECONNABORTED, EINTR, EPROTO, a network that went away
  }
}

}  // namespace frontdesk
