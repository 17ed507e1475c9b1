// SPDX-License-Identifier: MIT
#include "kb-connector/sources/robots.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/ascii.h"

namespace frontdesk {
namespace {

constexpr std::size_t kRules = 5000;
constexpr std::size_t kSitemaps = 100;

// One way to write a path (RFC 9309, 2.2.2): what needs no "%" has none, all else has it in capitals.
std::string one_spelling(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    auto byte = static_cast<unsigned char>(path[i]);
    bool written = false;
    if (byte == '%' && i + 2 < path.size() && hex_value(path[i + 1]) >= 0 &&
        hex_value(path[i + 2]) >= 0) {
      byte = static_cast<unsigned char>(hex_value(path[i + 1]) * 16 + hex_value(path[i + 2]));
      i += 2;
      written = true;
    }
    const bool plain = byte < 0x80 && (std::isalnum(byte) || byte == '-' || byte == '.' ||
                                       byte == '_' || byte == '~');
    if (plain || (!written && byte < 0x80)) {
      out += static_cast<char>(byte);
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

// Whether a path begins as the pattern says. Each "*" takes as little as it can: going back to the last one
// is enough, so this is never worse than the product of both lengths.
bool matches(std::string_view pattern, std::string_view path) {
  const bool to_end = pattern.ends_with('$');
  if (to_end) pattern.remove_suffix(1);
  std::size_t p = 0;
  std::size_t at = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (true) {
    if (p == pattern.size() && (!to_end || at == path.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = at;
    } else if (p < pattern.size() && at < path.size() && pattern[p] == path[at]) {
      ++p;
      ++at;
    } else if (star != std::string_view::npos && resume < path.size()) {
      p = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
}

}  // namespace

Robots::Robots(std::string_view text, std::string_view agent) {
  const std::string own = lowered(agent);
  text = text.substr(0, kRobotsBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Rule> for_us;
  std::vector<Rule> for_all;
  bool named = false;
  bool us = false;
  bool all = false;
  bool in_names = false;  // several user-agent lines begin one group
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = lowered(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (key == "user-agent") {
      if (!in_names) us = all = false;
      in_names = true;
      const std::string name = lowered(value.substr(0, value.find_first_of("/ \t")));
      us = us || name == own;
      all = all || name == "*";
      named = named || name == own;
    } else if (key == "allow" || key == "disallow") {
      in_names = false;
      if (value.empty()) continue;
      const Rule rule{one_spelling(value), key == "allow"};
      if (us && for_us.size() < kRules) for_us.push_back(rule);
      if (all && for_all.size() < kRules) for_all.push_back(rule);
    } else if (key == "sitemap" && sitemaps_.size() < kSitemaps) {
      sitemaps_.emplace_back(value);
    }
  }
  rules_ = named ? std::move(for_us) : std::move(for_all);
}

bool Robots::allows(std::string_view path) const {
  if (path == "/robots.txt") return true;
  const std::string spelled = one_spelling(path);
  std::size_t longest = 0;
  bool allowed = true;
  for (const Rule& rule : rules_) {
    const std::size_t length = rule.pattern.size();
    if (length < longest || (length == longest && !rule.allow)) continue;
    if (!matches(rule.pattern, spelled)) continue;
    longest = length;
    allowed = rule.allow;
  }
  return allowed;
}

}  // namespace frontdesk
