// SPDX-License-Identifier: MIT
#include "cli/explanation.h"

#include <cstdio>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kArticles = 3;

Json nullable(const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); }

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", share);
  return text;
}

// The best guess beside what was understood. Where a rule decided, the classifier was not asked: it is
// now.
RankedIntent runner_up(const Brain& brain, const Interpretation& meaning) {
  auto ranking = meaning.ranking;
  if (!meaning.rule.empty() && brain.classifier != nullptr) {
    ranking = brain.classifier->classify(fold(meaning.text)).ranking;
  }
  const auto& best = meaning.intent.empty() && !meaning.ranking.empty()
                         ? meaning.ranking.front().intent
                         : meaning.intent;
  for (const auto& each : ranking) {
    if (each.intent != best) return each;
  }
  return {};
}

Json plan_json(const Plan& plan) {
  Json json{{"action", name_of(plan.decision.action)}};
  if (plan.kind == Plan::Kind::person) json["reason"] = name_of(plan.reason);
  if (plan.intent != nullptr) {
    json["intent"] = plan.intent->name;
    if (!plan.intent->flow.empty()) json["flow"] = plan.intent->flow.value;
  }
  if (!plan.then.empty()) json["then"] = plan.then;
  if (!plan.decision.articles.empty()) {
    json["articles"] = Json::array();
    for (const auto& id : plan.decision.articles) json["articles"].push_back(id.value);
  }
  if (!plan.candidates.empty()) {
    json["candidates"] = Json::array();
    for (const auto* intent : plan.candidates) json["candidates"].push_back(intent->name);
  }
  return json;
}

Json entities_json(const Interpretation& meaning) {
  Json list = Json::array();
  for (const auto& each : meaning.entities) {
    list.push_back(Json{{"entity", each.entity},
                        {"value", each.value},
                        {"text", each.text},
                        {"begin", each.begin},
                        {"end", each.end}});
    if (!each.role.empty()) list.back()["role"] = each.role;
  }
  return list;
}

Json rules_json(const std::vector<RuleReport>& rules) {
  Json list = Json::array();
  for (const auto& rule : rules) {
    Json each{{"id", rule.id},
              {"intent", rule.intent},
              {"priority", rule.priority},
              {"matched", rule.matched}};
    if (!rule.lost_to.empty()) each["lost_to"] = rule.lost_to;
    if (!rule.vetoed_by.empty()) each["vetoed_by"] = rule.vetoed_by;
    if (rule.not_now) each["not_now"] = true;
    list.push_back(std::move(each));
  }
  return list;
}

}  // namespace

Json explanation_json(const Brain& brain, const NearestExamples& examples,
                      const Explanation& explanation) {
  const auto& meaning = explanation.meaning;
  Json ranking = Json::array();
  for (const auto& each : meaning.ranking) {
    ranking.push_back(Json{{"intent", each.intent}, {"confidence", each.confidence}});
  }
  Json evidence = Json::array();
  for (const auto& piece : meaning.evidence) {
    evidence.push_back(Json{{"text", piece.text}, {"weight", piece.weight}});
  }
  Json articles = Json::array();
  for (const auto& hit : brain.library.search(meaning.text, meaning.language, kArticles)) {
    articles.push_back(
        Json{{"id", hit.id.value}, {"title", hit.title}, {"score", hit.probability}});
  }
  Json parts = Json::array();
  for (const auto& part : meaning.parts) {
    parts.push_back(Json{{"text", part.text},
                         {"intent", part.intent},
                         {"confidence", part.confidence},
                         {"rule", nullable(part.rule)}});
  }
  Json nearest = Json::array();
  for (const auto& each : examples.find(fold(meaning.text))) {
    nearest.push_back(
        Json{{"intent", each.intent}, {"text", each.text}, {"similarity", each.similarity}});
  }
  const auto second = runner_up(brain, meaning);
  Json decision = plan_json(explanation.plans.front());
  std::string because = explanation.plans.front().decision.because;
  for (std::size_t i = 1; i < explanation.plans.size(); ++i) {
    decision["also"].push_back(plan_json(explanation.plans[i]));
    because += "; then " + explanation.plans[i].decision.because;
  }
  return Json{{"text", meaning.text},
              {"language", meaning.language},
              {"intent", nullable(meaning.intent)},
              {"confidence", meaning.confidence},
              {"threshold", meaning.threshold},
              {"ranking", std::move(ranking)},
              {"runner_up", second.intent.empty() ? Json(nullptr)
                                                  : Json{{"intent", second.intent},
                                                         {"confidence", second.confidence}}},
              {"rule", nullable(meaning.rule)},
              {"rules", rules_json(explanation.rules)},
              {"vetoed", meaning.vetoed},
              {"evidence", std::move(evidence)},
              {"nearest", std::move(nearest)},
              {"parts", std::move(parts)},
              {"entities", entities_json(meaning)},
              {"articles", std::move(articles)},
              {"decision", std::move(decision)},
              {"because", because}};
}

std::string explanation_text(const Brain& brain, const NearestExamples& examples,
                             const Explanation& explanation) {
  const auto& meaning = explanation.meaning;
  std::string text;
  const auto add = [&](const std::string& line) { text += line + '\n'; };
  for (const auto& plan : explanation.plans) {
    add(std::string(name_of(plan.decision.action)) + ": " + plan.decision.because);
  }
  for (const auto& rule : explanation.rules) {
    std::string line = "  rule " + rule.id + " matched '" + rule.matched + "'";
    if (!rule.vetoed_by.empty()) {
      line += ", vetoed by '" + rule.vetoed_by + "'";
    } else if (!rule.lost_to.empty()) {
      line += ", lost to " + rule.lost_to;
    } else {
      line += rule.not_now ? ", but its intent is not possible now" : ", and decides";
    }
    add(line);
  }
  if (const auto second = runner_up(brain, meaning); !second.intent.empty()) {
    add("  runner-up " + second.intent + " at " + percent(second.confidence) + ", threshold " +
        percent(meaning.threshold));
  }
  for (const auto& each : examples.find(fold(meaning.text))) {
    add("  like '" + each.text + "' of " + each.intent + " (" + percent(each.similarity) + ")");
  }
  for (const auto& each : meaning.entities) {
    add("  " + each.entity + " " + each.value + (each.role.empty() ? "" : " as " + each.role) +
        ", from '" + each.text + "'");
  }
  return text;
}

}  // namespace frontdesk
