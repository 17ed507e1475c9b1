// SPDX-License-Identifier: MIT
#include "service/hub.h"

#include <algorithm>
#include <set>

namespace frontdesk {

void Hub::listen(Listener listener) {
  const std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(listener));
}

void Hub::announce(const Summary& summary) {
  {
    const std::lock_guard lock(mutex_);
    // Two threads that commit one after the other may come here the other way round; the older row then
    // must not be what readers are left with.
    auto& newest = newest_[summary.conversation];
    if (summary.last < newest) return;
    newest = summary.last;
    recent_.push_back(summary);
    if (recent_.size() > kRemembered) {
      const auto oldest = newest_.find(recent_.front().conversation);
      if (oldest != newest_.end() && oldest->second == recent_.front().last) newest_.erase(oldest);
      recent_.pop_front();
    }
    ++version_;
  }
  // Listeners are set once, before the first announcement, so they are read without the lock.
  for (const auto& listener : listeners_) listener(summary);
}

std::uint64_t Hub::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

std::optional<Hub::Changes> Hub::changes_after(std::uint64_t version) const {
  const std::lock_guard lock(mutex_);
  if (version > version_ || version_ - version > recent_.size()) return std::nullopt;
  std::vector<Summary> rows;
  std::set<ConversationId> seen;
  const auto count = static_cast<std::size_t>(version_ - version);
  for (auto row = recent_.rbegin(); row != recent_.rbegin() + static_cast<long>(count); ++row) {
    if (seen.insert(row->conversation).second) rows.push_back(*row);
  }
  std::reverse(rows.begin(), rows.end());
  return Changes{version_, std::move(rows)};
}

}  // namespace frontdesk
