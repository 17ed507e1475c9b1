// SPDX-License-Identifier: MIT
// desk.yaml: who answers, and when. Declared in readers.h.
#include "content/hours.h"
#include "content/readers.h"

namespace frontdesk {
namespace {

/// The team of a bot without desk.yaml: people are there, and nobody has said when.
const char* const kDefaultTeam = "main";

bool is_always(const yaml::Node& node) { return node.is_text() && node.text == "always"; }

Week read_week(const yaml::Node& node, Reading& reading) {
  Week week;
  if (!node.is_map() || node.entries.empty()) {
    yaml::add_error(reading.problems, node.at,
                    "expected 'hours' like {mon-fri: '9:00-18:00', sat: '10:00-15:00'}, or always");
    return week;
  }
  std::array<bool, 7> seen{};
  for (const auto& [key, at, value] : node.entries) {
    const auto days = read_days(key);
    if (days.empty()) {
      yaml::add_error(reading.problems, at,
                      "expected days like 'mon', 'mon-fri' or 'daily', found '" + key + "'");
      continue;
    }
    std::vector<OpenMinutes> open;
    for (const auto& text : yaml::texts_of(value, "hours", reading.problems)) {
      if (text == "closed") continue;
      const auto minutes = read_open_minutes(text);
      if (minutes) {
        open.push_back(*minutes);
      } else {
        yaml::add_error(reading.problems, value.at, minutes.error().message);
      }
    }
    for (const int day : days) {
      if (seen[static_cast<std::size_t>(day)]) {
        yaml::add_error(reading.problems, at, "the hours of a day in '" + key + "' stand twice");
      }
      seen[static_cast<std::size_t>(day)] = true;
      week[static_cast<std::size_t>(day)] = open;
    }
  }
  return week;
}

std::vector<std::string> read_holidays(yaml::Fields& fields, Reading& reading) {
  std::vector<std::string> holidays;
  const auto* node = fields.get("holidays");
  if (node == nullptr) return holidays;
  for (auto& day : yaml::texts_of(*node, "'holidays'", reading.problems)) {
    // 2024 has a 29th of February, so that it may be a yearly holiday.
    if (is_date(day) || (day.size() == 5 && is_date("2024-" + day))) {
      holidays.push_back(std::move(day));
    } else {
      yaml::add_error(reading.problems, node->at,
                      "expected a day as YYYY-MM-DD, or MM-DD for every year, found '" + day + "'");
    }
  }
  return holidays;
}

void read_hours(yaml::Fields& fields, Team& team, Reading& reading) {
  const auto* node = fields.required("hours");
  const std::string zone = fields.text("zone");
  if (!zone.empty() && reading.catalog.clock.empty()) {
    reading.catalog.clock = clock_offsets(zone, reading.now);
  }
  const auto holidays = read_holidays(fields, reading);
  const auto* words = fields.get("hours_text");
  const bool always = node != nullptr && is_always(*node);
  Week week;
  if (node != nullptr && !always) {
    week = read_week(*node, reading);
    if (zone.empty()) {
      yaml::add_error(reading.problems, team.at,
                      "a team with hours needs 'zone', like Europe/Vilnius");
    } else if (auto spans = open_spans(week, zone, holidays, reading.now)) {
      team.open = std::move(*spans);
      if (team.open.empty()) {
        yaml::add_warning(reading.problems, node->at, "the team is never open");
      }
    } else {
      yaml::add_error(reading.problems, fields.key_at("zone"),
                      spans.error().message + yaml::did_you_mean(zone, zone_names()));
    }
  }
  team.always_open = always || reading.settings.desk.always_open;
  if (team.always_open) team.open.clear();
  for (const auto& language : reading.catalog.languages) {
    team.hours_text[language] =
        team.always_open ? always_open_text(language) : hours_text(week, language);
  }
  if (words != nullptr) {
    for (auto& [language, text] : read_local_text(*words, "'hours_text'", reading)) {
      team.hours_text[language] = std::move(text);
    }
  }
}

void read_team(const std::string& name, const SourceSpan& at, const yaml::Node& node,
               Reading& reading) {
  Team team;
  team.id = TeamId(name);
  team.at = at;
  check_name(name, at, "a team", reading.problems);
  yaml::Fields fields(node, "a team", reading.problems);
  if (!node.is_map()) return;
  if (const auto* label = fields.get("label")) {
    team.label = read_local_text(*label, "'label'", reading);
  }
  warn_of_missing_languages(team.label, at, "the label of team '" + name + "'", reading);
  read_hours(fields, team, reading);
  team.languages = fields.texts("languages");
  for (const auto& language : team.languages) {
    check_language(language, fields.key_at("languages"), reading);
  }
  team.skills = fields.texts("skills");
  read_team_routing(fields, team, reading);
  fields.finish();
  reading.catalog.teams.push_back(std::move(team));
}

}  // namespace

void read_desk(const yaml::Node& root, Reading& reading) {
  yaml::Fields fields(root, "desk.yaml", reading.problems);
  if (const auto* teams = fields.required("teams")) {
    if (!teams->is_map() || teams->entries.empty()) {
      yaml::add_error(reading.problems, teams->at,
                      "expected 'teams': a map of names to {label, hours, zone, ...}");
    }
    for (const auto& [name, at, value] : teams->entries) read_team(name, at, value, reading);
  }
  check_other_teams(reading);
  read_agents(fields, reading);
  read_toolbox(fields, reading);
  fields.finish();
}

void add_default_team(Reading& reading) {
  Team team;
  team.id = TeamId(kDefaultTeam);
  team.always_open = true;
  for (const auto& language : reading.catalog.languages) {
    team.label[language] = language == "lt" ? "Konsultantai" : "Support";
    team.hours_text[language] = always_open_text(language);
  }
  team.routing.method =
      routing_method_named(reading.settings.desk.routing).value_or(RoutingMethod::manual);
  reading.catalog.teams.push_back(std::move(team));
}

}  // namespace frontdesk
