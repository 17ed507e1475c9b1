// SPDX-License-Identifier: MIT
// How good and how fast the search is.
//
//   bench_search SET...        nDCG@10, R@1, R@3 beside Xapian's and FTS5's, and when it stays silent: with
//                              the shipped coefficients, and with those of the other sets given
//   bench_search               build, p50, p99, one changed article and memory (of the whole process, texts
//                              included) of 10,000 and 100,000 made-up articles (bench/scale/scale.h) beside
//                              Xapian and FTS5; time is what the process computed
//   bench_search --fit SET...  the coefficients that likelihood.cc ships, fitted to the sets
//
// A SET is a folder with docs.tsv, queries.tsv, qrels.tsv and perhaps unanswerable.tsv (columns: see
// kb-connector/evaluate.h). Questions about other things, the last column of tab-separated FILEs, about 500 of
// each: coefficients are fitted to those of `--fit-on FILE` and judged by those of `--judge-on FILE`. A set or
// file whose name begins with lt_ is Lithuanian, all others are English.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/rivals/rivals.h"
#include "bench/scale/scale.h"
#include "kb-connector/index/index.h"
#include "kb-connector/index/likelihood.h"
#include "kb-connector/index/practice.h"
#include "kb-connector/index/ranker.h"
#include "nlu/normalise.h"

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

std::vector<std::vector<std::string>> rows(const fs::path& path) {
  std::vector<std::vector<std::string>> all;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> row(1);
    for (const char c : line) {
      if (c == '\t')
        row.emplace_back();
      else
        row.back() += c;
    }
    all.push_back(std::move(row));
  }
  return all;
}

std::string language_of(const fs::path& path) {
  return path.filename().string().starts_with("lt_") ? "lt" : "en";
}

// One set as values: texts, questions that have an answer, and what answers them.
struct Set {
  explicit Set(const fs::path& folder)
      : name(folder.filename().string()), language(language_of(folder)) {
    std::map<std::string, std::size_t> places;
    for (const auto& doc : rows(folder / "docs.tsv")) {
      places[doc[0]] = texts.size();
      texts.emplace_back(doc[1], doc[2]);
    }
    std::map<std::string, std::map<std::size_t, double>> grades;
    for (const auto& row : rows(folder / "qrels.tsv")) {
      const double grade = std::strtod(row[2].c_str(), nullptr);
      if (grade > 0) grades[row[0]][places[row[1]]] = grade;
    }
    for (const auto& query : rows(folder / "queries.tsv")) {
      if (grades.contains(query[0])) questions.emplace_back(query[1], grades[query[0]]);
    }
    for (const auto& row : rows(folder / "unanswerable.tsv")) unanswerable.push_back(row[1]);
  }
  std::string name;
  std::string language;
  Texts texts;
  std::vector<std::pair<std::string, std::map<std::size_t, double>>> questions;
  std::vector<std::string> unanswerable;
};

// The question with two letters of its longest word swapped and no diacritics.
std::string misspelt(const std::string& question) {
  std::string folded = fold(question);
  std::string_view longest;
  for (const std::string_view word : words_of(folded)) {
    if (word.size() > longest.size()) longest = word;
  }
  if (longest.size() < 4) return folded;
  const auto middle = static_cast<std::size_t>(longest.data() - folded.data()) + longest.size() / 2;
  std::swap(folded[middle - 1], folded[middle]);
  return folded;
}

template <typename Search>
void print_found(const Set& set, const char* who, bool typing, const Search& search) {
  double ndcg = 0;
  double first = 0;
  double third = 0;
  for (const auto& [text, grades] : set.questions) {
    const std::vector<std::size_t> found = search(typing ? misspelt(text) : text);
    std::vector<double> ideal;
    for (const auto& [doc, grade] : grades) ideal.push_back(grade);
    std::sort(ideal.rbegin(), ideal.rend());
    double best = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(ideal.size(), 10); ++i) {
      best += ideal[i] / std::log2(static_cast<double>(i) + 2);
    }
    double sum = 0;
    std::size_t rank = 10;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto grade = grades.find(found[i]);
      if (grade == grades.end()) continue;
      sum += grade->second / std::log2(static_cast<double>(i) + 2);
      rank = std::min(rank, i);
    }
    ndcg += sum / best;
    first += rank == 0 ? 1 : 0;
    third += rank < 3 ? 1 : 0;
  }
  const auto count = static_cast<double>(set.questions.size());
  std::printf("| %s%s | %s | %.3f | %.3f | %.3f |\n", set.name.c_str(), typing ? ", misspelt" : "",
              who, ndcg / count, first / count, third / count);
}

