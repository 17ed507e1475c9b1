// SPDX-License-Identifier: MIT
// synonyms.yaml: groups of words that mean the same to a search. Declared in readers.h.
#include "content/readers.h"

namespace frontdesk {

void read_synonyms(const yaml::Node& root, Reading& reading) {
  if (root.is_empty()) return;
  if (!root.is_list()) {
    yaml::add_error(reading.problems, root.at,
                    std::string("expected a list of groups, like '- [siunta, siuntinys]', found ") +
                        yaml::name_of(root.kind));
    return;
  }
  for (const auto& item : root.items) {
    auto group = yaml::texts_of(item, "a group of words", reading.problems);
    if (item.is_text() || (item.is_list() && item.items.size() < 2)) {
      yaml::add_error(reading.problems, item.at,
                      "a group has at least two words: [siunta, siuntinys]");
    } else if (group.size() > 1) {
      reading.catalog.synonyms.push_back(std::move(group));
    }
  }
}

}  // namespace frontdesk
