// SPDX-License-Identifier: MIT
#include "dialogue/article_shelf.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace frontdesk {
namespace {

using Shared = std::shared_ptr<const Article>;

auto key_of(const Article& article) { return std::tie(article.id, article.language); }

bool says_the_same(const Article& a, const Article& b) {
  const auto words = [](const Article& article) {
    return std::tie(article.title, article.questions, article.tags, article.pages, article.body,
                    article.url, article.review_by, article.reviewed);
  };
  return words(a) == words(b);
}

/// Sorted by key, without drafts, each key once.
std::vector<Article> in_order(std::vector<Article> articles) {
  std::erase_if(articles, [](const Article& article) { return article.draft; });
  std::stable_sort(articles.begin(), articles.end(),
                   [](const Article& a, const Article& b) { return key_of(a) < key_of(b); });
  const auto last =
      std::unique(articles.begin(), articles.end(),
                  [](const Article& a, const Article& b) { return key_of(a) == key_of(b); });
  articles.erase(last, articles.end());
  return articles;
}

std::vector<Shared> shared(std::vector<Article> articles) {
  std::vector<Shared> all;
  all.reserve(articles.size());
  for (auto& article : articles) all.push_back(std::make_shared<const Article>(std::move(article)));
  return all;
}

bool by_key(const Shared& a, const Shared& b) { return key_of(*a) < key_of(*b); }

/// `before` without what changed or went, and what changed.
std::vector<Shared> merged(const std::vector<Shared>& before, const ArticleChange& change) {
  const auto fresh = shared(in_order(change.changed));
  auto gone = change.removed;
  std::sort(gone.begin(), gone.end());
  std::vector<Shared> kept;
  std::copy_if(before.begin(), before.end(), std::back_inserter(kept), [&](const Shared& article) {
    return !std::binary_search(fresh.begin(), fresh.end(), article, by_key) &&
           !std::binary_search(gone.begin(), gone.end(), std::pair(article->id, article->language));
  });
  std::vector<Shared> all;
  all.reserve(kept.size() + fresh.size());
  std::merge(kept.begin(), kept.end(), fresh.begin(), fresh.end(), std::back_inserter(all), by_key);
  return all;
}

}  // namespace

ArticleShelf::ArticleShelf(std::vector<Article> articles)
    : articles_(shared(in_order(std::move(articles)))), pages_(articles_) {}

ArticleShelf::ArticleShelf(const ArticleShelf& before, const ArticleChange& change)
    : articles_(merged(before.articles_, change)), pages_(articles_) {}

const Article* ArticleShelf::find(const ArticleId& id, const std::string& language) const {
  auto at = std::lower_bound(
      articles_.begin(), articles_.end(), id,
      [](const Shared& article, const ArticleId& wanted) { return article->id < wanted; });
  const Article* first = at != articles_.end() && (*at)->id == id ? at->get() : nullptr;
  for (; at != articles_.end() && (*at)->id == id; ++at) {
    if ((*at)->language == language) return at->get();
  }
  return first;
}

ArticleChange ArticleShelf::difference(std::vector<Article> wanted) const {
  ArticleChange change;
  auto old = articles_.begin();
  const auto drop_before = [&](const Article* next) {
    for (; old != articles_.end() && (next == nullptr || key_of(**old) < key_of(*next)); ++old) {
      change.removed.emplace_back((*old)->id, (*old)->language);
    }
  };
  for (auto& article : in_order(std::move(wanted))) {
    drop_before(&article);
    const bool there = old != articles_.end() && key_of(**old) == key_of(article);
    const bool same = there && says_the_same(**old, article);
    if (there) ++old;
    if (!same) change.changed.push_back(std::move(article));
  }
  drop_before(nullptr);
  return change;
}

}  // namespace frontdesk
