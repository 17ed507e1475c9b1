// SPDX-License-Identifier: MIT
#include "dialogue/page_articles.h"

#include <algorithm>
#include <utility>

namespace frontdesk {
namespace {

std::string_view without_query(std::string_view address) {
  return address.substr(0, std::min(address.find_first_of("?#"), address.size()));
}

std::string_view path_of(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == std::string_view::npos) return address;
  const auto path = address.find('/', scheme + 3);
  return path == std::string_view::npos ? std::string_view("/") : address.substr(path);
}

bool is_prefix(std::string_view prefix, std::string_view text) {
  if (prefix.empty() || !text.starts_with(prefix)) return false;
  return text.size() == prefix.size() || prefix.back() == '/' || text[prefix.size()] == '/';
}

}  // namespace

std::size_t fit_of(const std::vector<std::string>& prefixes, std::string_view page) {
  const auto address = without_query(page);
  std::size_t longest = 0;
  for (const auto& prefix : prefixes) {
    const bool path = prefix.starts_with('/');
    if (is_prefix(prefix, path ? path_of(address) : address)) {
      longest = std::max(longest, prefix.size());
    }
  }
  return longest;
}

std::vector<const Article*> articles_for_page(const Catalog& catalog, std::string_view page,
                                              std::string_view language, std::size_t limit) {
  std::vector<std::pair<std::size_t, const Article*>> fitting;
  for (const auto& article : catalog.articles) {
    if (article.draft || article.language != language) continue;
    if (const auto fit = fit_of(article.pages, page); fit > 0) fitting.emplace_back(fit, &article);
  }
  std::stable_sort(fitting.begin(), fitting.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (fitting.size() > limit) fitting.resize(limit);
  std::vector<const Article*> articles;
  for (const auto& [fit, article] : fitting) articles.push_back(article);
  return articles;
}

}  // namespace frontdesk
