// SPDX-License-Identifier: MIT
#include "nlu/joints.h"

#include <doctest/doctest.h>

namespace joints_test {

using namespace frontdesk;

namespace {

std::string pieces(const std::string& text) {
  const std::string folded = fold(text);
  std::string all;
  for (const auto& range : pieces_of(folded)) {
    if (!all.empty()) all += " | ";
    all += folded.substr(range.begin, range.end - range.begin);
  }
  return all;
}

}  // namespace

TEST_CASE("a message is cut at the ends of sentences, at commas and at conjunctions") {
  CHECK(pieces("Kur mano siunta ir kaip grąžinti prekę?") ==
        "kur mano siunta | kaip grazinti preke");
  CHECK(pieces("hi, cancel my order and refund me") == "hi | cancel my order | refund me");
  CHECK(pieces("Where is it? I want my money.") == "where is it | i want my money");
  CHECK(pieces("Labas. Kur siunta") == "labas | kur siunta");
  CHECK(pieces("kur siunta taip pat noriu grąžinti") == "kur siunta | noriu grazinti");
}

TEST_CASE("what has no joint, and what is no joint, stays whole") {
  for (const auto* text :
       {"", "kur mano siunta", "kur mano siunta?", "nr. 10023 kur", "12,50 eur", "rašykit a.b@c.lt",
        "order and", "ir kas", "mandarinas irgi", "?!", "10023, 10024"}) {
    CHECK_MESSAGE(pieces(text) == "", text);
  }
}

TEST_CASE("a letter of many sentences is not taken to pieces") {
  std::string text;
  for (int i = 0; i < 7; ++i) text += "kur siunta. ";
  CHECK(pieces(text) == "");
  CHECK(pieces(std::string(4000, '?')) == "");
}

}  // namespace joints_test
