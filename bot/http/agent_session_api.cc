// SPDX-License-Identifier: MIT
#include "http/agent_session_api.h"

#include "http/agent_care_api.h"
#include "http/body.h"
#include "http/error_response.h"
#include "http/gate.h"
#include "http/stream.h"
#include "http/wire.h"

namespace frontdesk {
namespace {

constexpr int kMostCapacity = 100;
constexpr std::chrono::days kLongestAway{7};

/// When he is back, as `body` says; what it does not say stays while he is away.
Result<std::optional<Time>> read_back_at(const Body& body, const AgentAccount& account,
                                         bool available, Time now) {
  using When = std::optional<Time>;
  if (!body.has("back_at")) return available ? When() : account.back_at;
  const auto text = body.text("back_at");
  if (!text) return text.error();
  if (text->empty()) return When();
  if (available) return Error{Code::invalid, "'back_at' goes with \"available\": false"};
  const auto at = time_of(*text);
  if (!at || *at <= now || *at > now + kLongestAway) {
    return Error{Code::invalid,
                 "'back_at' must be a time like 2026-11-22T14:05:00Z, later than now and at most 7 "
                 "days ahead"};
  }
  return When(at);
}

}  // namespace

std::string me_json(const AgentAccount& account, bool present, Time now) {
  const auto back_at = expected_back(account, now);
  return "{\"name\":" + frontdesk::quoted(account.name) +
         ",\"role\":" + frontdesk::quoted(std::string(name_of(account.role))) +
         ",\"available\":" + (account.available ? "true" : "false") +
         ",\"present\":" + (present ? "true" : "false") +
         ",\"capacity\":" + std::to_string(account.capacity) +
         (back_at ? ",\"back_at\":" + frontdesk::quoted(to_text(*back_at)) : "") + "}";
}

AgentSessionApi::AgentSessionApi(const Site& site)
    : site_(site),
      exempt_(site.settings.limits.exempt),
      logins_(site.settings.limits.logins_per_minute / 60.0,
              site.settings.limits.logins_per_minute) {}

void AgentSessionApi::add_to(Router& router) {
  const auto to = [this](Reply (AgentSessionApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string base = "/api/v1/agent";
  router.add({"POST", base + "/login", Access::anybody, to(&AgentSessionApi::log_in)});
  router.add({"POST", base + "/logout", Access::agent, to(&AgentSessionApi::log_out)});
  router.add({"GET", base + "/me", Access::agent, to(&AgentSessionApi::me)});
  router.add({"POST", base + "/status", Access::agent, to(&AgentSessionApi::status)});
}

Reply AgentSessionApi::log_in(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  auto name = body->text("name");
  auto password = body->text("password");
  if (!name) return refuse(name.error());
  if (!password) return refuse(password.error());
  if (name->empty() || password->empty() || name->size() > 100 || password->size() > 1024) {
    return refuse({Code::invalid, "send 'name' and 'password'"});
  }
  if (!exempt_.contains(call.request.address)) {
    const auto wait =
        logins_.take(address_group(call.request.address), site_.conversations.clock().now());
    if (wait.count() > 0) return Reply{.response = too_many(wait, "too many log-ins")};
  }
  return Reply{.slow = [&site = site_, name = *name, password = *password] {
    auto entered = site.accounts.log_in(name, password);
    if (!entered) return error_response(entered.error());
    Response response{.body = me_json(entered->account, false, site.conversations.clock().now())};
    response.headers.emplace_back("Set-Cookie", session_cookie(site.settings, entered->secret));
    return response;
  }};
}

Reply AgentSessionApi::log_out(const Call& call) {
  const auto secret = cookie(call.request, session_cookie_name(site_.settings));
  if (auto done = site_.accounts.log_out(secret); !done) return refuse(done.error());
  Reply reply{.response = {.body = "{}"}};
  reply.response.headers.emplace_back("Set-Cookie", session_cookie(site_.settings, ""));
  return reply;
}

Reply AgentSessionApi::me(const Call& call) {
  return Reply{.response = {.body = me_json(call.agent, call.was_present,
                                            site_.conversations.clock().now())}};
}

Reply AgentSessionApi::status(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  const auto available = body->flag("available", call.agent.available);
  const auto capacity = body->number("capacity", static_cast<std::uint64_t>(call.agent.capacity));
  if (!available) return refuse(available.error());
  if (!capacity) return refuse(capacity.error());
  if (*capacity > kMostCapacity) return refuse({Code::invalid, "'capacity' may be at most 100"});
  const Time now = site_.conversations.clock().now();
  const auto back_at = read_back_at(*body, call.agent, *available, now);
  if (!back_at) return refuse(back_at.error());
  auto account = call.agent;
  account.available = *available;
  account.capacity = static_cast<int>(*capacity);
  account.back_at = *back_at;
  const Availability says{account.available, account.capacity, account.back_at};
  if (auto done = site_.accounts.set_availability(account.id, says); !done) {
    return refuse(done.error());
  }
  site_.conversations.hub().people_changed();
  site_.announce(kListTopic);
  return Reply{.response = {.body = me_json(account, call.was_present, now)}};
}

}  // namespace frontdesk
