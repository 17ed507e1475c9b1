// SPDX-License-Identifier: MIT
#include "bench/scale/scale.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bench/rivals/rivals.h"
#include "kb-connector/index/index.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

// Seconds that this process has computed: others on the machine do not count.
double computed() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Megabytes by the name that /proc gives them.
long megabytes(std::string_view name) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(name)) continue;
    return std::strtol(line.c_str() + name.size() + 1, nullptr, 10) / 1024;
  }
  return 0;
}

class Inventor {
 public:
  std::string word() {
    constexpr std::uint64_t kOwn = 250;
    constexpr double kVocabulary = 50000;
    if (random_() % kOwn == 0) return spelled(1'000'000 + ++own_);
    const double share = std::generate_canonical<double, 53>(random_);
    return spelled(static_cast<std::uint64_t>(std::pow(kVocabulary, share)));
  }
  std::vector<std::string> words(std::size_t count) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(word());
    return all;
  }

 private:
  // Two to four syllables that follow from a word's rank.
  static std::string spelled(std::uint64_t rank) {
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
  std::mt19937_64 random_{7};
  std::uint64_t own_ = 0;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

struct Asked {
  std::string text;
  std::size_t answer = 0;
};

std::vector<Asked> questions_of(const Texts& texts, Inventor& inventor) {
  constexpr std::size_t kQuestions = 300;
  std::vector<Asked> all;
  for (std::size_t i = 0; i < kQuestions; ++i) {
    const std::size_t answer = i * 7919 % texts.size();
    const std::string& title = texts[answer].first;
    std::vector<std::string> words;
    for (const std::string_view word : words_of(title)) words.emplace_back(word);
    words.resize(3);
    for (std::string& word : inventor.words(4)) words.push_back(std::move(word));
    all.push_back({joined(words), answer});
  }
  return all;
}

using Search = std::function<std::vector<std::size_t>(const std::string&)>;

void print_row(std::size_t articles, const char* who, double build, const Search& search,
               const std::vector<Asked>& questions, double change) {
  std::vector<double> times;
  double ndcg = 0;
  for (const Asked& asked : questions) {
    const double start = computed();
    const std::vector<std::size_t> found = search(asked.text);
    times.push_back((computed() - start) * 1e3);
    const auto at = std::find(found.begin(), found.end(), asked.answer);
    if (at != found.end()) ndcg += 1 / std::log2(static_cast<double>(at - found.begin()) + 2);
  }
  std::sort(times.begin(), times.end());
  const std::size_t count = times.size();
  std::printf("| %zu | %s | %.1f s | %.2f ms | %.2f ms | ", articles, who, build, times[count / 2],
              times[count * 99 / 100]);
  if (change > 0) {
    std::printf("%.1f ms", change * 1e3);
  } else {
    std::printf("-");
  }
  std::printf(" | %ld MB | %ld MB | %.3f |\n", megabytes("VmRSS:"), megabytes("VmHWM:"),
              ndcg / static_cast<double>(count));
}

void measure_ours(std::size_t count) {
  Inventor inventor;
  std::vector<Article> articles(count);
  Texts titles;
  for (std::size_t i = 0; i < count; ++i) {
    articles[i].id = ArticleId(std::to_string(i));
    articles[i].language = "en";
    articles[i].title = joined(inventor.words(5));
    articles[i].body = joined(inventor.words(60));
  }
  for (const Article& article : articles) titles.emplace_back(article.title, "");
  const std::vector<Asked> questions = questions_of(titles, inventor);
  titles = Texts();
  const double begin = computed();
  const Index index(articles, "en", {});
  const double build = computed() - begin;
  Article changed = articles[count / 2];
  changed.title = joined(inventor.words(5));
  const double before = computed();
  const Index after(index, {changed}, {});
  const double change = computed() - before;
  print_row(
      count, "ours", build,
      [&](const std::string& text) {
        std::vector<std::size_t> found;
        for (const Hit& hit : index.search(text, 10)) found.push_back(std::stoul(hit.id.value));
        return found;
      },
      questions, change);
}

using MakeRival = std::function<std::unique_ptr<Rival>(const Texts&)>;

void measure_rival(std::size_t count, const char* who, const MakeRival& make) {
  Inventor inventor;
  Texts texts;
  for (std::size_t i = 0; i < count; ++i) {
    std::string title = joined(inventor.words(5));
    texts.emplace_back(std::move(title), joined(inventor.words(60)));
  }
  const std::vector<Asked> questions = questions_of(texts, inventor);
  const double begin = computed();
  const std::unique_ptr<Rival> rival = make(texts);
  if (rival == nullptr) return;
  print_row(
      count, who, computed() - begin, [&](const std::string& text) { return rival->search(text); },
      questions, 0);
}

void apart(const std::function<void()>& work) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    work();
    std::fflush(stdout);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
}

}  // namespace

void print_scale_heads() {
  std::printf(
      "| articles | search | build | p50 | p99 | one changed article | memory | at most | nDCG@10 "
      "|\n"
      "|---|---|---|---|---|---|---|---|---|\n");
}

void measure_scale(std::size_t articles) {
  apart([&] { measure_ours(articles); });
  apart([&] {
    measure_rival(articles, "Xapian", [](const Texts& texts) { return make_xapian(texts, "en"); });
  });
  for (const bool trigrams : {false, true}) {
    apart([&] {
      measure_rival(articles, trigrams ? "FTS5 trigram" : "FTS5 porter",
                    [&](const Texts& texts) { return make_fts5(texts, trigrams); });
    });
  }
}

}  // namespace frontdesk
