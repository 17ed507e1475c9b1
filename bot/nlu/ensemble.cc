// SPDX-License-Identifier: MIT
#include "nlu/ensemble.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kEvidence = 5;
constexpr std::size_t kRanked = 10;

std::size_t count_words(std::string_view text) {
  return text.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

// The places of the largest, largest first, equal ones in their order. Nearly all of a message's
// probabilities are below the tenth, so each costs one look.
using Places = std::array<std::size_t, kRanked>;
std::size_t rank(const std::vector<double>& probabilities, Places& order) {
  std::size_t kept = 0;
  for (std::size_t k = 0; k < probabilities.size(); ++k) {
    if (kept == kRanked && probabilities[k] <= probabilities[order[kept - 1]]) continue;
    std::size_t at = kept < kRanked ? kept++ : kept - 1;
    for (; at > 0 && probabilities[k] > probabilities[order[at - 1]]; --at)
      order[at] = order[at - 1];
    order[at] = k;
  }
  return kept;
}

}  // namespace

MemberScores member_scores(const EnsembleParts& parts, const ModelMessage& message) {
  static thread_local Vocabulary::AllFeatures features;
  parts.vocabulary.extract(message, features);
  const auto& [plain, wide] = features;
  MemberScores scores;
  auto& margins = scores.of[kLinear];
  parts.linear.margins(plain.values, margins);
  scores.has_oos = parts.has_oos;
  if (parts.has_oos) {
    scores.oos_margin = margins.back();
    margins.pop_back();
  }
  parts.network.logits(plain.values, scores.of[kNetwork]);
  parts.wide_network.logits(wide.values, scores.of[kWideNetwork]);
  if (parts.fasttext) parts.fasttext->logits(message.text, scores.of[kFastText]);
  scores.known = plain.known;
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

  Places order;
  const std::size_t kept = rank(probabilities, order);
  // The best one's probability is the confidence; the others share what is left of 1, or shrink with it.
  const double best = probabilities[order[0]];
  const double rest = said.confidence > best ? (1 - said.confidence) / std::max(1 - best, 1e-12)
                                             : said.confidence / std::max(best, 1e-12);
  said.ranking.reserve(kept);
  for (std::size_t i = 0; i < kept; ++i) {
    said.ranking.push_back({parts_.intents[order[i]], probabilities[order[i]] * rest});
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
