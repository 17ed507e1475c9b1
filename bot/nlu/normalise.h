// SPDX-License-Identifier: MIT
#pragma once
// Text as every later step sees it: the same folding for training, prediction, rules and search.
//
// Folding: invalid UTF-8 is replaced (U+FFFD), NFKD, case folding, combining marks dropped, a table for
// letters with strokes and ligatures (ø, ł, đ, ß, æ ...), typographic quotes and dashes made plain, runs of
// white space made one space, control and zero-width characters dropped. Lithuanian "Grąžinti ŠĮ" becomes
// "grazinti si". Letters that do not fold to ASCII (Cyrillic, Greek) stay, in lower case.
//
// Pure functions; any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// Folded text that still knows where each byte came from.
struct Folded {
  std::string text;
  std::vector<std::uint32_t> origin;  // text.size()+1 entries: byte offset in the source of each byte; the
                                      // last is the source's size
};

/// Text and origins.
Folded fold_with_origin(std::string_view text);

/// Text only: fold_with_origin(text).text, without the cost of the origins.
std::string fold(std::string_view text);

/// The same text in NFC, invalid bytes replaced, control characters but newline and tab dropped.
std::string to_nfc(std::string_view text);

/// Words of folded text: runs of letters, runs of digits. Views into `folded`.
std::vector<std::string_view> words_of(std::string_view folded);

/// How many code points valid UTF-8 has.
std::size_t count_code_points(std::string_view text);

/// Whether every byte belongs to well-formed UTF-8 (RFC 3629).
bool is_valid_utf8(std::string_view text);

}  // namespace frontdesk
