// SPDX-License-Identifier: MIT
#pragma once
// A server on the loopback address that gives recorded answers, for tests of sources.

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/settings.h"
#include "kb-connector/source_config.h"
#include "outbound/client.h"
#include "support/loopback.h"

namespace support {

class Replay {
 public:
  Replay() : server_([this](const std::string& request) { return answer_to(request); }) {}

  /// Answers requests that hold all of `words`. Of several that fit, the one said last. What nothing fits is
  /// answered with 599, so that a test sees it.
  void on(std::vector<std::string> words, std::string body, int status = 200,
          const std::string& headers = "") {
    const std::lock_guard lock(mutex_);
    answers_.emplace_back(std::move(words), Loopback::answer(status, body, headers));
  }

  [[nodiscard]] std::string url(const std::string& path = "") const { return server_.url(path); }
  [[nodiscard]] std::vector<std::string> requests() const { return server_.requests(); }

  /// How many requests held all of `words`.
  [[nodiscard]] int count(const std::vector<std::string>& words) const {
    int found = 0;
    for (const auto& request : requests()) found += holds(request, words) ? 1 : 0;
    return found;
  }

  /// May call this server and no other.
  [[nodiscard]] frontdesk::OutboundClient client() const {
    frontdesk::OutboundSettings settings;
    settings.allow = {server_.place()};
    return frontdesk::OutboundClient(settings);
  }

 private:
  static bool holds(const std::string& request, const std::vector<std::string>& words) {
    for (const auto& word : words) {
      if (request.find(word) == std::string::npos) return false;
    }
    return true;
  }

  std::string answer_to(const std::string& request) {
    const std::lock_guard lock(mutex_);
    for (auto each = answers_.rbegin(); each != answers_.rend(); ++each) {
      if (holds(request, each->first)) return each->second;
    }
    return Loopback::answer(599, "nothing was recorded for this");
  }

  std::mutex mutex_;
  std::vector<std::pair<std::vector<std::string>, std::string>> answers_;
  Loopback server_;  // last: it answers while it is made
};

}  // namespace support
