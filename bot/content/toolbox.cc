// SPDX-License-Identifier: MIT
// desk.yaml: what agents have at hand. Declared in readers.h and references.h.
#include <algorithm>
#include <cctype>
#include <set>

#include "content/readers.h"
#include "content/references.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMostReplies = 500;
constexpr std::size_t kMostMacros = 100;
constexpr int kHighestPriority = 3;

/// What is filled wherever a reply is inserted, whatever the content.
const char* const kFilledAlways[] = {"visitor", "agent", "order"};

LocalText read_texts(const yaml::Node* node, const SourceSpan& at, const std::string& what,
                     Reading& reading) {
  if (node == nullptr) return {};
  auto texts = read_local_text(*node, what, reading);
  warn_of_missing_languages(texts, at, what, reading);
  return texts;
}

bool is_list_of(const yaml::Node& node, const std::string& what, std::size_t most,
                Reading& reading) {
  if (!node.is_list()) {
    yaml::add_error(reading.problems, node.at,
                    "expected '" + what + "' to be a list, found " + yaml::name_of(node.kind));
    return false;
  }
  if (node.items.size() > most) {
    yaml::add_error(reading.problems, node.at,
                    "'" + what + "' has more than " + std::to_string(most) + " entries");
    return false;
  }
  return true;
}

void read_tags(const yaml::Node& node, Reading& reading) {
  if (!node.is_map()) {
    yaml::add_error(reading.problems, node.at,
                    "expected 'tags' like {delivery: {lt: Pristatymas, en: Delivery}}");
    return;
  }
  for (const auto& [name, at, value] : node.entries) {
    if (!check_name(name, at, "a tag", reading.problems)) continue;
    Tag tag{.id = name, .label = {}, .at = at};
    tag.label = read_texts(&value, at, "the label of tag '" + name + "'", reading);
    reading.catalog.toolbox.tags.push_back(std::move(tag));
  }
}

void read_reply(const yaml::Node& node, Reading& reading) {
  yaml::Fields fields(node, "a reply", reading.problems);
  if (!node.is_map()) return;
  CannedReply reply{.shortcut = fields.required_text("shortcut"), .at = node.at};
  const auto at = fields.key_at("shortcut");
  const bool lower = std::none_of(reply.shortcut.begin(), reply.shortcut.end(), [](char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0;
  });
  if (!lower) yaml::add_error(reading.problems, at, "a shortcut is in lower case");
  const bool named =
      !reply.shortcut.empty() && check_name(reply.shortcut, at, "a shortcut", reading.problems);
  reply.title = fields.required_text("title");
  reply.text = read_texts(fields.required("text"), fields.key_at("text"),
                          "the text of reply '" + reply.shortcut + "'", reading);
  fields.finish();
  auto& replies = reading.catalog.toolbox.replies;
  const auto same = std::find_if(replies.begin(), replies.end(), [&](const CannedReply& each) {
    return each.shortcut == reply.shortcut;
  });
  if (same != replies.end()) {
    yaml::add_error(reading.problems, at,
                    "the shortcut '" + reply.shortcut + "' is that of the reply in line " +
                        std::to_string(same->at.line) + " already");
    return;
  }
  if (named && lower) replies.push_back(std::move(reply));
}

void read_then(const yaml::Node& node, Macro& macro, Reading& reading) {
  if (node.is_map()) {
    yaml::Fields fields(node, "'then'", reading.problems);
    macro.team = TeamId(fields.required_text("team"));
    const auto at = fields.key_at("team");
    fields.finish();
    macro.then = Macro::Then::team;
    if (macro.team.empty() || reading.catalog.find_team(macro.team) != nullptr) return;
    std::vector<std::string> teams;
    for (const auto& team : reading.catalog.teams) teams.push_back(team.id.value);
    yaml::add_error(reading.problems, at,
                    "there is no team '" + macro.team.value + "'" +
                        yaml::did_you_mean(macro.team.value, teams));
    return;
  }
  const auto word = yaml::text_of(node, "close, hold, return or {team: NAME}", reading.problems);
  if (word == "close") {
    macro.then = Macro::Then::close;
  } else if (word == "hold") {
    macro.then = Macro::Then::hold;
  } else if (word == "return") {
    macro.then = Macro::Then::give_back;
  } else if (node.is_text()) {
    yaml::add_error(reading.problems, node.at,
                    "expected 'then' to be close, hold, return or {team: NAME}, found '" + word +
                        "'" + yaml::did_you_mean(word, {"close", "hold", "return"}));
  }
}