std::vector<Article> articles_of(const Set& set) {
  std::vector<Article> articles(set.texts.size());
  for (std::size_t i = 0; i < articles.size(); ++i) {
    articles[i].id = ArticleId(std::to_string(i));
    articles[i].language = set.language;
    articles[i].title = set.texts[i].first;
    articles[i].body = set.texts[i].second;
  }
  return articles;
}

void compare(const Set& set) {
  const Index index(articles_of(set), set.language, {});
  const auto ours = [&](const std::string& text) {
    std::vector<std::size_t> found;
    for (const Hit& hit : index.search(text, 10)) found.push_back(std::stoul(hit.id.value));
    return found;
  };
  const auto porter = make_fts5(set.texts, false);
  const auto trigrams = make_fts5(set.texts, true);
  const auto xapian = make_xapian(set.texts, set.language);
  for (const bool typing : {false, true}) {
    print_found(set, "ours", typing, ours);
    if (xapian)
      print_found(set, "Xapian", typing, [&](const auto& t) { return xapian->search(t); });
    print_found(set, "FTS5 porter", typing, [&](const auto& t) { return porter->search(t); });
    print_found(set, "FTS5 trigram", typing, [&](const auto& t) { return trigrams->search(t); });
  }
}

// How often a right answer is surer than the answer to a question that has none.
double area(const std::vector<double>& right, const std::vector<double>& wrong) {
  double sum = 0;
  for (const double a : right) {
    for (const double b : wrong) sum += a > b ? 1 : a == b ? 0.5 : 0;
  }
  return sum / static_cast<double>(right.size() * wrong.size());  // of nothing: not a number
}

// Questions about other things, by where they are from.
using Groups = std::vector<std::vector<std::string>>;

// A set as one who fits or judges needs it.
struct Base {
  explicit Base(const Set& given) : set(given) {
    for (const auto& [title, body] : set.texts) articles.push_back({{title}, body});
    ranker.emplace(set.language, std::vector<std::vector<std::string>>{}, articles);
  }
  // The fit of what is found first, without the articles of `gone`, and whether it is one of `answers`.
  [[nodiscard]] std::optional<Sample> ask(const std::string& text,
                                          const std::map<std::size_t, double>& answers,
                                          const std::vector<bool>& gone = {}) const {
    const Question question = ranker->read(text);
    const auto found = ranker->rank(question, 2, TermMap::kNone, gone);
    if (found.empty()) return std::nullopt;
    const double rival = found.size() > 1 ? found[1].score : 0;
    return Sample{.fit = ranker->fit(question, found[0], rival),
                  .right = answers.contains(found[0].doc)};
  }
  [[nodiscard]] std::vector<bool> without(const std::map<std::size_t, double>& answers) const {
    std::vector<bool> gone(articles.size(), false);
    for (const auto& [doc, grade] : answers) gone[doc] = true;
    return gone;
  }
  const Set& set;
  std::vector<Searched> articles;
  std::optional<Ranker> ranker;
};

// The questions of the other sets of the language.
Groups kin_of(const Set& set, const std::vector<Set>& all) {
  Groups groups;
  for (const Set& other : all) {
    if (other.name == set.name || other.language != set.language) continue;
    groups.emplace_back();
    for (const auto& [text, grades] : other.questions) groups.back().push_back(text);
  }
  return groups;
}

// Every set weighs 400 answerable questions, 40 left out and 240 of other things, groups alike.
std::vector<Sample> samples_of(const Base& base, Groups others) {
  if (!base.set.unanswerable.empty()) others.push_back(base.set.unanswerable);
  others.push_back(stock_questions(base.set.language));
  std::vector<Sample> samples;
  const auto add = [&](std::optional<Sample> sample, double weight) {
    if (!sample) return;
    sample->weight = weight;
    samples.push_back(*sample);
  };
  const double weight = 400.0 / static_cast<double>(base.set.questions.size());
  for (const auto& [text, grades] : base.set.questions) {
    add(base.ask(text, grades), weight);
    add(base.ask(text, {}, base.without(grades)), weight * 0.1);
  }
  for (const auto& group : others) {
    const auto share = static_cast<double>(group.size() * others.size());
    for (const std::string& text : group) add(base.ask(text, {}), 240.0 / share);
  }
  return samples;
}

constexpr double kHold = 4;

std::vector<Sample> samples_of(const std::vector<const Set*>& sets, const std::vector<Set>& all,
                               const std::map<std::string, Groups>& unrelated) {
  std::vector<Sample> samples;
  for (const Set* set : sets) {
    Groups others = kin_of(*set, all);
    if (const auto found = unrelated.find(set->language); found != unrelated.end()) {
      others.insert(others.end(), found->second.begin(), found->second.end());
    }
    const auto more = samples_of(Base(*set), std::move(others));
    samples.insert(samples.end(), more.begin(), more.end());
  }
  return samples;
}

