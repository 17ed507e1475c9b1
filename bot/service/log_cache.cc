// SPDX-License-Identifier: MIT
#include "service/log_cache.h"

#include <algorithm>
#include <span>

namespace frontdesk {

Time changed_hands_at(const Log& log) {
  const auto& events = log.events;
  const auto last = std::find_if(events.rbegin(), events.rend(),
                                 [](const auto& event) { return raises_epoch(event->fact); });
  return last == events.rend() ? log.conversation.started_at : (*last)->at;
}

LogCache::Found LogCache::find(const ConversationId& id) {
  std::uint64_t commits_before = 0;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = kept_.find(id); found != kept_.end()) {
      used_.splice(used_.begin(), used_, found->second.used);
      return found->second.log;
    }
    commits_before = commits_;
  }
  auto loaded = store_.load(std::span(&id, 1));
  if (!loaded) return loaded.error();
  auto& events = loaded->front();
  if (events.empty()) return Error{Code::not_found, "there is no such conversation"};
  auto read = std::make_shared<Log>();
  read->conversation = fold(events);
  read->events.reserve(events.size());
  for (auto& event : events) {
    read->events.push_back(std::make_shared<const Event>(std::move(event)));
  }
  std::shared_ptr<const Log> log = std::move(read);
  const std::lock_guard lock(mutex_);
  // What was committed while this was read may be missing from it; then whoever is told of that commit
  // must not find this.
  if (commits_ == commits_before && !kept_.contains(id)) keep(id, log);
  return log;
}

LogCache::Found LogCache::find(const ConversationId& id, Sequence at_least) {
  auto found = find(id);
  if (!found || (*found)->conversation.last >= at_least) return found;
  forget(id);
  return find(id);
}

LogCache::Found LogCache::find_newest(const ConversationId& id) {
  auto found = find(id);
  if (!found) return found;
  const auto more = store_.read(id, (*found)->conversation.last, 1);
  if (!more) return more.error();
  if (more->empty()) return found;
  forget(id);
  return find(id);
}

void LogCache::take(const Append& append) {
  const std::lock_guard lock(mutex_);
  ++commits_;
  const auto found = kept_.find(append.conversation);
  auto next = std::make_shared<Log>();
  if (found != kept_.end()) {
    // Two threads may commit to one conversation; whoever comes here out of order drops the entry.
    if (found->second.log->conversation.last != append.expected) {
      used_.erase(found->second.used);
      kept_.erase(found);
      return;
    }
    *next = *found->second.log;
  } else if (append.expected != 0) {
    return;
  }
  for (const auto& event : append.events) {
    apply(next->conversation, event);
    next->events.push_back(std::make_shared<const Event>(event));
  }
  if (found != kept_.end()) {
    found->second.log = std::move(next);
    return;
  }
  keep(append.conversation, std::move(next));
}

void LogCache::keep(const ConversationId& id, std::shared_ptr<const Log> log) {
  used_.push_front(id);
  kept_[id] = {std::move(log), used_.begin()};
  if (kept_.size() <= kLogs) return;
  kept_.erase(used_.back());
  used_.pop_back();
}

void LogCache::forget(const ConversationId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(id);
  if (found == kept_.end()) return;
  used_.erase(found->second.used);
  kept_.erase(found);
}

void LogCache::forget_reads() {
  const std::lock_guard lock(mutex_);
  ++commits_;
}

}  // namespace frontdesk