void read_macro(const yaml::Node& node, Reading& reading) {
  yaml::Fields fields(node, "a macro", reading.problems);
  if (!node.is_map()) return;
  auto& toolbox = reading.catalog.toolbox;
  Macro macro{.id = fields.required_text("id"), .at = node.at};
  const auto at = fields.key_at("id");
  const bool named = !macro.id.empty() && check_name(macro.id, at, "a macro", reading.problems);
  const auto* label = fields.required("label");
  macro.label =
      read_texts(label, fields.key_at("label"), "the label of macro '" + macro.id + "'", reading);
  const auto* text = fields.get("text");
  macro.text =
      read_texts(text, fields.key_at("text"), "the text of macro '" + macro.id + "'", reading);
  macro.tags = fields.texts("tags");
  std::vector<std::string> known;
  for (const auto& tag : toolbox.tags) known.push_back(tag.id);
  for (const auto& tag : macro.tags) {
    if (toolbox.find_tag(tag) != nullptr) continue;
    yaml::add_error(reading.problems, fields.key_at("tags"),
                    "there is no tag '" + tag + "'" + yaml::did_you_mean(tag, known));
  }
  if (fields.get("priority") != nullptr) {
    macro.priority = static_cast<int>(fields.whole("priority", 1, 0, kHighestPriority));
  }
  const auto* then = fields.get("then");
  if (then != nullptr) read_then(*then, macro, reading);
  fields.finish();
  if (text == nullptr && macro.tags.empty() && !macro.priority && then == nullptr) {
    yaml::add_error(
        reading.problems, at,
        "the macro '" + macro.id + "' does nothing; give it 'text', 'tags', 'priority' or 'then'");
  }
  const auto same = std::find_if(toolbox.macros.begin(), toolbox.macros.end(),
                                 [&](const Macro& each) { return each.id == macro.id; });
  if (same != toolbox.macros.end()) {
    yaml::add_error(
        reading.problems, at,
        "the macro in line " + std::to_string(same->at.line) + " is named '" + macro.id + "' too");
    return;
  }
  if (named) toolbox.macros.push_back(std::move(macro));
}

void check_order_slot(const Catalog& catalog, std::vector<Problem>& problems) {
  const auto& name = catalog.toolbox.order_slot;
  std::set<std::string> slots;
  for (const auto& flow : catalog.flows) {
    for (const auto& slot : flow.slots) slots.insert(slot.name);
  }
  if (name.empty() || slots.contains(name)) return;
  yaml::add_error(problems, catalog.toolbox.order_slot_at,
                  "no flow has the slot '" + name + "'" +
                      yaml::did_you_mean(name, {slots.begin(), slots.end()}));
}

}  // namespace

void read_toolbox(yaml::Fields& fields, Reading& reading) {
  // Tags first: macros name them.
  if (const auto* tags = fields.get("tags")) read_tags(*tags, reading);
  reading.catalog.toolbox.require_tag = fields.flag("require_tag", false);
  if (reading.catalog.toolbox.require_tag && reading.catalog.toolbox.tags.empty()) {
    yaml::add_error(reading.problems, fields.key_at("require_tag"),
                    "'require_tag' needs 'tags': otherwise nothing could ever be closed");
  }
  reading.catalog.toolbox.order_slot = fields.text("order_slot");
  reading.catalog.toolbox.order_slot_at = fields.key_at("order_slot");
  const auto* replies = fields.get("replies");
  if (replies != nullptr && is_list_of(*replies, "replies", kMostReplies, reading)) {
    for (const auto& reply : replies->items) read_reply(reply, reading);
  }
  const auto* macros = fields.get("macros");
  if (macros != nullptr && is_list_of(*macros, "macros", kMostMacros, reading)) {
    for (const auto& macro : macros->items) read_macro(macro, reading);
  }
}

void check_toolbox(const Catalog& catalog, std::vector<Problem>& problems) {
  check_order_slot(catalog, problems);
  std::set<std::string> filled(std::begin(kFilledAlways), std::end(kFilledAlways));
  for (const auto& [name, value] : catalog.variables) filled.insert(name);
  for (const auto& flow : catalog.flows) {
    for (const auto& slot : flow.slots) filled.insert(slot.name);
  }
  const std::vector<std::string> names(filled.begin(), filled.end());
  const auto check = [&](const LocalText& texts, const SourceSpan& at, const std::string& what) {
    for (const auto& [language, text] : texts) {
      for (const auto& name : placeholders_of(text)) {
        if (filled.contains(name)) continue;
        yaml::add_error(problems, at,
                        "nothing fills {" + name + "} in " + what +
                            ": it is neither {visitor}, {agent} or {order}, nor a slot of a flow, "
                            "nor under 'variables' in bot.yaml" +
                            yaml::did_you_mean(name, names));
      }
    }
  };
  for (const auto& reply : catalog.toolbox.replies) {
    check(reply.text, reply.at, "the reply '" + reply.shortcut + "'");
  }
  for (const auto& macro : catalog.toolbox.macros) {
    check(macro.text, macro.at, "the macro '" + macro.id + "'");
  }
}

}  // namespace frontdesk
