// SPDX-License-Identifier: MIT
#include "nlu/atoms.h"

#include <algorithm>

namespace frontdesk {

AtomMatcher::AtomMatcher(const std::vector<std::string>& atoms) {
  for (const auto& atom : atoms) {
    for (const char c : atom) {
      auto& number = class_of_[static_cast<unsigned char>(c)];
      if (number == 0) number = static_cast<std::uint16_t>(classes_++);
    }
  }

  const auto add_state = [&] {
    next_.resize(next_.size() + classes_, -1);
    ends_.emplace_back();
    return static_cast<std::int32_t>(ends_.size() - 1);
  };
  const auto edge = [&](std::int32_t state, std::size_t number) -> std::int32_t& {
    return next_[static_cast<std::size_t>(state) * classes_ + number];
  };
  add_state();
  for (std::size_t id = 0; id < atoms.size(); ++id) {
    if (atoms[id].empty()) continue;
    std::int32_t state = 0;
    for (const char c : atoms[id]) {
      const std::size_t number = class_of_[static_cast<unsigned char>(c)];
      if (edge(state, number) < 0) {
        const std::int32_t made = add_state();
        edge(state, number) = made;
      }
      state = edge(state, number);
    }
    ends_[static_cast<std::size_t>(state)].push_back(static_cast<int>(id));
  }

  // Breadth first: a state's longest proper suffix is nearer to the root, so already complete.
  reported_.assign(ends_.size(), 0);
  shorter_.assign(ends_.size(), 0);
  std::vector<std::int32_t> suffix(ends_.size(), 0);
  std::vector<std::int32_t> queue;
  for (std::size_t number = 0; number < classes_; ++number) {
    auto& to = edge(0, number);
    if (to < 0)
      to = 0;
    else
      queue.push_back(to);
  }
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::int32_t state = queue[i];
    const auto at = static_cast<std::size_t>(state);
    shorter_[at] = reported_[static_cast<std::size_t>(suffix[at])];
    reported_[at] = ends_[at].empty() ? shorter_[at] : state;
    for (std::size_t number = 0; number < classes_; ++number) {
      auto& to = edge(state, number);
      const std::int32_t fallback = edge(suffix[at], number);
      if (to < 0) {
        to = fallback;
      } else {
        suffix[static_cast<std::size_t>(to)] = fallback;
        queue.push_back(to);
      }
    }
  }
}

std::vector<int> AtomMatcher::find(std::string_view text) const {
  std::vector<int> found;
  std::size_t state = 0;
  for (const char c : text) {
    state = static_cast<std::size_t>(
        next_[state * classes_ + class_of_[static_cast<unsigned char>(c)]]);
    for (auto at = static_cast<std::size_t>(reported_[state]); at != 0;
         at = static_cast<std::size_t>(shorter_[at])) {
      found.insert(found.end(), ends_[at].begin(), ends_[at].end());
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace frontdesk
