// SPDX-License-Identifier: MIT
#include "service/queue.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <span>
#include <utility>

#include "desk/offers.h"

namespace frontdesk {
namespace {

constexpr std::chrono::hours kWindow{1};
constexpr std::size_t kMostQueued = 20'000;
constexpr std::size_t kRecent = 500;  // conversations of each kind whose logs are read at the start
constexpr std::size_t kBatch = 32;    // appends in one transaction: visitors' messages wait for it
// An estimate is not made anew for each visitor and second.
constexpr std::chrono::seconds kGrain{10};

WaitEstimate in_minutes(WaitEstimate estimate) {
  const auto up = [](std::chrono::seconds exact) -> std::chrono::seconds {
    return std::max(std::chrono::ceil<std::chrono::minutes>(exact), std::chrono::minutes{1});
  };
  estimate.likely = up(estimate.likely);
  if (estimate.most) estimate.most = up(*estimate.most);
  return estimate;
}

std::chrono::seconds between(Time from, Time to) {
  return std::max(std::chrono::duration_cast<std::chrono::seconds>(to - from),
                  std::chrono::seconds{0});
}

}  // namespace

void Queue::take(const Summary& row) {
  const std::lock_guard lock(mutex_);
  const auto before = taken_before_.find(row.conversation);
  auto& last = taken_[row.conversation];
  if (before != taken_before_.end()) last = std::max(last, before->second);
  if (row.last < last) return;
  last = row.last;
  if (looking_) touched_.insert(row.conversation);
  if (row.status != Status::queued) return remove(row.conversation);
  const auto found = waiting_.find(row.conversation);
  const bool anew = found == waiting_.end() || found->second.epoch != row.epoch;
  if (anew && found != waiting_.end()) left_.insert(row.conversation);
  put(row, anew ? row.updated_at : found->second.entered);
}

void Queue::put(const Summary& row, Time entered) {
  auto& waiting = waiting_[row.conversation];
  const Waiting next{.team = row.team,
                     .priority = row.priority,
                     .since = row.waiting_since.value_or(row.updated_at),
                     .entered = entered,
                     .epoch = row.epoch};
  const bool same = waiting.epoch == next.epoch && waiting.team == next.team &&
                    waiting.since == next.since && waiting.priority == next.priority;
  if (!same) {
    order_.erase(waiting.team);
    order_.erase(next.team);
    ++version_;
  }
  waiting = next;
}

void Queue::remove(const ConversationId& id) {
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) return;
  order_.erase(found->second.team);
  waiting_.erase(found);
  left_.insert(id);
  ++version_;
}

void Queue::look() {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    looking_ = true;
    first = !known_;
  }
  auto& store = conversations_.store();
  const auto now = conversations_.clock().now();
  const auto rows = store.list({.statuses = {Status::queued}, .limit = kMostQueued});
  if (!rows) {
    spdlog::warn("queue: {}", rows.error().message);
  } else {
    std::set<ConversationId> there;
    for (const auto& row : *rows) {
      there.insert(row.conversation);
      {
        const std::lock_guard lock(mutex_);
        const auto found = waiting_.find(row.conversation);
        if (found != waiting_.end() && found->second.epoch == row.epoch) {
          if (!touched_.contains(row.conversation)) put(row, found->second.entered);
          continue;
        }
      }
      // Another process put it there, or an earlier one: its log says since when it waits.
      auto entered = row.updated_at;
      if (const auto log = conversations_.log(row.conversation)) {
        const auto waits = waits_in((*log)->events);
        if (!waits.empty() && !waits.back().to) entered = waits.back().from;
      }
      const std::lock_guard lock(mutex_);
      if (!touched_.contains(row.conversation)) put(row, entered);
    }
    const std::lock_guard lock(mutex_);
    std::vector<ConversationId> gone;
    for (const auto& [id, waiting] : waiting_) {
      if (!there.contains(id) && !touched_.contains(id)) gone.push_back(id);
    }
    for (const auto& id : gone) remove(id);
    known_ = true;
  }
  {
    const std::lock_guard lock(mutex_);
    looking_ = false;
    touched_.clear();
    taken_before_ = std::exchange(taken_, {});
  }
  if (!first || !rows) return;
  for (const auto& statuses :
       {std::vector{Status::offline}, std::vector{Status::bot, Status::assigned, Status::closed}}) {
    const auto recent =
        store.list({.statuses = statuses, .limit = kRecent, .newest_of_each = true});
    if (!recent) continue;
    for (const auto& row : *recent) {
      if (now - row.updated_at < kWindow) remember(row.conversation);
    }
  }
}

