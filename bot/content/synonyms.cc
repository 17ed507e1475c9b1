// SPDX-License-Identifier: MIT
// synonyms.yaml: groups of words that mean the same to search and classifier, under `synonyms:` or alone.
// Declared in readers.h.
#include "content/readers.h"

namespace frontdesk {

void read_synonyms(const yaml::Node& root, Reading& reading) {
  if (root.is_empty()) return;
  const yaml::Node* list = &root;
  if (root.is_map()) {
    yaml::Fields fields(root, "synonyms.yaml", reading.problems);
    list = fields.required("synonyms");
    fields.finish();
    if (list == nullptr) return;
  }
  if (!list->is_list()) {
    yaml::add_error(reading.problems, list->at,
                    std::string("expected a list of groups, like '- [siunta, siuntinys]', found ") +
                        yaml::name_of(list->kind));
    return;
  }
  for (const auto& item : list->items) {
    auto group = yaml::texts_of(item, "a group of words", reading.problems);
    if (item.is_text() || (item.is_list() && item.items.size() < 2)) {
      yaml::add_error(reading.problems, item.at,
                      "a group has at least two words: [siunta, siuntinys]");
    } else if (group.size() > 1) {
      for (const auto& word : item.items) {
        if (word.is_text()) check_stars(word.text, word.at, reading.problems);
      }
      reading.catalog.synonyms.push_back(std::move(group));
    }
  }
}

}  // namespace frontdesk
