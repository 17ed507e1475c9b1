// SPDX-License-Identifier: MIT
#include "nlu/rules.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <tuple>

#include "nlu/atoms.h"
#include "nlu/pattern.h"

namespace frontdesk {

struct RuleSet::Parts {
  std::vector<Rule> rules;                   // best first: a rule's place is its rank
  std::vector<std::unique_ptr<RE2>> unless;  // beside rules; null where there is none
  re2::FilteredRE2 filter;                   // ids are places in rules
  AtomMatcher atoms;
};

namespace {

// Both patterns of a rule, or what is wrong with one of them.
struct Compiled {
  std::string pattern;
  std::unique_ptr<RE2> unless;
  bool matches_everything = false;
};

Result<Compiled> compile(const Rule& rule) {
  Compiled compiled;
  auto pattern = checked_pattern(rule.pattern);
  if (!pattern) return pattern.error();
  auto positive = compile_pattern(*pattern, false);
  if (!positive) return positive.error();
  compiled.pattern = *pattern;
  compiled.matches_everything = RE2::PartialMatch("", **positive);
  if (rule.unless.empty()) return compiled;
  auto veto = checked_pattern(rule.unless);
  if (!veto) return Error{Code::invalid, "in unless: " + veto.error().message};
  auto unless = compile_pattern(*veto, false);
  if (!unless) return Error{Code::invalid, "in unless: " + unless.error().message};
  compiled.unless = std::move(*unless);
  return compiled;
}

}  // namespace

RuleSet::RuleSet(const Catalog& catalog, std::vector<Problem>& problems)
    : parts_(std::make_unique<Parts>()) {
  std::vector<Rule> rules;
  for (const auto& intent : catalog.intents) {
    for (Rule rule : intent.rules) {
      if (rule.intent.empty()) rule.intent = intent.name;
      rules.push_back(std::move(rule));
    }
  }
  std::stable_sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) {
    return std::tie(b.priority, a.at.file, a.at.line, a.at.column) <
           std::tie(a.priority, b.at.file, b.at.line, b.at.column);
  });
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  options.set_max_mem(1 << 20);
  for (auto& rule : rules) {
    const auto report = [&](Problem::Severity severity, const std::string& text) {
      problems.push_back({severity, rule.at, "rule '" + rule.id + "': " + text});
    };
    auto compiled = compile(rule);
    if (!compiled) {
      report(Problem::Severity::error, compiled.error().message);
      continue;
    }
    if (compiled->matches_everything) {
      report(Problem::Severity::warning, "the pattern matches every message");
    }
    int id = 0;
    if (parts_->filter.Add(compiled->pattern, options, &id) != RE2::NoError) {
      report(Problem::Severity::error, "the pattern cannot be read");
      continue;
    }
    parts_->unless.push_back(std::move(compiled->unless));
    parts_->rules.push_back(std::move(rule));
  }
  // FilteredRE2 complains in the log when it is compiled without any pattern.
  if (parts_->rules.empty()) return;
  std::vector<std::string> atoms;
  parts_->filter.Compile(&atoms);
  parts_->atoms = AtomMatcher(atoms);
}

RuleSet::~RuleSet() = default;
RuleSet::RuleSet(RuleSet&&) noexcept = default;

std::size_t RuleSet::size() const { return parts_->rules.size(); }

RuleMatch RuleSet::match(std::string_view folded, const std::string& language,
                         bool language_sure) const {
  RuleMatch result;
  if (parts_->rules.empty()) return result;
  std::vector<int> candidates;
  parts_->filter.AllPotentials(parts_->atoms.find(folded), &candidates);
  std::sort(candidates.begin(), candidates.end());
  const re2::StringPiece text(folded.data(), folded.size());
  for (const int id : candidates) {
    const Rule& rule = parts_->rules[static_cast<std::size_t>(id)];
    if (language_sure && !rule.language.empty() && rule.language != language) continue;
    if (!RE2::PartialMatch(text, parts_->filter.GetRE2(id))) continue;
    const auto& unless = parts_->unless[static_cast<std::size_t>(id)];
    if (unless && RE2::PartialMatch(text, *unless)) {
      result.vetoed.push_back(rule.id);
      continue;
    }
    result.rule = &rule;
    break;
  }
  return result;
}

}  // namespace frontdesk
