// SPDX-License-Identifier: MIT
#pragma once
// What other threads have to say to the front's loop: topics with news, answers of the side pool, and stop.
//
// A descriptor becomes readable when there is something; the loop's own thread needs no such bell, since it
// looks before it waits. Any thread may call announce, complete and stop; the rest belongs to the loop.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "http/front.h"

namespace frontdesk {

class Mailbox {
 public:
  struct Completion {
    std::uint64_t connection = 0;
    Response response;
  };
  struct Mail {
    std::unordered_set<std::string> topics;
    std::vector<Completion> completions;
  };

  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  void announce(const std::string& topic);
  void complete(std::uint64_t connection, Response response);
  /// Async-signal-safe.
  void stop() noexcept;

  [[nodiscard]] bool stopping() const noexcept { return stopping_.load(); }
  [[nodiscard]] bool has_mail() const noexcept { return has_mail_.load(); }
  /// Readable when somebody rang.
  [[nodiscard]] int bell() const { return bell_; }
  /// Makes the bell silent again.
  void hush();
  /// Takes everything.
  [[nodiscard]] Mail collect();
  /// From now on the calling thread rings no bell: it is the one that would hear it.
  void set_reader() { reader_.store(std::this_thread::get_id()); }

 private:
  void ring_if_first();
  void ring() noexcept;

  int bell_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> has_mail_{false};
  std::atomic<std::thread::id> reader_{};
  std::mutex mutex_;
  Mail mail_;
};

}  // namespace frontdesk
