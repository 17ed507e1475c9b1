// SPDX-License-Identifier: MIT
#include "nlu/understander.h"

#include <algorithm>

#include "nlu/entities.h"
#include "nlu/joints.h"
#include "nlu/language.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kRanking = 5;
constexpr std::size_t kPartWords = 2;  // a single word is too little to be a question of its own
// A piece has fewer words than the message, so a guess at it must be surer; and where the classifier is
// this sure of the whole, the message says one thing in two clauses unless rules know better.
constexpr double kPartSure = 0.7;
constexpr double kWholeSure = 0.9;

bool is_sure(const Interpretation& meaning) { return !meaning.intent.empty(); }

// Takes what cannot be meant out of a ranking.
void leave_out(const ImpossibleIntents& impossible, Classification& said) {
  double out = 0;
  const bool was_best = !said.ranking.empty() && impossible.count(said.ranking.front().intent) != 0;
  std::erase_if(said.ranking, [&](const RankedIntent& each) {
    if (impossible.count(each.intent) == 0) return false;
    out += each.confidence;
    return true;
  });
  if (said.ranking.empty()) {
    said.confidence = 0;
    return;
  }
  constexpr double kLikelier = 0.5;
  const double scale = out > 0 && out < kLikelier ? 1 / (1 - out) : 1;
  for (auto& each : said.ranking) each.confidence *= scale;
  said.confidence =
      was_best ? said.ranking.front().confidence : std::min(1.0, said.confidence * scale);
}

}  // namespace

struct Understander::Parts {
  RuleSet rules;
  EntityFinder entities;
  LanguageFinder languages;
  const Classifier* classifier;
  std::set<std::string> smalltalk;

  // What `folded` means, written into `meaning`, whose language is already known.
  void decide(std::string_view folded, const ImpossibleIntents& impossible,
              Interpretation& meaning) const;
  void decide_pieces(const Folded& folded, const ImpossibleIntents& impossible,
                     Interpretation& meaning) const;
};

Understander::Understander(const Catalog& catalog, const Classifier* classifier,
                           std::vector<Problem>& problems)
    : parts_(new Parts{RuleSet(catalog, problems),
                       EntityFinder(catalog, problems),
                       LanguageFinder(catalog),
                       classifier,
                       {}}) {
  for (const auto& intent : catalog.intents) {
    if (intent.smalltalk) parts_->smalltalk.insert(intent.name);
  }
}

Understander::~Understander() = default;
Understander::Understander(Understander&&) noexcept = default;

void Understander::Parts::decide(std::string_view folded, const ImpossibleIntents& impossible,
                                 Interpretation& meaning) const {
  RuleMatch match = rules.match(folded, meaning.language, meaning.language_sure, &impossible);
  if (!match.rule && match.vetoed.empty() && classifier) {
    const std::string plain = classifier->respelled(folded);
    if (plain != folded) {
      match = rules.match(plain, meaning.language, meaning.language_sure, &impossible);
    }
  }
  meaning.vetoed = std::move(match.vetoed);
  if (match.rule) {
    meaning.intent = match.rule->intent;
    meaning.rule = match.rule->id;
    meaning.confidence = 1;
    meaning.ranking = {{match.rule->intent, 1}};
    return;
  }
  if (!classifier) return;
  Classification said = classifier->classify(folded);
  if (!impossible.empty()) leave_out(impossible, said);
  meaning.confidence = said.confidence;
  meaning.ranking = std::move(said.ranking);
  meaning.ranking.resize(std::min(meaning.ranking.size(), kRanking));
  if (!meaning.ranking.empty() && said.confidence >= meaning.threshold) {
    meaning.intent = meaning.ranking.front().intent;
    meaning.evidence = classifier->evidence(folded, meaning.intent);
  }
}

