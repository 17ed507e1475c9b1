// SPDX-License-Identifier: MIT
#pragma once
// The gate before every handler: who asks, from where, how often, and may he.
//
// One place for authentication, CSRF and Origin checks, CORS and rate limits, so that a new route cannot
// forget any of them. Runs on the front's thread.

#include <memory>
#include <string>

#include "core/clock.h"
#include "http/address.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class Gate {
 public:
  Gate(const Site& site, const Router& router);

  /// The handler of the front.
  Reply handle(const Request& request);

 private:
  Reply pass(const Request& request, const Router::Match& match);
  Result<Done> check_origin(const Request& request) const;
  void add_cors(const Request& request, Response& response) const;
  Response preflight(const Request& request) const;

  const Site& site_;
  const Router& router_;
  Networks exempt_;
  RateLimiter agents_;
};

/// The origin of this server as browsers write it: settings.public_url, else from the Host header.
std::string own_origin(const Settings& settings, const Request& request);

/// The value of a cookie, or "".
std::string cookie(const Request& request, const std::string& name);

/// "__Host-sid" behind https, "sid" on a plain loopback address.
std::string session_cookie_name(const Settings& settings);

/// The Set-Cookie header of a session; an empty secret ends it.
std::string session_cookie(const Settings& settings, const std::string& secret);

/// The answer to a request that cannot be carried out.
Reply refuse(const Error& error);

/// 429 with how long to wait.
Response too_many(std::chrono::milliseconds wait, const std::string& what);

}  // namespace frontdesk
