// SPDX-License-Identifier: MIT
#pragma once
// An agent comes and goes: log-in, log-out, who I am, whether I am there.
//
// Handlers run on the front's thread; what hashes a password goes to the side pool.

#include "http/address.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class AgentSessionApi {
 public:
  explicit AgentSessionApi(const Site& site);

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply log_in(const Call& call);
  Reply log_out(const Call& call);
  Reply me(const Call& call);
  Reply status(const Call& call);

  const Site& site_;
  Networks exempt_;
  RateLimiter logins_;  // by address
};

/// An account as its owner reads it now; `present` as of before he asked.
std::string me_json(const AgentAccount& account, bool present, Time now);

}  // namespace frontdesk
