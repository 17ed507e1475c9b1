// SPDX-License-Identifier: MIT
#pragma once
// Where on the site a visitor with a conversation is (dialogue/page_visit.h).
//
// Handlers run on the front's thread, stage at most one Append and never wait.

#include "http/address.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class BrowsingApi {
 public:
  explicit BrowsingApi(const Site& site);

  /// Adds its route. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply see_page(const Call& call);

  const Site& site_;
  Networks exempt_;
  RateLimiter pages_;  // by contact
};

}  // namespace frontdesk
