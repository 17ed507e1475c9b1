// SPDX-License-Identifier: MIT
// Debian builds the library on the system's zone data, and its class layouts depend on that.
#define USE_OS_TZDB 1
#define ONLY_C_LOCALE 1
#define HAS_STRING_VIEW 1
#include "content/hours.h"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <cstdio>
#include <exception>

namespace frontdesk {
namespace {

constexpr int kDayMinutes = 24 * 60;
constexpr std::array<const char*, 7> kEnglish = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<const char*, 7> kRoman = {"I", "II", "III", "IV", "V", "VI", "VII"};
// An en dash between word joiners: 9–18 never breaks over two lines.
constexpr const char* kRange = "\xE2\x81\xA0\xE2\x80\x93\xE2\x81\xA0";
constexpr const char* kNoBreak = "\xC2\xA0";

/// "9", "9:00" or "18:30" as minutes, at most 24:00; -1 when it is none.
int read_minutes(const std::string& text) {
  int hours = -1, minutes = 0, used = 0;
  const bool with_minutes = text.find(':') != std::string::npos;
  const int read = with_minutes ? std::sscanf(text.c_str(), "%2d:%2d%n", &hours, &minutes, &used)
                                : std::sscanf(text.c_str(), "%2d%n", &hours, &used);
  if (read != (with_minutes ? 2 : 1) || static_cast<std::size_t>(used) != text.size()) return -1;
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > kDayMinutes) return -1;
  return hours * 60 + minutes;
}

std::string clock_text(int minutes, bool short_form) {
  minutes = minutes > kDayMinutes ? minutes - kDayMinutes : minutes;
  char out[16];
  if (short_form && minutes % 60 == 0) {
    std::snprintf(out, sizeof out, "%d", minutes / 60);
  } else {
    std::snprintf(out, sizeof out, "%d:%02d", minutes / 60, minutes % 60);
  }
  return out;
}

bool is_holiday(date::local_days day, const std::vector<std::string>& holidays) {
  const std::string text = date::format("%F", day);
  return std::any_of(holidays.begin(), holidays.end(), [&](const std::string& holiday) {
    return holiday == text || holiday == text.substr(5);
  });
}

Time to_utc(const date::time_zone* zone, date::local_days day, int minutes, date::choose choose) {
  const auto local = day + std::chrono::minutes(minutes);
  return Time{zone->to_sys(std::chrono::time_point_cast<std::chrono::milliseconds>(local), choose)
                  .time_since_epoch()};
}

}  // namespace

Result<OpenMinutes> read_open_minutes(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "\xE2\x80\x93") == 0) {  // people write an en dash, too
      plain += '-';
      i += 2;
    } else if (text[i] != ' ') {
      plain += text[i];
    }
  }
  const std::size_t dash = plain.find('-');
  if (dash != std::string::npos) {
    OpenMinutes open{read_minutes(plain.substr(0, dash)), read_minutes(plain.substr(dash + 1))};
    if (open.from >= 0 && open.from < kDayMinutes && open.to >= 0 && open.from != open.to) {
      if (open.to < open.from) open.to += kDayMinutes;
      return open;
    }
  }
  return Error{Code::invalid, "expected hours like '9:00-18:00', found '" + text + "'"};
}

std::vector<int> read_days(const std::string& text) {
  const auto index = [](const std::string& name) {
    static const std::array<const char*, 7> kNames = {"mon", "tue", "wed", "thu",
                                                      "fri", "sat", "sun"};
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    return found == kNames.end() ? -1 : static_cast<int>(found - kNames.begin());
  };
  if (text == "daily") return {0, 1, 2, 3, 4, 5, 6};
  const std::size_t dash = text.find('-');
  const int first = index(text.substr(0, dash));
  const int last = dash == std::string::npos ? first : index(text.substr(dash + 1));
  std::vector<int> days;
  if (first < 0 || last < 0) return days;
  for (int day = first;; day = (day + 1) % 7) {
    days.push_back(day);
    if (day == last) return days;
  }
}

Result<std::vector<TimeSpan>> open_spans(const Week& week, const std::string& zone,
                                         const std::vector<std::string>& holidays, Time now) {
  std::vector<TimeSpan> spans;
  try {
    const date::time_zone* place = date::locate_zone(zone);
    const date::local_days today = date::floor<date::days>(place->to_local(now));
    for (int ahead = -1; ahead <= kHoursAheadDays; ++ahead) {
      const date::local_days day = today + date::days(ahead);
      if (is_holiday(day, holidays)) continue;
      const unsigned weekday = date::weekday(day).iso_encoding() - 1;
      for (const auto& open : week[weekday]) {
        const TimeSpan span{to_utc(place, day, open.from, date::choose::earliest),
                            to_utc(place, day, open.to, date::choose::latest)};
        if (span.from < span.to) spans.push_back(span);
      }
    }
  } catch (const std::exception&) {
    return Error{Code::invalid,
                 "unknown time zone '" + zone + "', expected one like 'Europe/Vilnius'"};
  }
  std::sort(spans.begin(), spans.end(),
            [](const TimeSpan& a, const TimeSpan& b) { return a.from < b.from; });
  std::vector<TimeSpan> joined;
  for (const auto& span : spans) {
    if (!joined.empty() && span.from <= joined.back().to) {
      joined.back().to = std::max(joined.back().to, span.to);
    } else {
      joined.push_back(span);
    }
  }
  return joined;
}

std::vector<ClockOffset> clock_offsets(const std::string& zone, Time now) {
  std::vector<ClockOffset> offsets;
  try {
    const date::time_zone* place = date::locate_zone(zone);
    const Time end = now + date::days(kHoursAheadDays);
    for (Time at = now - date::days(1); at < end;) {
      const auto info = place->get_info(at);
      offsets.push_back({at, std::chrono::duration_cast<std::chrono::minutes>(info.offset)});
      if (info.end >= end) break;
      at = info.end;
    }
  } catch (const std::exception&) {
    // Who names the zone is told by open_spans.
  }
  return offsets;
}

std::string hours_text(const Week& week, const std::string& language) {
  const bool lithuanian = language == "lt";
  const auto& names = lithuanian ? kRoman : kEnglish;
  std::string text;
  for (std::size_t day = 0; day < 7;) {
    std::size_t next = day + 1;
    while (next < 7 && week[next] == week[day]) ++next;
    if (!week[day].empty()) {
      if (!text.empty()) text += ", ";
      text += names[day];
      if (next - day > 1) text += std::string(kRange) + names[next - 1];
      std::string hours;
      for (const auto& open : week[day]) {
        hours += (hours.empty() ? kNoBreak
                  : lithuanian  ? " ir "
                                : " and ") +
                 clock_text(open.from, lithuanian) + kRange + clock_text(open.to, lithuanian);
      }
      text += hours + (lithuanian ? std::string(kNoBreak) + "val." : "");
    }
    day = next;
  }
  return text;
}

std::string always_open_text(const std::string& language) {
  return language == "lt" ? "visą parą" : "around the clock";
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  try {
    for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
  } catch (const std::exception&) {
    // Without zone data there is nothing to suggest.
  }
  return names;
}

}  // namespace frontdesk
