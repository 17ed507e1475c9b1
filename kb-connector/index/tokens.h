// SPDX-License-Identifier: MIT
#pragma once
// What a text is made of for the search: stems of its words, and character 4-grams.
//
// A word is folded first (nlu/normalise.h) and stemmed after: visitors leave diacritics out, and the
// Lithuanian stemmer finds more stems of folded words than of spelled ones (R@1 .53 against .43 on
// lt_shop without diacritics). The 4-grams are taken of "_word_", so that a beginning and an end count.
//
// Terms are 64-bit hashes; stems and grams are hashed with different seeds and share one number space. Two
// terms of one base meet with a probability below 1e-9 for a million terms.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// A stem or a 4-gram.
using Term = std::uint64_t;

/// Cuts the words of one language. Any thread: libstemmer's objects, which are not safe to share, are one
/// a thread and a language and live as long as the thread.
class Tokens {
 public:
  /// `language` is ISO 639-1. A language that libstemmer does not know is searched without stems.
  explicit Tokens(const std::string& language);

  /// The stem of one folded word.
  [[nodiscard]] Term stem(std::string_view word) const;

  /// The same of a stem that is cut already.
  [[nodiscard]] static Term term_of_stem(std::string_view stem);

  /// The stem as text.
  [[nodiscard]] std::string stem_text(std::string_view word) const;

  /// Adds the 4-grams of one folded word to `out`, with repetitions. A word of one letter has none of its
  /// own kind: "_a_" is added whole.
  static void add_grams(std::string_view word, std::vector<Term>& out);

  /// The first five letters of one folded word: what is left alike by endings that no stemmer knows and by
  /// mistakes towards the end.
  [[nodiscard]] static Term beginning(std::string_view word);

 private:
  std::string language_;
};

/// A hash of bytes that is the same on every machine.
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed);

}  // namespace frontdesk
