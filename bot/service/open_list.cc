// SPDX-License-Identifier: MIT
#include "service/open_list.h"

#include <algorithm>

namespace frontdesk {

Result<OpenList> open_list(Store& store, const std::vector<Status>& statuses,
                           const std::optional<AgentId>& owner) {
  // One more than is shown tells that there are more.
  auto rows = store.list(
      {.statuses = statuses, .owner = owner, .limit = kMostOfStatus + 1, .newest_of_each = true});
  if (!rows) return rows.error();
  OpenList list{.rows = std::move(*rows), .cut = {}};
  for (const auto status : {Status::offline, Status::bot, Status::closed}) {
    const auto is_one = [&](const Summary& row) { return row.status == status; };
    const auto count = std::count_if(list.rows.begin(), list.rows.end(), is_one);
    if (static_cast<std::size_t>(count) <= kMostOfStatus) continue;
    list.cut.push_back(status);
    // The oldest of those who wait stands first, of all others last.
    if (status == Status::offline) {
      list.rows.erase(std::find_if(list.rows.begin(), list.rows.end(), is_one));
    } else {
      list.rows.erase(std::prev(std::find_if(list.rows.rbegin(), list.rows.rend(), is_one).base()));
    }
  }
  return list;
}

}  // namespace frontdesk
