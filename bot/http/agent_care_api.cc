// SPDX-License-Identifier: MIT
#include "http/agent_care_api.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/ascii.h"
#include "desk/care.h"
#include "desk/offers.h"
#include "http/gate.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongestValue = 1000;

/// The number in exactly these characters, or nothing.
std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || text.front() == '-' || error != std::errc{} ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

const Slot* declared_slot(const Catalog& catalog, const std::string& name) {
  for (const auto& flow : catalog.flows) {
    if (const auto* slot = flow.find_slot(name)) return slot;
  }
  return nullptr;
}

struct SlotValue {
  std::string value;
  std::string label;
};

/// What an agent wrote for a slot: for a choice the value behind its label.
SlotValue value_for(const Slot* slot, const std::string& text, const std::string& language) {
  if (slot == nullptr) return {text, {}};
  for (const auto& [name, label] : slot->choices) {
    const bool meant =
        name == text || std::any_of(label.begin(), label.end(),
                                    [&](const auto& one) { return one.second == text; });
    if (meant) return {name, text_in(label, language)};
  }
  return {text, {}};
}

}  // namespace

std::optional<Time> time_of(const std::string& text) {
  using namespace std::chrono;
  // YYYY-MM-DDTHH:MM, then :SS and .mmm where they are there, then Z.
  if (text.size() < 17 || text.back() != 'Z' || text[4] != '-' || text[7] != '-' ||
      text[10] != 'T' || text[13] != ':') {
    return std::nullopt;
  }
  const std::string_view all = text;
  std::array<std::optional<int>, 7> parts{whole_number(all.substr(0, 4)),
                                          whole_number(all.substr(5, 2)),
                                          whole_number(all.substr(8, 2)),
                                          whole_number(all.substr(11, 2)),
                                          whole_number(all.substr(14, 2)),
                                          0,
                                          0};
  auto rest = all.substr(16, all.size() - 17);
  if (!rest.empty()) {
    if (rest.front() != ':' || rest.size() < 3) return std::nullopt;
    parts[5] = whole_number(rest.substr(1, 2));
    rest.remove_prefix(3);
  }
  if (!rest.empty()) {
    if (rest.front() != '.' || rest.size() != 4) return std::nullopt;
    parts[6] = whole_number(rest.substr(1));
  }
  if (std::any_of(parts.begin(), parts.end(), [](const auto& part) { return !part; })) {
    return std::nullopt;
  }
  const auto day =
      year(*parts[0]) / static_cast<unsigned>(*parts[1]) / static_cast<unsigned>(*parts[2]);
  if (!day.ok() || *parts[3] > 23 || *parts[4] > 59 || *parts[5] > 59) return std::nullopt;
  return Time{sys_days(day) + hours(*parts[3]) + minutes(*parts[4]) + seconds(*parts[5]) +
              milliseconds(*parts[6])};
}

Result<std::vector<std::string>> read_tag_list(const Site& site, const AgentCommand& command) {
  auto tags = command.body.list("tags");
  if (!tags) return tags;
  const auto brain = site.conversations.brain();
  const auto log = site.conversations.log(command.id);
  if (!log) return log.error();
  const auto& has = (*log)->conversation.tags;
  for (const auto& tag : *tags) {
    if (brain->catalog.toolbox.find_tag(tag) == nullptr &&
        std::find(has.begin(), has.end(), tag) == has.end()) {
      return Error{Code::invalid, "there is no tag '" + tag + "'"};
    }
  }
  return tags;
}

void AgentCareApi::add_to(Router& router) {
  const auto to = [this](Reply (AgentCareApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string one = "/api/v1/agent/conversations/:id";
  router.add({"POST", one + "/hold", Access::agent, to(&AgentCareApi::hold)});
  router.add({"POST", one + "/resume", Access::agent, to(&AgentCareApi::resume)});
  router.add({"POST", one + "/decline", Access::agent, to(&AgentCareApi::decline)});
  router.add({"POST", one + "/tags", Access::agent, to(&AgentCareApi::tags)});
  router.add({"POST", one + "/priority", Access::agent, to(&AgentCareApi::priority)});
  router.add({"POST", one + "/slots", Access::agent, to(&AgentCareApi::slots)});
}

Reply AgentCareApi::hold(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto text = command->body.text("until");
  if (!text) return refuse(text.error());
  const auto until = time_of(*text);
  if (!text->empty() && !until) {
    return refuse({Code::invalid, "'until' must be a time like 2026-11-22T14:05:00Z"});
  }
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return frontdesk::hold(draft, identity_of(call), command->epoch, until);
  });
}

Reply AgentCareApi::resume(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return frontdesk::resume(draft, identity_of(call), command->epoch);
  });
}

Reply AgentCareApi::decline(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return frontdesk::decline(draft, identity_of(call), command->epoch);
  });
}

Reply AgentCareApi::tags(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  if (!command->body.has("tags")) return refuse({Code::invalid, "'tags' is missing"});
  const auto tags = read_tag_list(site_, *command);
  if (!tags) return refuse(tags.error());
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return tag(draft, identity_of(call), command->epoch, *tags);
  });
}

Reply AgentCareApi::priority(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto priority = command->body.number("priority", kHighestPriority + 1);
  if (!priority) return refuse(priority.error());
  const int wanted = static_cast<int>(std::min<std::uint64_t>(*priority, kHighestPriority + 1));
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return set_priority(draft, identity_of(call), command->epoch, wanted);
  });
}

Reply AgentCareApi::slots(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto name = command->body.text("slot");
  const auto text = command->body.text("value");
  if (!name) return refuse(name.error());
  if (!text) return refuse(text.error());
  if (text->size() > kLongestValue) {
    return refuse({Code::too_large, "'value' may have at most 1000 bytes"});
  }
  const std::string clean(trimmed(clean_text(*text)));
  if (clean.empty()) {
    return refuse({Code::invalid, "'value' must not be empty"});
  }
  const auto brain = site_.conversations.brain();
  const auto* slot = declared_slot(brain->catalog, *name);
  return carry_out_command(site_, *command, [&](Draft& draft) -> Result<Done> {
    const auto& now = draft.conversation();
    if (slot == nullptr && !now.slots.contains(*name)) {
      return Error{Code::invalid, "there is no slot '" + *name + "'"};
    }
    const auto meant = value_for(slot, clean, now.language);
    return correct_slot(draft, identity_of(call), command->epoch, *name, meant.value, meant.label);
  });
}

}  // namespace frontdesk
