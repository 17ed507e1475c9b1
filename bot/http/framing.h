// SPDX-License-Identifier: MIT
#pragma once
// Where one HTTP/1.x request ends and the next begins, and whether it may be handled at all.
//
// Pure: bytes in, whole requests out, no socket and no clock. Strict on purpose (RFC 9112, with every
// "may be lenient" answered no), because bytes that two programs frame differently are how requests are
// smuggled, and because the HTTP library behind it trusts what it is given. Feeding a request byte by byte
// or at once gives the same result.
//
// Refused, with the status that the client sees:
//   400  a line that does not end in CRLF, NUL or another control character, a name that is not a token, a
//        folded line, a space before the colon, no Host or two, two of a header that can only be one,
//        Content-Length that is not one plain number, a target that is not an absolute path, a wrong
//        percent-escape, an escaped NUL, CR or LF anywhere or `/` in the path, `.` and `..` segments
//   405  CONNECT, TRACE · 501 a method that we do not know · 505 a version other than 1.0 and 1.1
//   411  Transfer-Encoding of any kind; POST, PUT or PATCH without Content-Length
//   413  a body above Limits::agent_body for paths below /api/v1/agent/, above visitor_body elsewhere
//   414  a request line or a path segment that is too long
//   415  Content-Encoding other than identity · 417 an expectation other than 100-continue
//   431  too many headers, or too many bytes of them
// Trailing empty lines of an earlier request (one CRLF) are skipped, as RFC 9112, 2.2 asks.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/settings.h"

namespace frontdesk {

/// One request, whole and within limits, not yet decoded.
struct Framed {
  std::string method;
  std::string target;  // absolute path and query, as they came; printable ASCII
  bool keep_alive = true;
  std::map<std::string, std::string> headers;  // lower-case names; repeated ones joined with ", "
  std::string body;
};

/// Why a request is not handled. The connection ends after the answer: what follows cannot be framed.
struct Refusal {
  int status = 400;
  Error error;
};

class Framer {
 public:
  enum class State {
    idle,      // nothing of a next request is here
    head,      // a part of the request line or headers is here
    body,      // the head is whole, the body is not
    complete,  // take() it
    refused,   // for good
  };

  /// The limits have to outlive the framer.
  explicit Framer(const Limits& limits) : limits_(&limits) {}

  /// Takes bytes as they came from the socket. Those after the end of a complete request are kept.
  State feed(std::string_view bytes);

  [[nodiscard]] State state() const { return state_; }

  /// Once, when the state is complete; then goes on with the bytes that follow, so that state() may be
  /// complete again at once.
  [[nodiscard]] Framed take();

  /// When the state is refused.
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

  /// True once for a request that waits for "100 Continue" before it sends its body. Never true for one
  /// that is refused.
  [[nodiscard]] bool take_continue();

  /// Bytes of the body that are here; for the minimum rate.
  [[nodiscard]] std::size_t body_received() const;

 private:
  void advance();
  bool read_line(std::string_view* line);
  void request_line(std::string_view line);
  void header_line(std::string_view line);
  void end_of_head();
  void check_target();
  void refuse(int status, Code code, std::string message);

  const Limits* limits_;
  State state_ = State::idle;
  std::string buffer_;  // bytes not yet consumed, from `position_` on
  std::size_t position_ = 0;
  std::size_t scanned_ = 0;  // up to here there is no line end
  bool have_request_line_ = false;
  bool skipped_empty_line_ = false;
  bool http_1_0_ = false;
  bool continue_wanted_ = false;
  std::size_t header_count_ = 0;
  std::size_t header_bytes_ = 0;
  std::size_t body_length_ = 0;
  Framed framed_;
  Refusal refusal_;
};

/// The body limit for a target. Exposed for tests.
std::size_t body_limit(const Limits& limits, std::string_view target);

}  // namespace frontdesk
