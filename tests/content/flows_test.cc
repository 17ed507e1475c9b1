// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "content/folder.h"
#include "content/references.h"

namespace flows_test {

using namespace frontdesk;
using support::Folder;
using support::holds;
using support::shown;

namespace {

const char* const kIntent =
    "intent: back\nlabel: Back\nexamples: {lt: ['grąžinti [10023](order_number)'], en: "
    "[return]}\nflow: f\n";

/// The one flow of a folder; every problem, references included, goes to `problems`.
Flow load(const std::string& text, std::string& problems) {
  Folder folder;
  folder.file("back.yaml", kIntent).file("flows/f.yaml", text);
  Settings settings;
  settings.variables = {{"shop_api", "http://127.0.0.1:8090"}};
  const auto loaded = folder.load(settings);
  problems = shown(loaded.problems) + shown(check_references(loaded.catalog));
  return loaded.catalog.flows.empty() ? Flow{} : loaded.catalog.flows[0];
}

std::string problems_of(const std::string& steps, const std::string& slots = "{}") {
  std::string problems;
  load("flow: f\nslots: " + slots + "\nsteps:\n" + steps, problems);
  return problems;
}

}  // namespace

TEST_CASE("every kind of step is read") {
  std::string problems;
  const Flow flow = load(R"(flow: f
label: {lt: Grąžinimas, en: A return}
slots: {order_number: {type: order_number}, reason: {type: choice, choices: {damaged: {lt: Sugadinta, en: Damaged}, other: {lt: Kita, en: Other}}}, note: text}
steps:
  - {id: order, ask: order_number, text: {lt: Koks užsakymo numeris?, en: [What is your order number?, Which order?]}, attempts: 3, otherwise: person}
  - {id: why, ask: reason, text: {lt: Kodėl?, en: Why?}}
  - {id: which, branch: [{when: reason == damaged, goto: make}, {else: sure}]}
  - {id: sure, confirm: {lt: 'Grąžinti {order_number}?', en: 'Return {order_number}?'}, no: bye}
  - {id: make, call: {method: POST, url: '{shop_api}/returns', body: {order: '{order_number}', reason: '{reason}'}, timeout: 3s, save: {return_id: /id}}, error: person}
  - {id: done, say: {lt: '{return_id} yra.', en: '{return_id} is there.'}}
  - {id: on, goto: bye}
  - {id: bye, end: true}
  - {id: person, handoff: {team: main}}
)",
                         problems);
  CHECK(problems == "");
  REQUIRE(flow.steps.size() == 9);
  CHECK(flow.slots[1].choices[0].first == "damaged");
  CHECK(flow.slots[1].choices[0].second.at("lt") == "Sugadinta");
  CHECK(flow.slots[2].type == "text");
  CHECK(flow.steps[0].attempts == 3);
  CHECK(flow.steps[0].text.at("en").size() == 2);
  CHECK(flow.steps[0].otherwise == StepId("person"));
  CHECK(flow.steps[2].branches[0].when.terms[0].value == "damaged");
  CHECK(flow.steps[2].branches[1].when.terms.empty());
  CHECK(flow.steps[3].no == StepId("bye"));
  CHECK(flow.steps[4].call.timeout == std::chrono::milliseconds(3000));
  CHECK(flow.steps[4].call.body.at("order") == "{order_number}");
  CHECK(flow.steps[4].call.save.at("return_id") == "/id");
  CHECK(flow.steps[8].team == TeamId("main"));
  CHECK(flow.at.file == "flows/f.yaml");
}

TEST_CASE("a step that is never reached is an error") {
  CHECK(problems_of("  - {id: a, say: x}\n  - {id: b, goto: d}\n  - {id: c, say: y}\n  - {id: d, "
                    "end: true}\n") == "flows/f.yaml:6:5: the step 'c' is never reached\n");
}

TEST_CASE("a circle without a question is an error, one with a question is not") {
  CHECK(problems_of("  - {id: a, say: x}\n  - {id: b, say: y}\n  - {id: c, goto: b}\n") ==
        "flows/f.yaml:5:5: from the step 'b' the flow comes back to it without asking anything\n");
  CHECK(problems_of("  - {id: a, confirm: Again?}\n  - {id: c, goto: a}\n") == "");
  CHECK(problems_of("  - {id: a, call: {url: 'https://x.lt'}, error: a}\n") ==
        "flows/f.yaml:4:5: from the step 'a' the flow comes back to it without asking anything\n");
}

