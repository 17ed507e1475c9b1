// SPDX-License-Identifier: MIT
// Whether a flow leads somewhere: every step reached, every name known, no circle without a
// question. Declared in references.h.
#include <algorithm>
#include <map>
#include <set>

#include "content/references.h"
#include "content/yaml.h"

namespace frontdesk {
namespace {

class FlowChecker {
 public:
  FlowChecker(const Flow& flow, const Catalog& catalog, std::vector<Problem>& problems)
      : flow_(flow), catalog_(catalog), problems_(problems) {
    for (const auto& step : flow.steps) steps_.push_back(step.id.value);
    for (const auto& slot : flow.slots) slots_.push_back(slot.name);
    fillable_ = slots_;
    for (const auto& step : flow.steps) {
      for (const auto& [slot, pointer] : step.call.save) fillable_.push_back(slot);
    }
    for (const auto& [name, value] : catalog.variables) fillable_.push_back(name);
    for (const auto& entity : catalog.entities) fillable_.push_back(entity.name);
  }

  void check() {
    for (const auto& slot : flow_.slots) check_slot(slot);
    for (const auto& step : flow_.steps) check_step(step);
    if (flow_.steps.empty()) return;
    check_reached();
    check_circles();
  }

 private:
  static bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void check_slot(const Slot& slot) {
    if (slot.type == "text" || slot.type == "choice" || slot.type == "yes_no") return;
    std::vector<std::string> types = {"text", "choice", "yes_no"};
    for (const auto& entity : catalog_.entities) types.push_back(entity.name);
    if (has(types, slot.type)) return;
    yaml::add_error(
        problems_, slot.at,
        "there is no entity '" + slot.type + "'" + yaml::did_you_mean(slot.type, types));
  }

  void check_step(const Step& step) {
    for (const auto& target : targets_named(step)) {
      if (has(steps_, target)) continue;
      yaml::add_error(problems_, step.at,
                      "there is no step '" + target + "'" + yaml::did_you_mean(target, steps_));
    }
    if (step.kind == Step::Kind::ask && !step.slot.empty() && !has(slots_, step.slot)) {
      yaml::add_error(
          problems_, step.at,
          "there is no slot '" + step.slot + "'" + yaml::did_you_mean(step.slot, slots_));
    }
    if (step.interrupt) {
      std::vector<std::string> intents;
      for (const auto& intent : catalog_.intents) intents.push_back(intent.name);
      for (const auto& name : *step.interrupt) {
        if (has(intents, name)) continue;
        yaml::add_error(problems_, step.at,
                        "there is no intent '" + name + "' that could interrupt" +
                            yaml::did_you_mean(name, intents));
      }
    }
    if (!step.team.empty() && catalog_.find_team(step.team) == nullptr) {
      std::vector<std::string> teams;
      for (const auto& team : catalog_.teams) teams.push_back(team.id.value);
      yaml::add_error(problems_, step.at,
                      "there is no team '" + step.team.value + "'" +
                          yaml::did_you_mean(step.team.value, teams));
    }
    for (const auto& [language, variations] : step.text) {
      for (const auto& variation : variations) {
        check_placeholders(variation.text, step);
        check_names(variation.when, step);
      }
    }
    for (const auto& branch : step.branches) check_names(branch.when, step);
    check_placeholders(step.call.url, step);
    for (const auto& [key, value] : step.call.body) check_placeholders(value, step);
  }

  void check_placeholders(const std::string& text, const Step& step) {
    for (const auto& name : placeholders_of(text)) {
      if (has(fillable_, name) || !complained_.insert(step.id.value + " " + name).second) continue;
      yaml::add_error(problems_, step.at,
                      "nothing fills {" + name +
                          "}: it is no slot, is saved by no call, and does not "
                          "stand under 'variables' in bot.yaml" +
                          yaml::did_you_mean(name, fillable_));
    }
  }

