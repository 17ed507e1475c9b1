// SPDX-License-Identifier: MIT
#include "nlu/normalise.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace frontdesk {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

void append_utf8(char32_t code_point, std::string& out) {
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | (code_point >> 6));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | (code_point >> 12));
    out += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code_point >> 18));
    out += static_cast<char>(0x80 | ((code_point >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  }
}

// The length of the well-formed sequence at `at` (RFC 3629, section 4), or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const auto in = [&](std::size_t i, unsigned low, unsigned high) {
    return at + i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return in(1, 0x80, 0xBF) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;  // no surrogates
    return in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

// Letters with strokes, letters that are two, quotes and dashes: what Unicode does not decompose.
const char* replacement_of(char32_t code_point) {
  switch (code_point) {
    case 0xF8: return "o";    // ø
    case 0x142: return "l";   // ł
    case 0x111: return "d";   // đ
    case 0xF0: return "d";    // ð
    case 0xFE: return "th";   // þ
    case 0xE6: return "ae";   // æ
    case 0x153: return "oe";  // œ
    case 0x127: return "h";   // ħ
    case 0x131: return "i";   // dotless i
    case 0x138: return "k";   // ĸ
    case 0x14B: return "n";   // ŋ
    case 0x167: return "t";   // ŧ
    case 0x180: return "b";   // ƀ
    case 0x19A: return "l";   // ƚ
    case 0x1B6: return "z";   // ƶ
    case 0x1E5: return "g";   // ǥ
    case 0x2C65: return "a";  // ⱥ
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2BC:
    case 0x2039:
    case 0x203A: return "'";
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033: return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return "-";
    default: return nullptr;
  }
}

bool is_white_space(char32_t code_point) {
  if (code_point < 0x80) return code_point == ' ' || (code_point >= 9 && code_point <= 13);
  if (code_point == 0x85) return true;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// Accents are combining marks of a class above 9; classes 0-9 hold vowel signs and voicing marks.
bool is_dropped(char32_t code_point) {
  const auto* property = utf8proc_get_property(static_cast<utf8proc_int32_t>(code_point));
  switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ME: return true;
    case UTF8PROC_CATEGORY_MN: return property->combining_class > 9 || property->ignorable;
    default: return property->ignorable;
  }
}

// What a code point above ASCII folds to; white space becomes ' '.
void append_folded_slow(char32_t code_point, std::string& out) {
  if (const char* text = replacement_of(code_point)) {
    out += text;
    return;
  }
  std::array<utf8proc_int32_t, 32> parts;
  int boundary = 0;
  const auto count = utf8proc_decompose_char(
      static_cast<utf8proc_int32_t>(code_point), parts.data(), parts.size(),
      static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD),
      &boundary);
  if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size())) {
    append_utf8(code_point, out);
    return;
  }
  for (utf8proc_ssize_t i = 0; i < count; ++i) {
    const auto part = static_cast<char32_t>(parts[static_cast<std::size_t>(i)]);
    if (is_white_space(part)) {
      out += ' ';
    } else if (const char* text = replacement_of(part)) {
      out += text;
    } else if (!is_dropped(part)) {
      append_utf8(part, out);
    }
  }
}

// Latin text is nearly all of what comes in: code points below this are folded by table.
constexpr char32_t kTableEnd = 0x250;

struct LatinTable {
  std::array<std::array<char, 4>, kTableEnd> bytes{};
  std::array<unsigned char, kTableEnd> size{};

  LatinTable() {
    for (char32_t c = 0; c < kTableEnd; ++c) {
      std::string text;
      if (is_white_space(c)) {
        text = " ";
      } else if (c < 0x80) {
        if (c >= 'A' && c <= 'Z')
          text = static_cast<char>(c + 32);
        else if (c >= 0x20 && c != 0x7F)
          text = static_cast<char>(c);
      } else {
        append_folded_slow(c, text);
      }
      size[c] = static_cast<unsigned char>(std::min<std::size_t>(text.size(), 4));
      std::copy_n(text.begin(), size[c], bytes[c].begin());
    }
  }
};

const LatinTable& latin_table() {
  static const LatinTable table;
  return table;
}

