// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "content/folder.h"
#include "content/readers.h"

namespace intents_test {

using namespace frontdesk;
using support::Folder;
using support::holds;
using support::shown;

namespace {

/// The one intent of a file; its problems go to `problems`.
Intent load(const std::string& text, std::string* problems = nullptr) {
  Folder folder;
  folder.file("f.yaml", text);
  const auto loaded = folder.load();
  if (problems != nullptr) {
    *problems = shown(loaded.problems);
  } else {
    CHECK(shown(loaded.problems) == "");
  }
  return loaded.catalog.intents.empty() ? Intent{} : loaded.catalog.intents[0];
}

std::string problems_of(const std::string& text) {
  std::string problems;
  load(text, &problems);
  return problems;
}

Example example(const std::string& text, std::string* problems = nullptr) {
  std::vector<Problem> found;
  auto result = read_example(text, "lt", {"f.yaml", 1, 1}, found);
  if (problems != nullptr) *problems = shown(found);
  return result;
}

Condition condition(const std::string& text, bool good = true) {
  yaml::Problems problems;
  yaml::Node node;
  node.kind = yaml::Node::Kind::text;
  node.text = text;
  auto result = read_condition(node, problems);
  CHECK(problems.empty() == good);
  return result;
}

}  // namespace

TEST_CASE("every field of an intent is read") {
  const Intent intent = load(R"(
# yaml-language-server: $schema=../intent.schema.json
intent: order_status
label: {lt: Kur mano siunta, en: Where my order is}
examples:
  lt: [kur mano siunta, 'kada atvyks užsakymas [10023](order_number)']
  en: |
    - where is my order

    - is [ten thousand]{"entity": "order_number", "value": "10000"} sent
counter_examples: {en: [i want to place an order]}
rules:
  - {id: order.where, lang: lt, pattern: '(kur|kada)\b.*\b(siunt|uzsakym)', unless: 'atsauk', priority: 10}
answer:
  lt: [{text: Pakeliui, when: status == shipped}, Nežinau.]
  en: Unknown.
safe_while_waiting: true
quick_replies: [order_status]
tests: [{say: kur mano siuntinys, lang: lt, expect: order_status}, {say: labas, expect: none}]
owner: delivery
review_by: 2027-06-01
)");
  CHECK(intent.label.at("en") == "Where my order is");
  REQUIRE(intent.examples.size() == 4);
  const auto& marked = intent.examples[1];
  CHECK(marked.text == "kada atvyks užsakymas 10023");
  CHECK(marked.language == "lt");
  REQUIRE(marked.marks.size() == 1);
  CHECK(marked.text.substr(marked.marks[0].begin, marked.marks[0].end - marked.marks[0].begin) ==
        "10023");
  CHECK(intent.examples[2].at.line == 8);
  CHECK(intent.examples[3].at.line == 10);
  CHECK(intent.examples[3].marks[0].value == "10000");
  CHECK(intent.examples[3].text == "is ten thousand sent");
  CHECK(intent.counter_examples.size() == 1);
  REQUIRE(intent.rules.size() == 1);
  CHECK(intent.rules[0].unless == "atsauk");
  CHECK(intent.rules[0].priority == 10);
  CHECK(intent.rules[0].intent == "order_status");
  REQUIRE(intent.answer.at("lt").size() == 2);
  CHECK(intent.answer.at("lt")[0].when.terms[0].value == "shipped");
  CHECK(intent.safe_while_waiting);
  CHECK(intent.quick_replies.size() == 1);
  CHECK(intent.tests[1].language == "lt");
  CHECK(intent.tests[1].expect == "none");
  CHECK(intent.review_by == "2027-06-01");
}

TEST_CASE("examples as Rasa writes them are of the bot's first language") {
  Folder folder;
  folder.file("f.yaml", "intent: a\nlabel: A\nexamples: |\n  - hey\n  - hi there\nhandoff: true\n");
  Settings settings;
  settings.languages = {"en"};
  const auto loaded = folder.load(settings);
  CHECK(shown(loaded.problems) == "");
  CHECK(loaded.catalog.intents[0].examples[1].text == "hi there");
  CHECK(loaded.catalog.intents[0].examples[1].language == "en");
  CHECK(loaded.catalog.intents[0].handoff);
}

TEST_CASE("marks are taken out of an example, and broken ones are named") {
  CHECK(example("[a](x) and [b](y)").text == "a and b");
  CHECK(example("[a](x) and [b](y)").marks[1].begin == 6);
  CHECK(example("see [1] or (2)").text == "see [1] or (2)");
  CHECK(example("[Vilniuje](city:Vilnius)").marks[0].value == "Vilnius");
  CHECK(example("[\"q\"]{\"entity\": \"e\", \"value\": \"a \\\"b\\\"\"}").marks[0].value ==
        "a \"b\"");
  std::string problems;
  example("[a](x", &problems);
  CHECK(holds(problems, "a '(' of a mark without its ')'"));
  example("[a]{\"entity\": x}", &problems);
  CHECK(holds(problems, "braces of a mark that cannot be read"));
  example("[](x)", &problems);
  CHECK(holds(problems, "a mark without a text"));
  example("[a]{\"entity\": \"e\", \"valeu\": \"v\"}", &problems);
  CHECK(holds(problems, "unknown key 'valeu' in a mark"));
  for (const auto* endless : {"kada [10023(order_number)", "kada [10023", "[a [b](x)"}) {
    example(endless, &problems);
    CHECK(holds(problems, "f.yaml:1:1: a '[' of a mark without its ']'"));
  }
  example("kada 10023](order_number)", &problems);
  CHECK(holds(problems, "f.yaml:1:1: a ']' of a mark without its '['"));
  const auto padded = example("  [ąč](x)  ");
  CHECK(padded.text == "ąč");
  CHECK(padded.marks[0].begin == 0);
  CHECK(padded.marks[0].end == padded.text.size());
}

TEST_CASE("a mark keeps its value and its role, in the form that Rasa writes") {
  std::string problems;
  const auto found = example(
      R"(pay with my [credit card]{"entity": "account", "value": "credit", "role": "from"})",
      &problems);
  CHECK(problems == "");
  CHECK(found.text == "pay with my credit card");
  REQUIRE(found.marks.size() == 1);
  CHECK(found.marks[0].entity == "account");
  CHECK(found.marks[0].value == "credit");
  CHECK(found.marks[0].role == "from");
  example(R"([a]{"entity": "e", "role": "two words"})", &problems);
  CHECK(holds(problems, "f.yaml:1:1: "));
  example(R"([a]{"entity": "e", "group": "1"})", &problems);
  CHECK(holds(problems, "warning f.yaml:1:1: 'group' of a mark is not used"));
}

TEST_CASE("smalltalk and the flows that an intent belongs into are read") {
  const Intent intent = load(
      "intent: no_number\nlabel: X\nexamples: {lt: [nežinau], en: [no idea]}\n"
      "answer: x\nsmalltalk: true\nonly_in: [returns, status]\n");
  CHECK(intent.smalltalk);
  CHECK(intent.only_in == std::vector<FlowId>{FlowId("returns"), FlowId("status")});
  CHECK(holds(problems_of("intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\n"
                          "only_in: []\n"),
              "f.yaml:5:1: 'only_in' names no flow"));
}

TEST_CASE("a condition is names and values joined by and") {
  using Test = Condition::Term::Test;
  const auto all = condition("status == shipped and not paid and city != 'Naujoji Akmenė' and vip");
  REQUIRE(all.terms.size() == 4);
  CHECK(all.terms[0].test == Test::equal);
  CHECK(all.terms[1].test == Test::unset);
  CHECK(all.terms[2].test == Test::not_equal);
  CHECK(all.terms[2].value == "Naujoji Akmenė");
  CHECK(all.terms[3].test == Test::set);
  CHECK(condition("a==b").terms[0].value == "b");
  for (const char* wrong :
       {"", "a ==", "== b", "a = b", "a b", "a and", "not a == b", "a == 'b", "a || b"}) {
    CHECK(condition(wrong, false).terms.empty());
  }
}

TEST_CASE("what is wrong with an intent is said where it is") {
  CHECK(problems_of("intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanwser: z\n") ==
        "f.yaml:1:9: an intent needs one of 'answer', 'flow', 'articles' or 'handoff'\n"
        "f.yaml:4:1: unknown key 'anwser' in an intent, did you mean 'answer'?\n");
  CHECK(problems_of("intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\nflow: b\n") ==
        "f.yaml:5:1: an intent has one reaction, this one has 'answer' and 'flow'\n");
  CHECK(problems_of("intent: a\nlabel: A\nanswer: z\n") ==
        "f.yaml:1:9: an intent without examples and without rules: nobody can ever mean it\n");
  CHECK(problems_of("intent: a\nlabel: {lt: A}\nexamples: {lt: [x]}\nanswer: {lt: z}\n") ==
        "warning f.yaml:2:1: the label is missing in 'en'\n"
        "warning f.yaml:3:1: no examples in 'en'\n"
        "warning f.yaml:4:1: the answer is missing in 'en'\n");
  CHECK(problems_of("intent: none\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\n") ==
        "f.yaml:1:9: 'none' stands for no intent at all; choose another name\n");
  CHECK(holds(problems_of("intent: ąa\n"), "f.yaml:1:9: 'ąa' cannot be the name of an intent"));
  CHECK(holds(problems_of("intent: [a]\n"),
              "f.yaml:1:9: expected a text for 'intent', found a list"));
}

TEST_CASE("what is wrong with examples, answers and rules is said where it is") {
  const std::string head = "intent: a\nlabel: A\n";
  CHECK(holds(
      problems_of(head + "examples:\n  lt: [{a: b}, '', ok]\n  ru: [x]\n  xyz: [y]\nanswer: z\n"),
      "f.yaml:4:8: expected a text in 'examples', found a map; put quotes"));
  CHECK(holds(problems_of(head + "examples:\n  lt: ['', ok]\nanswer: z\n"),
              "f.yaml:4:8: an empty text in 'examples'"));
  CHECK(holds(problems_of(head + "examples:\n  ru: [x]\nanswer: z\n"),
              "warning f.yaml:4:3: 'ru' is none of the bot's languages (lt, en)"));
  CHECK(holds(problems_of(head + "examples:\n  lit: [x]\nanswer: z\n"),
              "f.yaml:4:3: 'lit' is none of the bot's languages (lt, en)"));
  CHECK(holds(problems_of(head + "examples: |\n  - a\n  b\nanswer: z\n"),
              "f.yaml:5:3: expected '- ' and a text, as in a list"));
  CHECK(holds(problems_of(head + "examples: a\nanswer: z\n"),
              "f.yaml:3:11: expected 'examples': a list"));
  CHECK(holds(problems_of(head + "examples: {lt: [x]}\nanswer: {lt: [{text: a, when: b}]}\n"),
              "f.yaml:4:14: 'answer' needs one variation without 'when'"));
  CHECK(holds(problems_of(head + "rules: {pattern: x}\nanswer: z\n"),
              "f.yaml:3:8: expected 'rules': a list"));
  CHECK(holds(problems_of(head + "rules: [{patern: x}]\nanswer: z\n"),
              "f.yaml:3:9: a rule needs 'pattern'\nf.yaml:3:10: unknown key 'patern' in a rule, "
              "did you mean "
              "'pattern'?"));
  CHECK(holds(problems_of(head + "rules: [{pattern: x, priority: high}]\nanswer: z\n"),
              "f.yaml:3:32: expected a whole number from -1000 to 1000, found 'high'"));
  CHECK(holds(problems_of(head + "rules: [{pattern: x}]\nanswer: z\nsafe_while_waiting: yes\n"),
              "f.yaml:5:21: expected true or false, found 'yes'"));
  CHECK(holds(problems_of(head + "handoff: true\nsafe_while_waiting: true\n"),
              "f.yaml:4:1: does nothing here: who waits is given words or articles, never a "
              "handoff"));
}

TEST_CASE("a review date that is past is a warning, one that is none an error") {
  const std::string head =
      "intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\nreview_by: ";
  CHECK(problems_of(head + "2026-11-21\n") ==
        "warning f.yaml:5:12: was to be reviewed by 2026-11-21; that day is past\n");
  CHECK(problems_of(head + "2026-11-22\n") == "");
  CHECK(problems_of(head + "2026-02-30\n") ==
        "f.yaml:5:12: expected a day as YYYY-MM-DD, found '2026-02-30'\n");
}

}  // namespace intents_test
