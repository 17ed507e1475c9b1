// SPDX-License-Identifier: MIT
#pragma once
// What a word that no article has was probably meant to be.

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// The words of a base. Immutable once it is made; any thread.
class Spelling {
 public:
  /// A corrected word counts this much; several that are equally near share it.
  static constexpr float kWeight = 0.7F;

  /// `words` are folded; repetitions do no harm.
  explicit Spelling(std::vector<std::string> words);

  /// The nearest words that begin with the same letter, at most eight, sorted: one mistake away, from eight
  /// bytes on two. A mistake is a letter more, less or other, or two neighbours swapped (optimal string
  /// alignment). Nothing for words of less than five bytes: one mistake
  /// away there is often another word.
  [[nodiscard]] std::vector<std::string_view> nearest(std::string_view word) const;

 private:
  std::vector<std::string> words_;  // sorted by first byte, length, then themselves
};

}  // namespace frontdesk
