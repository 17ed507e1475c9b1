// SPDX-License-Identifier: MIT
#include "nlu/ensemble.h"

#include <algorithm>
#include <numeric>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kEvidence = 5;

std::size_t count_words(std::string_view text) {
  return text.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

}  // namespace

MemberScores linear_scores(const LinearModel& model, const Features& features, bool has_oos,
                           std::size_t words) {
  MemberScores scores;
  scores.margins = model.margins(features.values);
  scores.has_oos = has_oos;
  if (has_oos) {
    scores.oos_margin = scores.margins.back();
    scores.margins.pop_back();
  }
  scores.known = features.known;
  scores.words = words;
  return scores;
}

MemberScores Ensemble::scores(const std::string& text) const {
  MemberScores scores = linear_scores(parts_.linear, parts_.vocabulary.extract(text),
                                      parts_.has_oos, count_words(text));
  if (parts_.fasttext) scores.fasttext = parts_.fasttext->log_probabilities(text);
  return scores;
}

Classification Ensemble::classify(std::string_view folded) const {
  Classification said;
  const std::string text = model_text(folded);
  if (text.empty() || parts_.intents.empty()) return said;
  const MemberScores members = scores(text);
  const std::vector<double> probabilities = blend(members, parts_.weights);
  said.confidence = parts_.confidence.of(signals_of(members, probabilities));

  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return probabilities[a] > probabilities[b];
  });
  // The best one's probability is the confidence; the others share what is left of 1, or shrink with it.
  const double best = probabilities[order[0]];
  const double rest = said.confidence > best ? (1 - said.confidence) / std::max(1 - best, 1e-12)
                                             : said.confidence / std::max(best, 1e-12);
  said.ranking.reserve(order.size());
  for (const std::size_t k : order) {
    said.ranking.push_back({parts_.intents[k], probabilities[k] * rest});
  }
  said.ranking[0].confidence = said.confidence;
  // A sure blend with little confidence in scope must not rank its second above its first.
  for (auto& ranked : said.ranking)
    ranked.confidence = std::min(ranked.confidence, said.confidence);
  return said;
}

std::vector<std::string> Ensemble::evidence(std::string_view folded,
                                            const std::string& intent) const {
  const auto found = std::find(parts_.intents.begin(), parts_.intents.end(), intent);
  if (found == parts_.intents.end()) return {};
  const auto number = static_cast<std::size_t>(found - parts_.intents.begin());
  const std::string text = model_text(folded);
  std::vector<std::pair<float, std::string>> said;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    std::string word = text.substr(at, end - at);
    at = end + 1;
    const float share = parts_.linear.share(parts_.vocabulary.extract(word).values, number);
    if (share > 0 && word[0] != '#') said.emplace_back(share, std::move(word));
  }
  std::stable_sort(said.begin(), said.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> words;
  for (auto& [share, word] : said) {
    if (words.size() == kEvidence) break;
    if (std::find(words.begin(), words.end(), word) == words.end())
      words.push_back(std::move(word));
  }
  return words;
}

}  // namespace frontdesk
