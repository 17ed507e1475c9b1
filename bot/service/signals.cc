// SPDX-License-Identifier: MIT
#include "service/signals.h"

#include <algorithm>

namespace frontdesk {
namespace {

bool is_over(const LiveSignals::Typist& typist, Time now) {
  // A clock that was set back ends it too.
  return now - typist.since >= kTypingLasts || now < typist.since;
}

}  // namespace

bool LiveSignals::typing(const ConversationId& id, const Typist& who, Time now) {
  const std::lock_guard lock(mutex_);
  auto& typing = use(id).typing;
  std::erase_if(typing, [&](const Typist& other) { return is_over(other, now); });
  const auto same = std::find_if(typing.begin(), typing.end(), [&](const Typist& other) {
    return other.author == who.author && other.agent == who.agent;
  });
  if (same != typing.end() && same->owns == who.owns && now - same->since < kTypingAgain) {
    return false;
  }
  auto next = who;
  next.since = now;
  if (same != typing.end()) {
    *same = std::move(next);
  } else if (who.author == Author::visitor) {
    typing.insert(typing.begin(), std::move(next));
  } else {
    typing.push_back(std::move(next));
  }
  return true;
}

bool LiveSignals::seen(const ConversationId& id, Author who, Sequence last) {
  const std::lock_guard lock(mutex_);
  auto& kept = use(id);
  auto& seen = who == Author::visitor ? kept.seen_by_visitor : kept.seen_by_agent;
  if (last <= seen) return false;
  seen = last;
  return true;
}

void LiveSignals::take(const Event& event) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(event.conversation);
  if (found == kept_.end()) return;
  auto& kept = found->second;
  if (std::holds_alternative<Erased>(event.fact)) {
    kept.typing.clear();
    kept.seen_by_visitor = kept.seen_by_agent = 0;
    return;
  }
  const auto* message = std::get_if<MessageAdded>(&event.fact);
  if (message == nullptr) return;
  std::erase_if(kept.typing, [&](const Typist& typist) {
    return typist.author == message->author &&
           (message->author == Author::visitor || typist.agent.value == event.actor.id);
  });
}

void LiveSignals::look(const ConversationId& id, const Viewer& viewer) {
  const std::lock_guard lock(mutex_);
  auto& [name, times] = use(id).viewers[viewer.agent];
  name = viewer.name;
  ++times;
}

void LiveSignals::look_away(const ConversationId& id, const Viewer& viewer) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(id);
  if (found == kept_.end()) return;
  auto& viewers = found->second.viewers;
  const auto there = viewers.find(viewer.agent);
  if (there != viewers.end() && --there->second.second <= 0) viewers.erase(there);
}

LiveSignals::State LiveSignals::state(const ConversationId& id, Time now) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(id);
  if (found == kept_.end()) return {};
  const auto& kept = found->second;
  State state{.seen_by_visitor = kept.seen_by_visitor, .seen_by_agent = kept.seen_by_agent};
  for (const auto& typist : kept.typing) {
    if (!is_over(typist, now)) state.typing.push_back(typist);
  }
  for (const auto& [agent, viewer] : kept.viewers) state.viewers.push_back({agent, viewer.first});
  std::sort(state.viewers.begin(), state.viewers.end(),
            [](const Viewer& a, const Viewer& b) { return a.name < b.name; });
  return state;
}

std::size_t LiveSignals::size() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

LiveSignals::Kept& LiveSignals::use(const ConversationId& id) {
  if (const auto found = kept_.find(id); found != kept_.end()) {
    used_.splice(used_.begin(), used_, found->second.used);
    return found->second;
  }
  // Whoever is looked on at moves to the front instead of out; there are no more of them than connections.
  for (auto tries = kept_.size(); kept_.size() >= most_ && tries > 0; --tries) {
    const auto oldest = kept_.find(used_.back());
    if (!oldest->second.viewers.empty()) {
      used_.splice(used_.begin(), used_, oldest->second.used);
      continue;
    }
    used_.pop_back();
    kept_.erase(oldest);
  }
  used_.push_front(id);
  auto& kept = kept_[id];
  kept.used = used_.begin();
  return kept;
}

}  // namespace frontdesk
