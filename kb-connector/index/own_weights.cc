// SPDX-License-Identifier: MIT
#include "kb-connector/index/own_weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace frontdesk {
namespace {

constexpr std::size_t kLeast = 30;
constexpr std::size_t kAsked = 200;
// How sharply a score of so many times the best one's decides; fitted to real questions of three bases.
constexpr double kSharp = 10;
// How firmly the weights are held: the cost of half or double.
constexpr double kHeld = 4;
constexpr std::array<float, 5> kTried = {0.5F, 0.7071F, 1, 1.4142F, 2};

// A question and what each article scores for it, by field.
struct Asked {
  std::string text;
  Doc own = 0;
  std::array<std::vector<float>, 3> scores{};  // text, title, lead
};

// Takes the last title of every article that has several.
std::vector<Asked> take_questions(std::vector<Searched>& articles) {
  std::vector<Asked> questions;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    auto& titles = articles[i].titles;
    if (titles.size() < 2) continue;
    questions.push_back({std::move(titles.back()), static_cast<Doc>(i)});
    titles.pop_back();
  }
  return questions;
}

// Log of the share that the right article has of all.
double stands_out(const Asked& asked, float title, float lead) {
  const auto& [texts, titles, leads] = asked.scores;
  std::vector<double> scores(texts.size());
  double best = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = texts[i] + title * titles[i] + lead * leads[i];
    best = std::max(best, scores[i]);
  }
  if (best == 0) return 0;
  double sum = 0;
  for (const double score : scores) sum += std::exp(kSharp * (score / best - 1));
  return kSharp * (scores[asked.own] / best - 1) - std::log(sum);
}

}  // namespace

FieldWeights own_weights(const Corpus& articles, const std::string& language,
                         const std::vector<std::vector<std::string>>& synonyms) {
  if (articles.size() < kLeast) return {};
  std::vector<Searched> some;
  const std::size_t count = std::min(articles.size(), kAsked);
  for (std::size_t i = 0; i < count; ++i) some.push_back(articles[i * articles.size() / count]);
  std::vector<Asked> questions = take_questions(some);
  if (questions.empty()) return {};

  constexpr std::array<FieldWeights, 3> kOnly = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (std::size_t field = 0; field < kOnly.size(); ++field) {
    const Ranker ranker(language, synonyms, some, nullptr, kOnly[field]);
    for (Asked& asked : questions) {
      auto& scores = asked.scores[field];
      scores.assign(count, 0);
      for (const Scored& found : ranker.rank(ranker.read(asked.text), count)) {
        scores[found.doc] = static_cast<float>(found.score);
      }
    }
  }

  const auto gain = [&](float title, float lead) {
    double sum = -kHeld * (std::pow(std::log2(title), 2) + std::pow(std::log2(lead), 2));
    for (const Asked& asked : questions) sum += stands_out(asked, title, lead);
    return sum;
  };
  FieldWeights chosen;
  double best = gain(1, 1);
  for (const float title : kTried) {
    for (const float lead : kTried) {
      const double sum = gain(title, lead);
      if (sum <= best) continue;
      best = sum;
      chosen = {1, title, lead};
    }
  }
  return chosen;
}

}  // namespace frontdesk
