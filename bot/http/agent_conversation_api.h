// SPDX-License-Identifier: MIT
#pragma once
// One conversation as an agent works on it: open, follow, take, answer, note, transfer, return, close.
//
// Handlers run on the front's thread and never wait. Each command is one of desk's functions; what it adds
// leaves with the reply.

#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class AgentConversationApi {
 public:
  explicit AgentConversationApi(const Site& site) : site_(site) {}

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply show(const Call& call);
  Reply card(const Call& call);
  Reply events(const Call& call);
  Reply take(const Call& call);
  Reply say(const Call& call);
  Reply note(const Call& call);
  Reply transfer(const Call& call);
  Reply give_back(const Call& call);
  Reply close(const Call& call);

  const Site& site_;
};

}  // namespace frontdesk
