// SPDX-License-Identifier: MIT
#include "http/error_response.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace frontdesk {

int status_of(Code code) {
  switch (code) {
    case Code::invalid: return 400;
    case Code::unauthenticated: return 401;
    case Code::forbidden: return 403;
    case Code::not_found: return 404;
    case Code::conflict: return 409;
    case Code::too_large: return 413;
    case Code::unsupported: return 415;
    case Code::rate_limited: return 429;
    case Code::unavailable: return 503;
    case Code::internal: return 500;
  }
  return 500;
}

Response error_response(int status, const Error& error) {
  const std::string& message =
      error.code == Code::internal ? "Something went wrong here." : error.message;
  const nlohmann::json body = {{"error", {{"code", name_of(error.code)}, {"message", message}}}};

  Response response;
  response.status = status;
  // A message may quote bytes of a request that are not UTF-8: they are replaced, never thrown at us.
  response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (error.code == Code::rate_limited || error.code == Code::unavailable) {
    response.headers.emplace_back("Retry-After",
                                  std::to_string(std::max(1, error.retry_after_seconds)));
  }
  return response;
}

Response error_response(const Error& error) { return error_response(status_of(error.code), error); }

}  // namespace frontdesk
