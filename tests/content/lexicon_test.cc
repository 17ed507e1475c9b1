// SPDX-License-Identifier: MIT
#include "content/lexicon.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace lexicon_test {

using namespace frontdesk;

namespace {

std::string problems_of(const std::string& text) {
  std::vector<Problem> problems;
  read_concepts(text, "c.yaml", problems);
  std::string all;
  for (const auto& p : problems) {
    all += std::to_string(p.at.line) + ":" + std::to_string(p.at.column) + ": " + p.text + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("the built-in lexicon is the file, and has no problems") {
  std::ifstream file(std::string(FRONTDESK_ROOT) + "/models/concepts.yaml");
  std::stringstream text;
  text << file.rdbuf();
  std::vector<Problem> problems;
  const auto read = read_concepts(text.str(), "models/concepts.yaml", problems);
  for (const auto& p : problems) MESSAGE(p.at.line << ":" << p.at.column << ": " << p.text);
  CHECK(problems.empty());
  const auto built_in = base_concepts();
  CHECK(built_in.size() >= 80);
  REQUIRE(built_in.size() == read.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    CHECK(read[i].name == built_in[i].name);
    CHECK(read[i].words == built_in[i].words);
  }
}

TEST_CASE("what is wrong with a lexicon is said with its place") {
  CHECK(problems_of("concepts:\n  a: [b, ca*]\n").empty());
  CHECK(
      problems_of("concepts:\n  a: [b c*, d, d]\n  b*: [e]\nmore: 1\n") ==
      "4:1: unknown key 'more' in the concepts\n"
      "2:7: 'b c*': a star stands for the rest of a word, after two letters or more: siunt*\n"
      "2:16: 'd' stands twice in 'a'\n"
      "3:3: 'b*' cannot be the name of a concept: letters a-z, digits and _ . / + - only, at most "
      "64\n");
  CHECK(problems_of("concepts:\n  a: word\n  b: []\n  c: [x: y]\n  d: [si*nt]\n") ==
        "2:6: expected a list of words, found a text\n"
        "3:6: expected a list of words, found a list\n"
        "4:7: expected a word, found a map\n"
        "5:7: 'si*nt': a star stands for the rest of a word, after two letters or more: siunt*\n");
  CHECK(problems_of("concepts: [a]\n") ==
        "1:11: expected 'concepts': a map of names to lists of words\n");
  CHECK(problems_of("") != "");
  CHECK(problems_of("concepts: {a: [b") != "");
}

TEST_CASE("what can be read of a lexicon with problems is read") {
  std::vector<Problem> problems;
  const auto concepts = read_concepts("concepts:\n  a: [b, '*']\n  c: d\n", "c.yaml", problems);
  REQUIRE(concepts.size() == 1);
  CHECK(concepts[0].words == std::vector<std::string>{"b"});
  CHECK(problems.size() == 2);
}

}  // namespace lexicon_test
