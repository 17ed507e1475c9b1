// SPDX-License-Identifier: MIT
#pragma once
// The agents' list of conversations: read once, or followed as a stream.
//
// Handlers run on the front's thread and never wait.

#include <memory>

#include "http/list_rows.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class AgentListApi {
 public:
  explicit AgentListApi(const Site& site)
      : site_(site), rows_(std::make_shared<ListRows>(site.conversations)) {}

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply list(const Call& call);
  Reply list_events(const Call& call);

  const Site& site_;
  std::shared_ptr<ListRows> rows_;  // of all consoles
};

}  // namespace frontdesk
