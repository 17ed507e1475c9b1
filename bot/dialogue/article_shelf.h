// SPDX-License-Identifier: MIT
#pragma once
// The articles that a brain has, found by id and by page without looking at all of them.
//
// Drafts are not on it. Immutable; any thread. A shelf that is made from another one shares the articles
// that did not change with it.

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/catalog.h"
#include "dialogue/page_articles.h"

namespace frontdesk {

/// How to make the articles of now from those before, by id and language: what Library takes too.
struct ArticleChange {
  std::vector<Article> changed;                            // put or replaced; no drafts
  std::vector<std::pair<ArticleId, std::string>> removed;  // id, language
  [[nodiscard]] bool empty() const { return changed.empty() && removed.empty(); }
};

class ArticleShelf {
 public:
  ArticleShelf() = default;
  /// Leaves out drafts; of several with one id and language the first stays.
  explicit ArticleShelf(std::vector<Article> articles);
  ArticleShelf(const ArticleShelf& before, const ArticleChange& change);
  ArticleShelf(ArticleShelf&&) = default;
  ArticleShelf(const ArticleShelf&) = delete;
  ArticleShelf& operator=(const ArticleShelf&) = delete;
  ArticleShelf& operator=(ArticleShelf&&) = delete;

  /// The article in `language`, else in the first language that it has, else null. Lives as long as a shelf
  /// that has it.
  [[nodiscard]] const Article* find(const ArticleId& id, const std::string& language) const;

  /// The articles that are offered on that page; see page_articles.h.
  [[nodiscard]] std::vector<const Article*> for_page(std::string_view page,
                                                     std::string_view language,
                                                     std::size_t limit) const {
    return pages_.find(page, language, limit);
  }

  /// How to make a shelf of `wanted` from this one. Where an article was written down does not count.
  [[nodiscard]] ArticleChange difference(std::vector<Article> wanted) const;

  /// All of them, by id, then by language.
  [[nodiscard]] const std::vector<std::shared_ptr<const Article>>& all() const { return articles_; }

 private:
  std::vector<std::shared_ptr<const Article>> articles_;  // by id, then by language
  PageArticles pages_;
};

}  // namespace frontdesk
