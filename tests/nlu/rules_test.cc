// SPDX-License-Identifier: MIT
#include "nlu/rules.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <random>

#include "nlu/normalise.h"
#include "nlu/pattern.h"

namespace rules_test {

using namespace frontdesk;

namespace {

Rule rule(const std::string& id, const std::string& pattern, int priority = 0,
          const std::string& unless = "", const std::string& language = "") {
  static int line = 0;
  return {id, language, pattern, unless, priority, "", {"rules.yaml", ++line, 5}};
}

Catalog catalog_of(std::vector<Rule> rules) {
  Catalog catalog;
  Intent intent;
  intent.name = "wanted";
  intent.rules = std::move(rules);
  catalog.intents = {intent};
  catalog.languages = {"lt", "en"};
  return catalog;
}

std::string winner(const RuleSet& rules, const std::string& text,
                   const std::string& language = "lt", bool sure = true) {
  const auto match = rules.match(fold(text), language, sure);
  return match.rule ? match.rule->id : "";
}

// Why a single rule is refused, or "".
std::string refusal(const std::string& pattern, const std::string& unless = "") {
  std::vector<Problem> problems;
  const RuleSet rules(catalog_of({rule("r", pattern, 0, unless)}), problems);
  if (problems.empty()) return "";
  CHECK(problems[0].at.file == "rules.yaml");
  CHECK(problems[0].at.line > 0);
  return problems[0].text;
}

}  // namespace

TEST_CASE("a rule is written with accents and matches with and without them") {
  std::vector<Problem> problems;
  const RuleSet rules(catalog_of({rule("where", R"((kur|kada)\b.*\b(siunt|užsakym))")}), problems);
  CHECK(problems.empty());
  CHECK(winner(rules, "Kur mano UŽSAKYMAS?") == "where");
  CHECK(winner(rules, "kur mano uzsakymas") == "where");
  CHECK(winner(rules, "kurmano uzsakymas") == "");
  CHECK(rules.match("kur siunta", "lt", true).rule->intent == "wanted");
}

TEST_CASE("the highest priority wins, then the first in file order") {
  std::vector<Problem> problems;
  const RuleSet rules(
      catalog_of({rule("late", "siunt", 1), rule("early", "kur", 5), rule("also", "mano", 5)}),
      problems);
  CHECK(winner(rules, "kur mano siunta") == "early");
  CHECK(winner(rules, "mano siunta") == "also");
  CHECK(winner(rules, "siunta") == "late");
  CHECK(winner(rules, "labas") == "");
}

TEST_CASE("unless vetoes, the next rule decides, and the veto is reported") {
  std::vector<Problem> problems;
  const RuleSet rules(catalog_of({rule("where", "siunt", 10, "atšauk"), rule("any", "siunt", 1)}),
                      problems);
  CHECK(winner(rules, "kur siunta") == "where");
  const auto match = rules.match(fold("atšaukite siuntą"), "lt", true);
  REQUIRE(match.rule);
  CHECK(match.rule->id == "any");
  CHECK(match.vetoed == std::vector<std::string>{"where"});
}

TEST_CASE("a rule of a language applies in it and where the language is not sure") {
  std::vector<Problem> problems;
  const RuleSet rules(catalog_of({rule("en", "status", 0, "", "en"), rule("any", "status")}),
                      problems);
  CHECK(winner(rules, "status", "en", true) == "en");
  CHECK(winner(rules, "status", "lt", true) == "any");
  CHECK(winner(rules, "status", "lt", false) == "en");
}

TEST_CASE("what would cost too much or cannot work is refused with its place") {
  CHECK(refusal("(unclosed").find("cannot be read") != std::string::npos);
  CHECK(refusal(std::string(501, 'a')).find("501 bytes") != std::string::npos);
  CHECK(refusal("a{101}").find("101 times") != std::string::npos);
  CHECK(refusal("a{1,500}").find("500 times") != std::string::npos);
  CHECK(refusal("a{99999999999999}").find("times") != std::string::npos);
  CHECK(refusal("((a{100}){100})") != "");
  CHECK(refusal(R"(\bпривет)").find("ASCII") != std::string::npos);
  CHECK(refusal(R"(\bkur\b)") == "");
  CHECK(refusal("привет") == "");
  CHECK(refusal("a{100}[{999}]") == "");
  CHECK(refusal("ok", "(").find("unless") != std::string::npos);
  CHECK(refusal("\xFF").find("UTF-8") != std::string::npos);
  CHECK(refusal("a*").find("every message") != std::string::npos);
}

TEST_CASE("a pattern's letters are folded and its operators are not") {
  CHECK(fold_pattern("UŽSAKYM") == "uzsakym");
  CHECK(fold_pattern(R"(\bŽ\B\W\pL\p{Greek}\x{17E}\S)") == R"(\bz\B\W\pL\p{Greek}\x{17E}\S)");
  CHECK(fold_pattern("(?P<Name>Ą)(?i:Č)") == "(?P<Name>a)(?i:c)");
  CHECK(fold_pattern("[ĄČ]+[^]Š]") == "[ac]+[^]s]");
  CHECK(fold_pattern("ß+") == "(?:ss)+");
  CHECK(fold_pattern("[[:alpha:]Š]") == "[[:alpha:]s]");
  CHECK(fold_pattern("（a–b）") == R"(\(a\-b\))");
}

TEST_CASE("rules without a fixed word take part, and no rules at all are fine") {
  std::vector<Problem> problems;
  const RuleSet rules(catalog_of({rule("digits", R"(^\d+$)"), rule("word", "siunt")}), problems);
  CHECK(winner(rules, "12345") == "digits");
  CHECK(winner(rules, "siunta") == "word");
  const RuleSet none(catalog_of({}), problems);
  CHECK(winner(none, "siunta") == "");
  CHECK(winner(rules, "") == "");
}

TEST_CASE("the filter agrees with every rule tried one by one") {
  std::mt19937 random(3);
  const std::vector<std::string> pieces{"a",    "b",   "ab", "ba+", "(a|bb)", ".*", "c?",
                                        "[bc]", "\\b", " ",  "\\d", "cab",    "^",  "x{2,3}"};
  std::vector<Rule> all;
  for (int i = 0; i < 200; ++i) {
    std::string pattern;
    for (std::size_t n = 1 + random() % 5; n > 0; --n) pattern += pieces[random() % pieces.size()];
    all.push_back(rule("r" + std::to_string(i), pattern, static_cast<int>(random() % 4)));
  }
  std::vector<Problem> problems;
  const Catalog catalog = catalog_of(all);
  const RuleSet rules(catalog, problems);
  std::vector<Rule> usable;
  for (const auto& r : all) {
    auto checked = checked_pattern(r.pattern);
    if (checked && compile_pattern(*checked, false)) usable.push_back(r);
  }
  std::stable_sort(usable.begin(), usable.end(),
                   [](const Rule& a, const Rule& b) { return a.priority > b.priority; });
  CHECK(rules.size() == usable.size());
  std::vector<std::unique_ptr<RE2>> patterns;
  for (const auto& r : usable) {
    patterns.push_back(std::move(*compile_pattern(*checked_pattern(r.pattern), false)));
  }
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t n = random() % 10; n > 0; --n) text += "abc x1"[random() % 6];
    text = fold(text);
    std::string expected;
    for (std::size_t r = 0; r < usable.size() && expected.empty(); ++r) {
      if (RE2::PartialMatch(text, *patterns[r])) expected = usable[r].id;
    }
    REQUIRE(winner(rules, text) == expected);
  }
}

