// SPDX-License-Identifier: MIT
#pragma once
// The rows that a console shows at once.
//
// Who waits in a queue and what somebody has stands there whole, however much it is: a console takes what is
// missing for over. What only grows, the offline list, the bot's conversations and those that are closed, is
// bounded each by itself, and the newest are kept; `cut` then names it.

#include <optional>
#include <vector>

#include "core/store.h"

namespace frontdesk {

struct OpenList {
  std::vector<Summary> rows;  // in the order of Store::list
  std::vector<Status> cut;    // of these there are more
};

/// Rows kept of each status that is bounded.
inline constexpr std::size_t kMostOfStatus = 500;

/// The rows of these statuses; none: of all. `owner`: only his. Errors are the Store's.
Result<OpenList> open_list(Store& store, const std::vector<Status>& statuses,
                           const std::optional<AgentId>& owner = {});

}  // namespace frontdesk
