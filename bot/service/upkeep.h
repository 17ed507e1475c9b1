// SPDX-License-Identifier: MIT
#pragma once
// A background thread: what must happen although nobody asks.
//
// Jobs are functions that main hands over, each with its period; they run one after the other on this
// thread and may wait. `sweep_waiting` is one of them. What may wait for minutes, for another server, gets
// an Upkeep of its own.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "service/conversations.h"

namespace frontdesk {

class Upkeep {
 public:
  struct Job {
    std::string name;
    std::chrono::milliseconds period;
    std::function<void()> run;
  };
  explicit Upkeep(std::vector<Job> jobs);
  ~Upkeep() { stop(); }

  /// Runs no more jobs, and waits for the one under way. From the thread that made it.
  void stop();

  /// Runs the job of that name as soon as the thread is free, however long its period; asked for while it
  /// runs, once more after that. Any thread; does not wait.
  void hurry(std::string_view name);

 private:
  using Steady = std::chrono::steady_clock;
  void work();

  std::vector<Job> jobs_;
  std::vector<Steady::time_point> due_;  // due_[i] of jobs_[i]
  std::mutex mutex_;
  std::condition_variable wake_;
  bool hurried_ = false;  // due_ is another since the thread looked at it
  bool stopping_ = false;
  std::thread thread_;
};

/// Moves visitors who have waited longer than the limit to the offline list, and tells them.
/// Returns how many.
int sweep_waiting(Conversations& conversations, std::chrono::seconds limit);

/// Puts aside, warns of closing or closes what silent visitors left with their agents (desk/silence.h).
/// Returns how many conversations changed.
int sweep_silence(Conversations& conversations, const DeskSettings& settings);

}  // namespace frontdesk
