// SPDX-License-Identifier: MIT
#include "http/account_api.h"

#include "http/agent_session_api.h"
#include "http/body.h"
#include "http/error_response.h"
#include "http/gate.h"
#include "http/wire_json.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongestSecret = 200;

wire::Json account_entry(const AgentAccount& account) {
  return wire::Json{{"id", account.id.value},
                    {"name", account.name},
                    {"role", name_of(account.role)},
                    {"disabled", account.disabled},
                    {"created_at", to_text(account.created_at)}};
}

Error no_such_role() {
  return {Code::invalid, "'role' must be agent, supervisor, author or admin"};
}

}  // namespace

AccountApi::AccountApi(const Site& site)
    : site_(site),
      exempt_(site.settings.limits.exempt),
      firsts_(site.settings.limits.logins_per_minute / 60.0,
              site.settings.limits.logins_per_minute) {}

void AccountApi::add_to(Router& router) {
  const auto to = [this](Reply (AccountApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string base = "/api/v1/agent";
  router.add({"GET", base + "/accounts", Access::agent, to(&AccountApi::list)});
  router.add({"POST", base + "/accounts", Access::agent, to(&AccountApi::add)});
  router.add({"POST", base + "/accounts/:id", Access::agent, to(&AccountApi::change)});
  router.add({"POST", base + "/first", Access::anybody, to(&AccountApi::first)});
}

Reply AccountApi::list(const Call&) {
  const auto accounts = site_.accounts.all();
  if (!accounts) return refuse(accounts.error());
  auto all = wire::Json::array();
  for (const auto& account : *accounts) all.push_back(account_entry(account));
  return Reply{.response = {.body = wire::write(wire::Json{{"accounts", std::move(all)}})}};
}

Reply AccountApi::add(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  const auto name = body->text("name");
  const auto role = body->text("role");
  const auto password = body->text("password");
  for (const auto* field : {&name, &role, &password}) {
    if (!*field) return refuse(field->error());
  }
  const auto wanted = role_named(*role);
  if (!wanted) return refuse(no_such_role());
  return Reply{.slow = [&site = site_, name = *name, role = *wanted, password = *password] {
    const auto id = site.accounts.add(name, role, password);
    if (!id) return error_response(id.error());
    const auto account = site.conversations.store().find_agent(*id);
    if (!account) return error_response(account.error());
    return Response{.body = wire::write(account_entry(*account))};
  }};
}

Reply AccountApi::change(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  Accounts::Change change;
  if (body->has("role")) {
    const auto role = body->text("role");
    if (!role) return refuse(role.error());
    change.role = role_named(*role);
    if (!change.role) return refuse(no_such_role());
  }
  if (body->has("disabled")) {
    const auto disabled = body->flag("disabled", false);
    if (!disabled) return refuse(disabled.error());
    change.disabled = *disabled;
  }
  if (body->has("password")) {
    const auto password = body->text("password");
    if (!password) return refuse(password.error());
    change.password = *password;
  }
  return Reply{.slow = [&site = site_, id = AgentId(call.parameters.at("id")), change] {
    const auto account = site.accounts.change(id, change);
    if (!account) return error_response(account.error());
    return Response{.body = wire::write(account_entry(*account))};
  }};
}

Reply AccountApi::first(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  const auto token = body->text("token");
  const auto name = body->text("name");
  const auto password = body->text("password");
  for (const auto* field : {&token, &name, &password}) {
    if (!*field) return refuse(field->error());
  }
  if (token->empty() || token->size() > kLongestSecret) {
    return refuse({Code::invalid, "send 'token', 'name' and 'password'"});
  }
  if (!exempt_.contains(call.request.address)) {
    const auto wait =
        firsts_.take(address_group(call.request.address), site_.conversations.clock().now());
    if (wait.count() > 0) return Reply{.response = too_many(wait, "too many tries")};
  }
  return Reply{.slow = [&site = site_, token = *token, name = *name, password = *password] {
    auto entered = site.accounts.make_first(token, name, password);
    if (!entered) return error_response(entered.error());
    Response response{.body = me_json(entered->account, false, site.conversations.clock().now())};
    response.headers.emplace_back("Set-Cookie", session_cookie(site.settings, entered->secret));
    return response;
  }};
}

}  // namespace frontdesk
