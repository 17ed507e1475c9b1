// SPDX-License-Identifier: MIT
#pragma once
// Articles of one language in order of how well they fit a question, and the measures of each fit.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb-connector/index/likelihood.h"
#include "kb-connector/index/passage.h"
#include "kb-connector/index/postings.h"
#include "kb-connector/index/spelling.h"
#include "kb-connector/index/synonyms.h"
#include "kb-connector/index/tokens.h"

namespace frontdesk {

/// What of an article is searched: plain text.
struct Searched {
  std::vector<std::string> titles;  // the title, then other ways to ask for it
  std::string text;
};

/// The articles of a base, each read when it is needed: the texts of a large base are not there twice.
class Corpus {
 public:
  Corpus(std::size_t size, std::function<Searched(std::size_t)> read)
      : size_(size), read_(std::move(read)) {}
  Corpus(std::vector<Searched> articles) : size_(articles.size()) {
    read_ = [all = std::move(articles)](std::size_t i) { return all[i]; };
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  Searched operator[](std::size_t i) const { return read_(i); }

 private:
  std::size_t size_;
  std::function<Searched(std::size_t)> read_;
};

/// A question, cut up and looked up. Belongs to the Ranker that read it.
struct Question {
  struct Word {
    Term stem = 0;
    std::uint32_t number = TermMap::kNone;  // of the stem
    double idf = 0;                         // times what the word counts in a question
    std::vector<std::vector<std::uint32_t>>
        instead;  // stems of synonyms, whole members; corrections
  };
  struct Gram {
    std::uint32_t number = TermMap::kNone;
    double idf = 0;
  };
  std::vector<Word> words;  // each stem once
  std::vector<Gram> grams;  // each once, sorted by number
  std::vector<WeightedTerm> terms;
  std::vector<AskedWord> asked;  // for passages: the words and their synonyms
  double most = 0;               // the most that an article could score, had it all words
};

/// Immutable once it is made; any thread may ask.
class Ranker {
 public:
  /// Words of a question that are looked at. Longer questions are cut: what is asked stands early, and a
  /// pasted page must not cost more than a question.
  static constexpr std::size_t kWordsRead = 64;

  /// With `like`, the articles are a few that are searched beside those of `like`: rarities, mean lengths,
  /// synonyms, spelling and weights are those of `like`, so that scores of both compare.
  Ranker(const std::string& language, const std::vector<std::vector<std::string>>& synonyms,
         const Corpus& articles, std::shared_ptr<const Ranker> like = nullptr,
         const FieldWeights& weights = {});

  [[nodiscard]] Question read(std::string_view question) const;

  /// The `k` best articles without `except` and those that `gone` has, best first. Titles count three times
  /// in the text.
  [[nodiscard]] std::vector<Scored> rank(const Question& question, std::size_t k,
                                         Doc except = TermMap::kNone,
                                         const std::vector<bool>& gone = {}) const;

  /// How `found` fits; `rival` is the score of the best other article.
  [[nodiscard]] Fit fit(const Question& question, const Scored& found, double rival) const;

  [[nodiscard]] const Tokens& tokens() const { return tokens_; }
  [[nodiscard]] std::size_t size() const { return postings_.documents(); }

 private:
  void add(const Searched& article, class WordCache& cache);
  // What the question's word at a place, which no article has, may have been meant to be.
  struct Meant {
    std::size_t at = 0;
    std::string_view text;
    Term stem = 0;
    float share = 1;  // of those that are equally near
    bool is_word = true;
  };
  void add_meant(std::string_view word, std::size_t at, std::vector<Meant>& meant) const;
  // With `meant`, only synonyms of what that word was meant to be.
  void add_synonyms(std::vector<std::string_view> words, const std::vector<Term>& stems,
                    const Meant* meant, std::map<std::uint32_t, float>& weights,
                    Question& question) const;
  [[nodiscard]] double idf(Term term) const;
  [[nodiscard]] double score_of_titles(const Corpus& articles) const;

  std::string language_;
  Tokens tokens_;
  std::shared_ptr<const Ranker> like_;
  std::shared_ptr<const Synonyms> synonyms_;
  std::shared_ptr<const Spelling> spelling_;
  Postings postings_;
  // Of each title of each article, in order, packed: its stems and its 4-grams, by number, each once.
  std::vector<std::uint8_t> titles_;
  std::vector<std::uint32_t> title_ends_;  // by article: where its titles end
  double of_title_ = 0;                    // the best score when a title is asked for, mean
};

}  // namespace frontdesk
