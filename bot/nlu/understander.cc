// SPDX-License-Identifier: MIT
#include "nlu/understander.h"

#include <algorithm>

#include "nlu/entities.h"
#include "nlu/language.h"
#include "nlu/normalise.h"
#include "nlu/rules.h"

namespace frontdesk {
namespace {

constexpr std::size_t kRanking = 5;

}  // namespace

struct Understander::Parts {
  RuleSet rules;
  EntityFinder entities;
  LanguageFinder languages;
  const Classifier* classifier;
};

Understander::Understander(const Catalog& catalog, const Classifier* classifier,
                           std::vector<Problem>& problems)
    : parts_(new Parts{RuleSet(catalog, problems), EntityFinder(catalog, problems),
                       LanguageFinder(catalog), classifier}) {}

Understander::~Understander() = default;
Understander::Understander(Understander&&) noexcept = default;

Interpretation Understander::understand(std::string_view text, const std::string& prior) const {
  Interpretation meaning;
  meaning.text = to_nfc(text);
  const Folded folded = fold_with_origin(meaning.text);
  meaning.empty = words_of(folded.text).empty();
  LanguageGuess guess = parts_->languages.find(folded.text, prior);
  meaning.language = std::move(guess.language);
  meaning.language_sure = guess.sure;
  if (parts_->classifier) meaning.threshold = parts_->classifier->threshold();
  if (meaning.empty) return meaning;

  meaning.entities = parts_->entities.find(folded, meaning.text);
  RuleMatch match = parts_->rules.match(folded.text, meaning.language, meaning.language_sure);
  meaning.vetoed = std::move(match.vetoed);
  if (match.rule) {
    meaning.intent = match.rule->intent;
    meaning.rule = match.rule->id;
    meaning.confidence = 1;
    meaning.ranking = {{match.rule->intent, 1}};
    return meaning;
  }
  if (!parts_->classifier) return meaning;
  Classification said = parts_->classifier->classify(folded.text);
  meaning.confidence = said.confidence;
  meaning.ranking = std::move(said.ranking);
  meaning.ranking.resize(std::min(meaning.ranking.size(), kRanking));
  if (!meaning.ranking.empty() && said.confidence >= meaning.threshold) {
    meaning.intent = meaning.ranking.front().intent;
    meaning.evidence = parts_->classifier->evidence(folded.text, meaning.intent);
  }
  return meaning;
}

std::vector<FoundEntity> Understander::find_entities(std::string_view text) const {
  const std::string composed = to_nfc(text);
  return parts_->entities.find(fold_with_origin(composed), composed);
}

}  // namespace frontdesk
