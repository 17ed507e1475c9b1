// SPDX-License-Identifier: MIT
// How good and how fast the search is.
//
//   bench_search SET...        nDCG@10, R@1, R@3, p50, p99 and build time of sets of questions
//   bench_search               p50, p99 and build time of 10,000 and 100,000 made-up articles
//   bench_search --fit SET...  the coefficients that likelihood.cc ships, fitted to the sets
//
// A SET is a folder with docs.tsv, queries.tsv, qrels.tsv and perhaps unanswerable.tsv (columns: see
// kb-connector/evaluate.h).

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kb-connector/evaluate.h"
#include "kb-connector/index/likelihood.h"
#include "kb-connector/index/practice.h"
#include "kb-connector/index/ranker.h"

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

int judge(const fs::path& set) {
  EvaluationFiles files{set / "docs.tsv", set / "queries.tsv", set / "qrels.tsv", "", ""};
  if (fs::exists(set / "unanswerable.tsv")) files.unanswerable = set / "unanswerable.tsv";
  const auto result = evaluate_search(files, {});
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().message.c_str());
    return 2;
  }
  std::printf("%-12s %5zu  %.3f  %.3f  %.3f  %8.3f %6.3f  %7.0f %7.0f  %7.3f\n",
              set.filename().c_str(), result->queries, result->ndcg10, result->recall1,
              result->recall3, result->answered, result->right_when_answered, result->p50_us,
              result->p99_us, result->build_s);
  return 0;
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

void measure(std::size_t count) {
  Inventor inventor;
  std::vector<Article> articles(count);
  for (std::size_t i = 0; i < count; ++i) {
    articles[i].id = ArticleId(std::to_string(i));
    articles[i].language = "en";
    articles[i].title = inventor.words(5);
    articles[i].body = inventor.words(60);
  }
  const auto begin = Clock::now();
  const Index index(articles, "en", {});
  const double build = seconds_since(begin);
  std::vector<double> times;
  for (std::size_t i = 0; i < 1000; ++i) {
    // Half of a title and some words besides.
    const std::string& title = articles[i * 7919 % count].title;
    const std::string question = title.substr(0, title.size() / 2) + ' ' + inventor.words(4);
    const auto start = Clock::now();
    (void)index.search(question, 10);
    times.push_back(seconds_since(start) * 1e6);
  }
  std::sort(times.begin(), times.end());
  std::printf("%8zu articles  p50 %.0f us  p99 %.0f us  build %.2f s\n", count, times[500],
              times[990], build);
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
    for (const std::size_t articles : {10'000, 100'000}) measure(articles);
    return 0;
  }
  std::printf(
      "set          asked   nDCG    R@1    R@3  answered  right   p50 us  p99 us  build s\n");
  int status = 0;
  for (const fs::path& set : sets) status = std::max(status, judge(set));
  return status;
}
