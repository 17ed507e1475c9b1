// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/inline_markdown.h"

#include <algorithm>
#include <cctype>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

bool is_ascii_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

/// Where the dot or bracket of "12. " stands that would begin a list; npos: nowhere.
std::size_t list_number_end(std::string_view text) {
  const auto end = text.find_first_not_of("0123456789");
  if (end == 0 || end == std::string_view::npos || end > 9) return std::string_view::npos;
  return text[end] == '.' || text[end] == ')' ? end : std::string_view::npos;
}

bool begins_with_word(std::string_view text) {
  std::size_t at = 0;
  const auto c = next_code_point(text, at);
  return is_letter(c) || is_digit(c);
}

bool ends_with_word(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return begins_with_word(text.substr(at));
}

/// Nothing, a blank or a mark of ASCII.
bool is_border(char c) {
  return static_cast<unsigned char>(c) < 0x80 && !is_ascii_letter_or_digit(c);
}

}  // namespace

std::string escaped_markdown(std::string_view text, TextPlace place) {
  std::string out;
  out.reserve(text.size() + 8);
  const auto number = place.line_start ? list_number_end(text) : std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    const bool first = place.line_start && i == 0;
    bool escape = false;
    switch (c) {
      case '\\':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '~': escape = true; break;
      case '<': escape = first || !(next == ' ' || next == '=' || is_ascii_digit(next)); break;
      case '&': escape = next == '#' || is_ascii_letter_or_digit(next); break;
      case '#': escape = first || place.heading; break;
      case '|': escape = first || place.cell; break;
      case '!': escape = i + 1 == text.size() && place.link_next; break;
      // A bare address is no link here; it was none in the page.
      case ':': escape = first || text.substr(i).starts_with("://"); break;
      case '.': escape = i >= 3 && text.substr(i - 3, 3) == "www"; break;
      case '>':
      case '+':
      case '-':
      case '=': escape = first; break;
      default: break;
    }
    if (escape || i == number) out += '\\';
    out += c;
  }
  return out;
}

std::string escaped_id(std::string_view id) {
  constexpr std::size_t kLongest = 200;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  if (id.size() > kLongest) return "";
  std::string out;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const char c = id[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F) return "";
    // Within a word "_" is no emphasis.
    const bool inside = c == '_' && i > 0 && i + 1 < id.size() &&
                        is_ascii_letter_or_digit(id[i - 1]) && is_ascii_letter_or_digit(id[i + 1]);
    if (is_ascii_letter_or_digit(c) || c == '-' || c == '.' || inside) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::string code_span(std::string_view text, bool cell) {
  std::size_t longest = 0;
  std::size_t run = 0;
  std::string inner;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    if (c == '|' && cell) inner += '\\';
    inner += c;
  }
  const std::string fence(longest + 1, '`');
  const bool pad = inner.starts_with('`') || inner.ends_with('`');
  return fence + (pad ? " " : "") + inner + (pad ? " " : "") + fence;
}

bool emphasis_works(std::string_view before, std::string_view inner, std::string_view after) {
  if (inner.empty()) return false;
  const bool opens = begins_with_word(inner) || before.empty() || is_border(before.back());
  const bool closes = ends_with_word(inner) || after.empty() || is_border(after.front());
  // Right after or before other marks of emphasis, "***" could mean several things.
  return opens && closes && !before.ends_with('*') && !after.starts_with('*');
}

}  // namespace frontdesk
