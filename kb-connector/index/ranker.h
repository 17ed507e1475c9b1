// SPDX-License-Identifier: MIT
#pragma once
// Articles of one language in order of how well they fit a question, and the measures of each fit.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kb-connector/index/likelihood.h"
#include "kb-connector/index/passage.h"
#include "kb-connector/index/postings.h"
#include "kb-connector/index/synonyms.h"
#include "kb-connector/index/tokens.h"

namespace frontdesk {

/// What of an article is searched: plain text.
struct Searched {
  std::vector<std::string> titles;  // the title, then other ways to ask for it
  std::string text;
};

/// A question, cut up and looked up. Belongs to the Ranker that read it.
struct Question {
  struct Word {
    Term stem = 0;
    std::uint32_t number = TermMap::kNone;  // of the stem
    double idf = 0;
    std::vector<std::vector<std::uint32_t>> instead;  // stems of synonyms, whole members
  };
  struct Gram {
    std::uint32_t number = TermMap::kNone;
    double idf = 0;
  };
  std::vector<Word> words;  // each stem once
  std::vector<Gram> grams;  // each once, sorted by number
  std::vector<WeightedTerm> terms;
  std::vector<AskedWord> asked;  // for passages: the words and their synonyms
  double most = 0;               // the most that any article could score
};

/// Immutable once it is made; any thread may ask.
class Ranker {
 public:
  /// Words of a question that are looked at. Longer questions are cut: what is asked stands early, and a
  /// pasted page must not cost more than a question.
  static constexpr std::size_t kWordsRead = 64;

  Ranker(const std::string& language, const std::vector<std::vector<std::string>>& synonyms,
         const std::vector<Searched>& articles);

  [[nodiscard]] Question read(std::string_view question) const;

  /// The `k` best articles without `except`, best first. Titles count three times in the text.
  [[nodiscard]] std::vector<Scored> rank(const Question& question, std::size_t k,
                                         Doc except = TermMap::kNone) const;

  /// How `found[place]` fits, with the other found ones as rivals.
  [[nodiscard]] Fit fit(const Question& question, std::span<const Scored> found,
                        std::size_t place) const;

  [[nodiscard]] const Tokens& tokens() const { return tokens_; }
  [[nodiscard]] std::size_t size() const { return postings_.documents(); }

 private:
  // Numbers of the terms of one title, each once, sorted.
  struct Title {
    std::vector<std::uint32_t> stems;
    std::vector<std::uint32_t> grams;
  };

  Tokens tokens_;
  Synonyms synonyms_;
  Postings postings_;
  std::vector<Title> titles_;              // of all articles, in order
  std::vector<std::uint32_t> title_ends_;  // by article: where its titles end
};

}  // namespace frontdesk
