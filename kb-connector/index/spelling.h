// SPDX-License-Identifier: MIT
#pragma once
// What a word that no article has was probably meant to be.
//
// A mistake is a letter more, less or other, or two neighbours swapped (optimal string alignment). Beside
// whole words their stems are candidates, for any beginning of the word: "priisjungiu" is two endings away from
// "prisijunkite", but begins like its stem. A stem that stands at the beginning without a mistake bridges
// endings that the stemmer does not know.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb-connector/index/tokens.h"

namespace frontdesk {

/// The words of a base and of its synonyms. Immutable once it is made; any thread.
class Spelling {
 public:
  /// A corrected word counts this much; several that are equally near share it. At 0.7 typing mistakes cost
  /// more on all three sets, at 1 not less.
  static constexpr float kWeight = 0.9F;

  /// A word, or the stem of one.
  struct Known {
    std::string text;
    Term stem = 0;
  };

  /// `words` are folded; repetitions do no harm.
  Spelling(const std::vector<std::string>& words, const Tokens& tokens);

  /// The nearest words, at most eight, in order of text: one mistake away, from eight bytes on two. Nothing for
  /// words of less than five bytes: one mistake away there is often another word.
  [[nodiscard]] std::vector<const Known*> nearest(std::string_view word) const;

  /// The stems nearest to a beginning of the word that leaves at most five bytes, at most eight, in order of
  /// text. No mistake in a stem of four or five bytes, one from six on, two from eight on.
  [[nodiscard]] std::vector<const Known*> nearest_stems(std::string_view word) const;

 private:
  // Sorted by first byte, then text. Beside each text the set of its bytes, by which nearly all candidates
  // are refused without being looked at.
  struct List {
    void add(std::string text, Term stem);
    void sort();
    std::vector<Known> known;
    std::vector<std::uint32_t> letters;
  };
  static std::vector<const Known*> search(const List& list, std::string_view word,
                                          std::size_t rest);

  List words_;
  List stems_;
};

}  // namespace frontdesk
