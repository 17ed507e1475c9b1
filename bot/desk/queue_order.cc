// SPDX-License-Identifier: MIT
#include "desk/queue_order.h"

#include <tuple>

namespace frontdesk {

bool is_before(const QueuePlace& a, const QueuePlace& b) {
  if (a.priority != b.priority) return a.priority > b.priority;
  const auto a_due = a.due.value_or(Time::max());
  const auto b_due = b.due.value_or(Time::max());
  return std::tie(a_due, a.since, a.conversation) < std::tie(b_due, b.since, b.conversation);
}

}  // namespace frontdesk