TEST_CASE("a trace says of every rule that matches what became of it and where") {
  std::vector<Problem> problems;
  const RuleSet rules(catalog_of({rule("low", "siunt", 1), rule("high", "kur.*siunt", 9),
                                  rule("vetoed", "kur", 20, "grazin"), rule("other", "preke", 5),
                                  rule("english", "kur", 30, "", "en")}),
                      problems);
  const std::string folded = fold("Kur siunta, ar grąžinti");
  const auto traces = rules.trace(folded, "lt", true);
  REQUIRE(traces.size() == 3);
  const auto text = [&](ByteRange range) {
    return folded.substr(range.begin, range.end - range.begin);
  };
  CHECK(traces[0].rule->id == "vetoed");
  CHECK(traces[0].fate == RuleTrace::Fate::vetoed);
  CHECK(text(traces[0].vetoed_by) == "grazin");
  CHECK(traces[1].rule->id == "high");
  CHECK(traces[1].fate == RuleTrace::Fate::decides);
  CHECK(text(traces[1].matched) == "kur siunt");
  CHECK(traces[2].rule->id == "low");
  CHECK(traces[2].fate == RuleTrace::Fate::lost);
  CHECK(traces[2].lost_to->id == "high");
  CHECK(rules.match(folded, "lt", true).rule->id == "high");
  const ImpossibleIntents none_possible = {"wanted"};
  CHECK(rules.match(folded, "lt", true, &none_possible).rule == nullptr);
  CHECK(rules.trace(folded, "lt", true, &none_possible)[1].fate == RuleTrace::Fate::not_now);
}

TEST_CASE("a pattern that decides everything and a veto that stops everything are warnings") {
  CHECK(refusal(".*").find("matches every message") != std::string::npos);
  CHECK(refusal(".+").find("matches every message") != std::string::npos);
  CHECK(refusal(R"(\w)").find("matches every message") != std::string::npos);
  CHECK(refusal("siunt", ".+").find("vetoes every message") != std::string::npos);
  CHECK(refusal("siunt[a-z]*", "grazin") == "");
}

}  // namespace rules_test
