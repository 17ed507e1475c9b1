// SPDX-License-Identifier: MIT
#include "nlu/rules.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>
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
  bool decides_everything = false;
  bool never_decides = false;
};

Result<Compiled> compile(const Rule& rule) {
  Compiled compiled;
  auto pattern = checked_pattern(rule.pattern);
  if (!pattern) return pattern.error();
  auto positive = compile_pattern(*pattern, false);
  if (!positive) return positive.error();
  compiled.pattern = *pattern;
  compiled.decides_everything = RE2::PartialMatch("", **positive) || matches_everything(**positive);
  if (rule.unless.empty()) return compiled;
  auto veto = checked_pattern(rule.unless);
  if (!veto) return Error{Code::invalid, "in unless: " + veto.error().message};
  auto unless = compile_pattern(*veto, false);
  if (!unless) return Error{Code::invalid, "in unless: " + unless.error().message};
  compiled.unless = std::move(*unless);
  compiled.never_decides =
      RE2::PartialMatch("", *compiled.unless) || matches_everything(*compiled.unless);
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
    if (compiled->decides_everything) {
      report(Problem::Severity::warning, "the pattern matches every message");
    }
    if (compiled->never_decides) {
      report(Problem::Severity::warning, "its unless vetoes every message: it never decides");
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

// Best first: those whose atoms are there and whose language fits.
std::vector<int> RuleSet::candidates(std::string_view folded, const std::string& language,
                                     bool language_sure) const {
  std::vector<int> found;
  if (parts_->rules.empty()) return found;
  parts_->filter.AllPotentials(parts_->atoms.find(folded), &found);
  std::sort(found.begin(), found.end());
  std::erase_if(found, [&](int id) {
    const Rule& rule = parts_->rules[static_cast<std::size_t>(id)];
    return language_sure && !rule.language.empty() && rule.language != language;
  });
  return found;
}

RuleMatch RuleSet::match(std::string_view folded, const std::string& language, bool language_sure,
                         const ImpossibleIntents* impossible) const {
  RuleMatch result;
  const re2::StringPiece text(folded.data(), folded.size());
  for (const int id : candidates(folded, language, language_sure)) {
    const Rule& rule = parts_->rules[static_cast<std::size_t>(id)];
    if (impossible != nullptr && impossible->count(rule.intent) != 0) continue;
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

std::vector<RuleTrace> RuleSet::trace(std::string_view folded, const std::string& language,
                                      bool language_sure,
                                      const ImpossibleIntents* impossible) const {
  std::vector<RuleTrace> all;
  const Rule* winner = nullptr;
  const re2::StringPiece text(folded.data(), folded.size());
  const auto where = [&](const RE2& pattern) -> std::optional<ByteRange> {
    re2::StringPiece whole;
    if (!pattern.Match(text, 0, text.size(), RE2::UNANCHORED, &whole, 1)) return {};
    const auto begin = static_cast<std::size_t>(whole.data() - text.data());
    return ByteRange{begin, begin + whole.size()};
  };
  for (const int id : candidates(folded, language, language_sure)) {
    const auto matched = where(parts_->filter.GetRE2(id));
    if (!matched) continue;
    RuleTrace trace{&parts_->rules[static_cast<std::size_t>(id)], *matched};
    const auto& unless = parts_->unless[static_cast<std::size_t>(id)];
    const auto veto = unless ? where(*unless) : std::nullopt;
    if (impossible != nullptr && impossible->count(trace.rule->intent) != 0) {
      trace.fate = RuleTrace::Fate::not_now;
    } else if (veto) {
      trace.fate = RuleTrace::Fate::vetoed;
      trace.vetoed_by = *veto;
    } else if (winner != nullptr) {
      trace.fate = RuleTrace::Fate::lost;
      trace.lost_to = winner;
    } else {
      winner = trace.rule;
    }
    all.push_back(trace);
  }
  return all;
}

}  // namespace frontdesk
