// SPDX-License-Identifier: MIT
#include "desk/care.h"

#include <algorithm>

#include "desk/desk_rules.h"

namespace frontdesk {

Result<Done> hold(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                  std::optional<Time> until) {
  const auto& now = draft.conversation();
  if (auto checked = desk_rules::check_owner(now, agent, epoch); !checked) return checked;
  if (until && *until <= draft.now()) {
    return Error{Code::invalid, "'until' must be a time ahead"};
  }
  if (now.on_hold && now.hold_until == until) return Done{};
  draft.add(desk_rules::actor_of(agent), PutOnHold{until});
  return Done{};
}

Result<Done> resume(Draft& draft, const AgentIdentity& agent, Epoch epoch) {
  if (auto checked = desk_rules::check_owner(draft.conversation(), agent, epoch); !checked)
    return checked;
  if (!draft.conversation().on_hold) return Done{};
  draft.add(desk_rules::actor_of(agent), Resumed{});
  return Done{};
}

Result<Done> tag(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                 std::vector<std::string> tags) {
  if (auto checked = desk_rules::check(draft.conversation(), epoch); !checked) return checked;
  std::vector<std::string> once;
  for (auto& each : tags) {
    if (std::find(once.begin(), once.end(), each) == once.end()) once.push_back(std::move(each));
  }
  if (once == draft.conversation().tags) return Done{};
  draft.add(desk_rules::actor_of(agent), Tagged{std::move(once)});
  return Done{};
}

Result<Done> set_priority(Draft& draft, const AgentIdentity& agent, Epoch epoch, int priority) {
  if (auto checked = desk_rules::check(draft.conversation(), epoch); !checked) return checked;
  if (priority < 0 || priority > kHighestPriority) {
    return Error{Code::invalid, "'priority' must be 0 to 3"};
  }
  if (priority == draft.conversation().priority) return Done{};
  draft.add(desk_rules::actor_of(agent), PriorityChanged{priority});
  return Done{};
}

Result<Done> correct_slot(Draft& draft, const AgentIdentity& agent, Epoch epoch,
                          const std::string& slot, const std::string& value,
                          const std::string& label) {
  const auto& now = draft.conversation();
  if (auto checked = desk_rules::check_not_a_colleagues(now, agent, epoch); !checked)
    return checked;
  const auto found = now.slots.find(slot);
  if (found != now.slots.end() && found->second == (label.empty() ? value : label)) return Done{};
  draft.add(desk_rules::actor_of(agent), SlotFilled{.slot = slot, .value = value, .label = label});
  return Done{};
}

}  // namespace frontdesk
