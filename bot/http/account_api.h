// SPDX-License-Identifier: MIT
#pragma once
// Who may log in: an admin's list of accounts, and how the first admin comes to be.
//
// What hashes a password goes to the side pool.

#include "http/address.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class AccountApi {
 public:
  explicit AccountApi(const Site& site);

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply list(const Call& call);
  Reply add(const Call& call);
  Reply change(const Call& call);
  Reply first(const Call& call);

  const Site& site_;
  Networks exempt_;
  RateLimiter firsts_;  // by address
};

}  // namespace frontdesk
