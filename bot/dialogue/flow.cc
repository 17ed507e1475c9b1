// SPDX-License-Identifier: MIT
#include "dialogue/flow.h"

#include <algorithm>
#include <optional>

#include "dialogue/answer.h"
#include "dialogue/reply.h"

namespace frontdesk {
namespace {

// How sure a guess must be to take the visitor away from a flow's question.
constexpr double kInterruption = 0.95;

Decision by_step(const Flow& flow, const Step& step, const Decision& base) {
  auto decision = base;
  decision.action = Action::flow;
  decision.because = "step " + step.id.value + " of flow " + flow.id.value +
                     (base.because.empty() ? "" : "; " + base.because);
  return decision;
}

std::size_t place_of(const Flow& flow, const StepId& id) {
  const auto found = std::find_if(flow.steps.begin(), flow.steps.end(),
                                  [&](const Step& step) { return step.id == id; });
  return static_cast<std::size_t>(found - flow.steps.begin());
}

/// Walks the steps from one wait to the next.
class Walk {
 public:
  Walk(const Brain& brain, Draft& draft, const Flow& flow, Decision decision, Sequence cause)
      : brain_(brain), draft_(draft), flow_(flow), decision_(std::move(decision)), cause_(cause) {}

  /// Enters `step`; null ends the flow. `back` when the flow has been there before.
  void from(const Step* step, bool back = false) {
    int budget = brain_.policy.steps_per_turn;
    while (step != nullptr) {
      if (budget-- == 0) {
        // Content that loops without a wait is refused when it is loaded; this is the second fence.
        give_up(*step, HandoffReason::error, "the flow made too many steps without waiting");
        return;
      }
      const auto next = enter(*step, back);
      if (!next) return;
      back = *next != nullptr && place_of(flow_, (*next)->id) <= place_of(flow_, step->id);
      step = *next;
    }
    end("done");
  }

  /// Ends the flow, and offers what the visitor asked for beside it.
  void end(const std::string& outcome) {
    const auto* next = brain_.catalog.find_intent(draft_.conversation().flow->then);
    draft_.add(bot_actor(), FlowEnded{.outcome = outcome}, cause_);
    if (next == nullptr) return;
    const auto& conversation = draft_.conversation();
    say(brain_, draft_, phrase(brain_, conversation, "then"),
        Decision{.action = Action::flow,
                 .intent = next->name,
                 .because = "flow " + flow_.id.value + " is over; its visitor asked for " +
                            next->name + " too"},
        cause_, {{"intent:" + next->name, text_in(next->label, conversation.language)}});
  }

  void ask(const Step& step) {
    const auto& conversation = draft_.conversation();
    std::vector<QuickReply> replies;
    if (step.kind == Step::Kind::confirm) {
      replies = {{"yes", phrase(brain_, conversation, "yes")},
                 {"no", phrase(brain_, conversation, "no")}};
    } else {
      const auto* slot = flow_.find_slot(step.slot);
      if (slot != nullptr && slot->type == "yes_no") {
        replies = {{"slot:yes", phrase(brain_, conversation, "yes")},
                   {"slot:no", phrase(brain_, conversation, "no")}};
      } else if (slot != nullptr) {
        for (const auto& [value, label] : slot->choices) {
          replies.push_back({"slot:" + value, text_in(label, conversation.language)});
        }
      }
    }
    replies.push_back({"stop", phrase(brain_, conversation, "stop")});
    say(brain_, draft_, words(brain_, conversation, step.text), by_step(flow_, step, decision_),
        cause_, std::move(replies));
  }

  /// A person goes on from here.
  void give_up(const Step& step, HandoffReason reason, const std::string& why,
               const TeamId& team = {}) {
    hand_off(brain_, draft_, reason, team, by_step(flow_, step, decision_),
             "flow " + flow_.id.value + ": " + why, cause_, no_answer_ ? "call_failed" : "");
  }

  /// The shop's system did not answer: a person who is called for that is called in these words, until
  /// the flow says something of its own.
  void no_answer() { no_answer_ = true; }

