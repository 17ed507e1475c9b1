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
  double rate = 0.5;
  int epochs = 60;
  int dimensions = 50;
  int shortest = 3;
  int longest = 6;
  int words = 2;
  int buckets = 100000;
  friend bool operator==(const FastTextRecipe&, const FastTextRecipe&) = default;
};

struct Recipe {
  int small_set = 2000;
  int typo_copies = 1;
  double linear_c = 1;
  double fasttext_share = 0.4;
  FastTextRecipe fasttext;                                   // of a set that is not small
  FastTextRecipe fasttext_small{1, 40, 32, 3, 4, 2, 50000};  // of a small one
  int folds = 5;
  int judged_percent = 20;
  double false_handoff_rate = 0.05;
  double least_confidence = 0.5;
  unsigned seed = 1;
  friend bool operator==(const Recipe&, const Recipe&) = default;
};

/// Reads lines "name: number" with comments after '#'. A name that does not stand keeps its default.
/// Code::invalid with the line's number for an unknown name, a bad number, or one out of range.
Result<Recipe> read_recipe(std::string_view yaml);

/// One line a value, in a fixed order: read_recipe(to_text(r)) is r, and a model's key is made from it.
std::string to_text(const Recipe& recipe);

}  // namespace frontdesk
