// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <chrono>

#include "content/folder.h"
#include "content/hours.h"

namespace desk_test {

using namespace frontdesk;
using namespace std::chrono_literals;
using support::Folder;
using support::holds;
using support::shown;

namespace {

const char* const kIntent = "intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\n";

LoadedContent load(const std::string& desk, Settings settings = {}) {
  Folder folder;
  folder.file("a.yaml", kIntent).file("desk.yaml", desk);
  return folder.load(settings);
}

Time utc(int year, unsigned month, unsigned day, int hour, int minute = 0) {
  using namespace std::chrono;
  return Time{sys_days(std::chrono::year(year) / month / day) + hours(hour) + minutes(minute)};
}

std::vector<TimeSpan> spans(const Week& week, const std::string& zone, Time now,
                            const std::vector<std::string>& holidays = {}) {
  auto result = open_spans(week, zone, holidays, now);
  REQUIRE(result.ok());
  return *result;
}

Week daily(int from, int to) {
  Week week;
  for (auto& day : week) day = {{from * 60, to * 60}};
  return week;
}

bool has(const std::vector<TimeSpan>& all, Time from, Time to) {
  for (const auto& span : all) {
    if (span.from == from && span.to == to) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("office hours are spans of UTC that follow daylight saving") {
  const auto loaded = load(
      "teams:\n  returns:\n    label: {lt: Grąžinimai, en: Returns}\n"
      "    hours: {mon-fri: '9:00-18:00', sat: ['10-12', '13:00–15:30'], sun: closed}\n"
      "    zone: Europe/Vilnius\n    holidays: [2026-12-25, 01-01]\n    languages: [lt]\n    "
      "skills: [vip]\n");
  CHECK(shown(loaded.problems) == "");
  const Team& team = loaded.catalog.teams.at(0);
  CHECK(team.languages == std::vector<std::string>{"lt"});
  // Winter: UTC+2. Summer, from 2027-03-28: UTC+3.
  CHECK(has(team.open, utc(2026, 11, 23, 7), utc(2026, 11, 23, 16)));
  CHECK(has(team.open, utc(2027, 3, 26, 7), utc(2027, 3, 26, 16)));
  CHECK(has(team.open, utc(2027, 3, 29, 6), utc(2027, 3, 29, 15)));
  CHECK(has(team.open, utc(2026, 11, 28, 8), utc(2026, 11, 28, 10)));
  CHECK(has(team.open, utc(2026, 11, 28, 11), utc(2026, 11, 28, 13, 30)));
  CHECK_FALSE(team.is_open(utc(2026, 11, 22, 12)));
  CHECK(team.opens_at(Folder::kNow) == utc(2026, 11, 23, 7));
  // A holiday of one year, and one of every year.
  CHECK_FALSE(team.is_open(utc(2026, 12, 25, 10)));
  CHECK(team.is_open(utc(2026, 12, 24, 10)));
  CHECK_FALSE(team.is_open(utc(2027, 1, 1, 10)));
  CHECK(team.open.back().to > Folder::kNow + std::chrono::hours(24 * 398));
  CHECK(team.hours_text.at("en") ==
        "Mon\u2060–\u2060Fri\u00A09:00\u2060–\u206018:00, Sat\u00A010:00\u2060–\u206012:00 and "
        "13:00\u2060–\u206015:30");
  CHECK(team.hours_text.at("lt") ==
        "I\u2060–\u2060V\u00A09\u2060–\u206018\u00A0val., VI\u00A010\u2060–\u206012 ir "
        "13\u2060–\u206015:30\u00A0val.");
}

TEST_CASE("the nights of both changes of clocks are as long as they are") {
  // Vilnius: 2027-03-28 has 23 hours, 2026-10-25 has 25.
  Week week;
  week[6] = {{0, 24 * 60}};
  const auto spring = spans(week, "Europe/Vilnius", utc(2027, 3, 27, 12));
  CHECK(has(spring, utc(2027, 3, 27, 22), utc(2027, 3, 28, 21)));
  const auto autumn = spans(week, "Europe/Vilnius", utc(2026, 10, 24, 12));
  CHECK(has(autumn, utc(2026, 10, 24, 21), utc(2026, 10, 25, 22)));
  // An hour that does not exist is not open; one that comes twice is open twice.
  week[6] = {{3 * 60, 4 * 60}};
  for (const auto& span : spans(week, "Europe/Vilnius", utc(2027, 3, 27, 12))) {
    CHECK(span.to - span.from <= 2h);
    CHECK_FALSE((span.from <= utc(2027, 3, 28, 0, 30) && utc(2027, 3, 28, 0, 30) < span.to));
  }
  CHECK(has(spans(week, "Europe/Vilnius", utc(2026, 10, 24, 12)), utc(2026, 10, 25, 0),
            utc(2026, 10, 25, 2)));
}

TEST_CASE("hours over midnight end the next morning, and days that touch are one span") {
  const auto night = spans(daily(22, 26), "UTC", utc(2026, 11, 22, 12));
  CHECK(has(night, utc(2026, 11, 22, 22), utc(2026, 11, 23, 2)));
  CHECK(spans(daily(0, 24), "UTC", utc(2026, 11, 22, 12)).size() == 1);
  CHECK(spans(daily(0, 24), "UTC", utc(2026, 11, 22, 12), {"2026-12-25"}).size() == 2);
  // Tonight's opening began yesterday.
  CHECK(has(night, utc(2026, 11, 21, 22), utc(2026, 11, 22, 2)));
}

TEST_CASE("hours and days are read as people write them") {
  CHECK(*read_open_minutes("9:00-18:00") == OpenMinutes{540, 1080});
  CHECK(*read_open_minutes("9 – 24") == OpenMinutes{540, 1440});
  CHECK(*read_open_minutes("22:00-2:00") == OpenMinutes{1320, 1560});
  for (const char* wrong :
       {"", "9", "9-", "9:60-10", "25-26", "9-9", "9:00-18:00x", "a-b", "-1-5"}) {
    CHECK_FALSE(read_open_minutes(wrong).ok());
  }
  CHECK(read_days("fri-mon") == std::vector<int>{4, 5, 6, 0});
  CHECK(read_days("daily").size() == 7);
  CHECK(read_days("monday").empty());
}

TEST_CASE("what is wrong with a team is said where it is") {
  CHECK(shown(load("teams:\n  a: {label: A, hours: {mon-fir: '9-18', tue: '9-x', tue-wed: '9-18'}, "
                   "zone: "
                   "Europe/Vilnus, holidays: [2026-13-01]}\n")
                  .problems) ==
        "desk.yaml:2:25: expected days like 'mon', 'mon-fri' or 'daily', found 'mon-fir'\n"
        "desk.yaml:2:47: expected hours like '9:00-18:00', found '9-x'\n"
        "desk.yaml:2:54: the hours of a day in 'tue-wed' stand twice\n"
        "desk.yaml:2:72: unknown time zone 'Europe/Vilnus', expected one like 'Europe/Vilnius', "
        "did you mean "
        "'Europe/Vilnius'?\n"
        "desk.yaml:2:103: expected a day as YYYY-MM-DD, or MM-DD for every year, found "
        "'2026-13-01'\n");
  CHECK(holds(shown(load("teams: {a: {label: A, hours: {mon: '9-18'}}}\n").problems),
              "a team with hours needs 'zone'"));
  CHECK(holds(shown(load("teams: {a: {label: A}}\n").problems),
              "desk.yaml:1:12: a team needs 'hours'"));
  CHECK(holds(shown(load("teams: {a: {label: {lt: A}, hours: always}}\n").problems),
              "warning desk.yaml:1:9: the label of team 'a' is missing in 'en'"));
}

TEST_CASE("a team may always be open, by its own word or by the settings") {
  const auto always = load("teams: {a: {label: A, hours: always}}\n");
  CHECK(shown(always.problems) == "");
  CHECK(always.catalog.teams[0].always_open);
  CHECK(always.catalog.teams[0].hours_text.at("lt") == "visą parą");
  Settings settings;
  settings.desk.always_open = true;
  CHECK(load("teams: {a: {label: A, hours: {mon: '9-18'}, zone: UTC}}\n", settings)
            .catalog.teams[0]
            .is_open(Folder::kNow));
}

}  // namespace desk_test
