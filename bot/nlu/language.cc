// SPDX-License-Identifier: MIT
#include "nlu/language.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "nlu/function_words.h"
#include "nlu/normalise.h"
#include "nlu/respell.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMaxWords = 60;  // of a message; more say nothing new
constexpr float kFunctionWordWeight =
    20;  // times that each word of the built-in list counts as seen
constexpr float kArticleWeight = 0.5F;
constexpr double kWordLimit = 3;         // the most that one word's n-grams may say, in nats
constexpr double kKnownWordLimit = 5;    // the most that a known word may say
constexpr double kBeginningLimit = 1.5;  // the most that the beginning of another word may say
constexpr std::size_t kBeginning = 4;    // letters of it, in words that are longer
constexpr double kClearMargin = 3;       // nats: 20 to 1
constexpr std::size_t kSureWords = 3;

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 1469598103934665603ULL;  // FNV-1a
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return hash;
}

// Calls `visit` for the character 1-3-grams of a word with its borders.
template <class Visit>
void for_each_gram(std::string_view word, Visit visit) {
  std::string padded;
  padded.reserve(word.size() + 2);
  padded += ' ';
  padded += word;
  padded += ' ';
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < padded.size();) {
    starts.push_back(at);
    next_code_point(padded, at);
  }
  starts.push_back(padded.size());
  for (std::size_t from = 0; from + 1 < starts.size(); ++from) {
    for (std::size_t size = 1; size <= 3 && from + size < starts.size(); ++size) {
      if (size == 1 && (from == 0 || from + 2 == starts.size())) continue;  // a border alone
      visit(std::string_view(padded).substr(starts[from], starts[from + size] - starts[from]));
    }
  }
}

// The first letters of a longer word, or "".
std::string_view beginning_of(std::string_view word) {
  std::size_t at = 0;
  for (std::size_t letters = 0; letters < kBeginning && at < word.size(); ++letters) {
    next_code_point(word, at);
  }
  return at < word.size() ? word.substr(0, at) : std::string_view();
}

bool is_number(std::string_view word) {
  std::size_t at = 0;
  return is_digit(next_code_point(word, at));
}

}  // namespace

LanguageFinder::LanguageFinder(const Catalog& catalog) : languages_(catalog.languages) {
  // A catalog that names no language still has texts in some.
  if (languages_.empty()) {
    std::set<std::string> found;
    for (const auto& intent : catalog.intents) {
      for (const auto& example : intent.examples) found.insert(example.language);
    }
    found.erase("");
    languages_.assign(found.begin(), found.end());
  }
  word_total_.assign(languages_.size(), 0);
  beginning_total_.assign(languages_.size(), 0);
  gram_total_.assign(languages_.size(), 0);
  lithuanian_ = static_cast<std::size_t>(std::find(languages_.begin(), languages_.end(), "lt") -
                                         languages_.begin());
  const auto learn_text = [&](const std::string& language, std::string_view text, float weight) {
    const auto found = std::find(languages_.begin(), languages_.end(), language);
    if (found == languages_.end()) return;
    learn(static_cast<std::size_t>(found - languages_.begin()), fold(text), weight);
  };
  for (const auto& language : languages_) {
    learn_text(language, function_words(language), kFunctionWordWeight);
  }
  for (const auto& intent : catalog.intents) {
    for (const auto& example : intent.examples) learn_text(example.language, example.text, 1);
    for (const auto& [language, label] : intent.label) learn_text(language, label, 1);
  }
  for (const auto& example : catalog.out_of_scope) learn_text(example.language, example.text, 1);
  for (const auto& article : catalog.articles) {
    learn_text(article.language, article.title, 1);
    learn_text(article.language, article.body, kArticleWeight);
  }
}

void LanguageFinder::learn(std::size_t language, std::string_view folded, float weight) {
  const auto add = [&](Counts& counts, std::string_view what) {
    auto& row = counts[hash_of(what)];
    row.resize(languages_.size());
    row[language] += weight;
  };
  for (const auto word : words_of(folded)) {
    if (is_number(word)) continue;
    add(words_, word);
    word_total_[language] += weight;
    if (const auto beginning = beginning_of(word); !beginning.empty()) {
      add(beginnings_, beginning);
      beginning_total_[language] += weight;
    }
    for_each_gram(word, [&](std::string_view gram) {
      add(grams_, gram);
      gram_total_[language] += weight;
    });
  }
}

