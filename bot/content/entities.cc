// SPDX-License-Identifier: MIT
// entities.yaml: values that can be read out of a sentence. Declared in readers.h.
#include "content/readers.h"

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
    if (const auto* values = fields.get("values")) read_values(*values, entity, reading);
    fields.finish();
    reading.catalog.entities.push_back(std::move(entity));
  }
  top.finish();
}

}  // namespace frontdesk
