// SPDX-License-Identifier: MIT
#include <algorithm>

#include "kb-connector/index/index.h"

namespace frontdesk {
namespace {

// Below this nobody would be offered the article (the lower band of "did you mean").
constexpr double kLikely = 0.35;

double surest(const std::vector<Hit>& hits) { return hits.empty() ? 0 : hits.front().probability; }

}  // namespace

Library::Library(const std::vector<Article>& articles, const std::vector<std::string>& languages,
                 const std::vector<std::vector<std::string>>& synonyms, const std::string& today,
                 const std::vector<Verdict>& verdicts) {
  for (const std::string& language : languages) {
    indexes_.emplace_back(language, Index(articles, language, synonyms, today, verdicts));
  }
}

Library::Library(const Library& before, const std::vector<Article>& changed,
                 const std::vector<std::pair<ArticleId, std::string>>& removed) {
  for (const auto& [language, index] : before.indexes_) {
    std::vector<ArticleId> gone;
    for (const auto& [id, of] : removed) {
      if (of == language) gone.push_back(id);
    }
    indexes_.emplace_back(language, Index(index, changed, gone));
  }
}

Expectation Library::expected(const std::string& language) const {
  for (const auto& [name, index] : indexes_) {
    if (name == language) return index.expected();
  }
  return {};
}

std::vector<Hit> Library::search(std::string_view question, const std::string& language,
                                 std::size_t limit) const {
  const Index* own = nullptr;
  std::vector<Hit> best;
  for (const auto& [name, index] : indexes_) {
    if (name != language) continue;
    own = &index;
    best = index.search(question, limit);
  }
  if (surest(best) >= kLikely) return best;
  for (const auto& [name, index] : indexes_) {
    if (name == language) continue;
    std::vector<Hit> others = index.search(question, limit);
    const bool likely = surest(others) >= kLikely || best.empty();
    if (likely && surest(others) > surest(best)) best = std::move(others);
  }
  for (Hit& hit : best) {
    if (own == nullptr || hit.language == language) continue;
    if (auto translated = own->find(hit.id, question)) {
      translated->score = hit.score;
      translated->probability = hit.probability;
      hit = std::move(*translated);
    }
  }
  return best;
}

Hit Library::describe(const Article& article, std::string_view question) const {
  const auto found = std::find_if(indexes_.begin(), indexes_.end(), [&](const auto& entry) {
    return entry.first == article.language;
  });
  const auto& any = found != indexes_.end() ? found : indexes_.begin();
  if (any != indexes_.end()) return any->second.describe(article, question);
  Hit hit;
  hit.id = article.id;
  hit.language = article.language;
  hit.title = article.title;
  hit.url = article.url;
  hit.review_by = article.review_by;
  hit.reviewed = article.reviewed;
  return hit;
}

}  // namespace frontdesk
