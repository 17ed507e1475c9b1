// SPDX-License-Identifier: MIT
#pragma once
// What a fallible call returns: a value, or an Error with one of a few codes.
//
// Everything that can be expected to go wrong is a value of this type. Exceptions of libraries stop at
// the adapter that uses the library. http has the one table from Code to an HTTP status.

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace frontdesk {

/// The kinds of failure that a caller may tell apart.
enum class Code {
  invalid,          // the request is wrong and stays wrong
  unauthenticated,  // nobody is known to be asking
  forbidden,        // somebody is asking, who may not
  not_found,        // no such thing, or none that the caller may know of
  conflict,         // somebody else was first; look again
  too_large,
  unsupported,
  rate_limited,  // later; Error::retry_after says when
  unavailable,   // not now; Error::retry_after says when
  internal,      // our fault: logged in full, shown to nobody
};

/// The name of a code as it stands in JSON and in logs.
constexpr const char* name_of(Code code) {
  switch (code) {
    case Code::invalid: return "invalid";
    case Code::unauthenticated: return "unauthenticated";
    case Code::forbidden: return "forbidden";
    case Code::not_found: return "not_found";
    case Code::conflict: return "conflict";
    case Code::too_large: return "too_large";
    case Code::unsupported: return "unsupported";
    case Code::rate_limited: return "rate_limited";
    case Code::unavailable: return "unavailable";
    case Code::internal: return "internal";
  }
  return "internal";
}

/// What went wrong. `message` is a sentence for the person who made the call, without secrets.
struct Error {
  Code code = Code::internal;
  std::string message;
  int retry_after_seconds = 0;  // for rate_limited and unavailable
  // Which of a code's cases it is, for machines, where callers may tell them apart: of conflict "taken" (a
  // colleague has it), "full" (an agent has no free place), "not_taken" (nobody has it), "stale" (it has
  // changed hands since) and "used" (that client id). Empty: the code says all.
  std::string reason = {};
};

/// The value of a call that has nothing to say.
struct Done {};

/// A T, or why there is none. Reading the wrong side is a programming error and throws
/// std::bad_variant_access.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: a value is a result
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: so is an error

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& operator*() { return std::get<0>(state_); }
  const T& operator*() const { return std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace frontdesk
