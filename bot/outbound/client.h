// SPDX-License-Identifier: MIT
#pragma once
// The one way out: every connection that this program opens goes through here.
//
// Guarded: a host is resolved once, every address is checked, and the connection goes to the address that
// was checked. Loopback, private, link-local, multicast, carrier-grade NAT, documentation and mapped ranges
// are refused, and so is plain http, unless the owner named host:port under `outbound.allow`. A redirect is
// followed only by who asked for it, and each hop is checked like a call of its own. No proxy from the
// environment, bounded time and size. libcurl does the talking.

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/settings.h"

namespace frontdesk {

struct OutboundRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds timeout{5000};  // in all; never above OutboundSettings::total_seconds
  // How many redirects to follow, at most kMostRedirects; with 0 a redirect is an answer like any other.
  // Another scheme, host or port gets no body and only the headers that carry no secret: Accept,
  // Accept-Language, If-Modified-Since, If-None-Match.
  int redirects = 0;
  std::size_t answer_bytes = 0;  // most of a body, unpacked; 0: OutboundSettings::answer_bytes
};

/// More redirects than this are followed for nobody.
inline constexpr int kMostRedirects = 5;

struct OutboundResponse {
  int status = 0;
  std::string url;  // what answered: another than was called after a redirect
  // Names in lower case. Of a repeated header the last counts; of Set-Cookie all, under each other.
  std::map<std::string, std::string> headers;
  std::string body;
};

/// Whether an address (IPv4 or IPv6, as text) is on the public internet.
bool is_public_address(std::string_view address);

/// Where a call goes: what its URL says, and the address that was checked.
struct OutboundPlace {
  std::string scheme;
  std::string host;
  std::string port;
  std::string address;  // numeric
};

/// Any thread may call; each call is its own connection.
class OutboundClient {
 public:
  explicit OutboundClient(OutboundSettings settings);

  /// Waits for the answer. An answer of any status is a value; errors:
  ///   invalid      not a URL that may be called at all; more redirects than were to be followed
  ///   forbidden    an address that is not public and not allowed, or plain http
  ///   unavailable  no answer in time
  ///   too_large    more than answer_bytes
  [[nodiscard]] Result<OutboundResponse> send(const OutboundRequest& request) const;

  /// Resolves and checks a URL as send() does, for a program that opens its connection itself, to the
  /// address that was checked (git). The same errors.
  [[nodiscard]] Result<OutboundPlace> check(const std::string& url) const;

  /// Whether the owner wrote exactly this under `outbound.allow`.
  [[nodiscard]] bool allows(const std::string& place) const;

 private:
  /// One call, whatever it answers.
  [[nodiscard]] Result<OutboundResponse> send_once(const OutboundRequest& request) const;

  OutboundSettings settings_;
};

}  // namespace frontdesk
