// SPDX-License-Identifier: MIT
#include "http/lookup_api.h"

#include <algorithm>

#include "http/agent_command.h"
#include "http/desk_json.h"
#include "http/error_response.h"
#include "http/gate.h"
#include "http/wire.h"
#include "service/lookups.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongestQuery = 200;
constexpr std::size_t kEveryRow = 100'000;

}  // namespace

void LookupApi::add_to(Router& router) {
  const auto to = [this](Reply (LookupApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string base = "/api/v1/agent";
  const std::string one = base + "/conversations/:id";
  router.add({"GET", one + "/history", Access::agent, to(&LookupApi::history)});
  router.add({"POST", one + "/erase", Access::agent, to(&LookupApi::erase)});
  router.add({"GET", base + "/find", Access::agent, to(&LookupApi::find)});
  router.add({"GET", base + "/board", Access::agent, to(&LookupApi::board)});
}

Reply LookupApi::history(const Call& call) {
  return Reply{.slow = [&site = site_, id = ConversationId(call.parameters.at("id")),
                        reader = call.agent.id] {
    const auto log = site.conversations.log(id);
    if (!log) return error_response(log.error());
    const auto rows = history_of(site.conversations, (*log)->conversation.contact);
    if (!rows) return error_response(rows.error());
    return Response{.body = rows_json(*rows, *site.conversations.brain(), reader)};
  }};
}

Reply LookupApi::find(const Call& call) {
  const auto query = call.request.query.find("q");
  if (query == call.request.query.end() || query->second.empty()) {
    return refuse({Code::invalid, "'q' is missing"});
  }
  if (query->second.size() > kLongestQuery) {
    return refuse({Code::invalid, "'q' may have at most 200 bytes"});
  }
  return Reply{.slow = [&site = site_, words = query->second, reader = call.agent.id] {
    const auto found = find_conversations(site.conversations, words);
    if (!found) return error_response(found.error());
    return Response{.body = found_rows_json(*found, *site.conversations.brain(), reader)};
  }};
}

Reply LookupApi::board(const Call&) {
  return Reply{.slow = [&site = site_, &hourly = hourly_] {
    auto& store = site.conversations.store();
    const auto waiting = store.list({.statuses = {Status::queued}, .limit = kEveryRow});
    if (!waiting) return error_response(waiting.error());
    const auto people = people_of(site);
    if (!people) return error_response(people.error());
    const auto figures = board_of(site.conversations);
    if (!figures) return error_response(figures.error());
    const auto hours = hourly.read();
    if (!hours) return error_response(hours.error());
    return Response{.body =
                        board_json(*figures, *hours, *waiting, *people, *site.conversations.brain(),
                                   site.conversations.clock().now())};
  }};
}

Reply LookupApi::erase(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  return Reply{.slow = [&site = site_, id = command->id, epoch = command->epoch] {
    const auto log = site.conversations.newest_log(id);
    if (!log) return error_response(log.error());
    const auto& now = (*log)->conversation;
    if (!now.erased && now.epoch != epoch) {
      const Error stale{.code = Code::conflict,
                        .message = "the conversation has changed hands since",
                        .reason = "stale"};
      return Response{.status = status_of(Code::conflict), .body = conflict_json(stale, now)};
    }
    if (auto erased = site.conversations.erase(now.contact); !erased) {
      return error_response(erased.error());
    }
    const auto after = site.conversations.log(id);
    if (!after) return error_response(after.error());
    return Response{.body = commanded_json((*after)->conversation)};
  }};
}

}  // namespace frontdesk
