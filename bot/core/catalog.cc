// SPDX-License-Identifier: MIT
#include "core/catalog.h"

#include <algorithm>

namespace frontdesk {

const std::string& text_in(const LocalText& text, const std::string& language) {
  static const std::string kNone;
  if (const auto found = text.find(language); found != text.end()) return found->second;
  // English is read by more visitors than any other language we might pick.
  if (const auto found = text.find("en"); found != text.end()) return found->second;
  return text.empty() ? kNone : text.begin()->second;
}

const Tag* Toolbox::find_tag(const std::string& id) const {
  const auto found =
      std::find_if(tags.begin(), tags.end(), [&](const Tag& tag) { return tag.id == id; });
  return found == tags.end() ? nullptr : &*found;
}

const Step* Flow::find(const StepId& step) const {
  const auto found =
      std::find_if(steps.begin(), steps.end(), [&](const Step& each) { return each.id == step; });
  return found == steps.end() ? nullptr : &*found;
}

const Step* Flow::after(const StepId& step) const {
  auto found =
      std::find_if(steps.begin(), steps.end(), [&](const Step& each) { return each.id == step; });
  if (found == steps.end() || ++found == steps.end()) return nullptr;
  return &*found;
}

const Slot* Flow::find_slot(const std::string& name) const {
  const auto found =
      std::find_if(slots.begin(), slots.end(), [&](const Slot& each) { return each.name == name; });
  return found == slots.end() ? nullptr : &*found;
}

bool Team::is_open(Time time) const {
  if (always_open) return true;
  const auto next =
      std::upper_bound(open.begin(), open.end(), time,
                       [](Time moment, const TimeSpan& span) { return moment < span.from; });
  return next != open.begin() && time < std::prev(next)->to;
}

std::optional<Time> Team::answers_by(Time asked) const {
  if (answer_within.count() <= 0) return std::nullopt;
  if (always_open) return asked + answer_within;
  Time::duration left = answer_within;
  for (const auto& span : open) {
    if (span.to <= asked) continue;
    const auto from = std::max(span.from, asked);
    if (left <= span.to - from) return from + left;
    left -= span.to - from;
  }
  return std::nullopt;
}

bool Team::may_forward_to(const TeamId& team) const {
  return !forwards_to ||
         std::find(forwards_to->begin(), forwards_to->end(), team) != forwards_to->end();
}

std::optional<Time> Team::opens_at(Time time) const {
  if (is_open(time)) return time;
  const auto next =
      std::upper_bound(open.begin(), open.end(), time,
                       [](Time moment, const TimeSpan& span) { return moment < span.from; });
  if (next == open.end()) return std::nullopt;
  return next->from;
}

std::chrono::sys_days Catalog::day_at(Time time) const {
  std::chrono::minutes ahead{0};
  for (const auto& offset : clock) {
    if (offset.from <= time || &offset == &clock.front()) ahead = offset.ahead;
  }
  return std::chrono::floor<std::chrono::days>(time + ahead);
}

const Intent* Catalog::find_intent(const std::string& name) const {
  const auto found = std::lower_bound(
      intents.begin(), intents.end(), name,
      [](const Intent& intent, const std::string& wanted) { return intent.name < wanted; });
  return found != intents.end() && found->name == name ? &*found : nullptr;
}

const Flow* Catalog::find_flow(const FlowId& id) const {
  const auto found =
      std::find_if(flows.begin(), flows.end(), [&](const Flow& flow) { return flow.id == id; });
  return found == flows.end() ? nullptr : &*found;
}

const Team* Catalog::team_for(const TeamId& id) const {
  if (const auto* team = find_team(id)) return team;
  return teams.empty() ? nullptr : &teams.front();
}

const Team* Catalog::open_team_for(const TeamId& id, Time time) const {
  const auto* wanted = team_for(id);
  const auto* team = wanted;
  // Teams may stand in for each other, so it need not end by itself.
  for (std::size_t steps = 0; team != nullptr && steps <= teams.size(); ++steps) {
    if (team->is_open(time)) return team;
    team = find_team(team->fallback);
  }
  return wanted;
}

const DeskAgent* Catalog::find_agent(const std::string& name) const {
  const auto found = std::find_if(agents.begin(), agents.end(),
                                  [&](const DeskAgent& agent) { return agent.name == name; });
  return found == agents.end() ? nullptr : &*found;
}

const Team* Catalog::find_team(const TeamId& id) const {
  const auto found =
      std::find_if(teams.begin(), teams.end(), [&](const Team& team) { return team.id == id; });
  return found == teams.end() ? nullptr : &*found;
}

}  // namespace frontdesk
