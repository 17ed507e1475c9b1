// SPDX-License-Identifier: MIT
#include "kb-connector/index/index.h"
#include "kb-connector/index/heading.h"

#include <malloc.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "kb-connector/index/duplicates.h"
#include "kb-connector/index/kept.h"
#include "kb-connector/index/likelihood.h"
#include "kb-connector/index/own_weights.h"
#include "kb-connector/index/passage.h"
#include "kb-connector/index/practice.h"
#include "kb-connector/index/ranker.h"

namespace frontdesk {
namespace {

// Longer titles say nothing more and would win by their length.
constexpr std::size_t kTitleBytes = 800;
// A base smaller than this is built anew at every change.
constexpr std::size_t kRebuilt = 64;
// A build from so many articles on gives what it needed for a while back to the system.
constexpr std::size_t kLarge = 2000;
// What is left of a score when the article should have been looked over by now.
constexpr double kStale = 0.9;

Searched searched(const Kept& article) {
  Searched all;
  all.titles.push_back(article.title.substr(0, kTitleBytes));
  for (const std::string& question : article.questions) {
    all.titles.push_back(question.substr(0, kTitleBytes));
  }
  for (const Section& section : article.sections) {
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

std::vector<KeptPtr> kept_of(const std::vector<Article>& articles, const std::string& language) {
  std::vector<KeptPtr> kept;
  for (const Article& article : articles) {
    if (article.draft || article.language != language) continue;
    auto one = std::make_shared<Kept>(Kept{article.id, article.title, article.questions,
                                           article.tags, article.url, article.review_by,
                                           article.reviewed, sections_of(article.body)});
    one->keys = likeness_keys(*one);
    kept.push_back(std::move(one));
  }
  return kept;
}

// Articles that were indexed together.
struct Segment {
  Segment(std::vector<KeptPtr> articles, std::shared_ptr<const Ranker> made)
      : kept(std::move(articles)), ranker(std::move(made)), likeness(kept) {
    for (std::size_t i = 0; i < kept.size(); ++i) by_id.emplace_back(hash_of(kept[i]->id), i);
    std::sort(by_id.begin(), by_id.end());
  }

  static std::uint64_t hash_of(const ArticleId& id) { return hash_bytes(id.value, 0); }

  // The places of the articles of that id.
  [[nodiscard]] std::vector<std::size_t> places(const ArticleId& id) const {
    std::vector<std::size_t> found;
    const std::uint64_t hash = hash_of(id);
    auto at = std::lower_bound(by_id.begin(), by_id.end(), std::pair(hash, std::size_t{0}));
    for (; at != by_id.end() && at->first == hash; ++at) {
      if (kept[at->second]->id == id) found.push_back(at->second);
    }
    return found;
  }

  std::vector<KeptPtr> kept;
  std::shared_ptr<const Ranker> ranker;
  LikenessTable likeness;
  std::vector<std::pair<std::uint64_t, std::size_t>> by_id;  // hashes, sorted
};

// Which of a segment's articles are there no more, as an index sees it.
struct View {
  std::shared_ptr<const Segment> segment;
  std::vector<bool> gone;
  std::size_t live = 0;
};

struct Place {
  std::size_t view = 0;
  Scored found;
};

}  // namespace

struct Index::Parts {
  std::string language;
  std::vector<std::vector<std::string>> synonyms;
  std::string today;
  std::vector<View> views;    // the first is the base, which all scores are measured by
  std::vector<Copy> copies;   // nearly the same as an article of the views; not searched
  std::vector<Sample> rated;  // what readers said, without their words
  Likelihood likelihood;
  Expectation expected;

  Parts(std::string name, std::vector<std::vector<std::string>> groups, std::string day,
        std::vector<KeptPtr> articles, std::vector<Sample> known,
        const std::vector<Verdict>& verdicts)
      : language(std::move(name)),
        synonyms(std::move(groups)),
        today(std::move(day)),
        rated(std::move(known)),
        likelihood(Likelihood::shipped(language)) {
    Originals placed = place_articles(articles, today);
    copies = std::move(placed.copies);
    add(std::move(placed.added), true, verdicts);
  }

  // Makes a segment of `articles`; of the base, also the probabilities.
  void add(std::vector<KeptPtr> articles, bool is_base, const std::vector<Verdict>& verdicts = {}) {
    const Corpus texts(articles.size(), [&](std::size_t i) { return searched(*articles[i]); });
    auto like = is_base ? nullptr : views.front().segment->ranker;
    const FieldWeights weights = is_base ? own_weights(texts, language, synonyms) : FieldWeights{};
    auto ranker =
        std::make_shared<const Ranker>(language, synonyms, texts, std::move(like), weights);
    const std::size_t count = articles.size();
    views.push_back({std::make_shared<Segment>(articles, ranker), {}, count});
    if (!is_base) return;
    learn_from(texts, verdicts);
    // It lies free all over the heap, as much as the index itself.
    if (count >= kLarge) malloc_trim(0);
  }

  // Makes the probabilities of the base.
  void learn_from(const Corpus& texts, const std::vector<Verdict>& verdicts) {
    const Segment& segment = *views.front().segment;
    for (const Verdict& verdict : verdicts) {
      if (verdict.language != language) continue;
      const auto places = segment.places(verdict.article);
      if (places.empty()) continue;
      const auto sample = rated_sample(*segment.ranker, verdict.question,
                                       static_cast<Doc>(places.front()), verdict.helped);
      if (sample) rated.push_back(*sample);
    }
    const Learnt learnt = learn(*segment.ranker, texts, language, likelihood, rated, kAnswerFrom);
    likelihood = learnt.likelihood;
    expected = learnt.expected;
  }

  // Takes articles out of the views; those that were there.
  std::vector<KeptPtr> remove(const std::vector<ArticleId>& ids) {
    std::vector<KeptPtr> removed;
    for (View& view : views) {
      for (const ArticleId& id : ids) {
        for (const std::size_t i : view.segment->places(id)) {
          if (view.gone.empty()) view.gone.resize(view.segment->kept.size(), false);
          if (view.gone[i]) continue;
          --view.live;
          view.gone[i] = true;
          removed.push_back(view.segment->kept[i]);
        }
      }
    }
    return removed;
  }

  // Takes copies out.
  void remove_copies(const std::vector<ArticleId>& ids) {
    if (copies.empty()) return;
    std::unordered_set<std::string_view> names;
    for (const ArticleId& id : ids) names.insert(id.value);
    std::erase_if(copies, [&](const Copy& copy) { return names.contains(copy.article->id.value); });
  }

  // Finds `articles` a place, and the copies of what is `gone` from the views; those that are to be searched now.
  std::vector<KeptPtr> place(const std::vector<KeptPtr>& articles,
                             const std::vector<KeptPtr>& gone) {
    const NearOf near_of = [this](const Kept& article) {
      std::vector<KeptPtr> near;
      for (const View& view : views) {
        for (const std::uint32_t i : view.segment->likeness.near(article)) {
          if (view.gone.empty() || !view.gone[i]) near.push_back(view.segment->kept[i]);
        }
      }
      return near;
    };
    Originals placed = place_articles(articles, today, std::move(copies), gone, near_of);
    copies = std::move(placed.copies);
    std::vector<ArticleId> demoted;
    for (const KeptPtr& each : placed.demoted) demoted.push_back(each->id);
    remove(demoted);
    return std::move(placed.added);
  }

  // The articles of views `from`.. that are there, which leave with their views.
  std::vector<KeptPtr> take(std::size_t from) {
    std::vector<KeptPtr> articles;
    for (std::size_t v = from; v < views.size(); ++v) {
      const View& view = views[v];
      for (std::size_t i = 0; i < view.segment->kept.size(); ++i) {
        if (view.gone.empty() || !view.gone[i]) articles.push_back(view.segment->kept[i]);
      }
    }
    views.erase(views.begin() + static_cast<std::ptrdiff_t>(from), views.end());
    return articles;
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t sum = 0;
    for (const View& view : views) sum += view.live;
    return sum;
  }

  [[nodiscard]] const Ranker& base() const { return *views.front().segment->ranker; }

  // A word of more than a quarter of the articles is not what answers; in a very small base every word
  // is in that many.
  [[nodiscard]] double common() const {
    constexpr double kQuarter = 1.38;
    return base().size() < 12 ? 0 : kQuarter;
  }

  [[nodiscard]] Hit hit_of(const Kept& article) const {
    Hit hit;
    hit.id = article.id;
    hit.language = language;
    hit.title = article.title;
    hit.url = article.url;
    hit.review_by = article.review_by;
    hit.reviewed = article.reviewed;
    return hit;
  }

  void put_passage(Hit& hit, const std::vector<Section>& sections, const Question& question) const {
    Passage passage = best_passage(sections, question.asked, common(), base().tokens());
    hit.snippet = std::move(passage.text);
    hit.section = std::move(passage.section);
    hit.anchor = std::move(passage.anchor);
    hit.url = with_anchor(hit.url, passage.page_id);
  }
};

Index::Index(const std::vector<Article>& articles, const std::string& language,
             const std::vector<std::vector<std::string>>& synonyms, const std::string& today,
             const std::vector<Verdict>& verdicts)
    : parts_(std::make_unique<const Parts>(language, synonyms, today, kept_of(articles, language),
                                           std::vector<Sample>{}, verdicts)) {}

Index::Index(const Index& before, const std::vector<Article>& changed,
             const std::vector<ArticleId>& removed) {
  auto parts = std::make_unique<Parts>(*before.parts_);
  std::vector<ArticleId> ids = removed;
  for (const Article& article : changed) {
    if (article.language == parts->language) ids.push_back(article.id);
  }
  if (ids.empty()) {
    parts_ = std::move(parts);
    return;
  }
  const std::vector<KeptPtr> gone = parts->remove(ids);
  parts->remove_copies(ids);

  std::vector<KeptPtr> articles = kept_of(changed, parts->language);
  const std::size_t base = parts->views.front().segment->kept.size();
  const std::size_t kept = parts->views.front().live;
  const std::size_t beside = parts->size() - kept + articles.size();
  if (base < kRebuilt || (beside + (base - kept)) * 8 > base) {
    std::vector<KeptPtr> all = parts->take(0);
    all.insert(all.end(), articles.begin(), articles.end());
    for (const Copy& copy : parts->copies) all.push_back(copy.article);
    parts_ = std::make_unique<const Parts>(parts->language, parts->synonyms, parts->today,
                                           std::move(all), parts->rated, std::vector<Verdict>{});
    return;
  }
  articles = parts->place(articles, gone);
  // Neighbours of like size are joined, so that there are few: as many as log2 of what changed.
  while (parts->views.size() > 1 && parts->views.back().live <= 2 * articles.size()) {
    const std::vector<KeptPtr> more = parts->take(parts->views.size() - 1);
    articles.insert(articles.begin(), more.begin(), more.end());
  }
  if (!articles.empty()) parts->add(std::move(articles), false);
  parts_ = std::move(parts);
}

Index::~Index() = default;
Index::Index(Index&&) noexcept = default;

std::vector<Hit> Index::search(std::string_view question, std::size_t limit) const {
  if (limit == 0) return {};
  // More than asked for: the best needs a rival to be sure against, and what is stale falls back.
  const std::size_t wanted = limit + (parts_->today.empty() ? 1 : 5);
  std::vector<Question> asked;
  std::vector<Place> places;
  double most = 0;
  for (std::size_t v = 0; v < parts_->views.size(); ++v) {
    const View& view = parts_->views[v];
    const Ranker& ranker = *view.segment->ranker;
    asked.push_back(ranker.read(question));
    most = std::max(most, asked.back().most);
    for (Scored found : ranker.rank(asked.back(), wanted, TermMap::kNone, view.gone)) {
      if (is_stale(*view.segment->kept[found.doc], parts_->today)) found.score *= kStale;
      places.push_back({v, found});
    }
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& a, const Place& b) { return a.found.score > b.found.score; });
  for (Question& one : asked) one.most = most;

  std::vector<Hit> hits;
  for (std::size_t i = 0; i < std::min(limit, places.size()); ++i) {
    const auto& [v, found] = places[i];
    const Segment& segment = *parts_->views[v].segment;
    const std::size_t other = i == 0 ? 1 : 0;
    const double rival = other < places.size() ? places[other].found.score : 0;
    Hit hit = parts_->hit_of(*segment.kept[found.doc]);
    hit.score = found.score;
    hit.probability = parts_->likelihood.of(segment.ranker->fit(asked[v], found, rival));
    parts_->put_passage(hit, segment.kept[found.doc]->sections, asked.front());
    hits.push_back(std::move(hit));
  }
  return hits;
}

std::size_t Index::size() const { return parts_->size() + parts_->copies.size(); }

std::size_t Index::copies() const { return parts_->copies.size(); }

const Expectation& Index::expected() const { return parts_->expected; }

Hit Index::describe(const Article& article, std::string_view question) const {
  Hit hit;
  hit.id = article.id;
  hit.language = article.language;
  hit.title = article.title;
  hit.url = article.url;
  hit.review_by = article.review_by;
  hit.reviewed = article.reviewed;
  parts_->put_passage(hit, sections_of(article.body), parts_->base().read(question));
  return hit;
}

const std::string& Index::language() const { return parts_->language; }

std::optional<Hit> Index::find(const ArticleId& id, std::string_view question) const {
  const auto hit_of = [&](const Kept& kept) {
    Hit hit = parts_->hit_of(kept);
    parts_->put_passage(hit, kept.sections, parts_->base().read(question));
    return hit;
  };
  for (const View& view : parts_->views) {
    for (const std::size_t i : view.segment->places(id)) {
      if (view.gone.empty() || !view.gone[i]) return hit_of(*view.segment->kept[i]);
    }
  }
  for (const Copy& copy : parts_->copies) {
    if (copy.article->id == id) return hit_of(*copy.article);
  }
  return std::nullopt;
}

}  // namespace frontdesk
