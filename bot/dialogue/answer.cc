// SPDX-License-Identifier: MIT
#include "dialogue/answer.h"

#include <algorithm>
#include <string_view>

#include "dialogue/reply.h"
#include "dialogue/yes_or_no.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

/// The step's question in every language, folded: he may answer in another than he is asked in.
std::string question_of(const Step& step) {
  std::string all;
  for (const auto& [language, variations] : step.text) {
    for (const auto& variation : variations) all += fold(variation.text) + "\n";
  }
  return all;
}

std::optional<StepAnswer> read_choice(const Slot& slot, const std::string& language,
                                      const std::string& folded) {
  const std::pair<std::string, LocalText>* found = nullptr;
  for (const auto& choice : slot.choices) {
    const bool named =
        std::any_of(choice.second.begin(), choice.second.end(), [&](const auto& label) {
          const auto plain = fold(label.second);
          return folded == plain || (plain.size() >= 4 && folded.find(plain) != std::string::npos);
        });
    if (!named && folded != fold(choice.first)) continue;
    if (found != nullptr) return std::nullopt;  // names two: ask again
    found = &choice;
  }
  if (found == nullptr) return std::nullopt;
  return StepAnswer{found->first, text_in(found->second, language)};
}

}  // namespace

std::optional<StepAnswer> read_answer(const Brain& brain, const Conversation& conversation,
                                      const Flow& flow, const Step& step, const Said& said,
                                      const Interpretation& meaning) {
  const auto folded = fold(said.text);
  const auto as_yes_no = [&](bool yes) {
    return StepAnswer{yes ? "yes" : "no", phrase(brain, conversation, yes ? "yes" : "no")};
  };

  if (step.kind == Step::Kind::confirm) {
    if (said.choice == "yes" || said.choice == "no") return as_yes_no(said.choice == "yes");
    if (!said.choice.empty()) return std::nullopt;
    const auto answer = yes_or_no(folded, question_of(step));
    return answer ? std::optional(as_yes_no(*answer)) : std::nullopt;
  }
  if (step.kind != Step::Kind::ask) return std::nullopt;
  const auto* slot = flow.find_slot(step.slot);
  if (slot == nullptr) return std::nullopt;

  constexpr std::string_view kTap = "slot:";
  if (said.choice.starts_with(kTap)) {
    const auto value = said.choice.substr(kTap.size());
    if (slot->type == "yes_no") return as_yes_no(value == "yes");
    for (const auto& [name, label] : slot->choices) {
      if (name == value) return StepAnswer{name, text_in(label, conversation.language)};
    }
    return std::nullopt;
  }
  if (!said.choice.empty()) return std::nullopt;

  if (slot->type == "text") {
    if (meaning.empty) return std::nullopt;
    return StepAnswer{meaning.text, meaning.text};
  }
  if (slot->type == "yes_no") {
    const auto answer = yes_or_no(folded, question_of(step));
    return answer ? std::optional(as_yes_no(*answer)) : std::nullopt;
  }
  if (slot->type == "choice") return read_choice(*slot, conversation.language, folded);

  const auto found =
      std::find_if(meaning.entities.begin(), meaning.entities.end(),
                   [&](const FoundEntity& entity) { return entity.entity == slot->type; });
  if (found == meaning.entities.end()) return std::nullopt;
  return StepAnswer{found->value, found->text};
}

}  // namespace frontdesk
