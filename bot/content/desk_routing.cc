// SPDX-License-Identifier: MIT
// desk.yaml: who is asked to take a waiting conversation. Declared in readers.h.
#include <algorithm>
#include <charconv>

#include "content/readers.h"
#include "content/yaml.h"

namespace frontdesk {
namespace {

using std::chrono::seconds;

constexpr seconds kLongest = std::chrono::hours(24);
constexpr int kMostPlaces = 100;

/// "30s", "2m", "1h" or a number of seconds, at most a day.
seconds read_seconds(yaml::Fields& fields, const std::string& key, seconds fallback,
                     Reading& reading) {
  const auto* node = fields.get(key);
  if (node == nullptr) return fallback;
  std::string_view text = node->text;
  seconds unit{1};
  if (!text.empty() && (text.back() == 's' || text.back() == 'm' || text.back() == 'h')) {
    if (text.back() == 'm') unit = std::chrono::minutes(1);
    if (text.back() == 'h') unit = std::chrono::hours(1);
    text.remove_suffix(1);
  }
  int count = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool whole = node->is_text() && !text.empty() && read.ec == std::errc{} &&
                     read.ptr == text.data() + text.size();
  if (whole && count >= 0 && count <= kLongest / unit) return count * unit;
  yaml::add_error(reading.problems, node->at,
                  "expected '" + key + "': a time like 30s, 2m or 1h, at most 24h" +
                      (node->is_text() ? ", found '" + node->text + "'" : std::string()));
  return fallback;
}

RoutingMethod read_method(yaml::Fields& fields, RoutingMethod fallback) {
  const auto name = fields.one_of("method", std::string(name_of(fallback)), routing_method_names());
  return routing_method_named(name).value_or(fallback);
}

void check_rules(const RoutingRules& rules, const SourceSpan& at, Reading& reading) {
  if (rules.method == RoutingMethod::priority_list && rules.list.empty()) {
    yaml::add_error(reading.problems, at, "priority_list needs 'list': names of agents");
  }
  if (rules.method != RoutingMethod::priority_list && !rules.list.empty()) {
    yaml::add_error(reading.problems, at, "'list' is for the method priority_list");
  }
  if (rules.method == RoutingMethod::ring_all && rules.ring == seconds(0)) {
    yaml::add_error(reading.problems, at,
                    "nobody has what several were given: ring_all needs a 'ring' above 0s");
  }
}

/// Errors for what none of the teams has.
void expect_known(const std::vector<std::string>& names, const std::vector<std::string>& known,
                  const std::string& what, const SourceSpan& at, Reading& reading) {
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    yaml::add_error(reading.problems, at,
                    "no " + what + " '" + name + "'" + yaml::did_you_mean(name, known));
  }
}

void read_agent(const std::string& name, const SourceSpan& at, const yaml::Node& node,
                Reading& reading) {
  DeskAgent agent;
  agent.name = name;
  agent.at = at;
  yaml::Fields fields(node, "an agent", reading.problems);
  if (!node.is_map()) return;
  std::vector<std::string> teams;
  std::vector<std::string> skills;
  for (const auto& team : reading.catalog.teams) {
    teams.push_back(team.id.value);
    skills.insert(skills.end(), team.skills.begin(), team.skills.end());
  }
  const auto own_teams = fields.texts("teams");
  expect_known(own_teams, teams, "team", fields.key_at("teams"), reading);
  agent.teams.insert(own_teams.begin(), own_teams.end());
  for (auto& language : fields.texts("languages")) {
    if (check_language(language, fields.key_at("languages"), reading)) {
      agent.languages.insert(std::move(language));
    }
  }
  const auto own_skills = fields.texts("skills");
  expect_known(own_skills, skills, "team has the skill", fields.key_at("skills"), reading);
  agent.skills.insert(own_skills.begin(), own_skills.end());
  if (fields.get("capacity") != nullptr) {
    agent.capacity = static_cast<int>(fields.whole("capacity", 0, 0, kMostPlaces));
  }
  fields.finish();
  reading.catalog.agents.push_back(std::move(agent));
}

}  // namespace

void read_team_routing(yaml::Fields& fields, Team& team, Reading& reading) {
  auto& rules = team.routing;
  rules.method = routing_method_named(reading.settings.desk.routing).value_or(rules.method);
  team.answer_within = read_seconds(fields, "answer_within", team.answer_within, reading);
  team.fallback = TeamId(fields.text("fallback"));
  if (fields.get("forwards_to") != nullptr) {
    const auto names = fields.texts("forwards_to");
    team.forwards_to.emplace(names.begin(), names.end());
  }
  const auto* node = fields.get("routing");
  if (node == nullptr) return;
  yaml::Fields own(*node, "'routing'", reading.problems);
  if (!node->is_map()) return;
  rules.method = read_method(own, rules.method);
  rules.ring = read_seconds(own, "ring", rules.ring, reading);
  rules.relax = read_seconds(own, "relax", rules.relax, reading);
  rules.same_agent = read_seconds(own, "same_agent", rules.same_agent, reading);
  rules.pause = read_seconds(own, "pause", rules.pause, reading);
  rules.list = own.texts("list");
  check_rules(rules, fields.key_at("routing"), reading);
  own.finish();
}

void check_other_teams(Reading& reading) {
  std::vector<std::string> names;
  for (const auto& team : reading.catalog.teams) names.push_back(team.id.value);
  for (const auto& team : reading.catalog.teams) {
    std::vector<std::string> others;
    for (const auto& other : team.forwards_to.value_or(std::vector<TeamId>())) {
      others.push_back(other.value);
    }
    if (!team.fallback.empty()) others.push_back(team.fallback.value);
    expect_known(others, names, "team", team.at, reading);
    if (team.fallback == team.id) {
      yaml::add_error(reading.problems, team.at, "a team is no fallback of its own");
    }
  }
}

void read_agents(yaml::Fields& desk, Reading& reading) {
  const auto* node = desk.get("agents");
  if (node == nullptr) return;
  if (!node->is_map()) {
    yaml::add_error(reading.problems, node->at,
                    "expected 'agents': a map of names to {teams, languages, skills, capacity}");
  }
  for (const auto& [name, at, value] : node->entries) read_agent(name, at, value, reading);
  std::vector<std::string> names;
  for (const auto& agent : reading.catalog.agents) names.push_back(agent.name);
  for (const auto& team : reading.catalog.teams) {
    expect_known(team.routing.list, names, "agent in 'agents' is called", team.at, reading);
  }
}

}  // namespace frontdesk
