// SPDX-License-Identifier: MIT
#pragma once
// Which of the bot's languages a message is written in.
//
// A naive Bayes guess over words, the beginnings of words and the character 1-3-grams of words, made
// from the bot's own examples and articles and, for Lithuanian and English, from a list of function
// words, so that a bot with few examples knows the difference too. All on folded text: Lithuanian typed
// without its accents is Lithuanian; so is Lithuanian typed with "sh", "ch" and "w" (respell.h), where
// the plain form of a word nobody knows is, or begins like, a word known to be Lithuanian. Immutable; any
// thread may call find.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// The language found, and whether it is certain: three words or more, and a clear margin.
struct LanguageGuess {
  std::string language;
  bool sure = false;
};

class LanguageFinder {
 public:
  explicit LanguageFinder(const Catalog& catalog);

  /// `folded` is the output of fold(). `prior` is the conversation's language, or "": it is the
  /// answer when the text does not clearly say otherwise. A prior that is not a language of the bot
  /// counts as the bot's first language.
  [[nodiscard]] LanguageGuess find(std::string_view folded, const std::string& prior) const;

 private:
  // A word or n-gram by its hash: how often it was seen, a count per language.
  using Counts = std::unordered_map<std::uint64_t, std::vector<float>>;

  // What a word says: log-likelihoods per language, the best 0.
  struct Score {
    std::vector<double> of;
    bool is_known = false;   // the word itself
    bool is_likely = false;  // it, or how it begins
  };

  void learn(std::size_t language, std::string_view folded, float weight);
  [[nodiscard]] Score score(std::string_view word) const;
  [[nodiscard]] Score score_as_typed(std::string_view word) const;

  std::vector<std::string> languages_;
  std::size_t lithuanian_ = 0;  // its place, or languages_.size()
  Counts words_;
  Counts beginnings_;
  Counts grams_;
  std::vector<double> word_total_;
  std::vector<double> beginning_total_;
  std::vector<double> gram_total_;
};

}  // namespace frontdesk
