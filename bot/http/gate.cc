// SPDX-License-Identifier: MIT
#include "http/gate.h"

#include <algorithm>
#include <functional>

#include "core/ascii.h"
#include "http/error_response.h"
#include "http/stream.h"

namespace frontdesk {
namespace {

/// Whether pages of that origin may call us; "" (none was sent) may not.
bool allows(const Settings& settings, const std::string& origin) {
  const auto& allowed = settings.allowed_origins;
  return !origin.empty() && std::find(allowed.begin(), allowed.end(), origin) != allowed.end();
}

bool changes_state(const std::string& method) { return method != "GET" && method != "HEAD"; }

std::string bearer(const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto& header = request.header("authorization");
  return header.starts_with(kScheme) ? header.substr(kScheme.size()) : "";
}

/// Media types are compared without case, and without what follows a semicolon (RFC 9110, 8.3.1).
bool is_json(const Request& request) {
  constexpr std::string_view kJson = "application/json";
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  return same_word(trimmed(type), kJson);
}

/// Agents act on our own origin only, so no other page is ever told that it may.
bool is_for_agents(const Request& request) {
  return request.segments.size() > 2 && request.segments[0] == "api" &&
         request.segments[2] == "agent";
}

/// Says, in whichever way the reply will leave, that this host is reached by https only (RFC 6797).
void add_hsts(Reply& reply) {
  const std::pair<std::string, std::string> header{"Strict-Transport-Security", "max-age=31536000"};
  reply.response.headers.push_back(header);
  reply.stream_headers.push_back(header);
  if (!reply.slow) return;
  reply.slow = [slow = std::move(reply.slow), header] {
    auto response = slow();
    response.headers.push_back(header);
    return response;
  };
}

}  // namespace

std::string own_origin(const Settings& settings, const Request& request) {
  if (!settings.public_url.empty()) {
    const auto scheme = settings.public_url.find("://");
    const auto end =
        scheme == std::string::npos ? std::string::npos : settings.public_url.find('/', scheme + 3);
    return settings.public_url.substr(0, end);
  }
  return "http://" + request.header("host");
}

std::string cookie(const Request& request, const std::string& name) {
  std::string_view rest = request.header("cookie");
  while (!rest.empty()) {
    const auto end = rest.find(';');
    auto pair = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return std::string(pair.substr(equals + 1));
    }
  }
  return "";
}

std::string session_cookie_name(const Settings& settings) {
  return settings.public_url.starts_with("https://") ? "__Host-sid" : "sid";
}

std::string session_cookie(const Settings& settings, const std::string& secret) {
  const bool secure = settings.public_url.starts_with("https://");
  return session_cookie_name(settings) + "=" + secret + "; Path=/; HttpOnly; SameSite=Strict" +
         (secure ? "; Secure" : "") +
         (secret.empty() ? "; Max-Age=0"
                         : "; Max-Age=" + std::to_string(settings.session_days * 24 * 3600));
}

Reply refuse(const Error& error) { return Reply{.response = error_response(error)}; }

Response too_many(std::chrono::milliseconds wait, const std::string& what) {
  const auto seconds = retry_after_seconds(wait, std::hash<std::string>{}(what));
  return error_response(Error{Code::rate_limited, what, seconds});
}

Gate::Gate(const Site& site, const Router& router)
    : site_(site),
      router_(router),
      exempt_(site.settings.limits.exempt),
      agents_(site.settings.limits.agent_requests_per_second,
              5 * site.settings.limits.agent_requests_per_second) {}