  /// A condition may ask for an attribute that only the shop's page knows; a name that is nearly a
  /// slot's is a slip, though.
  void check_names(const Condition& condition, const Step& step) {
    for (const auto& term : condition.terms) {
      if (term.name.empty() || has(fillable_, term.name)) continue;
      const std::string meant = yaml::nearest(term.name, fillable_);
      if (!meant.empty() && complained_.insert(step.id.value + " when " + term.name).second) {
        yaml::add_warning(problems_, step.at,
                          "'" + term.name + "' is no slot; did you mean '" + meant + "'?");
      }
    }
  }

  static std::vector<std::string> targets_named(const Step& step) {
    std::vector<std::string> targets;
    for (const auto* id : {&step.otherwise, &step.yes, &step.no, &step.error, &step.to}) {
      if (!id->empty()) targets.push_back(id->value);
    }
    for (const auto& branch : step.branches) {
      if (!branch.to.empty()) targets.push_back(branch.to.value);
    }
    return targets;
  }

  /// The steps that may come next.
  [[nodiscard]] std::vector<const Step*> next_of(const Step& step) const {
    std::vector<const Step*> next;
    for (const auto& target : targets_named(step)) next.push_back(flow_.find(StepId(target)));
    const bool has_else =
        std::any_of(step.branches.begin(), step.branches.end(),
                    [](const Step::Branch& each) { return each.when.terms.empty(); });
    const bool falls_on = step.kind == Step::Kind::ask || step.kind == Step::Kind::say ||
                          step.kind == Step::Kind::call ||
                          (step.kind == Step::Kind::confirm && step.yes.empty()) ||
                          (step.kind == Step::Kind::branch && !has_else);
    if (falls_on) next.push_back(flow_.after(step.id));
    next.erase(std::remove(next.begin(), next.end(), nullptr), next.end());
    return next;
  }

  void check_reached() {
    std::set<const Step*> reached;
    std::vector<const Step*> open = {&flow_.steps.front()};
    while (!open.empty()) {
      const Step* step = open.back();
      open.pop_back();
      if (!reached.insert(step).second) continue;
      for (const Step* next : next_of(*step)) open.push_back(next);
    }
    for (const auto& step : flow_.steps) {
      if (reached.count(&step) == 0) {
        yaml::add_error(problems_, step.at, "the step '" + step.id.value + "' is never reached");
      }
    }
  }

  /// A circle is one that comes back to a step over steps that do not wait for the visitor.
  void check_circles() {
    const auto waits = [](const Step& step) {
      return step.kind == Step::Kind::ask || step.kind == Step::Kind::confirm;
    };
    std::map<const Step*, std::set<const Step*>> reach;
    for (const auto& start : flow_.steps) {
      if (waits(start)) continue;
      auto& seen = reach[&start];
      std::vector<const Step*> open = next_of(start);
      while (!open.empty()) {
        const Step* step = open.back();
        open.pop_back();
        if (waits(*step) || !seen.insert(step).second) continue;
        for (const Step* next : next_of(*step)) open.push_back(next);
      }
    }
    for (const auto& step : flow_.steps) {
      if (reach[&step].count(&step) == 0) continue;
      // Of a circle the first step in file order speaks for all.
      const bool is_first =
          std::none_of(flow_.steps.begin(), flow_.steps.end(), [&](const Step& other) {
            return &other < &step && reach[&other].count(&step) != 0 &&
                   reach[&step].count(&other) != 0;
          });
      if (!is_first) continue;
      yaml::add_error(problems_, step.at,
                      "from the step '" + step.id.value +
                          "' the flow comes back to it without asking anything");
    }
  }

  const Flow& flow_;
  const Catalog& catalog_;
  std::vector<Problem>& problems_;
  std::vector<std::string> steps_, slots_, fillable_;
  std::set<std::string> complained_;
};

}  // namespace

void check_flow(const Flow& flow, const Catalog& catalog, std::vector<Problem>& problems) {
  FlowChecker(flow, catalog, problems).check();
}

}  // namespace frontdesk
