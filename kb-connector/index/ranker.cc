// SPDX-License-Identifier: MIT
#include "kb-connector/index/ranker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "kb-connector/index/common_words.h"
#include "kb-connector/index/packed.h"
#include "nlu/normalise.h"

namespace frontdesk {

constexpr std::uint16_t kTitleTimes = 3;
constexpr std::size_t kLeadWords = 40;
// Words of a question that are corrected; a pasted page may be all unknown words.
constexpr std::size_t kCorrected = 8;
// From so many articles on, a gram or beginning that one in so many has tells little and costs the most.
constexpr std::size_t kLarge = 2000;
constexpr double kTelling = 2.1;  // idf of a term of every eighth
constexpr std::size_t kVeryLarge = 20000;
constexpr double kVeryTelling = 3.2;  // of every twenty-fifth

// Numbers of the terms of words already seen: stemming and looking up cost more than everything else of a
// build.
class WordCache {
 public:
  struct Terms {
    std::uint32_t stem = 0;
    std::uint32_t beginning = 0;
    std::vector<std::uint32_t> grams;  // with repetitions
  };
  WordCache(const Tokens& tokens, Postings& postings) : tokens_(tokens), postings_(postings) {}

  const Terms& terms(std::string_view word) {
    const std::uint32_t number = words_.add(hash_bytes(word, 0));
    if (number < terms_.size()) return terms_[number];
    Terms terms{postings_.number(tokens_.stem(word), Kind::stem),
                postings_.number(Tokens::beginning(word), Kind::beginning),
                {}};
    grams_.clear();
    Tokens::add_grams(word, grams_);
    for (const Term gram : grams_) terms.grams.push_back(postings_.number(gram, Kind::gram));
    terms_.push_back(std::move(terms));
    spelled_.emplace_back(word);
    return terms_.back();
  }
  std::vector<std::string> take_words() { return std::move(spelled_); }

  // Counts of one article. A count's place is kept by term from article to article and is only believed
  // when the term stands there.
  void count(std::uint32_t term, std::uint16_t text, std::uint16_t title, std::uint16_t lead) {
    if (term >= places_.size()) places_.resize(term + term / 2 + 1, 0);
    std::uint32_t& place = places_[term];
    if (place >= counts_.size() || counts_[place].term != term) {
      place = static_cast<std::uint32_t>(counts_.size());
      counts_.push_back({term, 0, 0, 0});
    }
    const auto more = [](std::uint16_t& sum, std::uint16_t by) {
      sum = static_cast<std::uint16_t>(std::min(65535, sum + by));
    };
    more(counts_[place].text, text);
    more(counts_[place].title, title);
    more(counts_[place].lead, lead);
  }
  void flush(std::size_t titles) {
    postings_.add(counts_, titles);
    counts_.clear();
  }

