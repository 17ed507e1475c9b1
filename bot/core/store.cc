// SPDX-License-Identifier: MIT
#include "core/store.h"

namespace frontdesk {
namespace {

/// The first `count` code points of UTF-8 text.
std::string first_code_points(const std::string& text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size()) {
    const bool starts = (static_cast<unsigned char>(text[end]) & 0xc0) != 0x80;
    if (starts && count-- == 0) break;
    ++end;
  }
  return text.substr(0, end);
}

/// What an erasure has emptied was never told.
std::map<std::string, std::string> told_in(const Conversation& conversation) {
  auto told = conversation.told;
  std::erase_if(told, [](const auto& entry) { return entry.second.empty(); });
  return told;
}

}  // namespace

std::string_view name_of(Role role) {
  switch (role) {
    case Role::agent: return "agent";
    case Role::supervisor: return "supervisor";
    case Role::author: return "author";
    case Role::admin: return "admin";
  }
  return "agent";
}

std::optional<Role> role_named(std::string_view name) {
  for (const auto role : {Role::agent, Role::supervisor, Role::author, Role::admin}) {
    if (name == name_of(role)) return role;
  }
  return std::nullopt;
}

bool may_serve(Role role) { return role != Role::author; }

std::optional<Time> expected_back(const AgentAccount& account, Time now) {
  const bool ahead = !account.available && account.back_at && now < *account.back_at;
  return ahead ? account.back_at : std::nullopt;
}

Summary summary_of(const Conversation& conversation) {
  const bool person = conversation.status == Status::queued ||
                      conversation.status == Status::assigned ||
                      conversation.status == Status::offline;
  const auto name = conversation.attributes.find("name");
  return Summary{
      .conversation = conversation.id,
      .contact = conversation.contact,
      .inbox = conversation.inbox,
      .status = conversation.status,
      .owner = conversation.owner,
      .owner_name = conversation.owner_name,
      .team = conversation.team,
      .epoch = conversation.epoch,
      .last = conversation.last,
      .language = conversation.language,
      .last_text = conversation.erased ? "" : first_code_points(conversation.last_text, 200),
      .last_author = conversation.last_author,
      .topic = conversation.topic,
      .reason = person ? std::string(name_of(conversation.handoff_reason)) : "",
      .name = name == conversation.attributes.end() || conversation.erased ? "" : name->second,
      .waiting_since = conversation.waiting_since,
      .unanswered_since = conversation.unanswered_since,
      .started_at = conversation.started_at,
      .updated_at = conversation.updated_at,
      .open_call = conversation.flow && conversation.flow->open_call.has_value(),
      .on_hold = conversation.on_hold,
      .priority = conversation.priority,
      .tags = conversation.tags,
      .asked = conversation.asked ? conversation.asked->agents : std::vector<AgentId>(),
      .asked_until = conversation.asked ? std::optional(conversation.asked->until) : std::nullopt,
      .answer_by = conversation.answer_by,
      .told = told_in(conversation),
  };
}

}  // namespace frontdesk
