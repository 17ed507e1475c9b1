// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/address.h"

#include <libxml/uri.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>

#include "core/ascii.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongestAddress = 2000;

/// Only characters that mean nothing in Markdown; the others, and those outside ASCII, as "%XX".
std::string percent_written(std::string_view text) {
  constexpr std::string_view kPlain = "-._~:/?#@!$',+;=%&";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char each : text) {
    const auto c = static_cast<unsigned char>(each);
    const bool ends_entity = each == ';' && out.find('&') != std::string::npos;
    if (!ends_entity && c < 0x80 &&
        (std::isalnum(c) != 0 || kPlain.find(each) != std::string_view::npos)) {
      out += each;
    } else {
      out += '%';
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  return out;
}

std::string lower_scheme(std::string_view address) {
  const auto end = address.find_first_of(":/?#");
  if (end == std::string_view::npos || address[end] != ':') return "";
  return lowered(address.substr(0, end));
}

}  // namespace

std::string safe_address(std::string_view href, std::string_view base) {
  // Browsers leave these out before they look at the scheme: "java\nscript:".
  std::string plain;
  for (const char c : href) {
    if (c != '\t' && c != '\n' && c != '\r' && c != '\0') plain += c;
  }
  const auto first = plain.find_first_not_of(' ');
  if (first == std::string::npos || plain[first] == '#') return "";
  plain = plain.substr(first, plain.find_last_not_of(' ') - first + 1);
  if (plain.size() > kLongestAddress || plain == "//" || plain.starts_with("///")) return "";
  auto address = percent_written(plain);
  if (lower_scheme(address).empty()) {
    if (base.empty()) return "";
    const auto from = percent_written(base);
    const std::unique_ptr<xmlChar, decltype(xmlFree)> built(
        xmlBuildURI(reinterpret_cast<const xmlChar*>(address.c_str()),
                    reinterpret_cast<const xmlChar*>(from.c_str())),
        xmlFree);
    if (built == nullptr) return "";
    address = percent_written(reinterpret_cast<const char*>(built.get()));
  }
  const auto scheme = lower_scheme(address);
  const auto rest = std::string_view(address).substr(std::min(scheme.size() + 1, address.size()));
  const bool web = scheme == "http" || scheme == "https";
  const bool whole = web ? rest.size() > 2 && rest.starts_with("//") && rest[2] != '/'
                         : (scheme == "mailto" || scheme == "tel") && !rest.empty();
  if (!whole || address.size() > 2 * kLongestAddress) return "";
  return scheme + ":" + std::string(rest);
}

std::string words_of_address(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == std::string_view::npos) return "";
  auto path = address.substr(scheme + 3);
  path = path.substr(0, path.find_first_of("?#"));
  const auto first = path.find('/');
  if (first == std::string_view::npos) return "";
  path.remove_prefix(first + 1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (const auto slash = path.rfind('/'); slash != std::string_view::npos) {
    path.remove_prefix(slash + 1);
  }
  path = path.substr(0, path.find('.'));
  std::string bytes;
  for (std::size_t at = 0; at < path.size(); ++at) {
    unsigned byte = 0;
    const auto* digits = path.data() + at + 1;
    if (path[at] == '%' && at + 2 < path.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      bytes += static_cast<char>(byte);
      at += 2;
    } else {
      const bool gap = path[at] == '-' || path[at] == '_' || path[at] == '+';
      bytes += gap ? ' ' : path[at];
    }
  }
  const std::string folded = fold(bytes);
  const bool says = is_valid_utf8(bytes) && folded != "index" && folded != "default" &&
                    std::any_of(folded.begin(), folded.end(),
                                [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; });
  return says ? bytes : "";
}

}  // namespace frontdesk
