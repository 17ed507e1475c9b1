// SPDX-License-Identifier: MIT
#include "http/agent_list_api.h"

#include "http/gate.h"
#include "http/stream.h"
#include "http/wire.h"

namespace frontdesk {
namespace {

Result<std::vector<Status>> statuses_named(const std::string& name) {
  using List = std::vector<Status>;
  if (name.empty() || name == "all") return List{};
  if (name == "mine") return List{Status::assigned};
  if (name == "open") {
    return List{Status::bot, Status::queued, Status::assigned, Status::offline};
  }
  for (const auto status :
       {Status::bot, Status::queued, Status::assigned, Status::offline, Status::closed}) {
    if (name == name_of(status)) return List{status};
  }
  return Error{Code::invalid,
               "'status' must be queued, mine, all, open, bot, assigned, offline or closed"};
}

}  // namespace

void AgentListApi::add_to(Router& router) {
  const auto to = [this](Reply (AgentListApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string base = "/api/v1/agent";
  router.add({"GET", base + "/conversations", Access::agent, to(&AgentListApi::list)});
  router.add({"GET", base + "/events", Access::agent, to(&AgentListApi::list_events)});
}

Reply AgentListApi::list(const Call& call) {
  const auto found = call.request.query.find("status");
  const std::string name = found == call.request.query.end() ? "" : found->second;
  auto statuses = statuses_named(name);
  if (!statuses) return refuse(statuses.error());
  const auto owner = name == "mine" ? std::optional(call.agent.id) : std::nullopt;
  const auto list = open_list(site_.conversations.store(), *statuses, owner);
  if (!list) return refuse(list.error());
  return Reply{
      .response = {.body = open_list_json(*list, *site_.conversations.brain(), call.agent.id)}};
}

Reply AgentListApi::list_events(const Call& call) {
  Reply reply;
  reply.stream = Reply::Stream{.topics = {kListTopic},
                               .source = list_stream(site_.conversations, rows_, call.agent.id,
                                                     site_.settings.limits.stream_buffer)};
  return reply;
}

}  // namespace frontdesk
