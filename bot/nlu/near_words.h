// SPDX-License-Identifier: MIT
#pragma once
// A list of words, and which of them a misspelled one is meant for.
//
// Two words within one edit share a text among themselves and their one-letter deletions (the idea of Garbe's
// SymSpell); the hashes of these texts stand in one table, and each hit is checked letter by letter.
// Immutable; any thread may call any const function. No function allocates after construction.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

class NearWords {
 public:
  static constexpr std::size_t kShortest = 3;  // letters; a shorter word is near to too many
  static constexpr std::size_t kLongest = 32;
  // Letters from which on the first may be the wrong one: "mona" is a name, not "zmona" without its z.
  static constexpr std::size_t kAnyFirst = 5;

  NearWords() = default;
  /// `words`: the likelier one is meant, the earlier it stands. Those that are shorter or longer than the
  /// limits, or have anything but a-z, are left out.
  explicit NearWords(const std::vector<std::string>& words);

  /// Whether `word` is one of the words.
  [[nodiscard]] bool knows(std::string_view word) const;
  /// The earliest of the words that one letter more, less or other, or two neighbours swapped, makes `word`
  /// of (a short word's first letter has to be right); "" when there is none, or `word` is none that could stand in the list. Points into this object.
  [[nodiscard]] std::string_view nearest(std::string_view word) const;

 private:
  // Open addressing: a text's hash -> a word, as often as there are words for it.
  struct Slot {
    std::uint32_t tag = 0;   // upper half of the hash
    std::uint32_t word = 0;  // from 1; 0 is empty
  };

  template <class Visit>
  void for_each_word(std::uint64_t hash, Visit visit) const;

  std::vector<std::string> words_;
  std::vector<Slot> table_;
};

}  // namespace frontdesk