  /// Where `id` leads; an empty id, or one that the content no longer has, is a person.
  void jump(const Step& at, const StepId& id, const std::string& why) {
    if (const auto* step = flow_.find(id)) {
      from(step, place_of(flow_, step->id) <= place_of(flow_, at.id));
    } else {
      give_up(at, HandoffReason::flow, why);
    }
  }

 private:
  /// Does one step. Nothing: the flow waits or has ended. A pointer: the next step, or null for the end.
  std::optional<const Step*> enter(const Step& step, bool back) {
    switch (step.kind) {
      case Step::Kind::say:
        no_answer_ = false;
        say(brain_, draft_, words(brain_, draft_.conversation(), step.text),
            by_step(flow_, step, decision_), cause_);
        return flow_.after(step.id);
      case Step::Kind::ask: {
        const auto& slots = draft_.conversation().flow->slots;
        const auto filled = slots.find(step.slot);
        if (!back && filled != slots.end() && !filled->second.empty()) return flow_.after(step.id);
        wait_at(step);
        ask(step);
        return std::nullopt;
      }
      case Step::Kind::confirm:
        wait_at(step);
        ask(step);
        return std::nullopt;
      case Step::Kind::branch:
        for (const auto& branch : step.branches) {
          if (holds(brain_, draft_.conversation(), branch.when)) return flow_.find(branch.to);
        }
        return flow_.after(step.id);
      case Step::Kind::call: call(step); return std::nullopt;
      case Step::Kind::handoff:
        give_up(step, HandoffReason::flow, "step " + step.id.value, step.team);
        return std::nullopt;
      case Step::Kind::go_to: return flow_.find(step.to);
      case Step::Kind::end: return static_cast<const Step*>(nullptr);
    }
    return static_cast<const Step*>(nullptr);
  }

  void wait_at(const Step& step) { draft_.add(bot_actor(), StepEntered{step.id}, cause_); }

  void call(const Step& step) {
    wait_at(step);
    const auto& conversation = draft_.conversation();
    // A call is made of values, a text of labels: the shop wants "damaged", the visitor reads "Sugadinta".
    const auto fill_values = [&](const std::string& text, bool in_url) {
      return replace_names(text, [&](const std::string& name) {
        const auto value = value_of(brain_, conversation, name);
        return in_url && !brain_.catalog.variables.contains(name) ? percent_encoded(value) : value;
      });
    };
    CallRequested request{.key = conversation.id.value + ":" +
                                 std::to_string(conversation.last + 1) + ":" + step.id.value,
                          .step = step.id,
                          .method = step.call.method,
                          .url = fill_values(step.call.url, true),
                          .save = step.call.save,
                          .timeout = step.call.timeout};
    for (const auto& [name, text] : step.call.body) request.body[name] = fill_values(text, false);
    draft_.add(bot_actor(), std::move(request), cause_);
  }

