// SPDX-License-Identifier: MIT
#include "models/recipe.h"

#include <charconv>
#include <cstdio>
#include <variant>
#include <vector>

#include "core/ascii.h"

namespace frontdesk {
namespace {

// Where a name's number is kept, and what it may be.
struct Field {
  std::string name;
  std::variant<int*, unsigned*, double*> value;
  double least;
  double most;
};

std::vector<Field> fields_of(Recipe& recipe) {
  std::vector<Field> fields{{"small_set", &recipe.small_set, 0, 1e6},
                            {"typo_copies", &recipe.typo_copies, 0, 10},
                            {"linear_c", &recipe.linear_c, 1e-4, 1e4}};
  const auto add_network = [&](const std::string& prefix, NetworkRecipe& part) {
    fields.push_back({prefix + "units", &part.units, 8, 1024});
    fields.push_back({prefix + "epochs", &part.epochs, 1, 1000});
    fields.push_back({prefix + "rate", &part.rate, 1e-5, 1});
    fields.push_back({prefix + "input_dropout", &part.input_dropout, 0, 0.95});
    fields.push_back({prefix + "hidden_dropout", &part.hidden_dropout, 0, 0.95});
  };
  add_network("network_", recipe.network);
  add_network("network_small_", recipe.network_small);
  const auto add = [&](const std::string& prefix, FastTextRecipe& part) {
    fields.push_back({prefix + "rate", &part.rate, 1e-4, 10});
    fields.push_back({prefix + "epochs", &part.epochs, 1, 1000});
    fields.push_back({prefix + "dimensions", &part.dimensions, 1, 1000});
    fields.push_back({prefix + "shortest", &part.shortest, 1, 10});
    fields.push_back({prefix + "longest", &part.longest, 1, 10});
    fields.push_back({prefix + "words", &part.words, 1, 5});
    fields.push_back({prefix + "buckets", &part.buckets, 1, 2e6});
  };
  add("fasttext_", recipe.fasttext);
  add("fasttext_small_", recipe.fasttext_small);
  fields.push_back({"folds", &recipe.folds, 2, 50});
  fields.push_back({"judged_percent", &recipe.judged_percent, 1, 50});
  fields.push_back({"false_handoff_rate", &recipe.false_handoff_rate, 0, 0.9});
  fields.push_back({"least_confidence", &recipe.least_confidence, 0, 1});
  fields.push_back({"oos_share", &recipe.oos_share, 0, 0.9});
  fields.push_back({"valid_epochs", &recipe.valid_epochs, 0, 1000});
  fields.push_back({"valid_rate", &recipe.valid_rate, 1e-5, 1});
  fields.push_back({"wrong_answer_cost", &recipe.wrong_answer_cost, 0, 1e6});
  fields.push_back({"needless_handoff_cost", &recipe.needless_handoff_cost, 1e-6, 1e6});
  fields.push_back({"seed", &recipe.seed, 0, 4e9});
  return fields;
}

}  // namespace

Result<Recipe> read_recipe(std::string_view yaml) {
  Recipe recipe;
  const std::vector<Field> fields = fields_of(recipe);
  int number = 0;
  while (!yaml.empty()) {
    ++number;
    const std::size_t end = std::min(yaml.find('\n'), yaml.size());
    const auto line = trimmed(yaml.substr(0, end).substr(0, yaml.substr(0, end).find('#')));
    yaml.remove_prefix(std::min(end + 1, yaml.size()));
    if (line.empty()) continue;
    const auto fail = [&](const std::string& text) {
      return Error{Code::invalid, "line " + std::to_string(number) + ": " + text};
    };
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return fail("expected 'name: number'");
    const auto name = trimmed(line.substr(0, colon));
    const auto text = trimmed(line.substr(colon + 1));
    const Field* found = nullptr;
    for (const auto& field : fields) {
      if (field.name == name) found = &field;
    }
    if (!found) return fail("there is no parameter '" + std::string(name) + "'");
    double value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) {
      return fail("'" + std::string(text) + "' is not a number");
    }
    if (!(value >= found->least && value <= found->most)) {
      return fail("'" + std::string(name) + "' is out of range");
    }
    std::visit(
        [&](auto* place) {
          *place = static_cast<std::remove_reference_t<decltype(*place)>>(value);
        },
        found->value);
  }
  if (recipe.fasttext.shortest > recipe.fasttext.longest ||
      recipe.fasttext_small.shortest > recipe.fasttext_small.longest) {
    return Error{Code::invalid, "the shortest n-gram of fastText is longer than the longest"};
  }
  if (recipe.network.units % 8 != 0 || recipe.network_small.units % 8 != 0) {
    return Error{Code::invalid, "the units of a network must be a multiple of 8"};
  }
  return recipe;
}

std::string to_text(const Recipe& recipe) {
  Recipe copy = recipe;
  std::string text;
  for (const auto& field : fields_of(copy)) {
    const double value =
        std::visit([](const auto* place) { return static_cast<double>(*place); }, field.value);
    char line[96];
    std::snprintf(line, sizeof line, "%s: %.10g\n", field.name.c_str(), value);
    text += line;
  }
  return text;
}

}  // namespace frontdesk
