// SPDX-License-Identifier: MIT
#include "service/upkeep.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>

namespace frontdesk {

Upkeep::Upkeep(std::vector<Job> jobs) : jobs_(std::move(jobs)) {
  for (const auto& job : jobs_) due_.push_back(Steady::now() + job.period);
  thread_ = std::thread([this] { work(); });
}

void Upkeep::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Upkeep::hurry(std::string_view name) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    if (jobs_[i].name == name) due_[i] = Steady::now();
  }
  hurried_ = true;
  wake_.notify_all();
}

void Upkeep::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_ && !jobs_.empty()) {
    const auto next = std::min_element(due_.begin(), due_.end());
    hurried_ = false;
    if (const auto when = *next; when > Steady::now()) {
      wake_.wait_until(lock, when, [this] { return stopping_ || hurried_; });
      continue;
    }
    const auto index = static_cast<std::size_t>(next - due_.begin());
    const auto& job = jobs_[index];
    // Whoever hurries it from here on wants it to run again.
    due_[index] = Steady::time_point::max();
    lock.unlock();
    try {
      job.run();
    } catch (const std::exception& error) {
      spdlog::error("upkeep: {}: {}", job.name, error.what());
    }
    lock.lock();
    due_[index] = std::min(due_[index], Steady::now() + job.period);
  }
}

int sweep_waiting(Conversations& conversations, std::chrono::seconds limit) {
  const auto rows = conversations.store().list({.statuses = {Status::queued}});
  if (!rows) return 0;
  int moved = 0;
  const Time now = conversations.clock().now();
  for (const auto& row : *rows) {
    if (!row.waiting_since || now - *row.waiting_since < limit) continue;
    const auto settled = conversations.settle([&]() -> Result<Staged> {
      // Another program on the same database may have put it there: a decision on an older log to do nothing
      // would meet no conflict.
      if (auto log = conversations.log(row.conversation, row.last); !log) return log.error();
      return conversations.waited_too_long(row.conversation, limit);
    });
    if (settled && settled->append) ++moved;
  }
  return moved;
}

int sweep_silence(Conversations& conversations, const DeskSettings& settings) {
  if (settings.silent_hold_seconds <= 0 && settings.silent_close_seconds <= 0) return 0;
  const auto rows = conversations.store().list(
      {.statuses = {Status::assigned}, .limit = std::numeric_limits<int>::max()});
  if (!rows) return 0;
  int changed = 0;
  for (const auto& row : *rows) {
    if (row.unanswered_since || row.last_author != Author::agent) continue;
    const auto settled = conversations.settle([&]() -> Result<Staged> {
      if (auto log = conversations.log(row.conversation, row.last); !log) return log.error();
      return conversations.look_at_silence(row.conversation, settings);
    });
    if (settled && settled->append) ++changed;
  }
  return changed;
}

}  // namespace frontdesk
