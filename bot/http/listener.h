// SPDX-License-Identifier: MIT
#pragma once
// The listening socket, and an accept that no error ends.
//
// For one thread.

#include <string>

#include "core/result.h"

namespace frontdesk {

class Listener {
 public:
  Listener() = default;
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// Binds and listens; port 0 picks one. Returns the port. `invalid` for a host that is no address or
  /// name, `unavailable` for one that cannot be bound.
  [[nodiscard]] Result<int> open(const std::string& host, int port, int backlog);
  void close();

  [[nodiscard]] int fd() const { return fd_; }

  struct Accepted {
    enum class Kind {
      connection,  // `fd`, ours now, non-blocking, from `peer`
      nothing,     // nobody is waiting
      lost,        // this one is gone; there may be others
      exhausted,   // the machine has no room: wait a moment before the next try
    };
    Kind kind = Kind::nothing;
    int fd = -1;
    std::string peer;
  };
  [[nodiscard]] Accepted accept();

 private:
  int fd_ = -1;
  int spare_ = -1;  // given up when descriptors run out, to accept one connection and close it
};

}  // namespace frontdesk
