// SPDX-License-Identifier: MIT
#pragma once
// Pages, scripts and health: everything that is not JSON for a client.
//
// The bundles of bot/web are built into the binary and served from memory, with a strict content security
// policy: no inline script or style, nothing from elsewhere. Only the pages that allowed_origins names may
// hold the widget's frame; nobody may hold the console's.

#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class Pages {
 public:
  explicit Pages(const Site& site);
  void add_to(Router& router);

 private:
  Reply file(const std::string& name, const Request& request) const;
  Reply metrics() const;

  const Site& site_;
};

}  // namespace frontdesk
