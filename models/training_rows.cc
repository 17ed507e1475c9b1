// SPDX-License-Identifier: MIT
// Which rows a catalog or a file comes to, and the key that names what was trained on.
#include <algorithm>
#include <set>

#include "content/lexicon.h"
#include "models/hash.h"
#include "models/train.h"

namespace frontdesk {
namespace {

using Kind = LabelledText::Kind;

}  // namespace

std::vector<LabelledText> rows_of(const Catalog& catalog) {
  std::vector<LabelledText> rows;
  for (const auto& intent : catalog.intents) {
    if (intent.examples.empty()) continue;
    for (const auto& example : intent.examples) rows.push_back({intent.name, example.text});
    for (const auto& [language, label] : intent.label) {
      rows.push_back({intent.name, label, Kind::title});
    }
    for (const auto& example : intent.counter_examples) {
      rows.push_back({intent.name, example.text, Kind::counter});
    }
  }
  for (const auto& example : catalog.out_of_scope) {
    rows.push_back({std::string(kOutOfScope), example.text});
  }
  return rows;
}

void add_titles(std::vector<LabelledText>& rows) {
  std::set<std::string> labels;
  for (const auto& row : rows) {
    if (row.label != kOutOfScope) labels.insert(row.label);
  }
  for (const auto& label : labels) {
    std::string text = label;
    std::replace(text.begin(), text.end(), '_', ' ');
    rows.push_back({label, text, Kind::title});
  }
}

std::string content_key(const Catalog& catalog, const Recipe& recipe) {
  return rows_key(rows_of(catalog), concepts_of(base_concepts(), catalog), recipe);
}

std::string rows_key(const std::vector<LabelledText>& rows, const std::vector<Concept>& concepts,
                     const Recipe& recipe) {
  std::string all = to_text(recipe);
  // Lengths keep texts from running into each other.
  const auto add = [&](std::string_view text) {
    all += std::to_string(text.size()) + " ";
    all += text;
  };
  for (const auto& row : rows) {
    add(std::to_string(static_cast<int>(row.kind)));
    add(row.label);
    add(row.text);
  }
  for (const auto& concept_ : concepts) {
    add(concept_.name);
    for (const auto& word : concept_.words) add(word);
  }
  return sha256(all).substr(0, 32);
}

}  // namespace frontdesk