// A word's n-grams, taken as their mean, and the whole word if known, else its beginning.
LanguageFinder::Score LanguageFinder::score(std::string_view word) const {
  const std::size_t count = languages_.size();
  const auto add = [&](const Counts& counts, const std::vector<double>& total,
                       std::string_view what, std::vector<double>& to) {
    const auto found = counts.find(hash_of(what));
    if (found == counts.end()) return false;
    for (std::size_t l = 0; l < count; ++l) {
      to[l] += std::log((found->second[l] + 0.5) /
                        (total[l] + 0.5 * static_cast<double>(counts.size())));
    }
    return true;
  };
  const auto limit = [](std::vector<double>& scores, double most) {
    const double best = *std::max_element(scores.begin(), scores.end());
    for (auto& each : scores) each = std::max(each - best, -most);
  };
  Score score{std::vector<double>(count, 0)};
  auto& sum = score.of;
  int grams = 0;
  for_each_gram(word, [&](std::string_view gram) { grams += add(grams_, gram_total_, gram, sum); });
  // N-grams of a word depend on each other: counted in full they would be far too sure.
  for (auto& value : sum) value /= std::max(1.0, std::sqrt(static_cast<double>(grams)));
  limit(sum, kWordLimit);
  std::vector<double> more(count, 0);
  score.is_known = score.is_likely = add(words_, word_total_, word, more);
  if (score.is_known) {
    limit(more, kKnownWordLimit);
  } else if (const auto beginning = beginning_of(word); !beginning.empty()) {
    score.is_likely = add(beginnings_, beginning_total_, beginning, more);
    limit(more, kBeginningLimit);
  }
  for (std::size_t l = 0; l < count; ++l) sum[l] += more[l];
  return score;
}

// The same, of the plain form where that one is likely Lithuanian and the word as it stands is nothing.
LanguageFinder::Score LanguageFinder::score_as_typed(std::string_view word) const {
  auto best = score(word);
  if (best.is_known || lithuanian_ == languages_.size()) return best;
  for (const auto& form : respellings(word)) {
    auto plain = score(form);
    const double most = *std::max_element(plain.of.begin(), plain.of.end());
    const bool is_better = plain.is_known || !best.is_likely;
    if (plain.is_likely && is_better && plain.of[lithuanian_] == most) return plain;
  }
  return best;
}

LanguageGuess LanguageFinder::find(std::string_view folded, const std::string& prior) const {
  if (languages_.empty()) return {prior, false};
  const auto place = std::find(languages_.begin(), languages_.end(), prior);
  const std::size_t fallback =
      place == languages_.end() ? 0 : static_cast<std::size_t>(place - languages_.begin());
  std::vector<double> total(languages_.size(), 0);
  std::size_t words = 0;
  std::size_t known = 0;
  for (const auto word : words_of(folded)) {
    if (is_number(word)) continue;
    if (++words > kMaxWords) break;
    const auto scores = score_as_typed(word);
    if (scores.is_known) ++known;
    for (std::size_t l = 0; l < total.size(); ++l) total[l] += scores.of[l];
  }
  if (languages_.size() == 1) return {languages_[0], words >= kSureWords};
  const auto best =
      static_cast<std::size_t>(std::max_element(total.begin(), total.end()) - total.begin());
  double second = -1e300;
  for (std::size_t l = 0; l < total.size(); ++l) {
    if (l != best) second = std::max(second, total[l]);
  }
  // One or two names ("iPhone Pro") look like English and are said in any language.
  const bool enough = known > 0 || words >= kSureWords;
  const bool clear = enough && words > 0 && total[best] - second >= kClearMargin;
  if (!clear) return {languages_[fallback], false};
  // Letters alone make no language: "asdf qwer zxcv" is no English, however little Lithuanian it is.
  return {languages_[best], words >= kSureWords && known > 0};
}

}  // namespace frontdesk
