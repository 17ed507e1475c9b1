// SPDX-License-Identifier: MIT
#include "outbound/client.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>

#include "core/ascii.h"

namespace frontdesk {
namespace {

struct Range4 {
  std::uint32_t network;
  int bits;
};

constexpr std::uint32_t v4(int a, int b, int c, int d) {
  return static_cast<std::uint32_t>(a) << 24 | static_cast<std::uint32_t>(b) << 16 |
         static_cast<std::uint32_t>(c) << 8 | static_cast<std::uint32_t>(d);
}

// IANA's registry of special-purpose addresses (RFC 6890 and its updates).
constexpr std::array<Range4, 16> kNotPublic4 = {{
    {v4(0, 0, 0, 0), 8},
    {v4(10, 0, 0, 0), 8},
    {v4(100, 64, 0, 0), 10},
    {v4(127, 0, 0, 0), 8},
    {v4(169, 254, 0, 0), 16},
    {v4(172, 16, 0, 0), 12},
    {v4(192, 0, 0, 0), 24},
    {v4(192, 0, 2, 0), 24},
    {v4(192, 88, 99, 0), 24},
    {v4(192, 168, 0, 0), 16},
    {v4(198, 18, 0, 0), 15},
    {v4(198, 51, 100, 0), 24},
    {v4(203, 0, 113, 0), 24},
    {v4(224, 0, 0, 0), 4},
    {v4(240, 0, 0, 0), 4},
    {v4(255, 255, 255, 255), 32},
}};

bool is_public4(std::uint32_t address) {
  return std::none_of(kNotPublic4.begin(), kNotPublic4.end(), [&](const Range4& range) {
    const std::uint32_t mask = range.bits == 0 ? 0 : ~std::uint32_t{0} << (32 - range.bits);
    return (address & mask) == range.network;
  });
}

bool is_public6(const std::array<std::uint8_t, 16>& a) {
  const auto starts = [&](std::initializer_list<int> prefix) {
    std::size_t i = 0;
    for (const int byte : prefix) {
      if (a[i++] != byte) return false;
    }
    return true;
  };
  const bool mapped = std::all_of(a.begin(), a.begin() + 10, [](int b) { return b == 0; });
  if (mapped) return false;                                 // ::, ::1, ::ffff:0:0/96, ::a.b.c.d
  if (starts({0x00, 0x64, 0xff, 0x9b})) return false;       // NAT64
  if (starts({0x01, 0x00})) return false;                   // discard
  if (starts({0x20, 0x01}) && a[2] <= 1) return false;      // Teredo and other protocol assignments
  if (starts({0x20, 0x01, 0x0d, 0xb8})) return false;       // documentation
  if (starts({0x3f, 0xff}) && a[2] < 16) return false;      // documentation (RFC 9637)
  if (starts({0x20, 0x02})) return false;                   // 6to4: carries an IPv4 address
  if ((a[0] & 0xfe) == 0xfc) return false;                  // unique local
  if (a[0] == 0xfe && (a[1] & 0xc0) == 0x80) return false;  // link local
  if (a[0] == 0xfe && (a[1] & 0xc0) == 0xc0) return false;  // site local, deprecated
  return (a[0] & 0xe0) == 0x20;  // global unicast is 2000::/3; multicast ff00::/8 is not
}

struct Resolved {
  std::string address;  // numeric
};

Result<Resolved> resolve(const std::string& host, const std::string& port, bool allowed) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0) {
    return Error{Code::unavailable, "no address for " + host + ": " + gai_strerror(error), 5};
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(found, &freeaddrinfo);
  std::string first;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
      continue;
    }
    // One private address among public ones is refused as a whole: a name that mixes them is up to
    // something.
    if (!allowed && !is_public_address(text.data())) {
      return Error{Code::forbidden, host + " is at an address that is not public"};
    }
    if (first.empty()) first = text.data();
  }
  if (first.empty()) return Error{Code::unavailable, "no address for " + host, 5};
  return Resolved{first};
}

