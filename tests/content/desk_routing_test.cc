// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <chrono>

#include "content/folder.h"
#include "content/references.h"

namespace desk_routing_test {

using namespace frontdesk;
using namespace std::chrono_literals;
using support::Folder;
using support::holds;
using support::shown;

namespace {

LoadedContent load(const std::string& desk, Settings settings = {}, const std::string& more = "") {
  Folder folder;
  folder.file("a.yaml", "intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\n" + more)
      .file("desk.yaml", desk);
  return folder.load(settings);
}

std::string problems_of(const std::string& desk) { return shown(load(desk).problems); }

/// One team with these keys.
std::string team(const std::string& keys) {
  return "teams: {a: {label: A, hours: always, " + keys + "}}\n";
}

}  // namespace

TEST_CASE("a team says how its conversations find an agent, and what visitors are promised") {
  const auto loaded = load(
      "teams:\n  returns:\n    label: Returns\n    hours: always\n    answer_within: 2m\n"
      "    routing: {method: priority_list, ring: 15, relax: 90s, same_agent: 0s, pause: 1m,\n"
      "      list: [ona, jonas]}\n"
      "  other: {label: O, hours: always}\n"
      "agents:\n  ona: {}\n  jonas: {}\n");
  CHECK(shown(loaded.problems) == "");
  const auto& returns = loaded.catalog.teams.at(0);
  CHECK(returns.routing ==
        RoutingRules{RoutingMethod::priority_list, 15s, 90s, 0s, 60s, {"ona", "jonas"}});
  CHECK(returns.answer_within == 2min);
  const auto& other = loaded.catalog.teams.at(1);
  CHECK(other.routing == RoutingRules{});
  CHECK(other.answer_within == 0s);
}

TEST_CASE("a team says who stands in for it, and whom it hands conversations on to") {
  const auto loaded = load(
      "teams:\n  a: {label: A, hours: always, fallback: b, forwards_to: [b]}\n"
      "  b: {label: B, hours: always, forwards_to: []}\n"
      "  c: {label: C, hours: always}\n");
  CHECK(shown(loaded.problems) == "");
  const auto& teams = loaded.catalog.teams;
  CHECK(teams[0].fallback == TeamId("b"));
  CHECK(teams[0].may_forward_to(TeamId("b")));
  CHECK_FALSE(teams[0].may_forward_to(TeamId("c")));
  CHECK_FALSE(teams[1].may_forward_to(TeamId("a")));
  CHECK(teams[2].may_forward_to(TeamId("a")));
  CHECK(problems_of(team("fallback: b")).find("no team 'b'") != std::string::npos);
  CHECK(problems_of(team("fallback: a")).find("no fallback of its own") != std::string::npos);
  CHECK(problems_of(team("forwards_to: [x]")).find("no team 'x'") != std::string::npos);
}

TEST_CASE("a team without a method has the one of the settings, also without desk.yaml") {
  Settings settings;
  settings.desk.routing = "least_busy";
  const auto loaded = load(
      "teams:\n  a: {label: A, hours: always, routing: {ring: 5s}}\n"
      "  b: {label: B, hours: always, routing: {method: manual}}\n",
      settings);
  CHECK(shown(loaded.problems) == "");
  CHECK(loaded.catalog.teams.at(0).routing.method == RoutingMethod::least_busy);
  CHECK(loaded.catalog.teams.at(0).routing.ring == 5s);
  CHECK(loaded.catalog.teams.at(1).routing.method == RoutingMethod::manual);
  Folder folder;
  folder.file("a.yaml", "intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\n");
  CHECK(folder.load(settings).catalog.teams.at(0).routing.method == RoutingMethod::least_busy);
}

TEST_CASE("agents are named by their accounts, with what they serve") {
  const auto loaded = load(
      "teams:\n  a: {label: A, hours: always, skills: [warranty, orders]}\n"
      "  b: {label: B, hours: always}\n"
      "agents:\n  Ona Onaite: {teams: [a], languages: [lt], skills: [warranty], capacity: 4}\n"
      "  jonas: {teams: [a, b]}\n");
  CHECK(shown(loaded.problems) == "");
  const auto* ona = loaded.catalog.find_agent("Ona Onaite");
  REQUIRE(ona != nullptr);
  CHECK(ona->teams == std::set<std::string>{"a"});
  CHECK(ona->languages == std::set<std::string>{"lt"});
  CHECK(ona->skills == std::set<std::string>{"warranty"});
  CHECK(ona->capacity == 4);
  CHECK_FALSE(loaded.catalog.find_agent("jonas")->capacity);
  CHECK(loaded.catalog.find_agent("nobody") == nullptr);
}

TEST_CASE("what is wrong with routing is said where it is") {
  CHECK(problems_of(team("routing: {method: least_bussy}")) ==
        "desk.yaml:1:56: 'least_bussy' is none of manual, round_robin, least_busy, fill_first, "
        "ring_all, priority_list, did you mean 'least_busy'?\n");
  CHECK(problems_of(team("routing: {rng: 5s}")) ==
        "desk.yaml:1:48: unknown key 'rng' in 'routing', did you mean 'ring'?\n");
  CHECK(problems_of(team("routing: {ring: soon}")) ==
        "desk.yaml:1:54: expected 'ring': a time like 30s, 2m or 1h, at most 24h, found 'soon'\n");
  for (const auto* wrong : {"-1s", "25h", "1.5m", "s", "9999999999", "''", "[1s]"}) {
    CAPTURE(wrong);
    CHECK(holds(problems_of(team("answer_within: " + std::string(wrong))),
                "expected 'answer_within': a time like 30s"));
  }
  CHECK(problems_of(team("routing: least_busy")) ==
        "desk.yaml:1:47: expected 'routing': a map, found a text\n");
  CHECK(holds(problems_of(team("routing: {method: priority_list}")),
              "desk.yaml:1:38: priority_list needs 'list': names of agents"));
  CHECK(holds(problems_of(team("routing: {list: [ona]}") + "agents: {ona: {}}\n"),
              "desk.yaml:1:38: 'list' is for the method priority_list"));
  CHECK(holds(problems_of(team("routing: {method: ring_all, ring: 0s}")),
              "ring_all needs a 'ring' above 0s"));
  CHECK(holds(
      problems_of(team("routing: {method: priority_list, list: [onna]}") + "agents: {ona: {}}\n"),
      "desk.yaml:1:9: no agent in 'agents' is called 'onna', did you mean 'ona'?"));
}

TEST_CASE("what is wrong with an agent is said where it is") {
  const auto desk = team("skills: [warranty]");
  CHECK(problems_of(desk + "agents: {ona: {teams: [b]}}\n") == "desk.yaml:2:16: no team 'b'\n");
  CHECK(problems_of(desk + "agents: {ona: {skills: [waranty]}}\n") ==
        "desk.yaml:2:16: no team has the skill 'waranty', did you mean 'warranty'?\n");
  CHECK(holds(problems_of(desk + "agents: {ona: {languages: [de]}}\n"), "desk.yaml:2:16"));
  CHECK(problems_of(desk + "agents: {ona: {capacity: 101}}\n") ==
        "desk.yaml:2:26: expected a whole number from 0 to 100, found '101'\n");
  CHECK(problems_of(desk + "agents: {ona: {team: [a]}}\n") ==
        "desk.yaml:2:16: unknown key 'team' in an agent, did you mean 'teams'?\n");
  CHECK(problems_of(desk + "agents: [ona]\n") ==
        "desk.yaml:2:9: expected 'agents': a map of names to {teams, languages, skills, "
        "capacity}\n");
}

TEST_CASE("an intent names a skill that a team has") {
  const auto desk = team("skills: [warranty]");
  const auto good = load(desk, {}, "skill: warranty\n");
  CHECK(shown(good.problems) == "");
  CHECK(good.catalog.intents.at(0).skill == "warranty");
  CHECK(shown(check_references(good.catalog)) == "");
  CHECK(shown(check_references(load(desk, {}, "skill: waranty\n").catalog)) ==
        "a.yaml:1:9: there is no team with the skill 'waranty', did you mean 'warranty'?\n");
}

}  // namespace desk_routing_test
