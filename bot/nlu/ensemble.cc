// SPDX-License-Identifier: MIT
#include "nlu/ensemble.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kEvidence = 5;
constexpr std::size_t kRanked = 10;

std::size_t count_words(std::string_view text) {
  return text.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

}  // namespace

MemberScores member_scores(const EnsembleParts& parts, const ModelMessage& message) {
  MemberScores scores;
  const Features features = parts.vocabulary.extract(message);
  auto& margins = scores.of[kLinear];
  margins = parts.linear.margins(features.values);
  scores.has_oos = parts.has_oos;
  if (parts.has_oos) {
    scores.oos_margin = margins.back();
    margins.pop_back();
  }
  scores.of[kNetwork] = parts.network.logits(features.values);
  scores.of[kWideNetwork] =
      parts.wide_network.logits(parts.wide_vocabulary.extract(message).values);
  if (parts.fasttext) scores.of[kFastText] = parts.fasttext->logits(message.text);
  scores.known = features.known;
  scores.words = count_words(message.text);
  return scores;
}

Classification Ensemble::classify(std::string_view folded) const {
  Classification said;
  const ModelMessage message = read(folded);
  if (message.text.empty() || parts_.intents.empty()) return said;
  const MemberScores members = scores(message);
  const std::vector<double> probabilities = blend(members, parts_.weights);
  said.confidence = parts_.confidence.of(signals_of(members, probabilities));

  std::vector<std::uint32_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), 0);
  const std::size_t kept = std::min(order.size(), kRanked);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                    [&](std::uint32_t a, std::uint32_t b) {
                      if (probabilities[a] != probabilities[b])
                        return probabilities[a] > probabilities[b];
                      return a < b;
                    });
  order.resize(kept);
  // The best one's probability is the confidence; the others share what is left of 1, or shrink with it.
  const double best = probabilities[order[0]];
  const double rest = said.confidence > best ? (1 - said.confidence) / std::max(1 - best, 1e-12)
                                             : said.confidence / std::max(best, 1e-12);
  said.ranking.reserve(order.size());
  for (const std::uint32_t k : order) {
    said.ranking.push_back({parts_.intents[k], probabilities[k] * rest});
  }
  said.ranking[0].confidence = said.confidence;
  // A sure blend with little confidence in scope must not rank its second above its first.
  for (auto& ranked : said.ranking)
    ranked.confidence = std::min(ranked.confidence, said.confidence);
  return said;
}

// An n-gram of characters speaks for the word that it stands in: all of a word's are added up, under the
// word's own name where training knows it, else under the name of the strongest.
std::vector<Evidence> Ensemble::evidence(std::string_view folded, const std::string& intent) const {
  const auto found = std::find(parts_.intents.begin(), parts_.intents.end(), intent);
  if (found == parts_.intents.end()) return {};
  const auto number = static_cast<std::size_t>(found - parts_.intents.begin());
  struct Word {
    Evidence sum;
    float strongest = 0;
  };
  std::map<std::size_t, Word> words;
  std::vector<Evidence> said;
  for (auto& named : parts_.vocabulary.named(read(folded), parts_.concepts)) {
    const float share = named.feature.value * parts_.linear.weight(named.feature.id, number);
    if (!named.word) {
      if (share > 0) said.push_back({std::move(named.text), static_cast<double>(share)});
      continue;
    }
    Word& word = words[*named.word];
    word.sum.weight += static_cast<double>(share);
    const float strength = named.whole ? std::numeric_limits<float>::max() : share;
    if (!word.sum.text.empty() && strength <= word.strongest) continue;
    word.strongest = strength;
    word.sum.text = std::move(named.text);
  }
  for (auto& [place, word] : words) {
    if (word.sum.weight > 0 && word.sum.text[0] != '#') said.push_back(std::move(word.sum));
  }
  std::stable_sort(said.begin(), said.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  if (said.size() > kEvidence) said.resize(kEvidence);
  return said;
}

}  // namespace frontdesk
