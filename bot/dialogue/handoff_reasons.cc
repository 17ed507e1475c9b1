// SPDX-License-Identifier: MIT
#include "dialogue/handoff_reasons.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/conversation.h"

namespace frontdesk {
namespace {

std::optional<HandoffReason> reason_in(const Fact& fact) {
  if (const auto* queued = std::get_if<HandoffRequested>(&fact)) return queued->reason;
  if (const auto* offline = std::get_if<WentOffline>(&fact)) return offline->reason;
  return std::nullopt;
}

}  // namespace

std::vector<HandoffCall> handoff_calls(std::span<const Event> events) {
  std::vector<HandoffCall> calls;
  Conversation now;
  for (const auto& event : events) {
    const auto reason = reason_in(event.fact);
    if (reason && now.status == Status::bot) {
      HandoffCause cause{.reason = *reason, .intent = now.topic, .flow = {}, .step = {}};
      if (now.left_flow) {
        cause.flow = now.left_flow->flow;
        cause.step = now.left_flow->step;
      }
      calls.push_back({std::move(cause), event.conversation, event.at});
    }
    apply(now, event);
  }
  return calls;
}

std::vector<HandoffTally> tally_handoffs(std::vector<HandoffCall> calls, std::size_t latest) {
  std::stable_sort(calls.begin(), calls.end(),
                   [](const HandoffCall& a, const HandoffCall& b) { return a.at > b.at; });
  std::map<HandoffCause, HandoffTally> by_cause;
  for (auto& call : calls) {
    auto& tally = by_cause[call.cause];
    tally.cause = call.cause;
    ++tally.count;
    if (tally.latest.size() < latest) tally.latest.push_back(std::move(call));
  }
  std::vector<HandoffTally> tallies;
  for (auto& [cause, tally] : by_cause) tallies.push_back(std::move(tally));
  std::stable_sort(
      tallies.begin(), tallies.end(), [](const HandoffTally& a, const HandoffTally& b) {
        if (a.count != b.count) return a.count > b.count;
        return !a.latest.empty() && !b.latest.empty() && a.latest.front().at > b.latest.front().at;
      });
  return tallies;
}

}  // namespace frontdesk
