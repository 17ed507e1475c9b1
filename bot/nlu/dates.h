// SPDX-License-Identifier: MIT
#pragma once
// Days as people write them, in Lithuanian and English: "lapkričio 22 d.", "Nov 22", "rytoj", "next
// Friday".
//
// A day that is not said in full is told from `today`, which the caller gives: nothing here reads a
// clock. Pure functions; any thread.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk {

/// A day of the calendar, in the visitor's own time zone.
using Day = std::chrono::sys_days;

/// A pattern, for folded text, of whatever read_day could accept.
std::string_view date_pattern();

/// The day that folded words name, and nothing but a day:
///   in full       2026-11-22, 2026.11.22, 22.11.2026, 22/11/2026, "2026 m. lapkricio 22 d.",
///                 "22 november 2026", "nov 22, 2026"
///   without year  "lapkricio 22 d.", "nov 22", "22nd of november": of last, this and next year the
///                 one that is nearest to today
///   by today      siandien, rytoj, poryt, vakar, uzvakar, today, tomorrow, yesterday, "the day
///                 after tomorrow", "the day before yesterday"
///   a weekday     "penktadieni", "friday", "this friday": the first one after today; "kita", "next":
///                 the one of next week (weeks begin on Monday); "praejusi", "last": the last before
///                 today
/// Nothing for a day that does not exist (31 April), and without `today` for all but the first kind.
std::optional<Day> read_day(std::string_view folded, std::optional<Day> today);

/// "2026-11-22".
std::string to_text(Day day);

}  // namespace frontdesk