void Queue::remember(const ConversationId& id) {
  const auto log = conversations_.log(id);
  if (!log) return;
  const auto now = conversations_.clock().now();
  const std::lock_guard lock(mutex_);
  for (auto& wait : waits_in((*log)->events)) {
    if (!wait.to || now - *wait.to >= kWindow) continue;
    past_[{id, wait.epoch}] = std::move(wait);
    estimates_.clear();
  }
  drop_old(now);
}

void Queue::remember_left() {
  std::set<ConversationId> left;
  {
    const std::lock_guard lock(mutex_);
    left.swap(left_);
  }
  for (const auto& id : left) remember(id);
}

void Queue::drop_old(Time now) {
  std::erase_if(past_, [&](const auto& each) { return now - *each.second.to >= kWindow; });
  while (past_.size() > kMostWaits) {
    past_.erase(std::min_element(past_.begin(), past_.end(), [](const auto& a, const auto& b) {
      return *a.second.to < *b.second.to;
    }));
  }
}

std::optional<Place> Queue::place(const ConversationId& id) {
  remember_left();
  const auto now = conversations_.clock().now();
  std::optional<Time> promised;
  if (const auto log = conversations_.log(id)) promised = (*log)->conversation.promised_until;
  Place place{.promised = promised, .late = promised && now >= *promised};
  TeamId team;
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return std::nullopt;
    team = found->second.team;
    place.ahead = ahead_of(id, found->second);
    place.estimate = estimate(found->second, now);
  }
  // What the last hour's waits say was true of an hour in which somebody was there.
  place.nobody = !anybody_(team);
  if (place.nobody) place.estimate.reset();
  return place;
}

int Queue::promise_waits() {
  std::vector<Append> appends;
  for (const auto& id : everybody()) {
    const auto place = this->place(id);
    if (!place || place->promised || !place->estimate || !place->estimate->most) continue;
    auto staged = conversations_.command(id, [&](Draft& draft) -> Result<Done> {
      promise(draft, draft.now() + *place->estimate->most);
      return Done{};
    });
    if (staged && staged->append) appends.push_back(std::move(*staged->append));
  }
  int promised = 0;
  for (std::span rest(appends); !rest.empty();) {
    const auto batch = rest.first(std::min(rest.size(), kBatch));
    rest = rest.subspan(batch.size());
    // Who was taken meanwhile needs no promise any more; anybody else has his in the next round.
    for (const auto& result : conversations_.commit(batch)) promised += result ? 1 : 0;
  }
  return promised;
}

int Queue::ahead_of(const ConversationId& id, const Waiting& waiting) {
  auto& order = order_[waiting.team];
  if (order.empty()) {
    for (const auto& [other, its] : waiting_) {
      if (its.team == waiting.team) order.push_back(rank_of(other, its));
    }
    std::sort(order.begin(), order.end(), is_before);
  }
  const auto own = std::lower_bound(order.begin(), order.end(), rank_of(id, waiting), is_before);
  return static_cast<int>(own - order.begin());
}

QueuePlace Queue::rank_of(const ConversationId& id, const Waiting& waiting) const {
  // In the queue of one team a promise, as long for everybody, changes nothing of who came first.
  return {.priority = waiting.priority, .due = {}, .since = waiting.since, .conversation = id};
}

std::optional<WaitEstimate> Queue::estimate(const Waiting& waiting, Time now) {
  if (now - estimated_at_ >= kGrain || now < estimated_at_) {
    drop_old(now);
    estimates_.clear();
    estimated_at_ = now;
  }
  const auto waited = between(waiting.entered, now) / kGrain * kGrain;
  const std::pair key{waiting.team, static_cast<std::int64_t>(waited.count())};
  if (const auto known = estimates_.find(key); known != estimates_.end()) return known->second;
  std::vector<Wait> waits;
  for (const auto& [unused, past] : past_) {
    if (past.team == waiting.team) waits.push_back({between(past.from, *past.to), past.answered});
  }
  for (const auto& [unused, other] : waiting_) {
    if (other.team == waiting.team) waits.push_back({between(other.entered, now), false});
  }
  auto estimated = estimate_wait(waits, waited);
  if (estimated) estimated = in_minutes(*estimated);
  return estimates_[key] = estimated;
}

std::vector<ConversationId> Queue::everybody() const {
  const std::lock_guard lock(mutex_);
  std::vector<ConversationId> all;
  all.reserve(waiting_.size());
  for (const auto& [id, waiting] : waiting_) all.push_back(id);
  return all;
}

std::uint64_t Queue::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

}  // namespace frontdesk
