// SPDX-License-Identifier: MIT
#include "kb-connector/sources/help_center_calls.h"

#include <sodium.h>

#include <algorithm>
#include <cctype>
#include <chrono>

#include "kb-connector/retry_after.h"

namespace frontdesk {
namespace {

constexpr std::size_t kJsonBytes = 8 * 1024 * 1024;
constexpr int kJsonDepth = 32;
constexpr std::chrono::seconds kCallTime{30};

Time call_time() { return std::chrono::floor<Time::duration>(std::chrono::system_clock::now()); }

// The parser goes one level deeper a bracket: looked at before it is asked.
bool is_too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kJsonDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

std::string in_url(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x80 && std::isalnum(byte)) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return out;
}

std::string in_base64(const std::string& text) {
  std::string out(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                    text.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the zero at its end
  return out;
}

std::string origin_of(const std::string& url) {
  const std::size_t host = url.find("://");
  if (host == std::string::npos) return "";
  return url.substr(0, url.find_first_of("/?#", host + 3));
}

// The address with rel="next" of a Link header (RFC 8288).
std::string next_link(const std::string& header) {
  for (std::size_t at = header.find('<'); at != std::string::npos; at = header.find('<', at + 1)) {
    const std::size_t close = header.find('>', at);
    if (close == std::string::npos) break;
    const std::string rest = header.substr(close, header.find('<', close) - close);
    if (rest.find("rel=\"next\"") != std::string::npos ||
        rest.find("rel=next") != std::string::npos) {
      return header.substr(at + 1, close - at - 1);
    }
  }
  return "";
}

// Puts values where {NAME} stands; what has none is an error, for a path with a hole asks for something else.
Result<std::string> filled(const std::string& form, const HelpCenterCalls::Values& values,
                           bool url) {
  std::string out;
  for (std::size_t at = 0; at < form.size();) {
    const std::size_t open = std::min(form.find('{', at), form.size());
    out.append(form, at, open - at);
    if (open == form.size()) break;
    const std::size_t close = form.find('}', open);
    if (close == std::string::npos) return Error{Code::invalid, "a '{' without '}' in the mapping"};
    std::string name = form.substr(open + 1, close - open - 1);
    const bool slash = name.starts_with("/");
    if (slash) name.erase(0, 1);
    const auto value = values.find(slash ? name + "?" : name);
    if (value == values.end()) {
      return Error{Code::invalid, "nothing is known for {" + name + "} of the mapping"};
    }
    if (slash && !value->second.empty()) out += '/';
    out += url ? in_url(value->second) : value->second;
    at = close + 1;
  }
  return out;
}

}  // namespace

HelpCenterCalls::HelpCenterCalls(const SourceConfig& config, const OutboundClient& outbound,
                                 HelpCenterMapping mapping)
    : mapping_(std::move(mapping)),
      config_(config),
      outbound_(outbound),
      base_(config.url.empty() ? mapping_.url : config.url) {
  while (base_.ends_with('/')) base_.pop_back();
}

Result<Done> HelpCenterCalls::begin() {
  values_ = config_.options;
  values_["user"] = config_.user;
  if (!config_.secret.empty()) {
    const auto secret = read_secret(config_);
    if (!secret) return secret.error();
    values_["secret"] = *secret;
    const auto basic = filled(mapping_.basic, values_, false);
    if (!basic) return basic.error();
    values_["basic"] = in_base64(*basic);
  }
  headers_.clear();
  for (const auto& [name, form] : mapping_.headers) {
    // A visitor without a name asks without the header that would hold it.
    const bool secret =
        form.find("{secret}") != std::string::npos || form.find("{basic}") != std::string::npos;
    if (secret && config_.secret.empty()) continue;
    const auto value = filled(form, values_, false);
    if (!value) return value.error();
    headers_.emplace_back(name, *value);
  }
  return Done{};
}

Result<std::string> HelpCenterCalls::url(const std::string& path, Values more) const {
  more.insert(values_.begin(), values_.end());
  auto filled_path = filled(path, more, true);
  if (!filled_path) return filled_path.error();
  return base_ + *filled_path;
}

Result<std::string> HelpCenterCalls::next(const std::string& address) const {
  if (address.starts_with("/")) return origin_of(base_) + address;
  if (origin_of(address) == origin_of(base_)) return address;
  return Error{Code::forbidden, "the list goes on at another server"};
}

Result<HelpCenterCalls::Json> HelpCenterCalls::get(const std::string& url, const std::string& what,
                                                   std::string* link) {
  OutboundRequest request;
  request.url = url;
  request.headers = headers_;
  request.headers.emplace_back("Accept", "application/json");
  request.answer_bytes = kJsonBytes;
  request.timeout = kCallTime;
  retry_at_.reset();
  auto response = outbound_.send(request);
  if (!response) return response.error();
  const std::string status = std::to_string(response->status);
  switch (response->status) {
    case 200: break;
    case 401:
      return Error{Code::unauthenticated, what + ": the server does not know who asks (401)"};
    case 403: return Error{Code::forbidden, what + ": the server forbids it (403)"};
    case 404:
    case 410: return Error{Code::not_found, what + ": there is no such thing (" + status + ")"};
    default: return later(*response, what + ": the server answered " + status);
  }
  if (link != nullptr) {
    const auto header = response->headers.find("link");
    if (header != response->headers.end()) *link = next_link(header->second);
  }
  if (is_too_deep(response->body)) return Error{Code::too_large, what + ": the answer is too deep"};
  Json json = Json::parse(response->body, nullptr, false);
  if (json.is_discarded()) return Error{Code::unavailable, what + ": the answer is no JSON", 60};
  return json;
}

Error HelpCenterCalls::later(const OutboundResponse& response, const std::string& why) {
  Error error{response.status == 429 ? Code::rate_limited : Code::unavailable, why, 60};
  if (response.status != 429 && response.status != 503) return error;
  const Time now = call_time();
  const auto header = [&](const std::string& name) -> std::string {
    const auto found = response.headers.find(name);
    return name.empty() || found == response.headers.end() ? "" : found->second;
  };
  retry_at_ = retry_after(header(mapping_.retry.after), now);
  if (!retry_at_) retry_at_ = retry_after(header(mapping_.retry.wait), now);
  if (const std::string at = header(mapping_.retry.at);
      !retry_at_ && !at.empty() && at.size() < 12 &&
      std::all_of(at.begin(), at.end(), [](unsigned char c) { return std::isdigit(c); })) {
    const Time asked{std::chrono::seconds{std::stoll(at)}};
    retry_at_ = std::clamp(asked, now, now + Time::duration(kLongestRetryAfter));
  }
  if (retry_at_) {
    error.retry_after_seconds =
        static_cast<int>(std::chrono::ceil<std::chrono::seconds>(*retry_at_ - now).count());
  }
  return error;
}

}  // namespace frontdesk
