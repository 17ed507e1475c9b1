// SPDX-License-Identifier: MIT
// Whether a person is called or the visitor is told when somebody works: desk.yaml's hours, by the clocks of
// their place, as visitors meet them.
#include <doctest/doctest.h>

#include "content/folder.h"
#include "service/handing_on.h"
#include "support/office.h"

namespace office_hours_test {

using namespace support;

namespace {

Time utc(int year, unsigned month, unsigned day, int hour, int minute = 0) {
  using namespace std::chrono;
  return Time{sys_days(std::chrono::year(year) / month / day) + hours(hour) + minutes(minute)};
}

/// A bot with the teams of this desk.yaml, read a day before `now`.
std::shared_ptr<const Brain> brain_of(const std::string& desk, Time now) {
  Folder folder;
  folder.file("a.yaml", "intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\n")
      .file("desk.yaml", desk);
  auto loaded = load_content(folder.path(), {}, now - std::chrono::hours(24));
  if (!loaded.problems.empty()) throw std::runtime_error(shown(loaded.problems));
  auto catalog = small_catalog();
  catalog.teams = std::move(loaded.catalog.teams);
  return small_brain(std::move(catalog));
}

/// Where a visitor is who asks for a person then.
Status asked_at(const std::string& desk, Time now) {
  MemoryStore store;
  Office office(store, brain_of(desk, now));
  office.clock.tick(now - office.clock.now());
  const auto visitor = office.begin();
  REQUIRE(office.say(visitor, "human", "m1"));
  return office.now(visitor.id).status;
}

const char* const kVilnius =
    "teams:\n  support: {label: A, hours: {daily: '9:00-18:00'}, zone: Europe/Vilnius,\n"
    "    holidays: ['2026-12-24', '12-25']}\n"
    "  returns: {label: B, hours: {daily: '9:00-18:00'}, zone: America/New_York}\n";

}  // namespace

TEST_CASE("a person is called by the clock on the team's wall, before and after it is changed") {
  // Clocks go forward on 2027-03-28 (UTC+2 to UTC+3) and back on 2026-10-25 (UTC+3 to UTC+2).
  CHECK(asked_at(kVilnius, utc(2027, 3, 27, 6, 59)) == Status::offline);
  CHECK(asked_at(kVilnius, utc(2027, 3, 27, 7, 0)) == Status::queued);
  CHECK(asked_at(kVilnius, utc(2027, 3, 28, 5, 59)) == Status::offline);
  CHECK(asked_at(kVilnius, utc(2027, 3, 28, 6, 0)) == Status::queued);
  CHECK(asked_at(kVilnius, utc(2027, 3, 28, 14, 59)) == Status::queued);
  CHECK(asked_at(kVilnius, utc(2027, 3, 28, 15, 0)) == Status::offline);
  CHECK(asked_at(kVilnius, utc(2026, 10, 24, 6, 0)) == Status::queued);
  CHECK(asked_at(kVilnius, utc(2026, 10, 25, 6, 0)) == Status::offline);
  CHECK(asked_at(kVilnius, utc(2026, 10, 25, 15, 59)) == Status::queued);
  CHECK(asked_at(kVilnius, utc(2026, 10, 25, 16, 0)) == Status::offline);
}

TEST_CASE("on a holiday nobody is called, and the next day again") {
  CHECK(asked_at(kVilnius, utc(2026, 12, 23, 12)) == Status::queued);
  CHECK(asked_at(kVilnius, utc(2026, 12, 24, 12)) == Status::offline);
  CHECK(asked_at(kVilnius, utc(2026, 12, 25, 12)) == Status::offline);
  CHECK(asked_at(kVilnius, utc(2026, 12, 26, 12)) == Status::queued);
  // '12-25' comes every year, the day before only once.
  CHECK(asked_at(kVilnius, utc(2027, 12, 24, 12)) == Status::queued);
  CHECK(asked_at(kVilnius, utc(2027, 12, 25, 12)) == Status::offline);
}

TEST_CASE("each team has its own clock") {
  const Time morning = utc(2026, 11, 23, 8);  // 10:00 in Vilnius, 3:00 in New York
  MemoryStore store;
  Office office(store, brain_of(kVilnius, morning));
  office.clock.tick(morning - office.clock.now());
  const auto support = office.begin("t1");
  REQUIRE(office.say(support, "human", "m1"));
  CHECK(office.now(support.id).status == Status::queued);
  const auto returns = office.begin("t2");
  REQUIRE(office.say(returns, "this is terrible", "m1"));
  CHECK(office.now(returns.id).team == TeamId("returns"));
  CHECK(office.now(returns.id).status == Status::offline);
}

TEST_CASE("an agent hands on to teams that his own may, and to a closed one's offline list") {
  const char* const kTeams =
      "teams:\n  support: {label: A, hours: always, forwards_to: [returns]}\n"
      "  returns: {label: B, hours: {daily: '9:00-18:00'}, zone: UTC}\n"
      "  other: {label: C, hours: always}\n";
  const AgentIdentity ruta{AgentId("ruta"), "Ruta"};
  for (const auto& [hour, status] : {std::pair{12, Status::queued}, {20, Status::offline}}) {
    const Time now = utc(2026, 11, 23, hour);
    MemoryStore store;
    Office office(store, brain_of(kTeams, now));
    office.clock.tick(now - office.clock.now());
    const auto visitor = office.begin();
    REQUIRE(office.say(visitor, "human", "m1"));
    const auto place = office.now(visitor.id).waiting_since;
    REQUIRE(office.take(visitor, ruta));
    const auto hand_to = [&](const char* team) {
      return office.conversations.settle([&] {
        return hand_to_team(office.conversations, visitor.id, ruta, office.now(visitor.id).epoch,
                            TeamId(team), "please");
      });
    };
    CHECK(hand_to("nobody").error().code == Code::invalid);
    CHECK(hand_to("other").error().code == Code::invalid);
    CHECK(office.now(visitor.id).owner == ruta.id);
    REQUIRE(hand_to("returns"));
    CHECK(office.now(visitor.id).status == status);
    CHECK(office.now(visitor.id).team == TeamId("returns"));
    CHECK(office.now(visitor.id).waiting_since == place);
    CHECK(hand_to("returns").error().code == Code::conflict);
  }
}

TEST_CASE("while a team is closed its fallback is called that is open") {
  const auto team_asked = [](Time now) {
    const char* const kShifts =
        "teams:\n  day: {label: A, hours: {daily: '9:00-18:00'}, zone: UTC, fallback: night}\n"
        "  night: {label: B, hours: {daily: '18:00-22:00'}, zone: UTC, fallback: day}\n";
    MemoryStore store;
    Office office(store, brain_of(kShifts, now));
    office.clock.tick(now - office.clock.now());
    const auto visitor = office.begin();
    REQUIRE(office.say(visitor, "human", "m1"));
    const auto where = office.now(visitor.id);
    return std::string(name_of(where.status)) + " " + where.team.value;
  };
  CHECK(team_asked(utc(2026, 11, 23, 12)) == "queued day");
  CHECK(team_asked(utc(2026, 11, 23, 20)) == "queued night");
  CHECK(team_asked(utc(2026, 11, 23, 23)) == "offline day");
}

TEST_CASE("who comes while a team is closed is promised an answer by a time in its hours") {
  const char* const kTwoHours =
      "teams:\n  support: {label: A, hours: {mon-fri: '9:00-18:00'}, zone: Europe/Vilnius,\n"
      "    answer_within: 2h}\n";
  const auto promised = [&](Time now) {
    MemoryStore store;
    Office office(store, brain_of(kTwoHours, now));
    office.clock.tick(now - office.clock.now());
    const auto visitor = office.begin();
    REQUIRE(office.say(visitor, "human", "m1"));
    const auto row = summary_of(office.now(visitor.id));
    CHECK(store.list({})->front() == row);
    return row.answer_by;
  };
  // In Vilnius, UTC+2: Monday evening, and Friday evening.
  CHECK(promised(utc(2026, 11, 23, 20)) == utc(2026, 11, 24, 9));
  CHECK(promised(utc(2026, 11, 27, 20)) == utc(2026, 11, 30, 9));
  CHECK_FALSE(promised(utc(2026, 11, 23, 12)));
  // What is asked an hour before the end is due an hour after the next beginning.
  const auto team = brain_of(kTwoHours, utc(2026, 11, 23, 12))->catalog.teams.front();
  CHECK(team.answers_by(utc(2026, 11, 23, 15)) == utc(2026, 11, 24, 8));
  CHECK(team.answers_by(utc(2026, 11, 23, 12)) == utc(2026, 11, 23, 14));
}

TEST_CASE(
    "hours over midnight last until the clock on the wall says so in a night that is changed") {
  const char* const kNights =
      "teams:\n  support: {label: A, hours: {daily: '22:00-5:00'}, zone: Europe/Vilnius}\n";
  CHECK(asked_at(kNights, utc(2027, 3, 28, 1, 59)) == Status::queued);
  CHECK(asked_at(kNights, utc(2027, 3, 28, 2, 0)) == Status::offline);
  CHECK(asked_at(kNights, utc(2026, 10, 25, 2, 59)) == Status::queued);
  CHECK(asked_at(kNights, utc(2026, 10, 25, 3, 0)) == Status::offline);
}

TEST_CASE("who is handed over in time waits on when the hours end, until the waiting limit") {
  const Time evening = utc(2026, 11, 23, 15, 59);
  MemoryStore store;
  Office office(store, brain_of(kVilnius, evening));
  office.clock.tick(evening - office.clock.now());
  const auto visitor = office.begin();
  REQUIRE(office.say(visitor, "human", "m1"));
  office.clock.tick(std::chrono::minutes{5});
  CHECK(office.now(visitor.id).status == Status::queued);
}

}  // namespace office_hours_test
