// SPDX-License-Identifier: MIT
#include "content/utf8.h"

#include <cctype>

namespace frontdesk {
namespace {

// U+00C0 to U+017F without marks, in lower case; '?' is a sign and no letter. Two-letter ligatures
// lose one.
constexpr std::string_view kLatin =
    "aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin.size() == 0x180 - 0xC0);

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const unsigned lead = byte(i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const unsigned second = byte(i + 1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
      (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
    return 0;
  }
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

std::string fold_trivially(std::string_view text) {
  std::string out;
  const auto add_space = [&] {
    if (!out.empty() && out.back() != ' ') out += ' ';
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    const auto c = static_cast<unsigned char>(text[i]);
    if (length <= 1) {
      if (std::isalnum(c) != 0 && c < 0x80) {
        out += static_cast<char>(std::tolower(c));
      } else {
        add_space();
      }
      ++i;
      continue;
    }
    const unsigned point =
        length == 2 ? ((c & 0x1FU) << 6U) | (static_cast<unsigned char>(text[i + 1]) & 0x3FU) : 0;
    if (point >= 0xC0 && point < 0x180) {
      const char letter = kLatin[point - 0xC0];
      if (letter == '?') {
        add_space();
      } else {
        out += letter;
      }
    } else if (point >= 0x80 && point < 0xC0) {
      add_space();
    } else if (point >= 0x300 && point < 0x370) {
      // A combining mark belongs to the letter before it.
    } else if (length == 3 && text.substr(i, 2) == "\xE2\x80") {
      add_space();  // General Punctuation: dashes, quotes, the ellipsis
    } else {
      out.append(text.substr(i, length));
    }
    i += length;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace frontdesk
