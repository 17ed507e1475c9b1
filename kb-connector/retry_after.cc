// SPDX-License-Identifier: MIT
#include "kb-connector/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/ascii.h"

namespace frontdesk {
namespace {

/// Reads a date from the left; every step fails when it does not find what it wants.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  bool literal(std::string_view wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }
  bool digits(std::size_t count, int& value) {
    if (rest_.size() < count) return false;
    const auto* end = rest_.data() + count;
    const bool all = std::all_of(rest_.data(), end, [](char c) { return c >= '0' && c <= '9'; });
    if (!all || std::from_chars(rest_.data(), end, value).ec != std::errc{}) return false;
    rest_.remove_prefix(count);
    return true;
  }
  bool month(unsigned& value) {
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (unsigned i = 0; i < kMonths.size(); ++i) {
      if (literal(kMonths[i])) {
        value = i + 1;
        return true;
      }
    }
    return false;
  }
  bool time(std::chrono::seconds& value) {
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (!digits(2, hours) || !literal(":") || !digits(2, minutes) || !literal(":") ||
        !digits(2, seconds) || hours > 23 || minutes > 59 || seconds > 60) {
      return false;
    }
    value = std::chrono::hours{hours} + std::chrono::minutes{minutes} +
            std::chrono::seconds{std::min(seconds, 59)};
    return true;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<Time> moment(int year, unsigned month, int day, std::chrono::seconds time) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return Time{std::chrono::sys_days{date}} + time;
}

}  // namespace

std::optional<Time> parse_http_date(std::string_view text, Time now) {
  text = trimmed(text);
  const auto name = text.find_first_of(", ");  // the day's name says nothing that the date does not
  if (name == std::string_view::npos) return std::nullopt;
  int year = 0;
  unsigned month = 0;
  int day = 0;
  std::chrono::seconds time{0};

  DateReader reader(text.substr(name));
  if (!reader.literal(", ")) {  // Sun Nov  6 08:49:37 1994
    const bool good = reader.literal(" ") && reader.month(month) && reader.literal(" ") &&
                      reader.digits(reader.literal(" ") ? 1 : 2, day) && reader.literal(" ") &&
                      reader.time(time) && reader.literal(" ") && reader.digits(4, year);
    return good && reader.at_end() ? moment(year, month, day, time) : std::nullopt;
  }
  if (!reader.digits(2, day)) return std::nullopt;
  const bool two_digits = reader.literal("-");
  const auto* const between = two_digits ? "-" : " ";
  if ((!two_digits && !reader.literal(" ")) || !reader.month(month) || !reader.literal(between) ||
      !reader.digits(two_digits ? 2 : 4, year)) {
    return std::nullopt;
  }
  if (!reader.literal(" ") || !reader.time(time) || !reader.literal(" GMT") || !reader.at_end()) {
    return std::nullopt;
  }
  if (two_digits) {
    const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
    const int this_year = static_cast<int>(today.year());
    year += this_year - this_year % 100;
    if (year > this_year + 50) year -= 100;
  }
  return moment(year, month, day, time);
}

std::optional<Time> retry_after(std::string_view header, Time now) {
  header = trimmed(header);
  if (header.empty()) return std::nullopt;
  const Time latest = now + kLongestRetryAfter;
  if (header.find_first_not_of("0123456789") == std::string_view::npos) {
    long seconds = 0;
    const auto read = std::from_chars(header.data(), header.data() + header.size(), seconds);
    const auto most = std::chrono::seconds{kLongestRetryAfter}.count();
    if (read.ec != std::errc{} || seconds > most) return latest;
    return now + std::chrono::seconds{seconds};
  }
  const auto date = parse_http_date(header, now);
  if (!date) return std::nullopt;
  return std::clamp(*date, now, latest);
}

}  // namespace frontdesk
