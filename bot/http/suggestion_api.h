// SPDX-License-Identifier: MIT
#pragma once
// The bot as a colleague: what it would have said, what an agent made of that, what a message meant, and the
// list of such marks for authors.
//
// Handlers run on the front's thread; what the bot would say, and the list, go to the side pool.

#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class SuggestionApi {
 public:
  explicit SuggestionApi(const Site& site) : site_(site) {}

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply suggestion(const Call& call);
  Reply judge(const Call& call);
  Reply mark(const Call& call);
  Reply review(const Call& call);

  const Site& site_;
};

}  // namespace frontdesk