Reply Gate::handle(const Request& request) {
  if (request.method == "OPTIONS") return Reply{.response = preflight(request)};
  const auto match = router_.find(request.method, request.segments);
  Reply reply;
  if (match.route != nullptr) {
    reply = pass(request, match);
  } else if (match.wrong_method) {
    reply.response =
        error_response(405, Error{Code::unsupported, "this address has only: " + match.allowed});
    reply.response.headers.emplace_back("Allow", match.allowed);
  } else {
    reply = refuse({Code::not_found, "there is nothing at this address"});
  }
  add_cors(request, reply.response);
  if (reply.stream) {
    Response headers;
    add_cors(request, headers);
    reply.stream_headers.insert(reply.stream_headers.end(), headers.headers.begin(),
                                headers.headers.end());
  }
  if (site_.settings.public_url.starts_with("https://")) add_hsts(reply);
  return reply;
}

Reply Gate::pass(const Request& request, const Router::Match& match) {
  Call call{.request = request, .parameters = match.parameters};
  const bool api = !request.segments.empty() && request.segments.front() == "api";
  if (api && changes_state(request.method) && !request.body.empty() && !is_json(request)) {
    return refuse({Code::unsupported, "the body must be application/json"});
  }
  if (is_for_agents(request) && changes_state(request.method)) {
    if (auto checked = check_origin(request); !checked) return refuse(checked.error());
  }
  switch (match.route->access) {
    case Access::anybody: break;
    case Access::visitor: {
      const auto token = bearer(request);
      if (token.empty()) {
        return refuse({Code::unauthenticated, "send 'Authorization: Bearer TOKEN'"});
      }
      auto contact = site_.conversations.store().contact_of_token(secret_hash(token));
      if (!contact) {
        return refuse(contact.error().code == Code::not_found
                          ? Error{Code::unauthenticated, "this token is not known"}
                          : contact.error());
      }
      call.contact = *contact;
      break;
    }
    case Access::agent: {
      auto who = site_.accounts.who(cookie(request, session_cookie_name(site_.settings)));
      if (!who) return refuse(who.error());
      if (!match.route->roles.contains(who->role)) {
        return refuse({Code::forbidden,
                       "this is not for the role '" + std::string(name_of(who->role)) + "'"});
      }
      call.agent = *who;
      call.was_present = site_.presence.is_present(*who);
      site_.presence.seen(who->id);
      if (!request.again && !exempt_.contains(request.address)) {
        const auto wait = agents_.take(who->id.value, site_.conversations.clock().now());
        if (wait.count() > 0) {
          return Reply{.response = too_many(wait, "too many requests at once")};
        }
      }
      break;
    }
  }
  auto reply = match.route->handle(call);
  if (reply.stream && match.route->access == Access::agent) {
    reply.stream->topics.emplace_back(kAgentsTopic);
    reply.stream->source =
        watched_stream(site_.presence, call.agent.id, std::move(reply.stream->source));
  }
  return reply;
}

Result<Done> Gate::check_origin(const Request& request) const {
  // A form or an image on another page can send a cookie, but neither this header nor this origin.
  if (request.header("x-requested-with") != "frontdesk") {
    return Error{Code::forbidden, "send 'X-Requested-With: frontdesk'"};
  }
  const auto& origin = request.header("origin");
  if (!origin.empty() && origin != own_origin(site_.settings, request)) {
    return Error{Code::forbidden, "this origin may not change anything here"};
  }
  return Done{};
}

void Gate::add_cors(const Request& request, Response& response) const {
  if (site_.settings.allowed_origins.empty() || is_for_agents(request)) return;
  // Also where no Origin was sent: a browser must not reuse that answer for a page that sends one.
  response.headers.emplace_back("Vary", "Origin");
  const auto& origin = request.header("origin");
  if (!allows(site_.settings, origin)) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", origin);
  response.headers.emplace_back("Access-Control-Expose-Headers", "Retry-After");
}

Response Gate::preflight(const Request& request) const {
  Response response{.status = 204, .content_type = ""};
  add_cors(request, response);
  if (!is_for_agents(request) && allows(site_.settings, request.header("origin"))) {
    response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST");
    response.headers.emplace_back("Access-Control-Allow-Headers",
                                  "Authorization, Content-Type, Last-Event-ID");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
  }
  return response;
}

}  // namespace frontdesk