  /// RFC 3986: what a visitor typed is one path segment or one query value, and never more.
  static std::string percent_encoded(const std::string& text) {
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string encoded;
    for (const char each : text) {
      const auto byte = static_cast<unsigned char>(each);
      const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                         (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
                         byte == '_' || byte == '~';
      if (plain) {
        encoded += each;
      } else {
        encoded += '%';
        encoded += kHex[byte >> 4];
        encoded += kHex[byte & 15];
      }
    }
    return encoded;
  }

  const Brain& brain_;
  Draft& draft_;
  const Flow& flow_;
  Decision decision_;
  Sequence cause_;
  bool no_answer_ = false;
};

/// The flow and the step at which a conversation waits, if the content still has them.
struct Waiting {
  const Flow* flow = nullptr;
  const Step* step = nullptr;
};

Waiting waiting_step(const Brain& brain, const Conversation& conversation) {
  if (!conversation.flow) return {};
  const auto* flow = brain.catalog.find_flow(conversation.flow->flow);
  return {flow, flow != nullptr ? flow->find(conversation.flow->step) : nullptr};
}

/// The content has changed under a flow, and the step is gone: nobody guesses, a person goes on.
void lost(const Brain& brain, Draft& draft, const Decision& decision, Sequence cause) {
  hand_off(brain, draft, HandoffReason::flow, {}, decision,
           "the step that the flow waited at is no longer in the content", cause);
}

bool waits_for_visitor(const Step& step) {
  return step.kind == Step::Kind::ask || step.kind == Step::Kind::confirm;
}

}  // namespace

bool digresses(const Brain& brain, const Conversation& conversation, const Said& said,
               const Interpretation& meaning) {
  const auto waiting = waiting_step(brain, conversation);
  const auto* intent = brain.catalog.find_intent(meaning.intent);
  if (waiting.step == nullptr || intent == nullptr || !said.choice.empty()) return false;
  if (conversation.flow->open_call) return false;
  // The intent that this flow serves says nothing new.
  if (intent->flow == conversation.flow->flow) return false;
  // Words that would be a question elsewhere are mostly a poor answer here ("I don't remember").
  if (meaning.rule.empty() && meaning.confidence < kInterruption) return false;
  if (read_answer(brain, conversation, *waiting.flow, *waiting.step, said, meaning)) {
    // "no" fits a yes/no step and opens a complaint anywhere else: an answer that fits comes first, save
    // where everything fits.
    const auto* slot = waiting.flow->find_slot(waiting.step->slot);
    const bool anything = slot != nullptr && slot->type == "text";
    return anything && !meaning.rule.empty() && intent->handoff;
  }
  return true;
}

bool waits_for_text(const Brain& brain, const Conversation& conversation) {
  const auto [flow, step] = waiting_step(brain, conversation);
  if (step == nullptr || step->kind != Step::Kind::ask) return false;
  const auto* slot = flow->find_slot(step->slot);
  return slot != nullptr && slot->type == "text";
}

ImpossibleIntents impossible_intents(const Brain& brain, const Conversation& conversation) {
  ImpossibleIntents impossible;
  const auto waiting = waiting_step(brain, conversation);
  const auto* open =
      waiting.step == nullptr || !waiting.step->interrupt ? nullptr : &*waiting.step->interrupt;
  for (const auto& intent : brain.catalog.intents) {
    if (intent.name == kAskForPerson) continue;
    const auto& flows = intent.only_in;
    const bool elsewhere =
        !flows.empty() && (!conversation.flow || std::find(flows.begin(), flows.end(),
                                                           conversation.flow->flow) == flows.end());
    const bool shut_out =
        open != nullptr && std::find(open->begin(), open->end(), intent.name) == open->end();
    if (elsewhere || shut_out) impossible.insert(intent.name);
  }
  return impossible;
}

void start_flow(const Brain& brain, Draft& draft, const Flow& flow, const Interpretation& meaning,
                const Decision& decision, Sequence cause, const std::string& then) {
  if (draft.conversation().flow) draft.add(bot_actor(), FlowEnded{.outcome = "left"}, cause);
  draft.add(bot_actor(), FlowStarted{flow.id, then}, cause);
  auto entities = meaning.entities;
  for (const auto& slot : flow.slots) {
    const auto fits = [&](bool by_role) {
      return std::find_if(entities.begin(), entities.end(), [&](const FoundEntity& entity) {
        if (entity.entity != slot.type) return false;
        return by_role ? entity.role == slot.name : flow.find_slot(entity.role) == nullptr;
      });
    };
    auto found = fits(true);
    if (found == entities.end()) found = fits(false);
    if (found == entities.end()) continue;
    draft.add(bot_actor(), SlotFilled{slot.name, found->value, found->text}, cause);
    entities.erase(found);  // a second slot of this kind is for the second value
  }
  Walk(brain, draft, flow, decision, cause)
      .from(flow.steps.empty() ? nullptr : &flow.steps.front());
}

void answer_step(const Brain& brain, Draft& draft, const Said& said, const Interpretation& meaning,
                 const Decision& decision, Sequence cause) {
  const auto [flow, step] = waiting_step(brain, draft.conversation());
  if (flow == nullptr || step == nullptr) return lost(brain, draft, decision, cause);
  // Whoever writes while a call is under way is answered when it has returned.
  if (draft.conversation().flow->open_call) return;
  if (!waits_for_visitor(*step)) return lost(brain, draft, decision, cause);

  Walk walk(brain, draft, *flow, decision, cause);
  const auto answer = read_answer(brain, draft.conversation(), *flow, *step, said, meaning);
  if (!answer) {
    draft.add(bot_actor(), AnswerRefused{step->id}, cause);
    if (draft.conversation().flow->refused >= step->attempts) {
      walk.jump(*step, step->otherwise, "no answer that fits step " + step->id.value);
      return;
    }
    say(brain, draft, phrase(brain, draft.conversation(), "attempt_failed"),
        by_step(*flow, *step, decision), cause);
    walk.ask(*step);
    return;
  }
  if (step->kind == Step::Kind::confirm) {
    if (answer->value == "yes") {
      walk.from(step->yes.empty() ? flow->after(step->id) : flow->find(step->yes));
    } else if (step->no.empty()) {
      stop_flow(brain, draft, by_step(*flow, *step, decision), cause);
    } else {
      walk.jump(*step, step->no, "the visitor said no at step " + step->id.value);
    }
    return;
  }
  draft.add(bot_actor(), SlotFilled{step->slot, answer->value, answer->label}, cause);
  walk.from(flow->after(step->id));
}

void repeat_step(const Brain& brain, Draft& draft, Sequence cause) {
  const auto [flow, step] = waiting_step(brain, draft.conversation());
  if (flow == nullptr || step == nullptr || !waits_for_visitor(*step)) return;
  Walk(brain, draft, *flow, Decision{.because = "asked again after an answer in between"}, cause)
      .ask(*step);
}

std::vector<const Step*> asking_steps(const Flow& flow) {
  std::vector<const Step*> asking;
  for (const auto& step : flow.steps) {
    if (waits_for_visitor(step)) asking.push_back(&step);
  }
  return asking;
}

std::string label_of(const Brain& brain, const Conversation& conversation, const Flow& flow,
                     const Step& step) {
  const auto* slot = step.kind == Step::Kind::ask ? flow.find_slot(step.slot) : nullptr;
  if (slot != nullptr && !slot->label.empty()) return text_in(slot->label, conversation.language);
  return words(brain, conversation, step.text);
}

void resume_flow(const Brain& brain, Draft& draft, const Flow& flow, const Step& step,
                 const FlowState& left, Sequence cause) {
  draft.add(bot_actor(), FlowStarted{flow.id, left.then, left.slots}, cause);
  Walk(
      brain, draft, flow,
      Decision{.action = Action::flow, .because = "a person gave it back at step " + step.id.value},
      cause)
      .from(&step, true);
}

void stop_flow(const Brain& brain, Draft& draft, const Decision& decision, Sequence cause) {
  const auto& before = draft.conversation();
  const auto* next = before.flow ? brain.catalog.find_intent(before.flow->then) : nullptr;
  draft.add(bot_actor(), FlowEnded{.outcome = "stopped"}, cause);
  const auto& conversation = draft.conversation();
  std::vector<QuickReply> replies;
  if (next != nullptr) {
    replies = {{"intent:" + next->name, text_in(next->label, conversation.language)}};
  }
  say(brain, draft, phrase(brain, conversation, "flow_stopped"), decision, cause,
      std::move(replies));
}

void resume_after_call(const Brain& brain, Draft& draft, const CallReturned& returned,
                       Sequence cause) {
  const auto [flow, step] = waiting_step(brain, draft.conversation());
  const Decision decision{.action = Action::flow,
                          .because = "the call returned " + std::to_string(returned.status)};
  if (flow == nullptr || step == nullptr || step->kind != Step::Kind::call) {
    return lost(brain, draft, decision, cause);
  }
  Walk walk(brain, draft, *flow, decision, cause);
  constexpr int kRefused = 400;  // the shop understood and says no
  constexpr int kOutOfOrder = 500;
  if (returned.status == 0 || returned.status >= kOutOfOrder) walk.no_answer();
  if (returned.status == 0 || returned.status >= kRefused) {
    walk.jump(*step, step->error,
              returned.error.empty() ? "the shop's answer was " + std::to_string(returned.status)
                                     : returned.error);
  } else {
    walk.from(flow->after(step->id));
  }
}

}  // namespace frontdesk
