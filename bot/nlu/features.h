// SPDX-License-Identifier: MIT
#pragma once
// A message as a sparse vector: TF-IDF of words, characters within words, and concepts.
//
// Each kind of n-gram is a block of its own length, so that a long word does not drown the others. An
// n-gram is known by a 64-bit hash; no text is kept. Words and characters that training never saw count in
// their block's length with the largest weight there is: a message of unknown words gets small values all
// over, which is what makes the margins of a model say "out of scope". (Measured: models/README.md.)
//
//   plan   words          characters      more                                block lengths
//   plain  1-2            2-5                                                 1, 1
//   wide   1-3, with the  3-5             pairs of words with one or two      1, 0.8, skips 0.5
//          message's ends                 others between
//   both: each concept of the message (concepts.h)                             1.5
//
// Two networks that see a message in two ways are right more often together than two that see the same. Most
// n-grams are in both plans, so both are kept in one table and a message is looked up once.
//
// Immutable after learn or read; any thread may call extract.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "nlu/row_table.h"

namespace frontdesk {

class ByteReader;
class ByteWriter;
class ConceptFinder;

/// The words of a folded message as classifiers see them: separated by one space, numbers as '#' per digit,
/// at most four, punctuation left out, at most 200 words. Empty when there is no letter and no digit.
std::string model_text(std::string_view folded);

/// A message as classifiers see it.
struct ModelMessage {
  std::string text;                     // of model_text
  std::vector<std::uint16_t> concepts;  // ascending, each once
};

/// What extract gives.
struct Features {
  std::vector<Feature> values;  // in the order of first use, each id once
  float known = 0;              // share of the message's n-grams that training has seen, 0..1
};

class Vocabulary {
 public:
  enum class Plan : std::uint8_t { plain, wide };
  enum Block : std::uint8_t { words, characters, skips, concepts };
  static constexpr std::size_t kBlocks = 4;

  /// An n-gram takes part when at least so many of the messages have it, per block.
  using Least = std::array<int, kBlocks>;

  Vocabulary() = default;

  /// Takes the n-grams of the messages into `plan`, instead of what it had. Ids are given in the order of
  /// first use: equal messages in equal order make equal vocabularies.
  void learn(const std::vector<ModelMessage>& messages, Plan plan, Least least);
  /// A vocabulary of one plan.
  static Vocabulary build(const std::vector<ModelMessage>& messages, Plan plan, Least least);

  /// How many n-grams a plan has.
  [[nodiscard]] std::size_t size(Plan plan = Plan::plain) const { return side(plan).hash.size(); }
  [[nodiscard]] Features extract(const ModelMessage& message, Plan plan = Plan::plain) const;
  /// Every plan's features, by plan; what `found` had is forgotten.
  using AllFeatures = std::array<Features, 2>;
  void extract(const ModelMessage& message, AllFeatures& found) const;
  /// Whether a word of model_text stood in training as it is, by the plain plan.
  [[nodiscard]] bool knows(std::string_view word) const;

  /// The share of a word's character n-grams that training has seen, 0..1, by the plain plan.
  [[nodiscard]] float familiarity(std::string_view word) const;

  /// A feature with the text that it stands for: words "a", "a b"; characters "…abc…"; concepts "=name".
  struct Named {
    Feature feature;
    std::string text;
    std::optional<std::size_t>
        word;            // place of the word it is, or stands in; nothing for more than one
    bool whole = false;  // it is that word
  };
  /// Every n-gram of the message that the plain plan has seen in training.
  [[nodiscard]] std::vector<Named> named(const ModelMessage& message,
                                         const ConceptFinder& finder) const;

  void write(ByteWriter& out) const;
  /// Code::invalid when the bytes are not a vocabulary.
  static Result<Vocabulary> read(ByteReader& in);

 private:
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
  static constexpr std::size_t kPlans = 2;

  // What one plan knows.
  struct Side {
    std::vector<std::uint64_t> hash;       // id -> n-gram
    std::vector<float> weight;             // id -> inverse document frequency
    std::array<float, kBlocks> largest{};  // weight of an n-gram never seen
  };
  // Open addressing: an n-gram and its id in each plan; empty where both are kUnknown.
  struct Slot {
    std::uint64_t hash = 0;
    std::array<std::uint32_t, kPlans> id{kUnknown, kUnknown};
  };
  class Counting;

  [[nodiscard]] const Side& side(Plan plan) const { return sides_[static_cast<std::size_t>(plan)]; }
  [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const;
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, Plan plan) const {
    return table_[slot_of(hash)].id[static_cast<std::size_t>(plan)];
  }
  void extract(const ModelMessage& message, unsigned plans, AllFeatures& found) const;
  void make_table();

  std::array<Side, kPlans> sides_;
  std::vector<Slot> table_ = std::vector<Slot>(1);  // never full
};

/// A folded text in which words that `known` never saw are respelled (respell.h) where that makes them words
/// that it has seen, or words whose letters are more familiar.
std::string respell_unknown(std::string_view folded, const Vocabulary& known);

/// Reads a folded message: respells its unknown words, then looks concepts up. Without `known` words stay
/// as they are.
ModelMessage read_message(std::string_view folded, const ConceptFinder& finder,
                          const Vocabulary* known = nullptr);

}  // namespace frontdesk
