// SPDX-License-Identifier: MIT
#pragma once
// Search over the articles of one language: the right article, with a probability that it is.
//
// Four posting lists (stemmed words and character 4-grams of title and body, stemmed words and 4-grams of
// the title alone), each scored with BM25 and added up; the figures behind that choice stand in the model
// card. Immutable after it is made; any thread may search. Replaced whole.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/catalog.h"

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
  std::string review_by;
  double score = 0;        // comparable within one answer only
  double probability = 0;  // that this article answers the question, 0..1, calibrated at build
};

/// The articles of one language.
class Index {
 public:
  /// Takes the published articles of `language` out of `articles`. `synonyms` are groups of words that mean
  /// the same; a group may hold several languages.
  Index(const std::vector<Article>& articles, const std::string& language,
        const std::vector<std::vector<std::string>>& synonyms);
  ~Index();
  Index(Index&&) noexcept;

  /// The best articles for a question, best first, at most `limit`. Empty when nothing matches at all.
  [[nodiscard]] std::vector<Hit> search(std::string_view question, std::size_t limit) const;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const std::string& language() const;

  /// The article of that id with the passage that fits `question`, or nothing when it is not here.
  /// Score and probability are 0.
  [[nodiscard]] std::optional<Hit> find(const ArticleId& id, std::string_view question) const;

  /// An article, not necessarily of this index, with the passage that fits `question`.
  [[nodiscard]] Hit describe(const Article& article, std::string_view question) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// The index of every language of the bot.
class Library {
 public:
  Library(const std::vector<Article>& articles, const std::vector<std::string>& languages,
          const std::vector<std::vector<std::string>>& synonyms);

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
