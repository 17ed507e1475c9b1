// SPDX-License-Identifier: MIT
#pragma once
// Text of protocols and files, where only the letters of ASCII have a case and the locale has no say.
//
// What people wrote is folded by nlu/normalise.h instead. Bytes of 0x80 and above stay as they are, so UTF-8
// stays whole. Pure; any thread.

#include <algorithm>
#include <string>
#include <string_view>

namespace frontdesk {

/// The small letter of a capital; any other byte unchanged.
constexpr char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// `text` in small letters.
inline std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lowered(c); });
  return result;
}

/// Whether both are the same but for capitals.
inline bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char left, char right) { return lowered(left) == lowered(right); });
}

/// What a hexadecimal digit counts, or -1 for any other byte.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char letter = lowered(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// `text` without the bytes of `blanks` at both ends; a part of `text`.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n\v\f") {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace frontdesk
