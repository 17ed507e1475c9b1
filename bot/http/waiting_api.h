// SPDX-License-Identifier: MIT
#pragma once
// What a visitor does who does not want to wait: he leaves an address, or the queue (dialogue/contact.h).
//
// Handlers run on the front's thread, stage at most one Append and never wait.

#include "http/address.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class WaitingApi {
 public:
  explicit WaitingApi(const Site& site);

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply contact(const Call& call);
  Reply leave(const Call& call);
  Reply answer(const Call& call, Result<Staged> staged);

  const Site& site_;
  Networks exempt_;
  RateLimiter changes_;  // by contact
};

}  // namespace frontdesk
