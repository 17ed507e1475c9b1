// SPDX-License-Identifier: MIT
#include "service/hourly.h"

#include <algorithm>

#include "service/lookups.h"

namespace frontdesk {
namespace {

constexpr std::chrono::hours kHour{1};
// What was decided at the end of an hour is committed a moment later.
constexpr std::chrono::minutes kSettles{1};

/// Which promises were kept is told of the last hour only.
std::optional<Time> no_promise(const TeamId&, Time) { return std::nullopt; }

/// The facts before `until`.
std::span<const Event> before(std::span<const Event> events, Time until) {
  const auto later = std::find_if(events.begin(), events.end(),
                                  [&](const Event& event) { return event.at >= until; });
  return {events.begin(), later};
}

}  // namespace

Result<std::vector<BoardHour>> Hourly::read() {
  const std::lock_guard lock(mutex_);
  const Time now = conversations_.clock().now();
  const Time running = std::chrono::floor<std::chrono::hours>(now);
  const Time first = running - (kBoardHours - 1) * kHour;
  std::erase_if(over_,
                [&](const auto& hour) { return hour.first < first || hour.first >= running; });
  std::map<Time, Board> fresh;
  for (Time from = first; from <= running; from += kHour) {
    if (!over_.contains(from)) {
      fresh.emplace(from, Board(from, std::min<Time>(now, from + kHour), no_promise));
    }
  }
  const auto read =
      each_recent(conversations_, fresh.begin()->first, [&](std::span<const Event> events) {
        for (auto& [from, board] : fresh) {
          const auto until = before(events, from + kHour);
          if (!until.empty() && until.back().at >= from) board.read(until);
        }
      });
  if (!read) return read.error();
  std::vector<BoardHour> hours;
  for (Time from = first; from <= running; from += kHour) {
    const auto known = over_.find(from);
    hours.push_back({from, known == over_.end() ? fresh.at(from) : known->second});
    if (known == over_.end() && now >= from + kHour + kSettles) over_.emplace(from, fresh.at(from));
  }
  return hours;
}

}  // namespace frontdesk