struct Collected {
  OutboundResponse response;
  std::size_t limit;
  bool too_large = false;
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* to) {
  auto& collected = *static_cast<Collected*>(to);
  if (collected.response.body.size() + size * count > collected.limit) {
    collected.too_large = true;
    return 0;
  }
  collected.response.body.append(data, size * count);
  return size * count;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* to) {
  auto& headers = static_cast<Collected*>(to)->response.headers;
  const std::string_view line(data, size * count);
  const auto colon = line.find(':');
  constexpr std::size_t kMostHeaders = 100;
  if (colon != std::string_view::npos && headers.size() < kMostHeaders) {
    const auto name = lowered(line.substr(0, colon));
    auto value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
      value.remove_prefix(1);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
    auto& kept = headers[name];
    constexpr std::size_t kMostCookieBytes = 16384;
    const bool more = name == "set-cookie" && !kept.empty() && kept.size() < kMostCookieBytes;
    kept = more ? kept + "\n" + std::string(value) : std::string(value);
  }
  return size * count;
}

struct UrlParts {
  std::string scheme;
  std::string host;
  std::string port;
};

Result<UrlParts> parts_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) {
    return Error{Code::invalid, "'" + url + "' is not a URL that may be called"};
  }
  const auto part = [&](CURLUPart which, unsigned flags) {
    char* text = nullptr;
    std::string value;
    if (curl_url_get(parsed.get(), which, &text, flags) == CURLUE_OK) value = text;
    curl_free(text);
    return value;
  };
  UrlParts parts{part(CURLUPART_SCHEME, 0), part(CURLUPART_HOST, 0),
                 part(CURLUPART_PORT, CURLU_DEFAULT_PORT)};
  if (parts.host.size() > 2 && parts.host.front() == '[') {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  }
  if (parts.scheme != "http" && parts.scheme != "https") {
    return Error{Code::invalid, "only http and https can be called, not '" + parts.scheme + "'"};
  }
  return parts;
}

/// Where a redirect leads, or nothing when `response` is none.
std::optional<std::string> redirect_of(const OutboundResponse& response) {
  constexpr std::array<int, 5> kRedirects = {301, 302, 303, 307, 308};
  const auto location = response.headers.find("location");
  if (std::find(kRedirects.begin(), kRedirects.end(), response.status) == kRedirects.end() ||
      location == response.headers.end()) {
    return std::nullopt;
  }
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, response.url.c_str(), 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, location->second.c_str(), CURLU_URLENCODE) !=
          CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0) != CURLUE_OK) {
    return "";
  }
  char* text = nullptr;
  std::string target;
  if (curl_url_get(url.get(), CURLUPART_URL, &text, 0) == CURLUE_OK) target = text;
  curl_free(text);
  return target;
}

bool same_origin(const std::string& one, const std::string& other) {
  const auto a = parts_of(one);
  const auto b = parts_of(other);
  return a && b && a->scheme == b->scheme && a->host == b->host && a->port == b->port;
}

/// Turns a request into the one that its redirect asks for.
void follow(OutboundRequest& request, int status, const std::string& from, const std::string& to) {
  const auto keep_headers = [&](auto keep) {
    std::erase_if(request.headers, [&](const auto& header) {
      return !keep(std::string_view(lowered(header.first)));
    });
  };
  const bool was_post = request.method == "POST" && (status == 301 || status == 302);
  if (was_post || (status == 303 && request.method != "HEAD")) {
    request.method = "GET";
    request.body.clear();
    keep_headers([](std::string_view name) { return !name.starts_with("content-"); });
  }
  if (!same_origin(from, to)) {
    request.body.clear();
    keep_headers([](std::string_view name) {
      return name == "accept" || name == "accept-language" || name == "if-modified-since" ||
             name == "if-none-match";
    });
  }
  request.url = to;
}

/// What is written into a request's head as it is: a line break would be a header of its own.
bool fits_one_line(const std::string& text) {
  constexpr std::string_view kBreaks("\r\n\0", 3);
  return text.find_first_of(kBreaks) == std::string::npos;
}

}  // namespace

bool is_public_address(std::string_view address) {
  const std::string text(address);
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return is_public4(ntohl(four.s_addr));
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return false;
  std::array<std::uint8_t, 16> bytes{};
  std::memcpy(bytes.data(), &six, bytes.size());
  return is_public6(bytes);
}

