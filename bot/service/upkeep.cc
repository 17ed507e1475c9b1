// SPDX-License-Identifier: MIT
#include "service/upkeep.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace frontdesk {

Upkeep::Upkeep(std::vector<Job> jobs) : jobs_(std::move(jobs)), thread_([this] { work(); }) {}

Upkeep::~Upkeep() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Upkeep::work() {
  using Steady = std::chrono::steady_clock;
  std::vector<Steady::time_point> due;
  for (const auto& job : jobs_) due.push_back(Steady::now() + job.period);
  std::unique_lock lock(mutex_);
  while (!stopping_ && !jobs_.empty()) {
    const auto next = std::min_element(due.begin(), due.end());
    if (wake_.wait_until(lock, *next, [this] { return stopping_; })) return;
    const auto& job = jobs_[static_cast<std::size_t>(next - due.begin())];
    lock.unlock();
    try {
      job.run();
    } catch (const std::exception& error) {
      spdlog::error("upkeep: {}: {}", job.name, error.what());
    }
    lock.lock();
    *next = Steady::now() + job.period;
  }
}

int sweep_waiting(Conversations& conversations, std::chrono::seconds limit) {
  const auto rows = conversations.store().list({.statuses = {Status::queued}});
  if (!rows) return 0;
  int moved = 0;
  const Time now = conversations.clock().now();
  for (const auto& row : *rows) {
    if (!row.waiting_since || now - *row.waiting_since < limit) continue;
    const auto settled = conversations.settle(
        [&] { return conversations.waited_too_long(row.conversation, limit); });
    if (settled && settled->append) ++moved;
  }
  return moved;
}

}  // namespace frontdesk