TEST_CASE("steps, slots, teams, entities and placeholders have to exist") {
  const auto all = problems_of(
      "  - {id: ask, ask: nmae, text: x, otherwise: peron}\n"
      "  - {id: say, say: 'Hello {nmae}, not {A b}'}\n"
      "  - {id: branch, branch: [{when: nmae == x, goto: person}]}\n"
      "  - {id: call, call: {url: '{shop_apy}/x/{name}'}}\n"
      "  - {id: person, handoff: {team: mian}}\n",
      "{name: {type: order_nmber}}");
  CHECK(holds(all,
              "flows/f.yaml:2:9: there is no entity 'order_nmber', did you mean 'order_number'?"));
  CHECK(holds(all, "flows/f.yaml:4:5: there is no step 'peron', did you mean 'person'?"));
  CHECK(holds(all, "flows/f.yaml:4:5: there is no slot 'nmae', did you mean 'name'?"));
  CHECK(holds(all, "flows/f.yaml:5:5: nothing fills {nmae}"));
  CHECK(holds(all, "warning flows/f.yaml:6:5: 'nmae' is no slot; did you mean 'name'?"));
  CHECK(holds(all, "flows/f.yaml:7:5: nothing fills {shop_apy}"));
  CHECK(holds(all, "flows/f.yaml:8:5: there is no team 'mian', did you mean 'main'?"));
}

TEST_CASE("what is wrong with a step is said where it is") {
  CHECK(holds(problems_of("  - {say: x}\n"), "flows/f.yaml:4:5: a step needs 'id'"));
  CHECK(holds(problems_of("  - {id: a}\n"), "flows/f.yaml:4:5: a step is one of ask, say, branch"));
  CHECK(holds(problems_of("  - {id: a, say: x, goto: a}\n"),
              "flows/f.yaml:4:21: a step is one thing, this one is 'say' and 'goto'"));
  CHECK(holds(problems_of("  - {id: a, ask: name}\n", "{name: text}"),
              "flows/f.yaml:4:5: a step needs 'text'"));
  CHECK(holds(problems_of("  - {id: a, say: x, atempts: 2}\n"),
              "4:21: unknown key 'atempts' in a step"));
  CHECK(holds(problems_of("  - {id: a, say: x}\n  - {id: a, end: true}\n"),
              "flows/f.yaml:5:6: the step 'a' stands twice, first in line 4"));
  CHECK(holds(problems_of("  - {id: a, branch: [{else: a}, {when: x, goto: a}]}\n"),
              "flows/f.yaml:4:33: nothing after 'else' is ever looked at"));
  CHECK(holds(problems_of("  - {id: a, branch: [{when: x =, goto: a}]}\n"), "flows/f.yaml:4:29: "));
  CHECK(holds(
      problems_of("  - {id: a, call: {url: 'ftp://x', method: get, timeout: 5m, save: {x: id}}}\n"),
      "a url begins with https://"));
  CHECK(holds(problems_of("  - {id: a, call: {url: 'http://x', timeout: 5m}}\n"),
              "flows/f.yaml:4:46: expected a time like 3s or 500ms, at most 60s, found '5m'"));
  CHECK(holds(problems_of("  - {id: a, call: {url: 'http://x', body: {a: b}}}\n"),
              "a GET carries no body"));
  CHECK(holds(problems_of("  - {id: a, say: x}\n", "{r: {type: choice}}"),
              "flows/f.yaml:2:9: a slot of type 'choice' needs 'choices'"));
  CHECK(holds(problems_of("  - a\n"), "flows/f.yaml:4:5: expected a step: a map, found a text"));
  std::string problems;
  load("flow: f\nsteps: []\n", problems);
  CHECK(holds(problems, "flows/f.yaml:2:8: expected 'steps': a list of steps, found an empty one"));
}

TEST_CASE("a question may be interrupted by the intents that it names") {
  std::string problems;
  const Flow flow = load(
      "flow: f\nslots: {name: text}\nsteps:\n"
      "  - {id: a, ask: name, text: x, interrupt: none}\n"
      "  - {id: b, confirm: x, interrupt: [hours]}\n"
      "  - {id: c, ask: name, text: x}\n",
      problems);
  REQUIRE(flow.steps.size() == 3);
  REQUIRE(flow.steps[0].interrupt);
  CHECK(flow.steps[0].interrupt->empty());
  CHECK(*flow.steps[1].interrupt == std::vector<std::string>{"hours"});
  CHECK_FALSE(flow.steps[2].interrupt);
  CHECK(holds(problems, "flows/f.yaml:5:5: there is no intent 'hours' that could interrupt"));
  CHECK(holds(problems_of("  - {id: a, ask: name, text: x, interrupt: []}\n", "{name: text}"),
              "expected names of intents, or 'interrupt: none'"));
}

TEST_CASE("placeholders are names in braces") {
  CHECK(placeholders_of("{a} and {b_2}, not {A}, {}, {a b} or {open") ==
        std::vector<std::string>{"a", "b_2"});
  CHECK(placeholders_of("no").empty());
}

}  // namespace flows_test
