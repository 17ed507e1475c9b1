// SPDX-License-Identifier: MIT
#pragma once
// Which rows of a fastText model a text has: of its words, of the characters within them, of words in a row.
//
// What fastText's own Dictionary::getLine gives for a line of its training file, without that dictionary's
// table of 30 million slots (120 MB). A word is known by a 64-bit hash.
//
// Immutable; any thread may call rows_of.

#include <cstdint>
#include <string_view>
#include <vector>

namespace fasttext {
class Args;
class Dictionary;
}  // namespace fasttext

namespace frontdesk {

class FastTextWords {
 public:
  FastTextWords() = default;
  /// `dictionary` must be that of a model that is not quantised. Nothing of it is kept.
  FastTextWords(const fasttext::Dictionary& dictionary, const fasttext::Args& settings);

  /// The rows of `text`, an output of model_text, into `rows`: as often as they occur.
  void rows_of(std::string_view text, std::vector<std::uint32_t>& rows) const;

 private:
  // Open addressing: a word's hash and where its rows stand in rows_; empty where there are none.
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
  };
  [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const;
  void add_characters(std::string_view word, std::vector<std::uint32_t>& rows) const;

  std::vector<Slot> table_ = std::vector<Slot>(1);  // never full
  std::vector<std::uint32_t> rows_;                 // of all words, each word's side by side
  std::uint32_t words_ = 0;                         // rows of n-grams stand behind those of words
  std::uint32_t buckets_ = 0;
  std::size_t shortest_ = 0;  // n-gram of characters
  std::size_t longest_ = 0;
  std::size_t most_words_ = 1;  // in a row
};

}  // namespace frontdesk
