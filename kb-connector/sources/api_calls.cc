// SPDX-License-Identifier: MIT
#include "kb-connector/sources/api_calls.h"

#include <cctype>
#include <cstdio>

#include "kb-connector/retry_after.h"

namespace frontdesk {
namespace {

constexpr std::size_t kAnswerBytes = 8 * 1024 * 1024;  // a part of a list or one article
constexpr int kRedirects = 3;
constexpr std::chrono::seconds kTimeout{30};

Time wall_clock() { return std::chrono::floor<Time::duration>(std::chrono::system_clock::now()); }

bool is_success(int status) { return status >= 200 && status < 300; }

std::string base64(std::string_view bytes) {
  constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
    };
    const unsigned three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    out += kLetters[three >> 18 & 63];
    out += kLetters[three >> 12 & 63];
    out += i + 1 < bytes.size() ? kLetters[three >> 6 & 63] : '=';
    out += i + 2 < bytes.size() ? kLetters[three & 63] : '=';
  }
  return out;
}

}  // namespace

std::string url_encoded(std::string_view text, std::string_view also) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = byte < 0x80 && (std::isalnum(byte) != 0 ||
                                       std::string_view("-._~").find(letter) != std::string::npos ||
                                       also.find(letter) != std::string::npos);
    if (plain) {
      out += letter;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::string form(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += url_encoded(name) + '=' + url_encoded(value);
  }
  return out;
}

std::string with_query(std::string url,
                       const std::vector<std::pair<std::string, std::string>>& query) {
  if (query.empty()) return url;
  url += url.find('?') == std::string::npos ? '?' : '&';
  return url + form(query);
}

std::string without_slashes(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::optional<Time> parse_utc(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, read = 0;
  const std::string head(text.substr(0, 19));
  if (std::sscanf(head.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute,
                  &second, &read) != 6 ||
      read != 19) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return Time{std::chrono::sys_days{date} + std::chrono::hours{hour} +
              std::chrono::minutes{minute} + std::chrono::seconds{second}};
}

Result<nlohmann::json> read_json(const OutboundResponse& response) {
  auto json = nlohmann::json::parse(response.body, nullptr, false);
  if (json.is_discarded()) {
    return Error{Code::unavailable,
                 "the server's answer is no JSON (status " + std::to_string(response.status) + ")"};
  }
  return json;
}

std::string text_at(const nlohmann::json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::int64_t number_at(const nlohmann::json& object, const char* key) {
  if (!object.is_object()) return 0;
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

ApiCalls::ApiCalls(const SourceConfig& config, const OutboundClient& outbound)
    : config_(config), outbound_(outbound), user_(config.user) {}

Result<OutboundResponse> ApiCalls::send(OutboundRequest request) {
  request.answer_bytes = kAnswerBytes;
  request.redirects = kRedirects;
  request.timeout = kTimeout;
  retry_at_.reset();
  auto response = outbound_.send(request);
  if (!response) return response;
  if (response->status == 429 || response->status >= 500) {
    return later(*response, "the server answered " + std::to_string(response->status));
  }
  return response;
}

Result<OutboundResponse> ApiCalls::send(OutboundRequest request, As as) {
  if (as == As::user) {
    const auto secret = password();
    if (!secret) return secret.error();
    request.headers.emplace_back("Authorization", "Basic " + base64(user_ + ":" + *secret));
  }
  return send(std::move(request));
}

Error ApiCalls::later(const OutboundResponse& response, const std::string& why) {
  Error error{response.status == 429 ? Code::rate_limited : Code::unavailable, why};
  const auto header = response.headers.find("retry-after");
  if (header != response.headers.end()) {
    const Time asked = wall_clock();
    retry_at_ = retry_after(header->second, asked);
    if (retry_at_) {
      error.retry_after_seconds =
          static_cast<int>(std::chrono::ceil<std::chrono::seconds>(*retry_at_ - asked).count());
    }
  }
  return error;
}

Error ApiCalls::refused(const OutboundResponse& response) {
  const std::string status = std::to_string(response.status);
  switch (response.status) {
    case 401: return {Code::unauthenticated, "the server does not know who asks (401)"};
    case 403: return {Code::forbidden, "the server forbids it (403)"};
    case 404:
    case 410: return {Code::not_found, "there is no such thing on the server (" + status + ")"};
    default: break;
  }
  // A login page instead of an answer, most of the time.
  if (is_success(response.status)) return {Code::unavailable, "the server answered something else"};
  return {Code::invalid, "the server refused the request (" + status + ")"};
}

Error ApiCalls::no_list(Error error) {
  if (error.code == Code::not_found || error.code == Code::invalid) error.code = Code::forbidden;
  return error;
}

}  // namespace frontdesk
