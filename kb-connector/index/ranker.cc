// SPDX-License-Identifier: MIT
#include "kb-connector/index/ranker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "nlu/normalise.h"

namespace frontdesk {

constexpr std::uint16_t kTitleTimes = 3;
constexpr std::size_t kLarge = 2000;  // articles
constexpr double kTelling = 2.1;      // idf of a term of every eighth article

// Terms of words already seen: stemming costs more than everything else of a build.
class WordCache {
 public:
  struct Terms {
    Term stem = 0;
    std::vector<Term> grams;
  };
  explicit WordCache(const Tokens& tokens) : tokens_(tokens) {}

  std::uint32_t number(std::string_view word) {
    const std::uint32_t number = words_.add(hash_bytes(word, 0));
    if (number == terms_.size()) {
      Terms terms{tokens_.stem(word), {}};
      Tokens::add_grams(word, terms.grams);
      terms_.push_back(std::move(terms));
    }
    return number;
  }
  const Terms& terms(std::uint32_t number) const { return terms_[number]; }

 private:
  const Tokens& tokens_;
  TermMap words_;
  std::vector<Terms> terms_;
};

namespace {

// Counts of one article, reused from article to article.
class Counter {
 public:
  void add(Term term, std::uint16_t text, std::uint16_t title) {
    const std::uint32_t number = numbers_.add(term);
    if (number == places_.size()) places_.push_back(0);
    std::uint32_t& place = places_[number];
    if (place >= counts_.size() || counts_[place].term != term) {
      place = static_cast<std::uint32_t>(counts_.size());
      counts_.push_back({term, 0, 0});
    }
    const auto more = [](std::uint16_t& sum, std::uint16_t by) {
      sum = static_cast<std::uint16_t>(std::min(65535, sum + by));
    };
    more(counts_[place].text, text);
    more(counts_[place].title, title);
  }
  std::vector<Postings::Count> take() { return std::exchange(counts_, {}); }

