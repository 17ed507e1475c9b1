// SPDX-License-Identifier: MIT
#include "content/similar.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "content/utf8.h"
#include "content/yaml.h"

namespace frontdesk {
namespace {

/// Where a sentence stood first. `intent` is null for out of scope.
struct Seen {
  const Intent* intent;
  SourceSpan at;
};

std::string name_of(const Intent* intent) {
  return intent == nullptr ? "out_of_scope" : "'" + intent->name + "'";
}

std::string sorted_words(const std::string& folded) {
  std::istringstream stream(folded);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  std::sort(words.begin(), words.end());
  std::string out;
  for (const auto& word : words) out += word + ' ';
  return out;
}

std::string place(const SourceSpan& at) { return at.file + ":" + std::to_string(at.line); }

}  // namespace

void check_similar_examples(const Catalog& catalog, std::vector<Problem>& problems) {
  std::map<std::string, Seen> sentences, word_sets;
  const auto look = [&](const Example& example, const Intent* intent) {
    std::string folded = fold_trivially(example.text);
    // Emoji and the like fold to nothing; then the text itself is what must not stand twice.
    if (folded.empty()) folded = example.text;
    const auto [same, is_new] = sentences.emplace(folded, Seen{intent, example.at});
    if (!is_new) {
      if (same->second.intent == intent) {
        yaml::add_warning(
            problems, example.at,
            "this example stands twice, first in line " + std::to_string(same->second.at.line));
      } else {
        yaml::add_error(problems, example.at,
                        "the same sentence is an example of " + name_of(same->second.intent) +
                            " (" + place(same->second.at) + ")");
      }
      return;
    }
    const auto [alike, is_new_set] =
        word_sets.emplace(sorted_words(folded), Seen{intent, example.at});
    if (!is_new_set && alike->second.intent != intent) {
      yaml::add_warning(problems, example.at,
                        "the same words are an example of " + name_of(alike->second.intent) + " (" +
                            place(alike->second.at) + ")");
    }
  };
  for (const auto& intent : catalog.intents) {
    for (const auto& example : intent.examples) look(example, &intent);
  }
  for (const auto& example : catalog.out_of_scope) look(example, nullptr);
  for (const auto& intent : catalog.intents) {
    for (const auto& example : intent.counter_examples) {
      const auto found = sentences.find(fold_trivially(example.text));
      if (found != sentences.end() && found->second.intent == &intent) {
        yaml::add_error(problems, example.at,
                        "this counter example is an example of the same intent (line " +
                            std::to_string(found->second.at.line) + ")");
      }
    }
  }
}

void check_rule_ids(const Catalog& catalog, std::vector<Problem>& problems) {
  std::map<std::string, SourceSpan> seen;
  for (const auto& intent : catalog.intents) {
    for (const auto& rule : intent.rules) {
      const auto [first, is_new] = seen.emplace(rule.id, rule.at);
      if (!is_new) {
        yaml::add_error(
            problems, rule.at,
            "the rule '" + rule.id + "' stands twice, first in " + place(first->second));
      }
    }
  }
}

void add_implied_entities(Catalog& catalog) {
  std::set<std::string> known;
  for (const auto& entity : catalog.entities) known.insert(entity.name);
  for (const auto& intent : catalog.intents) {
    for (const auto& example : intent.examples) {
      for (const auto& mark : example.marks) {
        if (!known.insert(mark.entity).second) continue;
        Entity entity;
        entity.name = mark.entity;
        entity.at = example.at;
        catalog.entities.push_back(std::move(entity));
      }
    }
  }
}

}  // namespace frontdesk