template <bool kWithOrigin>
void fold_into(std::string_view text, std::string& out, std::vector<std::uint32_t>& origin) {
  const LatinTable& table = latin_table();
  std::string piece;
  bool space_due = false;
  std::size_t space_at = 0;
  const auto put = [&](const char* bytes, std::size_t size, std::size_t from) {
    for (std::size_t i = 0; i < size; ++i) {
      if (bytes[i] == ' ') {
        if (!space_due) space_at = from;
        space_due = true;
        continue;
      }
      if (space_due && !out.empty()) {
        out += ' ';
        if constexpr (kWithOrigin) origin.push_back(static_cast<std::uint32_t>(space_at));
      }
      space_due = false;
      out += bytes[i];
      if constexpr (kWithOrigin) origin.push_back(static_cast<std::uint32_t>(from));
    }
  };
  out.reserve(text.size());
  if constexpr (kWithOrigin) origin.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(text, at);
    if (c < kTableEnd) {
      put(table.bytes[c].data(), table.size[c], from);
    } else {
      piece.clear();
      append_folded_slow(c, piece);
      put(piece.data(), piece.size(), from);
    }
  }
  if constexpr (kWithOrigin) origin.push_back(static_cast<std::uint32_t>(text.size()));
}

bool is_ascii_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii_digit(unsigned char c) { return c >= '0' && c <= '9'; }

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (byte(0) < 0x80) return static_cast<unsigned char>(text[at++]);
  const std::size_t length = sequence_length(text, at);
  char32_t c = kReplacement;
  if (length == 2) c = ((byte(0) & 0x1FU) << 6) | (byte(1) & 0x3FU);
  if (length == 3) c = ((byte(0) & 0xFU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU);
  if (length == 4) {
    c = ((byte(0) & 7U) << 18) | ((byte(1) & 0x3FU) << 12) | ((byte(2) & 0x3FU) << 6) |
        (byte(3) & 0x3FU);
  }
  at += length == 0 ? 1 : length;
  return c;
}

void append_folded(char32_t code_point, std::string& out) {
  if (code_point < kTableEnd) {
    const LatinTable& table = latin_table();
    out.append(table.bytes[code_point].data(), table.size[code_point]);
  } else {
    append_folded_slow(code_point, out);
  }
}

Folded fold_with_origin(std::string_view text) {
  Folded folded;
  fold_into<true>(text, folded.text, folded.origin);
  return folded;
}

std::string fold(std::string_view text) {
  std::string out;
  std::vector<std::uint32_t> none;
  fold_into<false>(text, out, none);
  return out;
}

ByteRange source_range(const Folded& folded, std::string_view source, ByteRange range) {
  const std::size_t last = folded.text.size();
  range.end = std::min(range.end, last);
  range.begin = std::min(range.begin, range.end);
  std::size_t end = range.end;
  // A letter that folds to several must not be cut: go on to the next one's first byte.
  while (end > range.begin && end < last && folded.origin[end] == folded.origin[end - 1]) ++end;
  ByteRange found{folded.origin[range.begin], folded.origin[end]};
  const auto is_space_at = [&](std::size_t i) {
    const auto c = static_cast<unsigned char>(source[i]);
    return c == ' ' || (c >= 9 && c <= 13);
  };
  while (found.begin < found.end && is_space_at(found.begin)) ++found.begin;
  while (found.end > found.begin && is_space_at(found.end - 1)) --found.end;
  return found;
}

bool is_letter(char32_t code_point) {
  if (code_point < 0x80) return is_ascii_letter(static_cast<unsigned char>(code_point));
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

bool is_digit(char32_t code_point) {
  if (code_point < 0x80) return is_ascii_digit(static_cast<unsigned char>(code_point));
  return utf8proc_category(static_cast<utf8proc_int32_t>(code_point)) == UTF8PROC_CATEGORY_ND;
}

std::string to_nfc(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  bool ascii = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(text, at);
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    if (control && c != '\n' && c != '\t') continue;
    if (c == kReplacement)
      append_utf8(c, clean);
    else
      clean.append(text, from, at - from);
    ascii = ascii && c < 0x80;
  }
  if (ascii) return clean;
  utf8proc_uint8_t* composed = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
                   static_cast<utf8proc_ssize_t>(clean.size()), &composed,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size >= 0)
    clean.assign(reinterpret_cast<const char*>(composed), static_cast<std::size_t>(size));
  std::free(composed);
  return clean;
}

std::vector<std::string_view> words_of(std::string_view folded) {
  std::vector<std::string_view> words;
  enum class Kind { none, letters, digits };
  Kind kind = Kind::none;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(folded, at);
    const Kind next = is_letter(c) ? Kind::letters : is_digit(c) ? Kind::digits : Kind::none;
    if (next == kind) continue;
    if (kind != Kind::none) words.push_back(folded.substr(begin, from - begin));
    kind = next;
    begin = from;
  }
  if (kind != Kind::none) words.push_back(folded.substr(begin));
  return words;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace frontdesk
