// SPDX-License-Identifier: MIT
#include "http/desk_api.h"

#include "http/desk_json.h"
#include "http/gate.h"

namespace frontdesk {

void DeskApi::add_to(Router& router) {
  const auto to = [this](Reply (DeskApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  router.add({"GET", "/api/v1/agent/desk", Access::agent, to(&DeskApi::desk)});
}

Reply DeskApi::desk(const Call& call) {
  // A few indexed reads: not for the side pool, whose queue is short, when all consoles come at once.
  const auto people = people_of(site_);
  if (!people) return refuse(people.error());
  return Reply{.response = {.body = desk_json(call.agent, *people, *site_.conversations.brain(),
                                              site_.conversations.clock().now())}};
}

}  // namespace frontdesk
