// SPDX-License-Identifier: MIT
#include "models/near_duplicates.h"

#include <doctest/doctest.h>

#include <string>

namespace near_duplicates_test {

using namespace frontdesk;

TEST_CASE("nearly equal texts with different labels are found, equal ones first") {
  const std::vector<LabelledView> rows{{"return", "Kaip grąžinti prekę?"},
                                       {"return", "kaip grazinti preke"},
                                       {"exchange", "kaip grazinti prekę"},
                                       {"cancel", "noriu atšaukti vakarykštį užsakymą"},
                                       {"change", "noriu atsaukti vakarykšti užsakymus"},
                                       {"hours", "kokios darbo valandos"},
                                       {"oos", "papasakok anekdotą apie darbą"}};
  const auto found = near_duplicates(rows);
  REQUIRE(found.size() == 2);
  CHECK(found[0].a == 0);  // its copy with the same label takes no part
  CHECK(found[0].b == 2);
  CHECK(found[0].similarity == doctest::Approx(1));
  CHECK(found[1].a == 3);
  CHECK(found[1].b == 4);
  CHECK(found[1].similarity < 0.99);
}

TEST_CASE("one text with three labels makes three pairs, and none of its copies more") {
  const std::vector<LabelledView> rows{{"a", "same"}, {"b", "same"}, {"a", "same"}, {"c", "Same!"}};
  const auto found = near_duplicates(rows);
  REQUIRE(found.size() == 3);
  CHECK((found[0].a == 0 && found[0].b == 1));
  CHECK((found[1].a == 0 && found[1].b == 3));
  CHECK((found[2].a == 1 && found[2].b == 3));
}

TEST_CASE("texts without a letter, an empty set and rows of one label have no near-duplicates") {
  CHECK(near_duplicates({}).empty());
  CHECK(near_duplicates({{"a", "😀"}, {"b", "😀"}, {"c", "?!"}}).empty());
  CHECK(near_duplicates({{"a", "where is it"}, {"a", "where is it now"}}).empty());
}

TEST_CASE("the index misses no pair that comparing all of them finds") {
  // Sentences out of few words: many pairs at every nearness.
  const std::vector<std::string> words{"kur",    "mano",  "siunta", "siuntos", "kada",
                                       "atvyks", "noriu", "preke",  "prekes",  "grazinti"};
  std::vector<std::string> texts;
  unsigned state = 1;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int k = 0; k < 4; ++k) {
      state = state * 1664525U + 1013904223U;
      text += words[(state >> 16) % words.size()] + ' ';
    }
    texts.push_back(text);
  }
  std::vector<LabelledView> rows;
  for (std::size_t i = 0; i < texts.size(); ++i) rows.push_back({i % 3 == 0 ? "a" : "b", texts[i]});
  const auto all = near_duplicates(rows, 0);
  for (const double least : {0.5, 0.7, 0.9}) {
    std::size_t expected = 0;
    for (const auto& pair : all) expected += pair.similarity >= least;
    const auto found = near_duplicates(rows, least);
    CHECK(expected > 0);
    CHECK(found.size() == expected);
    for (const auto& pair : found) CHECK(rows[pair.a].label != rows[pair.b].label);
  }
}

}  // namespace near_duplicates_test
