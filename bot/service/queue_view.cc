// SPDX-License-Identifier: MIT
#include "service/queue_view.h"

#include <algorithm>
#include <limits>
#include <set>

#include "core/seeded_bugs.h"

namespace frontdesk {
namespace {

constexpr std::chrono::minutes kReadAgain{1};

/// Who is asked now; or until when those who have all declined are let alone.
std::optional<Ringing> ringing_of(const Log& log) {
  const auto& conversation = log.conversation;
  if (conversation.asked) return Ringing{conversation.asked->agents, conversation.asked->until};
  if (conversation.missed.empty()) return std::nullopt;
  for (auto event = log.events.rbegin(); event != log.events.rend(); ++event) {
    if (raises_epoch((*event)->fact)) break;
    if (const auto* asked = std::get_if<AgentsAsked>(&(*event)->fact)) {
      return Ringing{{}, asked->until};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Done> QueueView::catch_up() {
  const Time now = conversations_.clock().now();
  auto brain = conversations_.brain();
  if (brain != brain_) version_.reset();
  brain_ = std::move(brain);
  auto& hub = conversations_.hub();
  const bool old = now - read_at_ >= kReadAgain || now < read_at_;
  const auto changes = version_ && !old ? hub.changes_after(*version_) : std::nullopt;
  if (!changes) {
    // The version first: a row that changes in between is taken in twice rather than never.
    const auto version = hub.version();
    if (auto read = read_store(now); !read) return read;
    version_ = version;
    return Done{};
  }
  for (const auto& row : changes->rows) {
    if (auto taken = take_in(row); !taken) {
      version_.reset();
      return taken;
    }
  }
  version_ = changes->version;
  return Done{};
}

Result<Done> QueueView::read_store(Time now) {
  const auto rows = conversations_.store().list(
      {.statuses = {Status::queued, Status::assigned}, .limit = std::numeric_limits<int>::max()});
  if (!rows) return rows.error();
  std::set<ConversationId> there;
  for (const auto& row : *rows) there.insert(row.conversation);
  std::vector<ConversationId> gone;
  for (auto& [id, place] : places_) {
    place.last = 0;  // what was read with another brain is read again
    if (!there.contains(id)) gone.push_back(id);
  }
  for (const auto& id : gone) leave(id, now);
  for (const auto& row : *rows) {
    if (auto taken = take_in(row); !taken) return taken;
  }
  read_at_ = now;
  return Done{};
}

Result<Done> QueueView::take_in(const Summary& row) {
  if (const auto found = places_.find(row.conversation); found != places_.end()) {
    if (found->second.last >= row.last) return Done{};
    if (found->second.owner != row.owner) leave(row.conversation, row.updated_at);
  }
  if (row.status != Status::queued && row.status != Status::assigned) {
    leave(row.conversation, row.updated_at);
    return Done{};
  }
  auto& place = places_[row.conversation];
  const bool counted = !place.owner.empty() && !place.on_hold;
  const bool on_hold = row.on_hold && !seeded(Bug::hold);
  const bool counts = !row.owner.empty() && !on_hold;
  if (counts != counted) agents_[row.owner].load += counts ? 1 : -1;
  if (row.owner != place.owner && !row.owner.empty()) agents_[row.owner].asked_at = row.updated_at;
  if (row.asked != place.asked) {
    for (const auto& agent : row.asked) agents_[agent].asked_at = row.updated_at;
  }
  place.last = row.last;
  place.owner = row.owner;
  place.on_hold = on_hold;
  place.asked = row.asked;
  place.waiting.reset();
  if (row.status != Status::queued) return Done{};
  const auto log = conversations_.log(row.conversation, row.last);
  if (!log) return log.error();
  // When somebody has been faster than this row, his own is on the way.
  if ((*log)->conversation.status != Status::queued) return Done{};
  place.waiting = waiting_of(**log);
  place.last = (*log)->conversation.last;
  return Done{};
}

void QueueView::leave(const ConversationId& id, Time at) {
  const auto found = places_.find(id);
  if (found == places_.end()) return;
  const auto& place = found->second;
  if (!place.owner.empty()) {
    auto& agent = agents_[place.owner];
    if (!place.on_hold) --agent.load;
    agent.freed_at = at;
  }
  places_.erase(found);
}

Waiting QueueView::waiting_of(const Log& log) const {
  const auto& conversation = log.conversation;
  const auto& catalog = brain_->catalog;
  const auto* team = catalog.team_for(conversation.team);
  const auto* intent = catalog.find_intent(conversation.topic);
  Waiting waiting;
  waiting.conversation = conversation.id;
  waiting.language = conversation.language;
  waiting.priority = conversation.priority;
  waiting.queue_since = conversation.queue_since;
  waiting.waiting_since = changed_hands_at(log);
  waiting.last_agent = conversation.last_agent;
  waiting.missed = conversation.missed;
  waiting.sent_on_by = conversation.sent_on_by;
  waiting.ringing = ringing_of(log);
  if (intent != nullptr && !intent->skill.empty()) waiting.skills = {intent->skill};
  if (team == nullptr) return waiting;
  waiting.team = team->id;
  waiting.due = brain_->answers_by(team, conversation.queue_since);
  return waiting;
}

std::vector<Waiting> QueueView::queue() const {
  std::vector<Waiting> all;
  for (const auto& [id, place] : places_) {
    if (place.waiting) all.push_back(*place.waiting);
  }
  return all;
}

Sequence QueueView::last_of(const ConversationId& id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? 0 : found->second.last;
}

QueueView::Agent QueueView::agent(const AgentId& id) const {
  const auto found = agents_.find(id);
  return found == agents_.end() ? Agent{} : found->second;
}

}  // namespace frontdesk
