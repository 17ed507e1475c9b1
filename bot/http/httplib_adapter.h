// SPDX-License-Identifier: MIT
#pragma once
// The only place that knows cpp-httplib from the inside.
//
// The library reads a request's first line and writes the response, both on a string in memory: a subclass
// calls its protected process_request, with the signature of 0.11 to 0.17 or the one of 0.18 and newer. It
// never sees a socket, and it never sees the client's headers: the versions around decode percent-escapes in
// their values (CVE-2026-45372), let a header named REMOTE_ADDR stand for the peer, honour Range without
// bounds and inflate bodies. http/framing has read the headers exactly as they came; those are the ones that
// a handler gets. There are no routes, so no std::regex runs on what a client sent.
//
// For one thread.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/settings.h"
#include "http/front.h"

namespace frontdesk {

class HttplibAdapter {
 public:
  explicit HttplibAdapter(const Limits& limits);
  ~HttplibAdapter();

  /// One exchange. Sets request.path, segments and query from `target`, calls `answer`, and returns the
  /// bytes of its response, with the headers that every response of ours carries; or "" when `answer` has
  /// none yet. `close` says so to the client. `answer` must not throw; it is not called for a target that
  /// the library cannot read, and the bytes are those of a 400 then.
  [[nodiscard]] std::string exchange(Request& request, const std::string& target, bool close,
                                     const std::function<std::optional<Response>()>& answer);

  /// The bytes of a response that was not ready during the exchange, or of an error before it. `method`
  /// matters when it is HEAD.
  [[nodiscard]] std::string render(const std::string& method, Response response, bool close);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

/// Whether a header can be sent: its name is a token and its value holds no control character.
bool sendable_header(const std::string& name, const std::string& value);

}  // namespace frontdesk