void stay_silent(const Base& base, const char* coefficients, const Likelihood& prior,
                 const Groups& kin, const Groups& unrelated) {
  const Set& set = base.set;
  const double bar = Index::kAnswerFrom;
  const Learnt learnt = learn(*base.ranker, base.articles, set.language, prior, {}, bar);
  const auto surest = [&](const std::optional<Sample>& sample) {
    return sample ? learnt.likelihood.of(sample->fit) : 0;
  };
  std::vector<double> right;
  std::vector<double> wrong;
  std::vector<double> left_out;
  for (const auto& [text, grades] : set.questions) {
    const auto best = base.ask(text, grades);
    (best && best->right ? right : wrong).push_back(surest(best));
    left_out.push_back(surest(base.ask(text, {}, base.without(grades))));
  }
  std::vector<double> near;
  std::vector<double> far;
  for (const std::string& text : set.unanswerable) far.push_back(surest(base.ask(text, {})));
  for (const auto& [groups, list] : {std::pair(&kin, &near), std::pair(&unrelated, &far)}) {
    for (const auto& group : *groups) {
      for (const std::string& text : group) list->push_back(surest(base.ask(text, {})));
    }
  }
  const auto from = [&](const std::vector<double>& list) {
    return static_cast<double>(
        std::count_if(list.begin(), list.end(), [&](double p) { return p >= bar; }));
  };
  const auto share = [&](const std::vector<double>& list) {
    return list.empty() ? std::nan("") : from(list) / static_cast<double>(list.size());
  };
  const double given = from(right) + from(wrong);
  std::printf("| %s | %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f |\n",
              set.name.c_str(), coefficients, area(right, far), area(right, near),
              area(right, left_out), share(far), learnt.expected.false_on_unrelated, share(near),
              share(left_out), given / static_cast<double>(set.questions.size()),
              from(right) / std::max(given, 1.0));
}

void fit(const std::vector<Set>& all, const std::map<std::string, Groups>& unrelated) {
  std::map<std::string, std::vector<const Set*>> sets;
  for (const Set& set : all) sets[set.language].push_back(&set);
  Likelihood prior;
  for (const auto& [language, list] : sets) {  // English comes first, and others begin from it
    prior = Likelihood::fitted(samples_of(list, all, unrelated), prior, kHold);
    std::printf("%s:", language.c_str());
    for (const double c : prior.coefficients()) std::printf(" %.2f", c);
    std::printf("\n");
  }
}

}  // namespace

int main(int count, char** words) {
  std::vector<fs::path> sets;
  bool fits = false;
  std::map<std::string, Groups> fit_on;  // by language
  std::map<std::string, Groups> judge_on;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--fit") {
      fits = true;
    } else if ((word == "--fit-on" || word == "--judge-on") && i + 1 < count) {
      const fs::path file = words[++i];
      auto& groups = (word == "--fit-on" ? fit_on : judge_on)[language_of(file)];
      groups.emplace_back();
      const auto lines = rows(file);
      for (std::size_t line = 0; line < lines.size(); line += lines.size() / 500 + 1) {
        groups.back().push_back(lines[line].back());
      }
    } else {
      sets.emplace_back(fs::path(word).lexically_normal());
      if (!sets.back().has_filename()) sets.back() = sets.back().parent_path();
    }
  }
  if (sets.empty()) {
    print_scale_heads();
    for (const std::size_t articles : {10'000, 100'000}) measure_scale(articles);
    return 0;
  }
  std::vector<Set> all;
  for (const fs::path& set : sets) all.emplace_back(set);
  if (fits) {
    fit(all, fit_on);
    return 0;
  }
  std::printf("| set | search | nDCG@10 | R@1 | R@3 |\n|---|---|---|---|---|\n");
  for (const Set& set : all) compare(set);
  std::printf(
      "\n| set | coefficients | AUC other domain | AUC kin | AUC left out | false on other domain "
      "| "
      "expected | false on kin | false on left out | answered | right |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const Set& set : all) {
    const Base base(set);
    const Groups kin = kin_of(set, all);
    stay_silent(base, "shipped", Likelihood::shipped(set.language), kin, judge_on[set.language]);
    if (all.size() < 2) continue;
    std::vector<const Set*> others;
    for (const Set& other : all) {
      if (&other != &set) others.push_back(&other);
    }
    const auto prior = Likelihood::fitted(samples_of(others, all, fit_on), {}, kHold);
    stay_silent(base, "of the other sets", prior, kin, judge_on[set.language]);
  }
  return 0;
}
