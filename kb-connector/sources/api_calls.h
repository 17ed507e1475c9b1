// SPDX-License-Identifier: MIT
#pragma once
// What sources share when they ask a server's API: who asks, what an answer's status means, and when the
// server wants to be asked again.
//
// One source has one of these; one thread at a time.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "kb-connector/source_config.h"
#include "outbound/client.h"

namespace frontdesk {

/// `url` with `?name=value&...`, or `&name=value...` where it has a query already. Values are written so that
/// nothing in them means anything to a URL.
std::string with_query(std::string url,
                       const std::vector<std::pair<std::string, std::string>>& query);

/// `application/x-www-form-urlencoded`, as a body.
std::string form(const std::vector<std::pair<std::string, std::string>>& fields);

/// `text` as a part of a URL: letters, digits and -._~ stand for themselves, and so do `also`.
std::string url_encoded(std::string_view text, std::string_view also = "");

/// "https://wiki.lt/x///" -> "https://wiki.lt/x".
std::string without_slashes(std::string url);

/// "2026-11-22T14:05:09" with or without "Z", ".000" or "+00:00" after it, as UTC; nothing when it is no such time.
std::optional<Time> parse_utc(std::string_view text);

/// JSON, whatever its Content-Type says. unavailable: it is none; a proxy's page of excuses is the usual reason.
Result<nlohmann::json> read_json(const OutboundResponse& response);

/// The text under `key`; "" when there is none or it is no text.
std::string text_at(const nlohmann::json& object, const char* key);

/// The whole number under `key`; 0 when there is none.
std::int64_t number_at(const nlohmann::json& object, const char* key);

class ApiCalls {
 public:
  /// Nobody, as a visitor's browser would ask; or the source's user.
  enum class As { visitor, user };

  ApiCalls(const SourceConfig& config, const OutboundClient& outbound);

  /// Whether the owner named a user to ask as.
  [[nodiscard]] bool has_user() const { return !user_.empty(); }
  [[nodiscard]] const std::string& user() const { return user_; }
  [[nodiscard]] Result<std::string> password() const { return read_secret(config_); }

  /// Sends a request. Up to three redirects are followed. An answer below 500 is a value, except 429. Errors:
  /// those of OutboundClient::send, rate_limited for 429, unavailable for the rest.
  Result<OutboundResponse> send(OutboundRequest request);

  /// The same with the user's name and password (Basic) when `as` says so.
  Result<OutboundResponse> send(OutboundRequest request, As as);

  /// When the server may be asked again, if the last answer said so.
  [[nodiscard]] std::optional<Time> retry_at() const { return retry_at_; }

  /// Takes the word of an answer whose status is not the one that says "later".
  Error later(const OutboundResponse& response, const std::string& why);

  /// What a status that is no success means: unauthenticated, forbidden, not_found or invalid.
  [[nodiscard]] static Error refused(const OutboundResponse& response);

  /// An error of a call as list() says it: a list that is not there is for the owner to mend (forbidden).
  [[nodiscard]] static Error no_list(Error error);

 private:
  SourceConfig config_;
  const OutboundClient& outbound_;
  std::string user_;
  std::optional<Time> retry_at_;
};

}  // namespace frontdesk
