// SPDX-License-Identifier: MIT
#include "http/desk_api.h"

#include "http/desk_json.h"
#include "http/error_response.h"

namespace frontdesk {
namespace {

// More than any desk has assigned at once; only whole lists can be counted.
constexpr std::size_t kEveryAssigned = 100'000;

}  // namespace

void DeskApi::add_to(Router& router) {
  const auto to = [this](Reply (DeskApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  router.add({"GET", "/api/v1/agent/desk", Access::agent, to(&DeskApi::desk)});
}

Reply DeskApi::desk(const Call& call) {
  return Reply{.slow = [&site = site_, me = call.agent] {
    auto& store = site.conversations.store();
    const auto agents = store.agents();
    if (!agents) return error_response(agents.error());
    const auto assigned = store.list({.statuses = {Status::assigned}, .limit = kEveryAssigned});
    if (!assigned) return error_response(assigned.error());
    return Response{.body = desk_json(me, *agents, loads_of(*assigned), *site.conversations.brain(),
                                      site.conversations.clock().now())};
  }};
}

}  // namespace frontdesk
