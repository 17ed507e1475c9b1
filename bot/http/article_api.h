// SPDX-License-Identifier: MIT
#pragma once
// Articles as visitors find and read them: search, open, and what was read of them.
//
// Only what every visitor may see can be reached here: articles for agents are in a library of their own
// (agent_api.h). Every handler runs on the front's thread, stages at most one Append and never waits.

#include "http/address.h"
#include "http/body.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class ArticleApi {
 public:
  explicit ArticleApi(const Site& site);

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply search(const Call& call);
  Reply open(const Call& call);
  Reply read(const Call& call);

  /// 0, or how long this address has to wait.
  std::chrono::milliseconds hold_back(const Request& request);

  const Site& site_;
  Networks exempt_;
  RateLimiter requests_;  // by address
};

/// What was read, as a client writes it: {"article", "language", "from", "helped"}.
Result<Reading> read_reading(const Body& body);

}  // namespace frontdesk
