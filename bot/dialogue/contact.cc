// SPDX-License-Identifier: MIT
#include "dialogue/contact.h"

#include "core/seeded_bugs.h"
#include "dialogue/reply.h"
#include "nlu/checks.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string trimmed(const std::string& text) {
  const auto clean = to_nfc(text);
  const auto first = clean.find_first_not_of(kSpace);
  if (first == std::string::npos) return "";
  return clean.substr(first, clean.find_last_not_of(kSpace) - first + 1);
}

/// What is missing in an address, as somebody can mend it.
std::string why_no_email(const std::string& email) {
  const auto at = email.find('@');
  if (at == std::string::npos) return "there is no '@' in it";
  if (at == 0) return "nothing stands before '@'";
  if (email.find('@', at + 1) != std::string::npos) return "it has two '@'";
  if (email.find('.', at) == std::string::npos) {
    return "after '" + email.substr(at + 1) + "' an ending is missing, such as '.com'";
  }
  return "expected something like name@mail.com";
}

}  // namespace

Result<ContactLeft> checked_contact(ContactLeft contact) {
  for (auto* field : {&contact.email, &contact.phone, &contact.name, &contact.question}) {
    *field = trimmed(*field);
  }
  if (contact.email.empty() && contact.phone.empty()) {
    return Error{Code::invalid, "'email' is missing: without it, or 'phone', nobody can answer"};
  }
  if (!contact.email.empty()) {
    auto email = checked_value("email", contact.email);
    if (!email) {
      return Error{Code::invalid, "'email' is no address: " + why_no_email(contact.email)};
    }
    contact.email = std::move(*email);
  }
  if (!contact.phone.empty()) {
    auto phone = checked_value("phone", contact.phone);
    if (!phone) {
      return Error{Code::invalid,
                   "'phone' is no number: expected 7 to 15 digits, as in +37061234567"};
    }
    contact.phone = std::move(*phone);
  }
  return contact;
}

Result<Done> take_contact(const Brain& brain, Draft& draft, const ContactLeft& given) {
  auto contact = checked_contact(given);
  if (!contact) return contact.error();
  const auto before = draft.conversation();
  if (before.status == Status::closed) {
    return Error{Code::conflict, "the conversation is closed; write in it to open it again"};
  }
  const bool waits = before.status == Status::queued || before.status == Status::offline;
  if (before.contact_left == *contact && before.status != Status::queued &&
      before.status != Status::bot) {
    return Done{};
  }
  const auto cause = draft.add({ActorKind::visitor, before.contact.value}, *contact);
  if (before.status == Status::assigned) return Done{};

  if (before.flow) draft.add(bot_actor(), FlowEnded{.outcome = "handoff"}, cause);
  const auto name = contact->email.empty() ? "contact_left_phone" : "contact_left";
  const auto found = brain.catalog.phrases.find(name);
  std::string text;
  if (found != brain.catalog.phrases.end()) {
    text = fill(brain, draft.conversation(), text_in(found->second, before.language),
                {{"email", contact->email}, {"phone", contact->phone}});
  }
  say(brain, draft, std::move(text),
      Decision{.action = Action::handoff, .because = "left an address to be answered at"}, cause);
  if (before.status == Status::offline || seeded(Bug::form)) return Done{};
  const auto* team = team_for(brain, {});
  WentOffline offline{.reason = HandoffReason::asked_for_person,
                      .team = team != nullptr ? team->id : TeamId{},
                      .detail = "left an address to be answered at"};
  if (waits) {
    offline.reason = before.handoff_reason;
    offline.team = before.team;
    offline.detail = before.handoff_detail;
  }
  offline.answer_by = brain.answers_by(brain.catalog.team_for(offline.team), draft.now());
  draft.add(bot_actor(), std::move(offline), cause);
  return Done{};
}

Result<Done> leave_queue(Draft& draft) {
  const auto& now = draft.conversation();
  if (now.status == Status::queued) {
    draft.add({ActorKind::visitor, now.contact.value}, ReturnedToBot{});
  }
  return Done{};
}

}  // namespace frontdesk