 private:
  const Tokens& tokens_;
  Postings& postings_;
  TermMap words_;
  std::vector<Terms> terms_;
  std::vector<std::string> spelled_;
  std::vector<Term> grams_;
  std::vector<std::uint32_t> places_;
  std::vector<Postings::Count> counts_;
};

namespace {

// Share of a word that its synonym or correction covers.
constexpr double kInstead = 0.7;

void sort_once(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

// Numbers of the terms of one title, each once, sorted.
struct Title {
  std::vector<std::uint32_t> stems;
  std::vector<std::uint32_t> grams;
};

bool holds(const std::vector<std::uint32_t>& sorted, std::uint32_t number) {
  return number != TermMap::kNone && std::binary_search(sorted.begin(), sorted.end(), number);
}

}  // namespace

Ranker::Ranker(const std::string& language, const std::vector<std::vector<std::string>>& synonyms,
               const Corpus& articles, std::shared_ptr<const Ranker> like,
               const FieldWeights& weights)
    : language_(language), tokens_(language), like_(std::move(like)) {
  WordCache cache(tokens_, postings_);
  for (std::size_t i = 0; i < articles.size(); ++i) add(articles[i], cache);
  postings_.freeze(weights, like_ ? &like_->postings_ : nullptr);
  if (like_) {
    synonyms_ = like_->synonyms_;
    spelling_ = like_->spelling_;
    return;
  }
  auto groups = common_synonyms(language);
  groups.insert(groups.end(), synonyms.begin(), synonyms.end());
  synonyms_ = std::make_shared<Synonyms>(groups, tokens_);
  std::vector<std::string> words = cache.take_words();
  for (const auto& group : groups) {
    for (const std::string& member : group) {
      const std::string folded = fold(member);
      for (const std::string_view word : words_of(folded)) words.emplace_back(word);
    }
  }
  spelling_ = std::make_shared<Spelling>(words, tokens_);
  of_title_ = score_of_titles(articles);
}

double Ranker::score_of_titles(const Corpus& articles) const {
  constexpr std::size_t kAsked = 64;  // enough for a mean
  const std::size_t stride = std::max<std::size_t>(1, articles.size() / kAsked);
  double sum = 0;
  double asked = 0;
  for (std::size_t i = 0; i < articles.size(); i += stride) {
    const Searched article = articles[i];
    if (article.titles.empty()) continue;
    const std::vector<Scored> best = rank(read(article.titles.front()), 1);
    if (best.empty()) continue;
    sum += best.front().score;
    asked += 1;
  }
  return asked > 0 ? sum / asked : 0;
}

void Ranker::add(const Searched& article, WordCache& cache) {
  for (const std::string& text : article.titles) {
    Title title;
    const std::string folded = fold(text);
    for (const std::string_view word : words_of(folded)) {
      const WordCache::Terms& terms = cache.terms(word);
      cache.count(terms.stem, kTitleTimes, 1, 0);
      cache.count(terms.beginning, kTitleTimes, 1, 0);
      for (const std::uint32_t gram : terms.grams) cache.count(gram, kTitleTimes, 1, 0);
      title.stems.push_back(terms.stem);
      title.grams.insert(title.grams.end(), terms.grams.begin(), terms.grams.end());
    }
    sort_once(title.stems);
    sort_once(title.grams);
    pack_rising(title.stems, titles_);
    pack_rising(title.grams, titles_);
  }
  title_ends_.push_back(static_cast<std::uint32_t>(titles_.size()));

  const std::string folded = fold(article.text);
  std::size_t words = 0;
  for (const std::string_view word : words_of(folded)) {
    const std::uint16_t lead = words++ < kLeadWords ? 1 : 0;
    const WordCache::Terms& terms = cache.terms(word);
    cache.count(terms.stem, 1, 0, lead);
    cache.count(terms.beginning, 1, 0, lead);
    for (const std::uint32_t gram : terms.grams) cache.count(gram, 1, 0, lead);
  }
  cache.flush(article.titles.size());
}

double Ranker::idf(Term term) const {
  if (!like_) return postings_.idf(postings_.find(term));
  return like_->idf(term);
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
  const std::size_t articles = like_ ? like_->size() : size();
  const double telling = articles >= kVeryLarge ? kVeryTelling : articles >= kLarge ? kTelling : 0;
  std::vector<Term> stems;
  std::vector<Term> grams;
  std::map<Term, float> asked_grams;
  std::vector<Meant> meant;
  std::size_t unknown = 0;
  const auto weigh_beginning = [&](std::string_view word, float weight) {
    const Term beginning = Tokens::beginning(word);
    if (idf(beginning) >= telling) weigh(postings_.find(beginning), weight);
  };
  const auto weigh_letters = [&](std::string_view word, float weight) {
    weigh_beginning(word, weight);
    grams.clear();
    Tokens::add_grams(word, grams);
    for (const Term gram : grams) {
      if (idf(gram) >= telling) weigh(postings_.find(gram), weight);
    }
  };
  for (const std::string_view word : words) {
    const Term stem = tokens_.stem(word);
    stems.push_back(stem);
    const float counts = weight_in_question(language_, word);
    weigh_letters(word, counts);
    for (const Term gram : grams) asked_grams[gram] = std::max(asked_grams[gram], counts);
    if (std::any_of(question.words.begin(), question.words.end(),
                    [&](const auto& other) { return other.stem == stem; })) {
      continue;
    }
    const std::uint32_t number = postings_.find(stem);
    question.words.push_back({stem, number, counts * idf(stem), {}});
    question.asked.push_back(
        {std::string(word), stem, counts * idf(stem), question.words.size() - 1});
    weigh(number, counts);
    if (number != TermMap::kNone || (like_ && like_->postings_.find(stem) != TermMap::kNone)) {
      continue;
    }
    // What no article has could have scored too: much that is asked for in vain makes what is found less.
    question.most += counts * idf(stem);
    if (++unknown > kCorrected) continue;
    const std::size_t known = meant.size();
    add_meant(word, stems.size() - 1, meant);
    for (std::size_t m = known; m < meant.size(); ++m) {
      const std::uint32_t found = postings_.find(meant[m].stem);
      const float weight = Spelling::kWeight * meant[m].share;
      question.asked.push_back({std::string(meant[m].text), meant[m].stem,
                                weight * idf(meant[m].stem), question.words.size() - 1});
      weigh(found, weight);
      if (meant[m].is_word) {
        weigh_letters(meant[m].text, weight);
      } else {
        weigh_beginning(meant[m].text, weight);
      }
      if (found != TermMap::kNone) question.words.back().instead.push_back({found});
    }
  }
  for (const auto& [gram, counts] : asked_grams) {
    question.grams.push_back({postings_.find(gram), counts * idf(gram)});
  }
  std::sort(question.grams.begin(), question.grams.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  for (const Meant& other : meant) add_synonyms(words, stems, &other, weights, question);
  for (const auto& [number, weight] : weights) question.most += weight * postings_.bound(number);
  add_synonyms(words, stems, nullptr, weights, question);
  for (const auto& [number, weight] : weights) question.terms.push_back({number, weight});
  return question;
}

void Ranker::add_meant(std::string_view word, std::size_t at, std::vector<Meant>& meant) const {
  const auto add = [&](const std::vector<const Spelling::Known*>& found, bool is_word) {
    const float share = 1 / std::sqrt(static_cast<float>(std::max<std::size_t>(found.size(), 1)));
    for (const Spelling::Known* known : found) {
      meant.push_back({at, known->text, known->stem, share, is_word});
    }
  };
  add(spelling_->nearest(word), true);
  add(spelling_->nearest_stems(word), false);
}

void Ranker::add_synonyms(std::vector<std::string_view> words, const std::vector<Term>& stems,
                          const Meant* meant, std::map<std::uint32_t, float>& weights,
                          Question& question) const {
  constexpr float kGrams = 0.5F;  // of a synonym's own weight
  const auto weigh = [&](std::uint32_t number, float weight) {
    if (number != TermMap::kNone) weights[number] = std::max(weights[number], weight);
  };
  const auto word_of = [&](std::size_t at) {
    return std::find_if(question.words.begin(), question.words.end(),
                        [&](const auto& word) { return word.stem == stems[at]; });
  };
  const bool large = (like_ ? like_->size() : size()) >= kLarge;
  float counts = Synonyms::kWeight;
  if (meant != nullptr) {
    // A correction that articles have needs its synonyms less, and may be wrong.
    const Postings& base = like_ ? like_->postings_ : postings_;
    counts *= meant->share * (base.find(meant->stem) != TermMap::kNone ? 0.5F : 1);
  }
  std::vector<Term> read = stems;
  if (meant != nullptr) {
    words[meant->at] = meant->text;
    read[meant->at] = meant->stem;
  }
  std::vector<Term> grams;
  for (const Synonyms::Match& match : synonyms_->find(words, read)) {
    if (meant != nullptr && (meant->at < match.begin || meant->at >= match.end)) continue;
    for (const auto& member : match.instead) {
      std::vector<std::uint32_t> numbers;
      for (const std::string& word : member) {
        const Term stem = tokens_.stem(word);
        const std::uint32_t number = postings_.find(stem);
        numbers.push_back(number);
        const auto said = word_of(match.begin);
        question.asked.push_back({word, stem, counts * idf(stem),
                                  static_cast<std::size_t>(said - question.words.begin())});
        weigh(number, counts);
        if (large) continue;  // there are enough words there, and grams cost
        weigh(postings_.find(Tokens::beginning(word)), counts * kGrams);
        grams.clear();
        Tokens::add_grams(word, grams);
        for (const Term gram : grams) weigh(postings_.find(gram), counts * kGrams);
      }
      // A guess at another word of what was guessed helps to rank, but covers nothing that was asked.
      if (meant != nullptr) continue;
      if (std::find(numbers.begin(), numbers.end(), TermMap::kNone) != numbers.end()) continue;
      for (std::size_t w = match.begin; w < match.end; ++w) {
        const auto word = word_of(w);
        if (word != question.words.end()) word->instead.push_back(numbers);
      }
    }
  }
}

std::vector<Scored> Ranker::rank(const Question& question, std::size_t k, Doc except,
                                 const std::vector<bool>& gone) const {
  return postings_.top(question.terms, k, gone, except);
}

Fit Ranker::fit(const Question& question, const Scored& found, double rival) const {
  const Doc doc = found.doc;
  std::vector<Title> titles;
  const std::uint8_t* at = titles_.data() + (doc == 0 ? 0 : title_ends_[doc - 1]);
  while (at != titles_.data() + title_ends_[doc]) {
    titles.emplace_back();
    titles.back().stems = unpack_rising(at);
    titles.back().grams = unpack_rising(at);
  }

  Fit fit{};
  fit[kOne] = 1;
  fit[kWordsAsked] = std::log1p(static_cast<double>(question.words.size()));
  const auto whole = [&](const auto& word, const Title& title) {
    const auto has = [&](std::uint32_t number) { return holds(title.stems, number); };
    if (has(word.number)) return 1.0;
    for (const auto& member : word.instead) {
      if (std::all_of(member.begin(), member.end(), has)) return kInstead;
    }
    return 0.0;
  };
  for (const Question::Word& word : question.words) {
    double in_title = 0;
    for (const Title& title : titles) in_title = std::max(in_title, whole(word, title));
    fit[kTitleEvidence] += in_title * word.idf;
  }
  fit[kTitleEvidence] /= std::log1p(static_cast<double>(like_ ? like_->size() : size()));

  double all = 0;
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

  // Nothing is told apart below a hundredth, and a logarithm of nothing is none.
  constexpr double kLeast = 0.01;
  const double share = question.most > 0 ? std::min(1.0, found.score / question.most) : 0;
  fit[kScoreShare] = share;
  fit[kScoreShareLog] = std::log(std::max(share, kLeast));
  const double of_title = like_ ? like_->of_title_ : of_title_;
  if (of_title > 0) {
    const double short_of = std::log(std::clamp(found.score / of_title, kLeast, 1.0));
    fit[kShortOfTitle] = short_of * short_of;
  }
  if (found.score > 0) fit[kRival] = std::min(2.0, rival / found.score);
  return fit;
}

}  // namespace frontdesk
