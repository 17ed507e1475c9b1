// SPDX-License-Identifier: MIT
#pragma once
// Every number that training depends on. models/recipe.yaml says what each is for and why it is what it is;
// its values are the defaults here (a test holds the two together).

#include <string>
#include <string_view>

#include "core/result.h"

namespace frontdesk {

/// What fastText is trained with.
struct FastTextRecipe {
  double rate = 0.7;
  int epochs = 15;
  int dimensions = 32;
  int shortest = 3;
  int longest = 5;
  int words = 2;
  int buckets = 100000;
  friend bool operator==(const FastTextRecipe&, const FastTextRecipe&) = default;
};

/// What a network is trained with (models/network_trainer.h).
struct NetworkRecipe {
  int units = 128;  // a multiple of 8
  int epochs = 30;
  double rate = 0.03;
  double input_dropout = 0.5;
  double hidden_dropout = 0.3;
  friend bool operator==(const NetworkRecipe&, const NetworkRecipe&) = default;
};

struct Recipe {
  int small_set = 2000;
  int typo_copies = 1;
  double linear_c = 1;
  NetworkRecipe network;  // of a set that is not small
  NetworkRecipe network_small{128, 60, 0.03, 0.5, 0.3};
  FastTextRecipe fasttext;                                   // of a set that is not small
  FastTextRecipe fasttext_small{1, 40, 32, 3, 4, 2, 50000};  // of a small one
  int folds = 5;
  int judged_percent = 20;
  double false_handoff_rate = 0.05;
  double least_confidence = 0.6;
  double oos_share = 0.12;
  int valid_epochs = 8;
  double valid_rate = 0.01;
  double wrong_answer_cost = 0;
  double needless_handoff_cost = 1;
  unsigned seed = 1;
  friend bool operator==(const Recipe&, const Recipe&) = default;
};

/// Reads lines "name: number" with comments after '#'. A name that does not stand keeps its default.
/// Code::invalid with the line's number for an unknown name, a bad number, or one out of range.
Result<Recipe> read_recipe(std::string_view yaml);

/// One line a value, in a fixed order: read_recipe(to_text(r)) is r, and a model's key is made from it.
std::string to_text(const Recipe& recipe);

}  // namespace frontdesk
