// SPDX-License-Identifier: MIT
#pragma once
// The desk as a whole: who is there and what is at hand.
//
// What reads more than a row goes to the side pool.

#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class DeskApi {
 public:
  explicit DeskApi(const Site& site) : site_(site) {}

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply desk(const Call& call);

  const Site& site_;
};

}  // namespace frontdesk
