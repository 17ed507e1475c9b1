// SPDX-License-Identifier: MIT
#include "nlu/normalise.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace normalise_test {

using namespace frontdesk;

namespace {

// Random text of pieces that are hard: accents, invalid bytes, zero-width characters, white space.
std::string hard_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces{
      "a",  "B",    "ą",      "Š",        "ß",       "ﬁ",      "ø",  "Ё",      "й", " ", "  ",
      "\t", "\n",   "\u200B", "\u00AD",   "a\u0301", "\u0301", "…",  "–",      "“", "😀", "9",
      "①",  "\xFF", "\xC4",   "\xE2\x82", "İ",       "ﷺ",      "が", "\u00A0", "-"};
  std::string text;
  const std::size_t size = random() % 12;
  for (std::size_t i = 0; i < size; ++i) text += kPieces[random() % kPieces.size()];
  return text;
}

}  // namespace

TEST_CASE("Lithuanian folds to plain letters, composed or decomposed") {
  CHECK(fold("Grąžinti ŠĮ") == "grazinti si");
  CHECK(fold("Gra\u0328z\u030Cinti") == "grazinti");
  CHECK(fold("ĄČĘĖĮŠŲŪŽąčęėįšųūž") == "aceeisuuzaceeisuuz");
}

TEST_CASE("letters with strokes and ligatures have plain forms") {
  CHECK(fold("Straße") == "strasse");
  CHECK(fold("STRAẞE") == "strasse");
  CHECK(fold("Łódź Ørsted æther ﬁn") == "lodz orsted aether fin");
}

TEST_CASE("letters of other scripts stay, in lower case") {
  CHECK(fold("ПРИВЕТ Мир") == "привет мир");
  CHECK(fold("ΣΊΣΥΦΟΣ") == fold("σίσυφος"));
}

TEST_CASE("white space is one space, and none at the ends; what has no width is dropped") {
  CHECK(fold("  a \t\n b\u00A0c  ") == "a b c");
  CHECK(fold("a\u200Bb\u00ADc\u0007") == "abc");
  CHECK(fold("") == "");
  CHECK(fold(" \n") == "");
}

TEST_CASE("typographic quotes and dashes are plain") {
  CHECK(fold("„labas“ – ‘taip’…") == "\"labas\" - 'taip'...");
}

TEST_CASE("each ill-formed byte becomes one replacement character") {
  CHECK(fold("a\xFF"
             "b") ==
        "a\uFFFD"
        "b");
  CHECK(fold("\xC0\x80") == "\uFFFD\uFFFD");
  CHECK(fold("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
  CHECK(is_valid_utf8("ąß😀"));
}

TEST_CASE("folding is the same with and without origins, and folding twice changes nothing") {
  std::mt19937 random(7);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = hard_text(random);
    const Folded folded = fold_with_origin(text);
    REQUIRE(folded.text == fold(text));
    REQUIRE(fold(folded.text) == folded.text);
    REQUIRE(is_valid_utf8(folded.text));
    REQUIRE(folded.origin.size() == folded.text.size() + 1);
    REQUIRE(std::is_sorted(folded.origin.begin(), folded.origin.end()));
    REQUIRE(folded.origin.back() == text.size());
  }
}

TEST_CASE("the source of a folded word folds to that word") {
  std::mt19937 random(8);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = hard_text(random) + "š" + hard_text(random);
    const Folded folded = fold_with_origin(text);
    for (const auto word : words_of(folded.text)) {
      const auto begin = static_cast<std::size_t>(word.data() - folded.text.data());
      const ByteRange range = source_range(folded, text, {begin, begin + word.size()});
      REQUIRE(range.begin < range.end);
      REQUIRE(range.end <= text.size());
      // A letter that folds to several is never cut, so the source may say a little more.
      const std::string again =
          fold(std::string_view(text).substr(range.begin, range.end - range.begin));
      REQUIRE(again.find(word) != std::string::npos);
    }
  }
}

TEST_CASE("accents after a range belong to it and white space does not") {
  const std::string text = "  Ka\u0328  b";
  const Folded folded = fold_with_origin(text);
  REQUIRE(folded.text == "ka b");
  const ByteRange range = source_range(folded, text, {0, 2});
  CHECK(text.substr(range.begin, range.end - range.begin) == "Ka\u0328");
}

TEST_CASE("NFC composes, drops controls and keeps line ends") {
  CHECK(to_nfc("Gra\u0328z\u030Cinti\r\n\x01ok\t") == "Grąžinti\nok\t");
  CHECK(to_nfc("a\xFF") == "a\uFFFD");
  CHECK(to_nfc("plain") == "plain");
}

TEST_CASE("words are runs of letters and runs of digits") {
  const std::string text = "uzs. nr10023, don't привет-мир 😀";
  const std::vector<std::string_view> expected{"uzs", "nr", "10023", "don", "t", "привет", "мир"};
  CHECK(words_of(text) == expected);
  CHECK(words_of("").empty());
  CHECK(words_of("😀 !?").empty());
  CHECK(count_code_points("ąb😀") == 3);
}

}  // namespace normalise_test
