// SPDX-License-Identifier: MIT
#pragma once
// What the agents' console calls: log in, see who waits, take, answer, note, transfer, return, close.
//
// Handlers run on the front's thread and never wait; what hashes a password or searches articles goes to
// the side pool.

#include "http/address.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class AgentApi {
 public:
  explicit AgentApi(const Site& site);

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply log_in(const Call& call);
  Reply log_out(const Call& call);
  Reply me(const Call& call);
  Reply status(const Call& call);
  Reply list(const Call& call);
  Reply list_events(const Call& call);
  Reply show(const Call& call);
  Reply events(const Call& call);
  Reply take(const Call& call);
  Reply say(const Call& call);
  Reply note(const Call& call);
  Reply transfer(const Call& call);
  Reply give_back(const Call& call);
  Reply close(const Call& call);
  Reply search(const Call& call);
  Reply article(const Call& call);

  const Site& site_;
  Networks exempt_;
  RateLimiter logins_;  // by address
};

}  // namespace frontdesk
