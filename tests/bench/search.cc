// SPDX-License-Identifier: MIT
// How good and how fast the search is.
//
//   bench_search SET...        nDCG@10, R@1, R@3 beside Xapian's and FTS5's, and when it stays silent
//   bench_search               p50, p99, build, one changed article and memory (of the whole process) of
//                              10,000 and 100,000 made-up articles; time is that of the thread
//   bench_search --fit SET...  the coefficients that likelihood.cc ships, fitted to the sets
//
// A SET is a folder with docs.tsv, queries.tsv, qrels.tsv and perhaps unanswerable.tsv (columns: see
// kb-connector/evaluate.h).

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bench/rivals/rivals.h"
#include "kb-connector/index/index.h"
#include "kb-connector/index/likelihood.h"
#include "kb-connector/index/practice.h"
#include "kb-connector/index/ranker.h"
#include "nlu/normalise.h"

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

// Seconds that this thread has computed: others on the machine do not count.
double computed() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Words of falling frequency, as a language has them; an article is about 60 of them.
class Inventor {
 public:
  std::string word() {
    const double share = std::generate_canonical<double, 53>(random_);
    const auto rank = static_cast<std::uint64_t>(std::pow(50000.0, share));
    static constexpr std::string_view kConsonants = "tnsrlkdmpvgbzjcf";
    static constexpr std::string_view kVowels = "aeiouy";
    std::string text;
    std::uint64_t rest = rank * 0x9E3779B97F4A7C15ULL >> 24;
    for (std::uint64_t syllables = 2 + rank % 3; syllables > 0; --syllables) {
      text += kConsonants[rest % 16];
      text += kVowels[rest / 16 % 6];
      if (rest / 96 % 3 == 0) text += kConsonants[rest / 288 % 16];
      rest /= 4608;
    }
    return text;
  }
  std::string words(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += word() + ' ';
    return text;
  }

 private:
  std::mt19937_64 random_{7};
};

std::size_t resident_megabytes() {
  std::ifstream in("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  in >> all >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) >> 20;
}

void measure(std::size_t count) {
  Inventor inventor;
  std::vector<Article> articles(count);
  for (std::size_t i = 0; i < count; ++i) {
    articles[i].id = ArticleId(std::to_string(i));
    articles[i].language = "en";
    articles[i].title = inventor.words(5);
    articles[i].body = inventor.words(60);
  }
  const double begin = computed();
  const Index index(articles, "en", {});
  const double build = computed() - begin;
  std::vector<double> times;
  for (std::size_t i = 0; i < 1000; ++i) {
    // Half of a title and some words besides.
    const std::string& title = articles[i * 7919 % count].title;
    const std::string question = title.substr(0, title.size() / 2) + ' ' + inventor.words(4);
    const double start = computed();
    (void)index.search(question, 10);
    times.push_back((computed() - start) * 1e6);
  }
  std::sort(times.begin(), times.end());
  Article changed = articles[count / 2];
  changed.title = inventor.words(5);
  const double before = computed();
  const Index after(index, {changed}, {});
  const double change = computed() - before;
  std::printf("%8zu  %7.0f  %7.0f  %7.2f  %10.1f  %7zu\n", count, times[500], times[990], build,
              change * 1e3, resident_megabytes());
  std::fflush(stdout);
}

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
    row.resize(std::max<std::size_t>(row.size(), 3));
    all.push_back(std::move(row));
  }
  return all;
}

