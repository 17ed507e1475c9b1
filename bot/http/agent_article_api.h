// SPDX-License-Identifier: MIT
#pragma once
// Articles as agents and authors look for them: those for agents only among them.
//
// Handlers run on the front's thread; a search goes to the side pool.

#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class AgentArticleApi {
 public:
  explicit AgentArticleApi(const Site& site) : site_(site) {}

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply search(const Call& call);
  Reply article(const Call& call);

  const Site& site_;
};

}  // namespace frontdesk
