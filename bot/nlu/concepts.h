// SPDX-License-Identifier: MIT
#pragma once
// Which concepts a message names: "siunta", "siuntinys" and "parcel" are words for one thing.
//
// The list of concepts is the built-in lexicon (content/lexicon.h) with the owner's synonyms, and goes
// into the model file, so that a model knows what it was trained with. A word is looked up as it stands.
// One that names nothing and is no common word (function_words.h) is tried respelled (respell.h); then,
// from five letters on, entries within one edit (a letter more, less, other, or two swapped) of the word's
// beginning are taken, unless the first letter differs or the beginning is less than three fifths of the word.
// What names nothing even so, and is no word that training has seen, is read as the nearest whole word
// (near_words.h) of training, of the entries, or of the common ones: a word that training has seen is the
// likeliest meant, and one that names nothing is an answer too.
// Forms and their one-letter deletions stand in hash tables: two texts within one edit share one of them
// (the idea of Garbe's SymSpell); each hit is checked letter by letter.
//
// Immutable after construction or read; any thread may call find.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/result.h"
#include "nlu/near_words.h"

namespace frontdesk {

class ByteReader;
class ByteWriter;

class ConceptFinder {
 public:
  /// What is done with a word that no entry names.
  enum class Unknown { leave, guess };

  ConceptFinder() = default;
  /// Of more than 65,535 concepts the rest is left out; so are entries without a word or of more than
  /// four.
  /// `seen`: the words of the texts that are trained on, the likeliest first.
  explicit ConceptFinder(const std::vector<Concept>& concepts, std::vector<std::string> seen = {});

  /// The places, in the list given, of the concepts that `text` names: ascending, each once, into `found`,
  /// which is emptied first. `text` is an output of model_text (features.h). Allocates nothing but in
  /// `found`, and for words of more than 15 letters that are respelled.
  void find(std::string_view text, std::vector<std::uint16_t>& found,
            Unknown unknown = Unknown::guess) const;

  [[nodiscard]] std::size_t size() const { return concepts_.size(); }
  [[nodiscard]] const std::string& name(std::uint16_t id) const { return concepts_[id].name; }

  void write(ByteWriter& out) const;
  /// Code::invalid when the bytes are not a finder.
  static Result<ConceptFinder> read(ByteReader& in);

 private:
  static constexpr std::size_t kMostWords = 4;  // of an entry

  enum class Rest : std::uint8_t { nothing, ending, anything };  // what may follow a form in a word

  // A word of entries; several entries may share it.
  struct Piece {
    std::vector<std::uint16_t> concepts;  // that it names alone
    std::vector<std::uint32_t> entries;   // of several words whose last it is
  };
  // A way to say a piece: what a word begins with.
  struct Form {
    std::string text;
    Rest rest = Rest::nothing;
    std::uint32_t piece = 0;
  };
  // Several words in a row.
  struct Entry {
    std::array<std::uint32_t, kMostWords> pieces{};
    std::size_t count = 0;
    std::uint16_t id = 0;
  };
  // Open addressing: a text's hash -> a form, as often as there are forms for it.
  struct Slot {
    std::uint32_t tag = 0;   // upper half of the hash
    std::uint32_t form = 0;  // from 1; 0 is empty
  };
  class Builder;
  class Pieces;

  [[nodiscard]] static bool may_follow(Rest kind, std::string_view rest);
  [[nodiscard]] bool look_up(std::string_view word, Pieces& pieces) const;
  void guess(std::string_view word, Pieces& pieces) const;
  void hear(const Pieces* last, std::size_t words, std::vector<std::uint16_t>& found) const;

  std::vector<Concept> concepts_;
  std::vector<std::string> seen_;
  NearWords near_words_;  // seen, of entries, common
  std::vector<Piece> pieces_;
  std::vector<Form> forms_;
  std::vector<Entry> entries_;
  std::size_t longest_ = 0;  // form, in bytes
  std::vector<Slot> exact_;  // all forms
  std::vector<Slot> near_;   // forms of five letters and more, and their one-letter deletions
  std::vector<std::uint64_t> sieve_;  // a bit for every hash of near_: most guesses end here
};

/// The lexicon `base` with a catalog's synonyms. A group adds its words to the concept of `base` that names
/// at least half of them; otherwise it is one more concept, called by its first word.
std::vector<Concept> concepts_of(std::vector<Concept> base, const Catalog& catalog);

}  // namespace frontdesk
