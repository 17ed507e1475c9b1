// SPDX-License-Identifier: MIT
// entities.yaml: values that can be read out of a sentence. Declared in readers.h.
#include <map>
#include <utility>

#include "content/readers.h"
#include "content/utf8.h"

namespace frontdesk {
namespace {

void read_values(const yaml::Node& node, Entity& entity, Reading& reading) {
  if (node.is_map()) {
    for (const auto& [value, at, ways] : node.entries) {
      if (value.empty()) yaml::add_error(reading.problems, at, "an empty value");
      entity.values[value] = yaml::texts_of(ways, "ways to say '" + value + "'", reading.problems);
    }
  } else {
    for (auto& value : yaml::texts_of(node, "'values'", reading.problems)) entity.values[value];
  }
}

/// One way to say two values can only ever mean one of them; one that is written twice is a slip.
void check_ways(const yaml::Node& node, yaml::Problems& problems) {
  std::map<std::string, std::pair<std::string, SourceSpan>>
      values_of;                              // folded way -> value, place
  std::map<std::string, SourceSpan> written;  // value and way, as they stand
  const auto look = [&](const std::string& value, const std::string& way, const SourceSpan& at,
                        bool is_value) {
    std::string folded = fold_trivially(way);
    if (folded.empty()) folded = way;
    const auto [first, is_new] = values_of.emplace(folded, std::pair(value, at));
    if (!is_new && first->second.first != value) {
      yaml::add_warning(problems, at,
                        "'" + way + "' stands for '" + first->second.first + "' already (line " +
                            std::to_string(first->second.second.line) + ")" +
                            (is_value ? "" : ", so it never means '" + value + "'"));
    } else if (!is_value && !written.emplace(value + '\n' + way, at).second) {
      yaml::add_warning(problems, at, "'" + way + "' stands twice under '" + value + "'");
    }
  };
  for (const auto& [value, at, ways] : node.entries) look(value, value, at, true);
  for (const auto& [value, at, ways] : node.entries) {
    if (ways.is_text()) look(value, ways.text, ways.at, false);
    for (const auto& way : ways.items) {
      if (way.is_text()) look(value, way.text, way.at, false);
    }
  }
}

}  // namespace

void read_entities(const yaml::Node& root, Reading& reading) {
  yaml::Fields top(root, "entities.yaml", reading.problems);
  const auto* all = top.required("entities");
  if (all != nullptr && !all->is_map()) {
    yaml::add_error(reading.problems, all->at,
                    "expected 'entities': a map of names to {label, ...}");
  }
  for (const auto& [name, at, node] :
       all == nullptr ? std::vector<yaml::Node::Entry>{} : all->entries) {
    Entity entity;
    entity.name = name;
    entity.at = at;
    check_name(name, at, "an entity", reading.problems);
    if (name == "text" || name == "choice" || name == "yes_no") {
      yaml::add_error(reading.problems, at,
                      "'" + name + "' is a type of slot already; choose another name");
    }
    yaml::Fields fields(node, "an entity", reading.problems);
    if (const auto* label = fields.get("label")) {
      entity.label = read_local_text(*label, "'label'", reading);
    }
    entity.pattern = fields.text("pattern");
    entity.check = fields.one_of("check", "", {"email", "phone", "iban", "date", "amount"});
    if (const auto* values = fields.get("values")) {
      read_values(*values, entity, reading);
      check_ways(*values, reading.problems);
    }
    if (const auto* examples = fields.get("examples")) {
      entity.examples = read_examples(*examples, "'examples'", reading);
      if (entity.pattern.empty() && entity.check.empty()) {
        yaml::add_error(reading.problems, fields.key_at("examples"),
                        "'examples' try a pattern or a check, and this entity has neither; ways to "
                        "say a value belong under 'values'");
      }
    }
    fields.finish();
    reading.catalog.entities.push_back(std::move(entity));
  }
  top.finish();
}

}  // namespace frontdesk
