// SPDX-License-Identifier: MIT
#include "kb-connector/index/passage.h"

#include <doctest/doctest.h>

#include <chrono>

#include "nlu/normalise.h"

namespace passage_test {

using namespace frontdesk;

namespace {

std::vector<AskedWord> asked(std::initializer_list<const char*> words) {
  const Tokens tokens("en");
  std::vector<AskedWord> list;
  for (const char* word : words) list.push_back({word, tokens.stem(word), 3, list.size()});
  return list;
}

}  // namespace

TEST_CASE("a Markdown text becomes sections of plain text") {
  const auto sections = sections_of(
      "Intro **bold** and [a link](https://x.lt/a_b).\nSame block.\n\n# One #\n\n- first `code`\n- "
      "second\n"
      "  goes on\n\n> quoted snake_case\n\n## Two\n\n```\n# not a heading\n```\n| a | b "
      "|\n|---|---|\n");
  REQUIRE(sections.size() == 3);
  CHECK(sections[0].heading.empty());
  CHECK(sections[0].text == "Intro bold and a link. Same block.");
  CHECK(sections[1].heading == "One");
  CHECK(sections[1].text == "first code\nsecond goes on\nquoted snake_case");
  CHECK(sections[2].heading == "Two");
  CHECK(sections[2].text == "# not a heading\na   b");
}

TEST_CASE("no tag and no mark of ours gets out of a text") {
  const auto sections =
      sections_of("<script>alert(1)</script> a \xEE\x80\x80mark\xEE\x80\x81 5 < 6 <b");
  REQUIRE(sections.size() == 1);
  CHECK(sections[0].text.find("<script") == std::string::npos);
  CHECK(sections[0].text.find("\xEE\x80\x80") == std::string::npos);
  CHECK(sections[0].text.find("5 < 6") != std::string::npos);
}

TEST_CASE("of a long text the sentences that hold what was asked are shown") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "This sentence is about nothing in particular. ";
  text += "Your parcel waits in the locker for seven days. ";
  for (int i = 0; i < 40; ++i) text += "That one is no better than the others were. ";
  const Passage passage =
      best_passage({{"Lockers", text}}, asked({"parcels", "locker"}), 0, Tokens("en"));
  CHECK(passage.section == "Lockers");
  CHECK(passage.text.find(
            "\xEE\x80\x80parcel\xEE\x80\x81 waits in the \xEE\x80\x80locker\xEE\x80\x81") !=
        std::string::npos);
  CHECK(count_code_points(passage.text) < 260);
}

TEST_CASE("a sentence without end is cut at a word, with dots") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "word ";
  text += "needle ";
  for (int i = 0; i < 300; ++i) text += "word ";
  const Passage passage = best_passage({{"", text}}, asked({"needle"}), 0, Tokens("en"));
  CHECK(passage.text.find("needle") != std::string::npos);
  CHECK(passage.text.ends_with("…"));
  CHECK(count_code_points(passage.text) < 250);
}

TEST_CASE("common words are not marked") {
  auto words = asked({"the", "refund"});
  words[0].idf = 0.1;
  const Passage passage = best_passage({{"", "We send the refund."}}, words, 1, Tokens("en"));
  CHECK(passage.text == "We send the \xEE\x80\x80refund\xEE\x80\x81.");
}

TEST_CASE("where nothing matches the beginning is shown, and of nothing nothing") {
  CHECK(best_passage({{"H", "First. Second."}}, {}, 0, Tokens("en")).text == "First. Second.");
  CHECK(best_passage({}, asked({"a"}), 0, Tokens("en")).text.empty());
}

TEST_CASE("hostile text is read in time linear in its size") {
  for (const std::string& piece :
       {std::string("["), std::string("]("), std::string("<a"), std::string("> "),
        std::string("- "), std::string("*_`"), std::string("](x ")}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    const auto begin = std::chrono::steady_clock::now();
    const auto sections = sections_of(text);
    (void)best_passage(sections, asked({"a"}), 0, Tokens("en"));
    CAPTURE(piece);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  }
}

}  // namespace passage_test
