// SPDX-License-Identifier: MIT
#pragma once
// How the desk did in each hour of the last day.
//
// The figures are the board's (desk/board.h), of whole hours of UTC. Those of an hour that is over are
// remembered, for they change no more: asked again, only the conversations of the running hour are read. What
// has to be read is bounded by kSearchedFacts facts, the newest; where a day has more, hours further back have
// what was read of them. Any thread may call read(); it takes from some milliseconds to about a second, so it
// is for the side pool.

#include <map>
#include <mutex>
#include <vector>

#include "desk/board.h"
#include "service/conversations.h"

namespace frontdesk {

struct BoardHour {
  Time from;
  Board figures;
};

class Hourly {
 public:
  /// `conversations` must outlive this.
  explicit Hourly(Conversations& conversations) : conversations_(conversations) {}

  /// kBoardHours hours, the oldest first, the last one is running.
  Result<std::vector<BoardHour>> read();
  static constexpr int kBoardHours = 24;

 private:
  Conversations& conversations_;
  std::mutex mutex_;
  std::map<Time, Board> over_;
};

}  // namespace frontdesk
