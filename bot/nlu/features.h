// SPDX-License-Identifier: MIT
#pragma once
// A message as a sparse vector: TF-IDF of words, pairs of words, and character 2-5-grams within words.
//
// Two blocks (words, characters), each of length 1, so that a long word does not drown the others. An
// n-gram is known by a 64-bit hash; no text is kept. N-grams that training never saw count in a block's
// length with the largest weight there is: a message of unknown words gets small values all over, which is
// what makes the margins of a linear model say "out of scope". (Measured: models/README.md.)
//
// Immutable after build or read; any thread may call extract.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace frontdesk {

class ByteReader;
class ByteWriter;

/// The words of a folded message as classifiers see them: separated by one space, numbers as '#' per digit,
/// at most four, punctuation left out, at most 200 words. Empty when there is no letter and no digit.
std::string model_text(std::string_view folded);

struct Feature {
  std::uint32_t id = 0;  // 0 .. Vocabulary::size()-1
  float value = 0;
};

/// What extract gives.
struct Features {
  std::vector<Feature> values;  // by id, each id once
  float known = 0;              // share of the message's n-grams that training has seen, 0..1
};

class Vocabulary {
 public:
  /// An n-gram takes part when at least so many of the texts have it.
  struct Limits {
    int word_count = 1;
    int char_count = 1;
  };

  Vocabulary() = default;

  /// `texts` are outputs of model_text. Ids are given in the order of first use: equal texts in equal order
  /// make equal vocabularies.
  static Vocabulary build(const std::vector<std::string>& texts, Limits limits);

  [[nodiscard]] std::size_t size() const { return weight_.size(); }
  [[nodiscard]] Features extract(std::string_view model_text) const;

  void write(ByteWriter& out) const;
  /// Code::invalid when the bytes are not a vocabulary.
  static Result<Vocabulary> read(ByteReader& in);

 private:
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

  [[nodiscard]] std::uint32_t find(std::uint64_t hash) const;
  void make_table();

  std::vector<std::uint64_t> hash_;   // id -> n-gram
  std::vector<float> weight_;         // id -> inverse document frequency
  std::vector<std::uint8_t> block_;   // id -> 0 words, 1 characters
  float largest_[2] = {1, 1};         // weight of an n-gram never seen, per block
  std::vector<std::uint32_t> table_;  // open addressing over hash_: slot -> id, or kUnknown
};

}  // namespace frontdesk
