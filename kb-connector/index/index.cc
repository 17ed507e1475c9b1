// SPDX-License-Identifier: MIT
#include "kb-connector/index/index.h"

#include <algorithm>

#include "kb-connector/index/likelihood.h"
#include "kb-connector/index/passage.h"
#include "kb-connector/index/practice.h"
#include "kb-connector/index/ranker.h"

namespace frontdesk {
namespace {

// A base smaller than this says too little about itself.
constexpr std::size_t kFitsItself = 30;
// Articles that practice questions are taken of; more would only make a build slower.
constexpr std::size_t kPractised = 300;
// How firmly a base's own coefficients are held near the shipped ones.
constexpr double kHold = 100;
// Longer titles say nothing more and would win by their length.
constexpr std::size_t kTitleBytes = 800;

struct Kept {
  ArticleId id;
  std::string title;
  std::string url;
  std::string review_by;
  std::vector<Section> sections;
};

Searched searched(const Article& article, const std::vector<Section>& sections) {
  Searched all;
  all.titles.push_back(article.title.substr(0, kTitleBytes));
  for (const std::string& question : article.questions) {
    all.titles.push_back(question.substr(0, kTitleBytes));
  }
  for (const Section& section : sections) {
    all.text += section.heading;
    all.text += '\n';
    all.text += section.text;
    all.text += '\n';
  }
  for (const std::string& tag : article.tags) {
    all.text += tag;
    all.text += '\n';
  }
  return all;
}

std::vector<Searched> searched_of(const std::vector<Article>& articles, const std::string& language,
                                  std::vector<Kept>& kept) {
  std::vector<Searched> all;
  for (const Article& article : articles) {
    if (article.draft || article.language != language) continue;
    std::vector<Section> sections = sections_of(article.body);
    all.push_back(searched(article, sections));
    kept.push_back(
        {article.id, article.title, article.url, article.review_by, std::move(sections)});
  }
  return all;
}

}  // namespace

struct Index::Parts {
  std::string language;
  std::vector<Kept> kept;
  Ranker ranker;
  Likelihood likelihood;

  Parts(std::string name, const std::vector<std::vector<std::string>>& synonyms,
        std::vector<Kept> articles, const std::vector<Searched>& texts)
      : language(std::move(name)),
        kept(std::move(articles)),
        ranker(language, synonyms, texts),
        likelihood(Likelihood::shipped(language)) {
    if (texts.size() < kFitsItself) return;
    likelihood =
        Likelihood::fitted(practise(ranker, practice_questions(texts, language, kPractised),
                                    stock_questions(language)),
                           likelihood, kHold);
  }

  // A word of more than a quarter of the articles is not what answers; in a very small base every word
  // is in that many.
  [[nodiscard]] double common() const {
    constexpr double kQuarter = 1.38;
    return ranker.size() < 12 ? 0 : kQuarter;
  }

  [[nodiscard]] Hit hit_of(const Kept& article) const {
    Hit hit;
    hit.id = article.id;
    hit.language = language;
    hit.title = article.title;
    hit.url = article.url;
    hit.review_by = article.review_by;
    return hit;
  }

  void put_passage(Hit& hit, const std::vector<Section>& sections, const Question& question) const {
    Passage passage = best_passage(sections, question.asked, common(), ranker.tokens());
    hit.snippet = std::move(passage.text);
    hit.section = std::move(passage.section);
  }
};

Index::Index(const std::vector<Article>& articles, const std::string& language,
             const std::vector<std::vector<std::string>>& synonyms) {
  std::vector<Kept> kept;
  const std::vector<Searched> texts = searched_of(articles, language, kept);
  parts_ = std::make_unique<Parts>(language, synonyms, std::move(kept), texts);
}

Index::~Index() = default;
Index::Index(Index&&) noexcept = default;

std::vector<Hit> Index::search(std::string_view question, std::size_t limit) const {
  if (limit == 0) return {};
  const Question asked = parts_->ranker.read(question);
  // One more than asked for: the best needs a rival to be sure against.
  const std::vector<Scored> found = parts_->ranker.rank(asked, std::max<std::size_t>(limit, 2));
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < std::min(limit, found.size()); ++i) {
    const Kept& kept = parts_->kept[found[i].doc];
    Hit hit = parts_->hit_of(kept);
    hit.score = found[i].score;
    hit.probability = parts_->likelihood.of(parts_->ranker.fit(asked, found, i));
    parts_->put_passage(hit, kept.sections, asked);
    hits.push_back(std::move(hit));
  }
  return hits;
}

std::size_t Index::size() const { return parts_->kept.size(); }

Hit Index::describe(const Article& article, std::string_view question) const {
  Hit hit;
  hit.id = article.id;
  hit.language = article.language;
  hit.title = article.title;
  hit.url = article.url;
  hit.review_by = article.review_by;
  parts_->put_passage(hit, sections_of(article.body), parts_->ranker.read(question));
  return hit;
}

const std::string& Index::language() const { return parts_->language; }

std::optional<Hit> Index::find(const ArticleId& id, std::string_view question) const {
  for (const Kept& kept : parts_->kept) {
    if (kept.id == id) {
      Hit hit = parts_->hit_of(kept);
      parts_->put_passage(hit, kept.sections, parts_->ranker.read(question));
      return hit;
    }
  }
  return std::nullopt;
}

}  // namespace frontdesk
