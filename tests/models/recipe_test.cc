// SPDX-License-Identifier: MIT
#include "models/recipe.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace recipe_test {

using namespace frontdesk;

TEST_CASE("recipe.yaml says what the program does") {
  std::ifstream file(FRONTDESK_ROOT "/models/recipe.yaml");
  REQUIRE(file.good());
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto recipe = read_recipe(text);
  REQUIRE(recipe.ok());
  CHECK(*recipe == Recipe{});
  CHECK(to_text(*recipe) == to_text(Recipe{}));
}

TEST_CASE("a recipe reads back as it was written, and what is wrong has its line") {
  Recipe changed;
  changed.linear_c = 0.25;
  changed.fasttext_small.epochs = 7;
  changed.seed = 99;
  auto again = read_recipe(to_text(changed));
  REQUIRE(again.ok());
  CHECK(*again == changed);
  CHECK(read_recipe("").ok());
  CHECK(read_recipe("seed: 1 # first\n\nfolds 5\n").error().message.find("line 3") == 0);
  CHECK_FALSE(read_recipe("colour: 5").ok());
  CHECK_FALSE(read_recipe("folds: five").ok());
  CHECK_FALSE(read_recipe("folds: 1").ok());
  CHECK_FALSE(read_recipe("fasttext_shortest: 7").ok());
  CHECK(read_recipe("network_units: 20").error().message.find("multiple of 8") !=
        std::string::npos);
}

}  // namespace recipe_test