// One set as values: texts, questions that have an answer, and what answers them.
struct Set {
  explicit Set(const fs::path& folder)
      : name(folder.filename().string()), language(name.starts_with("lt_") ? "lt" : "en") {
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
  return sum / static_cast<double>(std::max<std::size_t>(right.size() * wrong.size(), 1));
}

void stay_silent(const Set& set, const std::vector<Set>& all) {
  const Index index(articles_of(set), set.language, {});
  const auto surest = [](const Index& any, const std::string& text) {
    const auto hits = any.search(text, 1);
    return hits.empty() ? 0 : hits.front().probability;
  };
  std::vector<double> right;
  std::vector<double> wrong;
  std::vector<double> left_out;
  for (const auto& [text, grades] : set.questions) {
    const auto hits = index.search(text, 1);
    const bool good = !hits.empty() && grades.contains(std::stoul(hits.front().id.value));
    (good ? right : wrong).push_back(hits.empty() ? 0 : hits.front().probability);
    std::vector<ArticleId> own;
    for (const auto& [doc, grade] : grades) own.emplace_back(std::to_string(doc));
    left_out.push_back(surest(Index(index, {}, own), text));
  }
  std::vector<double> far;
  for (const std::string& text : set.unanswerable) far.push_back(surest(index, text));
  for (const Set& other : all) {
    if (other.name == set.name || other.language != set.language) continue;
    for (const auto& [text, grades] : other.questions) far.push_back(surest(index, text));
  }
  const auto from = [](const std::vector<double>& list, double bar) {
    return static_cast<double>(
        std::count_if(list.begin(), list.end(), [&](double p) { return p >= bar; }));
  };
  const double bar = Index::kAnswerFrom;
  const double given = from(right, bar) + from(wrong, bar);
  std::printf("| %s | %.3f | %.3f | %.3f | %.3f | %.3f |\n", set.name.c_str(), area(right, far),
              area(right, left_out), from(far, bar) / static_cast<double>(far.size()),
              given / static_cast<double>(set.questions.size()), from(right, bar) / given);
}

// Samples of one set: its questions, the same with their article left out, and the questions of `others`.
std::vector<Sample> samples_of(const fs::path& set, const std::string& language,
                               const std::vector<std::string>& others) {
  const auto docs = rows(set / "docs.tsv");
  std::vector<Searched> articles;
  std::map<std::string, Doc> numbers;
  for (const auto& doc : docs) {
    numbers[doc[0]] = static_cast<Doc>(articles.size());
    articles.push_back({{doc[1]}, doc[2]});
  }
  const Ranker ranker(language, {}, articles);
  std::map<std::string, std::vector<Doc>> right;
  for (const auto& row : rows(set / "qrels.tsv")) right[row[0]].push_back(numbers[row[1]]);

  // Every set weighs 400 answerable questions, 40 left out and 240 of other things.
  const auto queries = rows(set / "queries.tsv");
  const double weight = 400.0 / static_cast<double>(queries.size());
  std::vector<Sample> samples;
  const auto add = [&](const std::string& text, const std::vector<Doc>& answers, Doc except,
                       double counts) {
    const Question question = ranker.read(text);
    const auto found = ranker.rank(question, 10, except);
    if (found.empty()) return;
    const bool good = std::find(answers.begin(), answers.end(), found[0].doc) != answers.end();
    const double rival = found.size() > 1 ? found[1].score : 0;
    samples.push_back({ranker.fit(question, found[0], rival), good, counts});
  };
  for (const auto& query : queries) {
    const auto& answers = right[query[0]];
    if (answers.empty()) continue;
    add(query[1], answers, TermMap::kNone, weight);
    add(query[1], {}, answers.front(), weight * 0.1);
  }
  for (const std::string& text : others) {
    add(text, {}, TermMap::kNone, 240.0 / static_cast<double>(others.size()));
  }
  return samples;
}

void fit(const std::vector<fs::path>& sets) {
  std::map<std::string, std::vector<Sample>> samples;  // by language
  const auto language_of = [](const fs::path& set) {
    return set.filename().string().starts_with("lt_") ? "lt" : "en";
  };
  for (const fs::path& set : sets) {
    const std::string language = language_of(set);
    std::vector<std::string> others;
    for (const auto& row : rows(set / "unanswerable.tsv")) others.push_back(row[1]);
    for (const fs::path& other : sets) {
      if (other == set || language_of(other) != language) continue;
      const auto queries = rows(other / "queries.tsv");
      const std::size_t stride = std::max<std::size_t>(1, queries.size() / 200);
      for (std::size_t i = 0; i < queries.size(); i += stride) others.push_back(queries[i][1]);
    }
    if (others.empty()) others = stock_questions(language);
    const auto more = samples_of(set, language, others);
    auto& all = samples[language];
    all.insert(all.end(), more.begin(), more.end());
  }
  constexpr double kHold = 4;
  Likelihood prior = Likelihood::fitted(samples["en"], Likelihood::shipped("en"), kHold);
  for (const auto& [language, list] : samples) {
    if (language != "en") prior = Likelihood::fitted(list, prior, kHold);
    std::printf("%s:", language.c_str());
    for (const double c : prior.coefficients()) std::printf(" %.2f", c);
    std::printf("\n");
  }
}

}  // namespace

int main(int count, char** words) {
  std::vector<fs::path> sets;
  bool fits = false;
  for (int i = 1; i < count; ++i) {
    if (std::string(words[i]) == "--fit")
      fits = true;
    else
      sets.emplace_back(fs::path(words[i]).lexically_normal());
  }
  for (fs::path& set : sets) {
    if (!set.has_filename()) set = set.parent_path();
  }
  if (fits) {
    fit(sets);
    return 0;
  }
  if (sets.empty()) {
    std::printf("articles   p50 us   p99 us  build s  one more ms  memory MB\n");
    for (const std::size_t articles : {10'000, 100'000}) measure(articles);
    return 0;
  }
  std::vector<Set> all;
  for (const fs::path& set : sets) all.emplace_back(set);
  std::printf("| set | search | nDCG@10 | R@1 | R@3 |\n|---|---|---|---|---|\n");
  for (const Set& set : all) compare(set);
  std::printf(
      "\n| set | AUC other domain | AUC article left out | false answers | answered | right |\n"
      "|---|---|---|---|---|---|\n");
  for (const Set& set : all) stay_silent(set, all);
  return 0;
}
