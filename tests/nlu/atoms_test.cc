// SPDX-License-Identifier: MIT
#include "nlu/atoms.h"

#include <doctest/doctest.h>

#include <random>

namespace atoms_test {

using namespace frontdesk;

TEST_CASE("atoms that overlap, contain each other or repeat are each found once") {
  const AtomMatcher matcher({"he", "she", "his", "hers", "he", "e"});
  CHECK(matcher.find("ushers") == std::vector<int>{0, 1, 3, 4, 5});
  CHECK(matcher.find("this") == std::vector<int>{2});
  CHECK(matcher.find("") == std::vector<int>{});
  CHECK(matcher.find("HE") == std::vector<int>{});
}

TEST_CASE("no atoms and empty atoms find nothing") {
  CHECK(AtomMatcher().find("anything").empty());
  CHECK(AtomMatcher({""}).find("anything").empty());
}

TEST_CASE("every byte may stand in an atom") {
  std::vector<std::string> atoms;
  std::string text;
  for (int c = 0; c < 256; ++c) {
    atoms.emplace_back(1, static_cast<char>(c));
    text += static_cast<char>(c);
  }
  CHECK(AtomMatcher(atoms).find(text).size() == 256);
}

TEST_CASE("the matcher finds what looking for each atom finds") {
  std::mt19937 random(5);
  const auto word = [&](std::size_t longest) {
    std::string text;
    for (std::size_t n = random() % (longest + 1); n > 0; --n) text += "abc"[random() % 3];
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> atoms;
    for (std::size_t n = random() % 30; n > 0; --n) atoms.push_back(word(6));
    const AtomMatcher matcher(atoms);
    for (int i = 0; i < 20; ++i) {
      const std::string text = word(40);
      std::vector<int> expected;
      for (std::size_t id = 0; id < atoms.size(); ++id) {
        const bool there = !atoms[id].empty() && text.find(atoms[id]) != std::string::npos;
        if (there) expected.push_back(static_cast<int>(id));
      }
      REQUIRE(matcher.find(text) == expected);
    }
  }
}

}  // namespace atoms_test
