// SPDX-License-Identifier: MIT
#include "kb-connector/index/heading.h"

#include <array>
#include <cctype>
#include <cstddef>

#include "core/ascii.h"
#include "nlu/normalise.h"

namespace frontdesk {
Heading split_heading(std::string_view line) {
  line = trimmed(line);
  if (!line.ends_with('}')) return {line, {}};
  const auto open = line.rfind("{#");
  if (open == std::string_view::npos || (open > 0 && line[open - 1] != ' ')) return {line, {}};
  const auto id = line.substr(open + 2, line.size() - open - 3);
  if (id.empty() || id.find_first_of(" \t{}\"<>\\") != std::string_view::npos) return {line, {}};
  return {trimmed(line.substr(0, open)), id};
}

std::string anchor_of(std::string_view words) {
  const std::string text = fold(words);
  std::string anchor;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t code_point = next_code_point(text, at);
    if (code_point == ' ') {
      anchor += '-';
    } else if (is_letter(code_point) || is_digit(code_point) || code_point == '-' ||
               code_point == '_') {
      anchor.append(text, begin, at - begin);
    }
  }
  return anchor;
}

std::string Anchors::next(std::string_view words, std::string_view id) {
  // An id of its page is its own even where a page has it twice: both lead to the first.
  if (!id.empty()) return std::string(id);
  std::string anchor = anchor_of(words);
  if (anchor.empty()) return anchor;
  const int before = count_[anchor]++;
  return before == 0 ? anchor : anchor + "-" + std::to_string(before);
}

std::string with_anchor(const std::string& url, std::string_view id) {
  if (url.empty() || id.empty() || url.find('#') != std::string::npos) return url;
  constexpr std::array<char, 17> kHex = {"0123456789ABCDEF"};
  constexpr std::string_view kPlain = "-._~!$&'()*+,;=:@/?%";
  std::string out = url + "#";
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

}  // namespace frontdesk
