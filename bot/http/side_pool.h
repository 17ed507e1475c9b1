// SPDX-License-Identifier: MIT
#pragma once
// A few threads for what is slow: a password's hash, an export, a search by an agent.
//
// Bounded on both sides, so that a flood of slow requests costs memory for `queue` of them and no more:
// whoever comes later is told to come later. Any thread may call any function.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace frontdesk {

class SidePool {
 public:
  SidePool(std::size_t threads, std::size_t queue);
  /// Forgets the jobs that have not begun and waits for those that have.
  ~SidePool();
  SidePool(const SidePool&) = delete;
  SidePool& operator=(const SidePool&) = delete;

  /// Runs the job later, or returns false when the queue is full. The job must not throw.
  [[nodiscard]] bool submit(std::function<void()> job);

 private:
  void work();

  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace frontdesk