OutboundClient::OutboundClient(OutboundSettings settings) : settings_(std::move(settings)) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Result<OutboundResponse> OutboundClient::send(const OutboundRequest& request) const {
  const int most = std::min(request.redirects, kMostRedirects);
  if (most <= 0) return send_once(request);
  using Clock = std::chrono::steady_clock;
  const auto seconds = std::chrono::duration<double>(settings_.total_seconds);
  const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(seconds);
  const auto end = Clock::now() + std::min(request.timeout, whole);
  OutboundRequest hop = request;
  for (int followed = 0;; ++followed) {
    auto response = send_once(hop);
    if (!response) return response;
    const auto target = redirect_of(*response);
    if (!target) return response;
    if (followed == most) {
      return Error{Code::invalid,
                   request.url + " redirects more than " + std::to_string(most) + " times"};
    }
    follow(hop, response->status, response->url, *target);
    hop.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (hop.timeout.count() <= 0) {
      return Error{Code::unavailable, request.url + " redirects for too long", 5};
    }
  }
}

bool OutboundClient::allows(const std::string& place) const {
  return std::find(settings_.allow.begin(), settings_.allow.end(), place) != settings_.allow.end();
}

Result<OutboundPlace> OutboundClient::check(const std::string& url) const {
  auto parts = parts_of(url);
  if (!parts) return parts.error();
  const auto place = parts->host + ":" + parts->port;
  const bool allowed = allows(place);
  if (!allowed && parts->scheme != "https") {
    return Error{Code::forbidden,
                 place + " is plain http; name it under outbound.allow to permit it"};
  }
  if (!allowed && parts->port != "443") {
    return Error{Code::forbidden, "port " + parts->port + " of " + parts->host + " is not allowed"};
  }
  auto resolved = resolve(parts->host, parts->port, allowed);
  if (!resolved) return resolved.error();
  return OutboundPlace{parts->scheme, parts->host, parts->port, resolved->address};
}

Result<OutboundResponse> OutboundClient::send_once(const OutboundRequest& request) const {
  if (!fits_one_line(request.method)) return Error{Code::invalid, "a line break in the method"};
  auto checked = check(request.url);
  if (!checked) return checked.error();
  const auto place = checked->host + ":" + checked->port;

  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  if (curl == nullptr) return Error{Code::unavailable, "no memory for a connection", 5};
  CURL* handle = curl.get();
  const auto limit = request.answer_bytes == 0 ? settings_.answer_bytes : request.answer_bytes;
  Collected collected{.limit = limit};

  // The connection goes to the address that was checked, however curl would write or resolve the name.
  const bool six = checked->address.find(':') != std::string::npos;
  const auto pin =
      "::" + (six ? "[" + checked->address + "]" : checked->address) + ":" + checked->port;
  using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;
  const List pins(curl_slist_append(nullptr, pin.c_str()), &curl_slist_free_all);
  List headers(nullptr, &curl_slist_free_all);
  const auto add_header = [&](const std::string& line) {
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  };
  for (const auto& [name, value] : request.headers) {
    if (!fits_one_line(name) || !fits_one_line(value)) {
      return Error{Code::invalid, "a line break in a header"};
    }
    add_header(name + ": " + value);
  }
  add_header("Expect:");

  const auto most = static_cast<long>(settings_.total_seconds * 1000);
  const auto wanted = static_cast<long>(request.timeout.count());
  const long in_all = std::max(1L, std::min(most, wanted));  // 0 would be for ever
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  } else if (!request.body.empty() || request.method != "GET") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_CONNECT_TO, pins.get());
  // A ".." that somebody typed into a slot stays a name and climbs nowhere.
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(settings_.connect_seconds * 1000));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, in_all);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &collected);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &collected);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "frontdesk");
  // Unpacked before on_body counts it, in pieces: a small answer that unpacks to a large one is cut off.
  curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");

  const CURLcode code = curl_easy_perform(handle);
  if (collected.too_large) {
    return Error{Code::too_large, "the answer has more than " + std::to_string(limit) + " bytes"};
  }
  if (code != CURLE_OK) {
    return Error{Code::unavailable, place + ": " + curl_easy_strerror(code), 5};
  }
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  collected.response.status = static_cast<int>(status);
  collected.response.url = request.url;
  return std::move(collected.response);
}

}  // namespace frontdesk
