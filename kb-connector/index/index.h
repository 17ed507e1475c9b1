// SPDX-License-Identifier: MIT
#pragma once
// Search over the articles of one language: the right article, with a probability that it is.
//
// Stemmed words, character 4-grams and beginnings of words, of the text, the title and how the text begins,
// each list scored with BM25 and added up; the figures behind that choice stand in kb-connector/README.md. A
// base with alternative questions chooses the weights of its fields by them (own_weights.h). Of articles
// that are nearly the same one is found (duplicates.h).
// Immutable after it is made; any thread may search. Replaced whole; what did not change is shared with the
// one before.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/catalog.h"
#include "kb-connector/index/likelihood.h"

namespace frontdesk {

/// One article found.
struct Hit {
  ArticleId id;
  std::string language;
  std::string title;
  std::string url;
  std::string
      snippet;  // plain text, at most about 240 code points; words that answer between U+E000 and U+E001
  std::string section;  // heading the snippet stands under, or empty
  std::string
      anchor;  // of that heading in the article's tree; `url` leads to it where its page's id is known
  std::string review_by;
  std::string reviewed;
  double score = 0;        // comparable within one answer only
  double probability = 0;  // that this article answers the question, 0..1, calibrated at build
};

/// What a reader said of an article that was given to him as the answer to a question.
struct Verdict {
  std::string question;
  ArticleId article;
  std::string language;  // of the article
  bool helped = false;
};

/// The articles of one language.
class Index {
 public:
  /// Takes the published articles of `language` out of `articles`. `synonyms` are groups of words that mean
  /// the same, besides those that ship; a group may hold several languages. An article whose `review_by`
  /// is before `today` (YYYY-MM-DD; empty: no day) scores a tenth less. `verdicts` on these articles, those of
  /// other languages are passed over, have a say in how sure the index is; the order does not change by them, and their words are not kept.
  Index(const std::vector<Article>& articles, const std::string& language,
        const std::vector<std::vector<std::string>>& synonyms, const std::string& today = "",
        const std::vector<Verdict>& verdicts = {});

  /// `before`, its verdicts too, with `changed` put or replaced, by id, and `removed` gone. A changed article that is a draft is
  /// gone too; one of another language is left out. Costs what the change is large, and now and then a whole
  /// build: when more than an eighth has changed since the last one. Until then words are as rare as they
  /// were, and probabilities are those fitted then.
  Index(const Index& before, const std::vector<Article>& changed,
        const std::vector<ArticleId>& removed);
  ~Index();
  Index(Index&&) noexcept;

  /// The best articles for a question, best first, at most `limit`. Empty when nothing matches at all.
  [[nodiscard]] std::vector<Hit> search(std::string_view question, std::size_t limit) const;

  [[nodiscard]] std::size_t size() const;
  /// How many of them are never found, because they are nearly the same as another.
  [[nodiscard]] std::size_t copies() const;
  [[nodiscard]] const std::string& language() const;

  /// What to expect when every article of probability `kAnswerFrom` or more is given as the answer. Of a base
  /// of less than 30 articles nothing is known.
  [[nodiscard]] const Expectation& expected() const;
  static constexpr double kAnswerFrom = 0.70;

  /// The article of that id, a copy too, with the passage that fits `question`, or nothing when it is not here.
  /// Score and probability are 0.
  [[nodiscard]] std::optional<Hit> find(const ArticleId& id, std::string_view question) const;

  /// An article, not necessarily of this index, with the passage that fits `question`.
  [[nodiscard]] Hit describe(const Article& article, std::string_view question) const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

/// The index of every language of the bot.
class Library {
 public:
  Library(const std::vector<Article>& articles, const std::vector<std::string>& languages,
          const std::vector<std::vector<std::string>>& synonyms, const std::string& today = "",
          const std::vector<Verdict>& verdicts = {});

  /// `before` with `changed` put or replaced and `removed` gone, by id and language; as Index does it.
  Library(const Library& before, const std::vector<Article>& changed,
          const std::vector<std::pair<ArticleId, std::string>>& removed);

  /// What to expect of the answers in a language; all zero for one that is not here.
  [[nodiscard]] Expectation expected(const std::string& language) const;

  /// In `language`; where that has nothing likely (no probability of 0.35 or more), in the others, with
  /// their language in the hit. An article found in another language that has a translation into
  /// `language` is given in that.
  [[nodiscard]] std::vector<Hit> search(std::string_view question, const std::string& language,
                                        std::size_t limit) const;

  /// The article as a link under a message, with the passage that fits `question` (may be empty).
  [[nodiscard]] Hit describe(const Article& article, std::string_view question) const;

 private:
  std::vector<std::pair<std::string, Index>> indexes_;
};

}  // namespace frontdesk