 private:
  TermMap numbers_;
  std::vector<std::uint32_t> places_;
  std::vector<Postings::Count> counts_;
};

void sort_once(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

bool holds(const std::vector<std::uint32_t>& sorted, std::uint32_t number) {
  return number != TermMap::kNone && std::binary_search(sorted.begin(), sorted.end(), number);
}

}  // namespace

Ranker::Ranker(const std::string& language, const std::vector<std::vector<std::string>>& synonyms,
               const std::vector<Searched>& articles)
    : tokens_(language), synonyms_(synonyms, tokens_) {
  WordCache cache(tokens_);
  Counter stems;
  Counter grams;
  for (const Searched& article : articles) {
    const auto count = [&](std::string_view text, std::uint16_t times, std::uint16_t title) {
      const std::string folded = fold(text);
      for (const std::string_view word : words_of(folded)) {
        const WordCache::Terms& terms = cache.terms(cache.number(word));
        stems.add(terms.stem, times, title);
        for (const Term gram : terms.grams) grams.add(gram, times, title);
      }
    };
    for (const std::string& title : article.titles) count(title, kTitleTimes, 1);
    count(article.text, 1, 0);

    std::vector<Postings::Count> counts = stems.take();
    const std::size_t stem_count = counts.size();
    const std::vector<Postings::Count> more = grams.take();
    counts.insert(counts.end(), more.begin(), more.end());
    postings_.add(counts, stem_count, article.titles.size());

    for (const std::string& text : article.titles) {
      Title title;
      const std::string folded = fold(text);
      for (const std::string_view word : words_of(folded)) {
        const WordCache::Terms& terms = cache.terms(cache.number(word));
        title.stems.push_back(postings_.find(terms.stem));
        for (const Term gram : terms.grams) title.grams.push_back(postings_.find(gram));
      }
      sort_once(title.stems);
      sort_once(title.grams);
      titles_.push_back(std::move(title));
    }
    title_ends_.push_back(static_cast<std::uint32_t>(titles_.size()));
  }
  postings_.freeze();
}

Question Ranker::read(std::string_view text) const {
  Question question;
  const std::string folded = fold(text);
  std::vector<std::string_view> words = words_of(folded);
  if (words.size() > kWordsRead) words.resize(kWordsRead);

  std::map<std::uint32_t, float> weights;
  const auto weigh = [&](std::uint32_t number, float weight) {
    if (number != TermMap::kNone) weights[number] = std::max(weights[number], weight);
  };
  std::vector<Term> stems;
  std::vector<Term> grams;
  for (const std::string_view word : words) {
    const Term stem = tokens_.stem(word);
    stems.push_back(stem);
    Tokens::add_grams(word, grams);
    if (std::any_of(question.words.begin(), question.words.end(),
                    [&](const auto& other) { return other.stem == stem; })) {
      continue;
    }
    const std::uint32_t number = postings_.find(stem);
    question.words.push_back({stem, number, postings_.idf(number), {}});
    question.asked.push_back(
        {std::string(word), stem, postings_.idf(number), question.words.size() - 1});
    weigh(number, 1);
  }
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  for (const Term gram : grams) {
    const std::uint32_t number = postings_.find(gram);
    const double idf = postings_.idf(number);
    question.grams.push_back({number, idf});
    // In a large base a 4-gram of every eighth article tells little and costs the most.
    if (postings_.documents() >= kLarge && idf < kTelling) continue;
    weigh(number, 1);
  }
  std::sort(question.grams.begin(), question.grams.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  for (const auto& [number, weight] : weights) question.most += postings_.bound(number);

  for (const Synonyms::Match& match : synonyms_.find(words, stems)) {
    for (const auto& member : match.instead) {
      std::vector<std::uint32_t> numbers;
      for (const std::string& word : member) {
        const Term stem = tokens_.stem(word);
        const std::uint32_t number = postings_.find(stem);
        numbers.push_back(number);
        const auto said = std::find_if(question.words.begin(), question.words.end(),
                                       [&](const auto& w) { return w.stem == stems[match.begin]; });
        question.asked.push_back({word, stem, Synonyms::kWeight * postings_.idf(number),
                                  static_cast<std::size_t>(said - question.words.begin())});
        weigh(number, Synonyms::kWeight);
        grams.clear();
        Tokens::add_grams(word, grams);
        for (const Term gram : grams) weigh(postings_.find(gram), Synonyms::kWeight);
      }
      if (std::find(numbers.begin(), numbers.end(), TermMap::kNone) != numbers.end()) continue;
      for (std::size_t w = match.begin; w < match.end; ++w) {
        const auto word = std::find_if(question.words.begin(), question.words.end(),
                                       [&](const auto& other) { return other.stem == stems[w]; });
        if (word != question.words.end()) word->instead.push_back(numbers);
      }
    }
  }
  for (const auto& [number, weight] : weights) question.terms.push_back({number, weight});
  return question;
}

std::vector<Scored> Ranker::rank(const Question& question, std::size_t k, Doc except) const {
  return postings_.top(question.terms, k, except);
}

Fit Ranker::fit(const Question& question, std::span<const Scored> found, std::size_t place) const {
  const Doc doc = found[place].doc;
  const std::span<const Title> titles(titles_.data() + (doc == 0 ? 0 : title_ends_[doc - 1]),
                                      titles_.data() + title_ends_[doc]);

  Fit fit{};
  fit[kOne] = 1;
  double all = 0;
  double matched = 0;
  const auto whole = [&](const auto& word, auto&& has) {
    if (has(word.number)) return 1.0;
    for (const auto& member : word.instead) {
      if (std::all_of(member.begin(), member.end(), has)) return double{Synonyms::kWeight};
    }
    return 0.0;
  };
  for (const Question::Word& word : question.words) {
    all += word.idf;
    const double share = whole(word, [&](std::uint32_t n) { return postings_.contains(n, doc); });
    fit[kWordsCovered] += share * word.idf;
    if (share > 0) matched += 1;
    double in_title = 0;
    for (const Title& title : titles) {
      in_title = std::max(in_title, whole(word, [&](auto n) { return holds(title.stems, n); }));
    }
    fit[kWordsInTitle] += in_title * word.idf;
  }
  if (all > 0) {
    fit[kWordsCovered] /= all;
    fit[kWordsInTitle] /= all;
  }

  all = 0;
  for (const Question::Gram& gram : question.grams) {
    all += gram.idf;
    if (gram.number == TermMap::kNone || !postings_.contains(gram.number, doc)) continue;
    fit[kGramsCovered] += gram.idf;
    for (const Title& title : titles) {
      if (!holds(title.grams, gram.number)) continue;
      fit[kGramsInTitle] += gram.idf;
      break;
    }
  }
  if (all > 0) {
    fit[kGramsCovered] /= all;
    fit[kGramsInTitle] /= all;
  }

  for (const Title& title : titles) {
    double asked = 0;
    double length = 0;
    for (const std::uint32_t number : title.grams) {
      const double idf = postings_.idf(number);
      length += idf;
      const auto gram =
          std::lower_bound(question.grams.begin(), question.grams.end(), number,
                           [](const Question::Gram& g, std::uint32_t n) { return g.number < n; });
      if (gram != question.grams.end() && gram->number == number) asked += idf;
    }
    if (length > 0) fit[kTitleCovered] = std::max(fit[kTitleCovered], asked / length);
  }

  if (question.most > 0) fit[kScoreShare] = std::min(1.0, found[place].score / question.most);
  double rival = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i != place) rival = std::max(rival, found[i].score);
  }
  if (found[place].score > 0) fit[kRival] = std::min(2.0, rival / found[place].score);
  fit[kWordsMatched] = std::log1p(matched);
  return fit;
}

}  // namespace frontdesk
