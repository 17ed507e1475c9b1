// SPDX-License-Identifier: MIT
#include "dialogue/page_articles.h"

#include <algorithm>
#include <tuple>

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

/// What whole segments `text` begins with, the longest first.
std::vector<std::string_view> prefixes_of(std::string_view text) {
  std::vector<std::string_view> prefixes;
  for (std::size_t end = text.size(); end > 0; --end) {
    if (end == text.size() || text[end] == '/' || text[end - 1] == '/') {
      prefixes.push_back(text.substr(0, end));
    }
  }
  return prefixes;
}

}  // namespace

PageArticles::PageArticles(const std::vector<std::shared_ptr<const Article>>& articles) {
  for (const auto& article : articles) {
    for (const auto& prefix : article->pages) {
      if (!prefix.empty()) entries_.push_back({article->language, prefix, article.get()});
    }
  }
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.language, a.prefix) < std::tie(b.language, b.prefix);
  });
}

std::vector<const Article*> PageArticles::find(std::string_view page, std::string_view language,
                                               std::size_t limit) const {
  if (entries_.empty()) return {};
  const auto address = without_query(page);
  auto prefixes = prefixes_of(path_of(address));
  std::erase_if(prefixes, [](std::string_view prefix) { return !prefix.starts_with('/'); });
  for (const auto prefix : prefixes_of(address)) {
    if (!prefix.starts_with('/')) prefixes.push_back(prefix);
  }
  std::stable_sort(prefixes.begin(), prefixes.end(),
                   [](std::string_view a, std::string_view b) { return a.size() > b.size(); });

  std::vector<const Article*> found;
  for (const auto prefix : prefixes) {
    auto at = std::lower_bound(entries_.begin(), entries_.end(), std::tie(language, prefix),
                               [](const Entry& entry, const auto& wanted) {
                                 return std::tie(entry.language, entry.prefix) < wanted;
                               });
    for (; at != entries_.end() && at->language == language && at->prefix == prefix; ++at) {
      if (found.size() == limit) return found;
      if (std::find(found.begin(), found.end(), at->article) == found.end()) {
        found.push_back(at->article);
      }
    }
  }
  return found;
}

}  // namespace frontdesk
