// SPDX-License-Identifier: MIT
#include "desk/offers.h"

#include <algorithm>

#include "desk/desk_rules.h"

namespace frontdesk {
namespace {

Result<Done> check_waits(const Conversation& conversation, Sequence last) {
  if (conversation.status != Status::queued || conversation.last != last) {
    return Error{Code::conflict, "the conversation has moved on"};
  }
  return Done{};
}

}  // namespace

Result<Done> give(Draft& draft, const AgentIdentity& agent, Sequence last,
                  const std::string& because) {
  if (auto checked = check_waits(draft.conversation(), last); !checked) return checked;
  // A flow that a person takes over is not gone on with behind his back.
  if (draft.conversation().flow) draft.add(system_actor(), FlowEnded{"handoff"});
  draft.add(system_actor(), AgentJoined{agent.id, agent.name, because});
  return Done{};
}

Result<Done> ask(Draft& draft, const Offer& offer, Sequence last) {
  if (auto checked = check_waits(draft.conversation(), last); !checked) return checked;
  draft.add(system_actor(), AgentsAsked{.agents = offer.agents,
                                        .until = offer.until.value_or(draft.now()),
                                        .again = offer.again,
                                        .because = offer.because});
  return Done{};
}

Result<Done> decline(Draft& draft, const AgentIdentity& agent, Epoch epoch) {
  const auto& conversation = draft.conversation();
  if (auto checked = desk_rules::check(conversation, epoch); !checked) return checked;
  if (!conversation.asked) return Done{};
  auto rest = conversation.asked->agents;
  if (std::erase(rest, agent.id) == 0) return Done{};
  draft.add(desk_rules::actor_of(agent), AgentsAsked{.agents = std::move(rest),
                                                     .until = conversation.asked->until,
                                                     .because = agent.name + " declined"});
  return Done{};
}

void give_up(Draft& draft, bool open, const std::string& reason, std::optional<Time> answer_by) {
  const auto& conversation = draft.conversation();
  if (conversation.status != Status::assigned) return;
  if (open) {
    draft.add(system_actor(), Requeued{reason});
    return;
  }
  draft.add(system_actor(), WentOffline{.reason = conversation.handoff_reason,
                                        .team = conversation.team,
                                        .detail = conversation.handoff_detail,
                                        .answer_by = answer_by});
}

void promise(Draft& draft, Time until) {
  const auto& conversation = draft.conversation();
  if (conversation.status != Status::queued || conversation.promised_until) return;
  draft.add(system_actor(), WaitPromised{until});
}

void end_hold(Draft& draft) {
  const auto& conversation = draft.conversation();
  if (!conversation.on_hold || !conversation.hold_until) return;
  if (*conversation.hold_until <= draft.now()) draft.add(system_actor(), Resumed{});
}

}  // namespace frontdesk