void Understander::Parts::decide_pieces(const Folded& folded, const ImpossibleIntents& impossible,
                                        Interpretation& meaning) const {
  std::vector<Interpretation> sure;  // each intent once, where it was said first
  bool smalltalk_too = smalltalk.count(meaning.intent) != 0;
  for (const auto& range : pieces_of(folded.text)) {
    const auto piece = std::string_view(folded.text).substr(range.begin, range.end - range.begin);
    Interpretation part;
    part.language = meaning.language;
    part.language_sure = meaning.language_sure;
    part.threshold = meaning.threshold;
    decide(piece, impossible, part);
    if (!is_sure(part)) continue;
    if (smalltalk.count(part.intent) != 0) {
      smalltalk_too = true;
      continue;
    }
    if (words_of(piece).size() < kPartWords) continue;
    if (part.rule.empty() && part.confidence < kPartSure) continue;
    const bool known = std::any_of(sure.begin(), sure.end(), [&](const Interpretation& each) {
      return each.intent == part.intent;
    });
    if (known) continue;
    const ByteRange written = source_range(folded, meaning.text, range);
    part.text = meaning.text.substr(written.begin, written.end - written.begin);
    for (const auto& found : meaning.entities) {
      if (found.begin >= written.begin && found.end <= written.end) part.entities.push_back(found);
    }
    sure.push_back(std::move(part));
  }
  const bool one_thing = is_sure(meaning) && meaning.rule.empty() &&
                         meaning.confidence >= kWholeSure && smalltalk.count(meaning.intent) == 0;
  // A rule that sees something else in a part is not outvoted by a guess at the whole.
  const bool overlooked = std::any_of(sure.begin(), sure.end(), [&](const Interpretation& part) {
    return !part.rule.empty() && part.intent != meaning.intent;
  });
  if (sure.size() == 2 && (!one_thing || overlooked)) {
    meaning.parts = std::move(sure);
    return;
  }
  const bool says_nothing_else = !is_sure(meaning) || smalltalk.count(meaning.intent) != 0;
  if (sure.size() == 1 && smalltalk_too && says_nothing_else) {
    auto& question = sure.front();
    question.text = std::move(meaning.text);
    question.entities = std::move(meaning.entities);
    meaning = std::move(question);
  }
}

Interpretation Understander::understand(std::string_view text, const Circumstances& now) const {
  Interpretation meaning;
  meaning.text = to_nfc(text);
  const Folded folded = fold_with_origin(meaning.text);
  meaning.empty = words_of(folded.text).empty();
  LanguageGuess guess = parts_->languages.find(folded.text, now.language);
  meaning.language = std::move(guess.language);
  meaning.language_sure = guess.sure;
  if (parts_->classifier) meaning.threshold = parts_->classifier->threshold();
  if (meaning.empty) return meaning;

  meaning.entities = parts_->entities.find(folded, meaning.text, now.today);
  parts_->decide(folded.text, now.impossible, meaning);
  parts_->decide_pieces(folded, now.impossible, meaning);
  return meaning;
}

Interpretation Understander::understand(std::string_view text, const std::string& prior) const {
  return understand(text, Circumstances{prior, {}, {}});
}

std::vector<FoundEntity> Understander::find_entities(std::string_view text,
                                                     std::optional<Day> today) const {
  const std::string composed = to_nfc(text);
  return parts_->entities.find(fold_with_origin(composed), composed, today);
}

std::vector<RuleReport> Understander::explain_rules(std::string_view text,
                                                    const Circumstances& now) const {
  const std::string composed = to_nfc(text);
  const Folded folded = fold_with_origin(composed);
  const auto written = [&](ByteRange range) {
    const ByteRange place = source_range(folded, composed, range);
    return composed.substr(place.begin, place.end - place.begin);
  };
  const LanguageGuess guess = parts_->languages.find(folded.text, now.language);
  std::vector<RuleReport> reports;
  for (const auto& each :
       parts_->rules.trace(folded.text, guess.language, guess.sure, &now.impossible)) {
    RuleReport report{each.rule->id,
                      each.rule->intent,
                      each.rule->priority,
                      written(each.matched),
                      "",
                      "",
                      each.fate == RuleTrace::Fate::not_now};
    if (each.lost_to != nullptr) report.lost_to = each.lost_to->id;
    if (each.fate == RuleTrace::Fate::vetoed) report.vetoed_by = written(each.vetoed_by);
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace frontdesk
