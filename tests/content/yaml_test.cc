// SPDX-License-Identifier: MIT
#include "content/yaml.h"

#include <doctest/doctest.h>

#include <string>

namespace yaml_test {

using namespace frontdesk;

namespace {

/// Every problem of a text as "line:column: text", joined by newlines.
std::string problems_in(const std::string& text) {
  std::string all;
  for (const auto& problem : yaml::read_text(text, "f.yaml").problems) {
    all += (all.empty() ? "" : "\n") + std::to_string(problem.at.line) + ":" +
           std::to_string(problem.at.column) + ": " + problem.text;
  }
  return all;
}

bool has(const std::string& text, const std::string& part) {
  const bool found = problems_in(text).find(part) != std::string::npos;
  if (!found) MESSAGE("problems: " << problems_in(text));
  return found;
}

}  // namespace

TEST_CASE("a map of texts, lists and maps is read in file order with its places") {
  const auto document = yaml::read_text(
      "intent: order\nlabel: {lt: Kur, en: \"Where, now\"}\n"
      "examples:\n  - one\n  - 'it''s two'\n",
      "f.yaml");
  REQUIRE(document.problems.empty());
  REQUIRE(document.root.is_map());
  REQUIRE(document.root.entries.size() == 3);
  CHECK(document.root.find("label")->find("en")->text == "Where, now");
  CHECK(document.root.find("label")->find("en")->quoted);
  CHECK(document.root.find("label")->find("en")->at.line == 2);
  CHECK(document.root.find("label")->find("en")->at.column == 22);
  CHECK(document.root.entries[1].value.entries[1].key_at.column == 18);
  CHECK(document.root.find("examples")->items[1].text == "it's two");
  CHECK(document.root.find("examples")->items[1].at.line == 5);
  CHECK(document.root.find("none") == nullptr);
}

TEST_CASE("columns count code points, not bytes") {
  CHECK(problems_in("ąžuolas: {ė: 1, ė: 2}\n") ==
        "1:17: the key 'ė' stands here twice, first in line 1");
}

TEST_CASE("an empty value stands where its key does, an empty item where its dash is") {
  const auto document =
      yaml::read_text("a:\n# words\n\nb: 1\nc:\n  -\n  - ~\n  - null\n", "f.yaml");
  REQUIRE(document.problems.empty());
  CHECK(document.root.find("a")->is_empty());
  CHECK(document.root.find("a")->at.line == 1);
  CHECK(document.root.find("a")->at.column == 1);
  const auto& items = document.root.find("c")->items;
  REQUIRE(items.size() == 3);
  CHECK(items[0].at.line == 6);
  CHECK(items[1].at.column == 5);
  CHECK(items[2].at.line == 8);
}

TEST_CASE("a key that stands twice is an error at its second place") {
  CHECK(problems_in("a: 1\nb: 2\n'a': 3\n") ==
        "3:1: the key 'a' stands here twice, first in line 1");
  const auto document = yaml::read_text("a: 1\na: 2\n", "f.yaml");
  CHECK(document.root.find("a")->text == "1");
}

TEST_CASE("a quote that never closes is an error at its start") {
  CHECK(problems_in("a: 1\nb: \"never\nc: 2\nd: 3\n") == "2:4: a quote that never closes");
  CHECK(problems_in("a: 1\nb: 'never\nc: 2\n") == "2:4: a quote that never closes");
  CHECK(problems_in("ąč: 'never") == "1:5: a quote that never closes");
  CHECK(problems_in("a: [x, 'never]\n") == "1:8: a quote that never closes");
  CHECK(problems_in("'never: 1\n") == "1:1: a quote that never closes");
  CHECK(problems_in("a: \"never\\\"\n") == "1:4: a quote that never closes");
  CHECK(has("a: 'never\nb: it's\n", "1:4: a quoted text that does not close on its line"));
  CHECK(problems_in("a: 'two\n  lines'\nb: \"it's \\\" fine\"\n").empty());
}

TEST_CASE("anchors, aliases, merge keys and tags are refused with their place") {
  CHECK(has("a: &x [1]\nb: 2\n", "1:4: an anchor"));
  CHECK(has("a: &x 1\nb: *x\n", "2:4: an alias"));
  CHECK(has("b: *x\n", "1:4: an alias"));
  CHECK(has("b: {<<: 1}\n", "1:5: a merge key"));
  CHECK(has("b: !!binary x\n", "1:4: a tag"));
  CHECK(has("b: !own {a: 1}\n", "1:4: a tag"));
  CHECK(has("b: &x\nc: 1\n", "1:4: an anchor"));
  CHECK(problems_in("a: '<<'\n'<<': b\n").empty());
}

TEST_CASE("a second document is refused, one marked by dashes is not") {
  CHECK(problems_in("---\na: 1\n").empty());
  CHECK(problems_in("---\na: 1\n...\n").empty());
  CHECK(problems_in("a: 1\n---\nb: 2\n") == "2:1: a second document; one file holds one");
}

TEST_CASE("depth, size and number of values are limited") {
  std::string deep = "a: ";
  for (int i = 0; i < 40; ++i) deep += '[';
  for (int i = 0; i < 40; ++i) deep += ']';
  CHECK(has(deep + "\n", "1:35: more than 32 levels deep"));
  std::string many = "[";
  for (int i = 0; i < 200'001; ++i) many += "1,";
  CHECK(has(many + "]", "more than 200000 values"));
  CHECK(has(std::string(1'000'001, ' '), "1:1: the file has 1000001 bytes"));
  // Nested openings alone: an attack on the reader's stack.
  CHECK(has(std::string(100'000, '['), "more than 32 levels deep"));
  CHECK(has(std::string(100'000, '{'), "1:"));
}

TEST_CASE("columns are letters, however long the line is") {
  std::string text = "# ąčę\nlist: [";
  for (int i = 0; i < 200; ++i) text += "ąžuolas, ";
  const auto document = yaml::read_text(text + "]\n", "f.yaml");
  REQUIRE(document.problems.empty());
  const auto& items = document.root.find("list")->items;
  REQUIRE(items.size() == 200);
  for (int i = 0; i < 200; ++i) {
    CHECK(items[static_cast<std::size_t>(i)].at.line == 2);
    CHECK(items[static_cast<std::size_t>(i)].at.column == 8 + 9 * i);
  }
}

TEST_CASE("tabs in the indentation and bytes that are not UTF-8 are refused") {
  CHECK(problems_in("a:\n\tb: 1\n") == "2:1: a tab in the indentation; use spaces");
  CHECK(problems_in("a:\n  \tb: 1\n") == "2:3: a tab in the indentation; use spaces");
  CHECK(problems_in("a: 1\t# words\n").empty());
  CHECK(problems_in("ą: \xC4 x\n") == "1:4: a byte that is not UTF-8; save the file as UTF-8");
  CHECK(has("a: \xED\xA0\x80\n", "1:4: a byte that is not UTF-8"));
  CHECK(has(std::string("a: x\0y\n", 7), "1:5: a control character"));
  CHECK(has("a: \"x\\0y\"\n", "1:4: a control character"));
  CHECK(problems_in("\xEF\xBB\xBF"
                    "a: 1\r\nb: 2\r\n")
            .empty());
}

TEST_CASE("what is not YAML is said in words that an author knows") {
  CHECK(has("a: b: c\n", "1:5: a ':' that no value may follow"));
  CHECK(has("a: [1, 2\n", "a '[' without its ']'"));
  CHECK(has("a: 1\n b: 2\n", "2:"));
  CHECK(has("- a\nb: 1\n", "2:1:"));
  CHECK(has("a: @x\n", "1:4: a text that cannot begin"));
  CHECK(has("a: {b: 1\nc: 2\n", "a '{' without its '}'"));
}

TEST_CASE("a question mark is a letter like others") {
  const auto document =
      yaml::read_text("a: {lt: Kodėl?, en: Why? Or ?}\nb: [x?, ?y, '?']\nc: \"?\"\n", "f.yaml");
  REQUIRE(document.problems.empty());
  CHECK(document.root.find("a")->find("lt")->text == "Kodėl?");
  CHECK(document.root.find("a")->find("en")->text == "Why? Or ?");
  CHECK(document.root.find("b")->items[1].text == "?y");
  CHECK(document.root.find("c")->text == "?");
}

TEST_CASE("nothing at all is an empty value") {
  for (const char* text : {"", "\n", "# words only\n"}) {
    const auto document = yaml::read_text(text, "f.yaml");
    CHECK(document.problems.empty());
    CHECK(document.root.is_empty());
  }
}

TEST_CASE("lines are counted from where the text begins in its file") {
  const auto document = yaml::read_text("title: x\ntitle: y\n", "articles/lt/x.md", 2);
  REQUIRE(document.problems.size() == 1);
  CHECK(document.problems[0].at.file == "articles/lt/x.md");
  CHECK(document.problems[0].at.line == 3);
}

TEST_CASE("the lines of a block know their places") {
  const auto document =
      yaml::read_text("examples: |\n\n  - ąčę one\n\n    - two\n\nnext: x\n", "f.yaml");
  REQUIRE(document.problems.empty());
  const auto lines = yaml::lines_of(*document.root.find("examples"));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].text == "- ąčę one");
  CHECK(lines[0].at.line == 3);
  CHECK(lines[0].at.column == 3);
  CHECK(lines[1].at.line == 5);
  CHECK(lines[1].at.column == 5);
}

TEST_CASE("fields complain about what is wrong, missing and unknown") {
  const auto document = yaml::read_text(
      "anwser: x\nlist: {a: 1}\nflag: yes\nnumber: 12a\nkind: serach\nempty: ''\nmixed: [a, [b]]\n",
      "f.yaml");
  yaml::Problems problems;
  yaml::Fields fields(document.root, "an intent", problems);
  fields.text("answer");
  fields.texts("list");
  CHECK_FALSE(fields.flag("flag", false));
  CHECK(fields.whole("number", 7, 0, 10) == 7);
  CHECK(fields.one_of("kind", "find", {"find", "search"}) == "find");
  fields.required_text("empty");
  fields.required_text("name");
  CHECK(fields.texts("mixed") == std::vector<std::string>{"a"});
  fields.finish();
  std::string all;
  for (const auto& problem : problems) {
    all += std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column) + " " +
           problem.text + "\n";
  }
  CHECK(all ==
        "2:7 expected 'list': a list of texts, found a map\n"
        "3:7 expected true or false, found 'yes'\n"
        "4:9 expected a whole number from 0 to 10, found '12a'\n"
        "5:7 'serach' is none of find, search, did you mean 'search'?\n"
        "6:8 'empty' is an empty text\n"
        "1:1 an intent needs 'name'\n"
        "7:12 expected 'mixed': a list of texts, found a list in it\n"
        "1:1 unknown key 'anwser' in an intent, did you mean 'answer'?\n");
}

}  // namespace yaml_test
