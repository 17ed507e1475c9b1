// SPDX-License-Identifier: MIT
#include "service/giving_back.h"

#include <algorithm>

#include "dialogue/flow.h"

namespace frontdesk {
namespace {

struct Found {
  const Flow* flow = nullptr;
  const Step* step = nullptr;
};

const Step* asking_step(const Flow& flow, const StepId& id) {
  for (const auto* step : asking_steps(flow)) {
    if (step->id == id) return step;
  }
  return nullptr;
}

/// In the flow that was left; without one, in the only flow that has such a step.
Found find_step(const Catalog& catalog, const FlowState* left, const StepId& id) {
  if (left != nullptr) {
    const auto* flow = catalog.find_flow(left->flow);
    return {flow, flow == nullptr ? nullptr : asking_step(*flow, id)};
  }
  Found found;
  for (const auto& flow : catalog.flows) {
    const auto* step = asking_step(flow, id);
    if (step == nullptr) continue;
    if (found.step != nullptr) return {};
    found = {&flow, step};
  }
  return found;
}

Error no_such_step(const Found& found, const StepId& id) {
  if (found.flow == nullptr) {
    return {Code::invalid, "no flow was left, and '" + id.value + "' is no step of just one flow"};
  }
  std::string known;
  for (const auto* step : asking_steps(*found.flow)) {
    known += (known.empty() ? "" : ", ") + step->id.value;
  }
  return {Code::invalid, "flow '" + found.flow->id.value + "' asks nothing at step '" + id.value +
                             "'; it does at: " + known};
}

}  // namespace

std::optional<FlowPlace> flow_place(const Brain& brain, const Conversation& conversation) {
  const auto& state = conversation.flow ? conversation.flow : conversation.left_flow;
  const auto* flow = state ? brain.catalog.find_flow(state->flow) : nullptr;
  if (flow == nullptr) return std::nullopt;
  FlowPlace place{.flow = flow->id, .at = state->step, .steps = {}};
  for (const auto* step : asking_steps(*flow)) {
    place.steps.push_back({step->id, label_of(brain, conversation, *flow, *step)});
  }
  return place;
}

Result<Done> give_back(const Brain& brain, Draft& draft, const AgentIdentity& agent, Epoch epoch,
                       const StepId& step) {
  const auto before = draft.conversation();
  if (auto done = return_to_bot(draft, agent, epoch, step); !done || step.empty()) return done;
  const auto* left = before.left_flow ? &*before.left_flow : nullptr;
  const auto found = find_step(brain.catalog, left, step);
  if (found.step == nullptr) return no_such_step(found, step);
  resume_flow(brain, draft, *found.flow, *found.step, left == nullptr ? FlowState{} : *left,
              draft.conversation().last);
  return Done{};
}

}  // namespace frontdesk
