// SPDX-License-Identifier: MIT
#include "desk/training.h"

#include <algorithm>
#include <set>

#include "desk/desk_rules.h"

namespace frontdesk {

namespace {

const MessageAdded* visitors_message(std::span<const std::shared_ptr<const Event>> log,
                                     Sequence sequence) {
  if (sequence == 0 || sequence > log.size()) return nullptr;
  const auto* message = std::get_if<MessageAdded>(&log[sequence - 1]->fact);
  return message != nullptr && message->author == Author::visitor ? message : nullptr;
}

bool one_of(const std::string& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* each) { return word == each; });
}

}  // namespace

Result<Done> judge_suggestion(Draft& draft, std::span<const std::shared_ptr<const Event>> log,
                              const AgentIdentity& agent, Epoch epoch,
                              const SuggestionJudged& judged) {
  if (auto checked = desk_rules::check_owner(draft.conversation(), agent, epoch); !checked)
    return checked;
  if (visitors_message(log, judged.message) == nullptr) {
    return Error{Code::invalid, "'message' must be the sequence of a visitor's message"};
  }
  if (!one_of(judged.kind, {"answer", "article", "step"})) {
    return Error{Code::invalid, "'kind' must be answer, article or step"};
  }
  if (!one_of(judged.outcome, {"accepted", "edited", "rejected"})) {
    return Error{Code::invalid, "'outcome' must be accepted, edited or rejected"};
  }
  const bool known = std::any_of(log.begin(), log.end(), [&](const auto& event) {
    const auto* before = std::get_if<SuggestionJudged>(&event->fact);
    return before != nullptr && before->message == judged.message &&
           before->outcome == judged.outcome;
  });
  if (!known) draft.add(desk_rules::actor_of(agent), judged, judged.message);
  return Done{};
}

Result<Done> mark_intent(Draft& draft, std::span<const std::shared_ptr<const Event>> log,
                         const AgentIdentity& agent, Epoch epoch, Sequence message,
                         const std::string& intent) {
  if (auto checked = desk_rules::check(draft.conversation(), epoch); !checked) return checked;
  if (visitors_message(log, message) == nullptr) {
    return Error{Code::invalid, "'message' must be the sequence of a visitor's message"};
  }
  for (auto event = log.rbegin(); event != log.rend(); ++event) {
    const auto* before = std::get_if<IntentMarked>(&(*event)->fact);
    if (before == nullptr || before->message != message) continue;
    if (before->intent == intent) return Done{};
    break;
  }
  draft.add(desk_rules::actor_of(agent), IntentMarked{message, intent}, message);
  return Done{};
}

std::vector<IntentMark> marks_of(std::span<const std::shared_ptr<const Event>> log) {
  std::vector<IntentMark> marks;
  std::set<Sequence> seen;
  for (auto event = log.rbegin(); event != log.rend(); ++event) {
    const auto* marked = std::get_if<IntentMarked>(&(*event)->fact);
    if (marked == nullptr || !seen.insert(marked->message).second) continue;
    const auto* message = visitors_message(log, marked->message);
    if (message == nullptr) continue;
    IntentMark mark{.conversation = (*event)->conversation,
                    .message = marked->message,
                    .text = message->text,
                    .language = message->language,
                    .intent = marked->intent,
                    .by = (*event)->actor.id,
                    .at = (*event)->at};
    for (const auto& other : log) {
      const auto* said = std::get_if<MessageAdded>(&other->fact);
      if (said == nullptr || !said->decision || other->cause != marked->message) continue;
      mark.was = said->decision->intent;
      break;
    }
    marks.push_back(std::move(mark));
  }
  return marks;
}

}  // namespace frontdesk
