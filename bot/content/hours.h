// SPDX-License-Identifier: MIT
#pragma once
// Office hours: a week on the wall clock of a place -> spans of UTC, and words that visitors read.
//
// Daylight saving follows the system's time zone data. An hour that a change of clocks skips is not
// open; one that it repeats is open twice. Inside content only.

#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "core/catalog.h"
#include "core/result.h"

namespace frontdesk {

/// How far ahead spans are computed.
constexpr int kHoursAheadDays = 400;

/// Minutes of a day; `to` is above `from`, and above 24:00 when it ends the next morning.
struct OpenMinutes {
  int from = 0;
  int to = 0;
  friend bool operator==(const OpenMinutes&, const OpenMinutes&) = default;
};

/// Monday first. An empty day is closed.
using Week = std::array<std::vector<OpenMinutes>, 7>;

/// "9:00-18:00", "9-18" or "22:00-2:00"; not found when it is none.
Result<OpenMinutes> read_open_minutes(const std::string& text);

/// The days of "mon", "mon-fri", "daily", as indices from 0 for Monday; empty when it is none.
std::vector<int> read_days(const std::string& text);

/// Spans from the day before `now` on, sorted and disjoint. `holidays` are "YYYY-MM-DD" or "MM-DD"
/// (every year); what begins on one is left out. An unknown zone is an error.
Result<std::vector<TimeSpan>> open_spans(const Week& week, const std::string& zone,
                                         const std::vector<std::string>& holidays, Time now);

/// How far the zone's clocks are ahead of UTC from the day before `now` on, for as long as spans are
/// computed; empty for an unknown zone.
std::vector<ClockOffset> clock_offsets(const std::string& zone, Time now);

/// "I–V 9–18 val." in Lithuanian, "Mon–Fri 9:00–18:00" in any other language. With no-break spaces
/// and word joiners, so that a line never breaks inside a range.
std::string hours_text(const Week& week, const std::string& language);
std::string always_open_text(const std::string& language);

/// The zones of this machine, for "did you mean".
std::vector<std::string> zone_names();

}  // namespace frontdesk
