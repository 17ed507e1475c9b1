// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/iso_time.h"

#include <algorithm>
#include <cctype>
#include <chrono>

namespace frontdesk {
namespace {

// Reads a text from its beginning, piece by piece.
class TimeText {
 public:
  explicit TimeText(std::string_view text) : rest_(text) {}

  // So many digits as a number, or -1.
  int digits(std::size_t count) {
    if (rest_.size() < count) return -1;
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!std::isdigit(static_cast<unsigned char>(rest_[i]))) return -1;
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return number;
  }
  bool take(std::string_view letters) {
    if (rest_.empty() || letters.find(rest_.front()) == std::string_view::npos) return false;
    taken_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }
  // Milliseconds of a fraction of any length.
  int fraction() {
    int millis = 0;
    int worth = 100;
    while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front()))) {
      millis += (rest_.front() - '0') * worth;
      worth /= 10;
      rest_.remove_prefix(1);
    }
    return millis;
  }
  [[nodiscard]] char taken() const { return taken_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  char taken_ = 0;
};

}  // namespace

std::optional<Time> parse_iso_time(std::string_view text) {
  TimeText in(text);
  const int year = in.digits(4);
  if (year < 0 || !in.take("-")) return std::nullopt;
  const int month = in.digits(2);
  if (month < 0 || !in.take("-")) return std::nullopt;
  const int day = in.digits(2);
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (day < 0 || !date.ok()) return std::nullopt;
  Time time{std::chrono::sys_days{date}};
  if (in.at_end()) return time;

  if (!in.take("Tt ")) return std::nullopt;
  const int hour = in.digits(2);
  if (hour < 0 || hour > 23 || !in.take(":")) return std::nullopt;
  const int minute = in.digits(2);
  if (minute < 0 || minute > 59) return std::nullopt;
  time += std::chrono::hours{hour} + std::chrono::minutes{minute};
  if (in.take(":")) {
    const int second = in.digits(2);
    if (second < 0 || second > 60) return std::nullopt;
    time += std::chrono::seconds{second};
    if (in.take(".,")) time += std::chrono::milliseconds{in.fraction()};
  }
  if (in.take("+-")) {
    const int sign = in.taken() == '+' ? 1 : -1;
    const int hours = in.digits(2);
    in.take(":");
    const int minutes = in.at_end() ? 0 : in.digits(2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    time -= sign * (std::chrono::hours{hours} + std::chrono::minutes{minutes});
  } else {
    in.take("Zz");
  }
  if (!in.at_end()) return std::nullopt;
  return time;
}

}  // namespace frontdesk
