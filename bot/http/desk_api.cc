// SPDX-License-Identifier: MIT
#include "http/desk_api.h"

#include "http/desk_json.h"
#include "http/error_response.h"

namespace frontdesk {

void DeskApi::add_to(Router& router) {
  const auto to = [this](Reply (DeskApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  router.add({"GET", "/api/v1/agent/desk", Access::agent, to(&DeskApi::desk)});
}

Reply DeskApi::desk(const Call& call) {
  return Reply{.slow = [&site = site_, me = call.agent] {
    const auto people = people_of(site);
    if (!people) return error_response(people.error());
    return Response{.body = desk_json(me, *people, *site.conversations.brain(),
                                      site.conversations.clock().now())};
  }};
}

}  // namespace frontdesk
