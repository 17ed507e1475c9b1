// SPDX-License-Identifier: MIT
#include "http/list_rows.h"

#include <algorithm>
#include <tuple>

#include "core/seeded_bugs.h"
#include "http/wire.h"
#include "service/open_list.h"

namespace frontdesk {
namespace {

constexpr std::chrono::seconds kFresh{1};

/// As Store::list has them.
auto place_of(const Summary& row) {
  return std::tuple(!row.waiting_since.has_value(), row.waiting_since.value_or(Time{}),
                    -row.updated_at.time_since_epoch(), row.conversation);
}

}  // namespace

Result<ListRows::Snapshot> ListRows::read(const AgentId& reader) {
  const std::lock_guard lock(mutex_);
  if (auto done = catch_up(); !done) return done.error();
  Snapshot snapshot{*version_, "{\"conversations\":["};
  const char* comma = "";
  for (const auto& [summary, json] : rows_) {
    const bool asked =
        std::find(summary.asked.begin(), summary.asked.end(), reader) != summary.asked.end();
    snapshot.json += comma;
    snapshot.json += asked ? row_json(summary, *brain_, reader) : json;
    comma = ",";
  }
  snapshot.json += "]";
  comma = ",\"cut\":[";
  for (const auto status : cut_) {
    snapshot.json += comma;
    snapshot.json.append("\"").append(name_of(status)).append("\"");
    comma = ",";
  }
  snapshot.json += cut_.empty() ? "}" : "]}";
  return snapshot;
}

Result<Done> ListRows::catch_up() {
  const auto brain = conversations_.brain();
  const Time now = conversations_.clock().now();
  const bool fresh = brain == brain_ && now >= read_at_ && now - read_at_ < kFresh;
  brain_ = brain;
  const auto changes =
      fresh && version_ ? conversations_.hub().changes_after(*version_) : std::nullopt;
  if (!changes) return read_store();
  version_ = changes->version;
  if (changes->rows.empty()) return Done{};
  for (const auto& row : changes->rows) take_in(row);
  std::sort(rows_.begin(), rows_.end(),
            [](const Row& a, const Row& b) { return place_of(a.summary) < place_of(b.summary); });
  return Done{};
}

Result<Done> ListRows::read_store() {
  version_.reset();
  rows_.clear();
  read_at_ = conversations_.clock().now();
  // The version first: a row that changes in between is sent twice rather than never.
  auto version = conversations_.hub().version();
  const auto list = open_list(conversations_.store(),
                              {Status::bot, Status::queued, Status::assigned, Status::offline});
  if (!list) return list.error();
  if (seeded(Bug::subscribe)) version = conversations_.hub().version();
  for (const auto& row : list->rows) rows_.push_back(row_of(row));
  cut_ = list->cut;
  version_ = version;
  return Done{};
}

void ListRows::take_in(const Summary& summary) {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) {
    return row.summary.conversation == summary.conversation;
  });
  if (summary.status == Status::closed) {
    if (found != rows_.end()) rows_.erase(found);
  } else if (found == rows_.end()) {
    rows_.push_back(row_of(summary));
  } else if (found->summary.last < summary.last) {
    *found = row_of(summary);
  }
}

ListRows::Row ListRows::row_of(const Summary& summary) const {
  return {summary, row_json(summary, *brain_, AgentId())};
}

}  // namespace frontdesk
