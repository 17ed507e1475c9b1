// SPDX-License-Identifier: MIT
#pragma once
// Which connections wait for which topic. For one thread.

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace frontdesk {

class Subscriptions {
 public:
  void add(std::uint64_t connection, const std::vector<std::string>& topics) {
    for (const auto& topic : topics) waiting_[topic].push_back(connection);
  }

  /// With the topics it was added with.
  void remove(std::uint64_t connection, const std::vector<std::string>& topics) {
    for (const auto& topic : topics) {
      const auto found = waiting_.find(topic);
      if (found == waiting_.end()) continue;
      auto& list = found->second;
      const auto place = std::find(list.begin(), list.end(), connection);
      if (place == list.end()) continue;
      *place = list.back();
      list.pop_back();
      if (list.empty()) waiting_.erase(found);
    }
  }

  /// A copy, since waking somebody changes the list.
  [[nodiscard]] std::vector<std::uint64_t> waiting_for(const std::string& topic) const {
    const auto found = waiting_.find(topic);
    return found == waiting_.end() ? std::vector<std::uint64_t>() : found->second;
  }

 private:
  std::unordered_map<std::string, std::vector<std::uint64_t>> waiting_;
};

}  // namespace frontdesk
