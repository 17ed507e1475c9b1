// SPDX-License-Identifier: MIT
// Tags, replies and macros of desk.yaml, and everything that can be wrong with them.
#include <doctest/doctest.h>

#include "content/folder.h"
#include "content/references.h"

namespace toolbox_test {

using namespace frontdesk;
using support::Folder;
using support::holds;
using support::shown;

namespace {

const char* const kTeams = "teams:\n  returns: {label: {lt: G, en: R}, hours: always}\n";

LoadedContent load(const std::string& rest) {
  Folder folder;
  folder.file("a.yaml", "intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\n")
      .file("desk.yaml", kTeams + rest);
  return folder.load({});
}

std::string problems_of(const std::string& rest) { return shown(load(rest).problems); }

}  // namespace

TEST_CASE("tags, replies and macros are read as they stand") {
  const auto loaded = load(
      "tags: {money: {lt: Pinigai, en: Money}, parcel: {lt: Siunta, en: Parcel}}\n"
      "require_tag: true\n"
      "replies:\n"
      "  - {shortcut: labas, title: Pasisveikinimas, text: {lt: 'Sveiki, {visitor}', en: Hello}}\n"
      "macros:\n"
      "  - id: paid\n    label: {lt: Sumokėta, en: Paid}\n    text: {lt: Gavome., en: Got it.}\n"
      "    tags: [money, parcel]\n    priority: 0\n    then: close\n"
      "  - {id: over, label: {lt: G, en: R}, then: {team: returns}}\n");
  CHECK(shown(loaded.problems) == "");
  const auto& toolbox = loaded.catalog.toolbox;
  REQUIRE(toolbox.tags.size() == 2);
  CHECK(toolbox.find_tag("money")->label.at("lt") == "Pinigai");
  CHECK(toolbox.find_tag("nothing") == nullptr);
  CHECK(toolbox.require_tag);
  REQUIRE(toolbox.replies.size() == 1);
  CHECK(toolbox.replies[0].shortcut == "labas");
  CHECK(toolbox.replies[0].title == "Pasisveikinimas");
  CHECK(toolbox.replies[0].text.at("lt") == "Sveiki, {visitor}");
  REQUIRE(toolbox.macros.size() == 2);
  CHECK(toolbox.macros[0].tags == std::vector<std::string>{"money", "parcel"});
  CHECK(toolbox.macros[0].priority == 0);
  CHECK(toolbox.macros[0].then == Macro::Then::close);
  CHECK(toolbox.macros[1].then == Macro::Then::team);
  CHECK(toolbox.macros[1].team == TeamId("returns"));
  CHECK_FALSE(toolbox.macros[1].priority);
}

TEST_CASE("a desk without any of it is as good") {
  const auto loaded = load("");
  CHECK(shown(loaded.problems) == "");
  CHECK(loaded.catalog.toolbox.tags.empty());
  CHECK_FALSE(loaded.catalog.toolbox.require_tag);
}

TEST_CASE("a macro may only name tags and teams that are there") {
  const auto problems = problems_of(
      "tags: {money: {lt: P, en: M}}\n"
      "macros:\n"
      "  - id: a\n    label: {lt: A, en: A}\n    tags: [mony]\n    then: {team: retuns}\n");
  CHECK(holds(problems, "desk.yaml:7:5: there is no tag 'mony', did you mean 'money'?"));
  CHECK(holds(problems, "desk.yaml:8:12: there is no team 'retuns', did you mean 'returns'?"));
}

TEST_CASE("a shortcut stands once, in lower case, and is a name") {
  const auto twice = problems_of(
      "replies:\n"
      "  - {shortcut: labas, title: A, text: {lt: a, en: b}}\n"
      "  - {shortcut: labas, title: B, text: {lt: a, en: b}}\n");
  CHECK(holds(twice, "desk.yaml:5:6: the shortcut 'labas' is that of the reply in line 4 already"));
  CHECK(holds(problems_of("replies:\n  - {shortcut: Labas, title: A, text: {lt: a, en: b}}\n"),
              "desk.yaml:4:6: a shortcut is in lower case"));
  CHECK(holds(problems_of("replies:\n  - {shortcut: 'a b', title: A, text: {lt: a, en: b}}\n"),
              "desk.yaml:4:6:"));
}

TEST_CASE("what is missing in a language is said") {
  const auto problems = problems_of(
      "tags: {money: {lt: P}}\n"
      "replies:\n  - {shortcut: labas, title: A, text: {lt: a}}\n"
      "macros:\n  - {id: m, label: {en: M}, then: close}\n");
  CHECK(holds(problems, "warning desk.yaml:3:8: the label of tag 'money' is missing in 'en'"));
  CHECK(holds(problems, "the text of reply 'labas' is missing in 'en'"));
  CHECK(holds(problems, "the label of macro 'm' is missing in 'lt'"));
}

TEST_CASE("a macro that does nothing, and one that says something unknown, are errors") {
  CHECK(holds(problems_of("macros:\n  - {id: m, label: {lt: M, en: M}}\n"),
              "desk.yaml:4:6: the macro 'm' does nothing; give it 'text', 'tags', "
              "'priority' or 'then'"));
  CHECK(holds(problems_of("macros:\n  - {id: m, label: {lt: M, en: M}, then: clos}\n"),
              "found 'clos', did you mean 'close'?"));
  CHECK(holds(problems_of("macros:\n  - {id: m, label: {lt: M, en: M}, priority: 9}\n"),
              "desk.yaml:4:"));
  CHECK(holds(problems_of("macros:\n  - {id: m, label: {lt: M, en: M}, then: close}\n"
                          "  - {id: m, label: {lt: M, en: M}, then: hold}\n"),
              "desk.yaml:5:6: the macro in line 4 is named 'm' too"));
  CHECK(holds(problems_of("replies: {labas: Sveiki}\n"),
              "desk.yaml:3:10: expected 'replies' to be a list, found a map"));
  CHECK(
      holds(problems_of("replies:\n  - {shortcut: a, titel: A, text: {lt: a, en: b}}\n"), "titel"));
}

TEST_CASE("the slot with the order's number is one of a flow") {
  const auto loaded = load("order_slot: order_nubmer\n").catalog;
  CHECK(loaded.toolbox.order_slot == "order_nubmer");
  Catalog catalog;
  catalog.toolbox = loaded.toolbox;
  Flow flow;
  flow.slots = {{.name = "order_number"}};
  catalog.flows = {flow};
  std::vector<Problem> problems;
  check_toolbox(catalog, problems);
  CHECK(holds(shown(problems),
              "desk.yaml:3:1: no flow has the slot 'order_nubmer', did you mean 'order_number'?"));
  catalog.toolbox.order_slot = "order_number";
  problems.clear();
  check_toolbox(catalog, problems);
  CHECK(problems.empty());
}

TEST_CASE("a tag cannot be asked for where there is none") {
  CHECK(holds(problems_of("require_tag: true\n"), "desk.yaml:3:1: 'require_tag' needs 'tags'"));
}

TEST_CASE("what nothing fills in a reply is an error, what a flow or the owner has is not") {
  Catalog catalog;
  catalog.variables = {{"city", "Vilnius"}};
  Flow flow;
  flow.slots = {{.name = "order_number"}};
  catalog.flows = {flow};
  catalog.toolbox.replies = {
      {.shortcut = "a",
       .text = {{"en", "{visitor} {agent} {order} {order_number} {city} {Not a name}"}},
       .at = {"desk.yaml", 4, 5}},
      {.shortcut = "b", .text = {{"en", "{visitr}"}}, .at = {"desk.yaml", 5, 5}}};
  std::vector<Problem> problems;
  check_toolbox(catalog, problems);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].at.line == 5);
  CHECK(holds(problems[0].text, "nothing fills {visitr} in the reply 'b'"));
  CHECK(holds(problems[0].text, "did you mean 'visitor'?"));
}

}  // namespace toolbox_test
