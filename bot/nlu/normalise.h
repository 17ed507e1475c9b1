// SPDX-License-Identifier: MIT
#pragma once
// Text as every later step sees it: the same folding for training, prediction, rules and search.
//
// Folding: invalid UTF-8 is replaced (U+FFFD), NFKD, case folding, combining marks dropped, a table
// for letters with strokes and ligatures (ø, ł, đ, ß, æ ...), typographic quotes and dashes made
// plain, runs of white space made one space, white space at both ends and control and zero-width
// characters dropped. Lithuanian "Grąžinti ŠĮ" becomes "grazinti si". Letters that do not fold to
// ASCII (Cyrillic, Greek) stay, in lower case; so do vowel signs of Indic scripts and voicing marks
// of Japanese, which are no accents. Folding twice changes nothing.
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
  std::vector<std::uint32_t> origin;  // text.size()+1 entries: byte offset in the source of each
                                      // byte; the last is the source's size
};

/// Text and origins.
Folded fold_with_origin(std::string_view text);

/// Text only: fold_with_origin(text).text, without the cost of the origins.
std::string fold(std::string_view text);

/// A half-open range of bytes.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Where folded bytes [begin, end) stand in the source, which is the text that was folded. What was
/// dropped after the range (an accent) belongs to it, white space at either end does not.
ByteRange source_range(const Folded& folded, std::string_view source, ByteRange range);

/// Appends what one code point folds to, white space included: nothing, one letter, or several ("ß"
/// is "ss"). This is what folds the letters of a pattern.
void append_folded(char32_t code_point, std::string& out);

/// The code point at `at`, which moves past it. An ill-formed byte reads as U+FFFD. `at` <
/// text.size().
char32_t next_code_point(std::string_view text, std::size_t& at);

/// Whether a code point is a letter (or a mark that continues one); whether it is a decimal digit.
bool is_letter(char32_t code_point);
bool is_digit(char32_t code_point);

/// The same text in NFC, invalid bytes replaced, control characters but newline and tab dropped.
std::string to_nfc(std::string_view text);

/// Words of folded text: runs of letters, runs of digits. Views into `folded`.
std::vector<std::string_view> words_of(std::string_view folded);

/// How many code points valid UTF-8 has.
std::size_t count_code_points(std::string_view text);

/// Whether every byte belongs to well-formed UTF-8 (RFC 3629).
bool is_valid_utf8(std::string_view text);

}  // namespace frontdesk
