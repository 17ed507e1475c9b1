// SPDX-License-Identifier: MIT
#include "nlu/understander.h"

#include <doctest/doctest.h>

#include "nlu/normalise.h"

using namespace frontdesk;

namespace {

// Takes everything for "track", as surely as it was told.
class Sure : public Classifier {
 public:
  explicit Sure(double confidence) : confidence_(confidence) {}
  [[nodiscard]] Classification classify(std::string_view) const override {
    std::vector<RankedIntent> ranking{{"track", confidence_}};
    for (const auto* other : {"a", "b", "c", "d", "e", "f"}) ranking.push_back({other, 0.01});
    return {ranking, confidence_};
  }
  [[nodiscard]] double threshold() const override { return 0.6; }

 private:
  double confidence_;
};

Catalog shop() {
  Catalog catalog;
  catalog.languages = {"lt", "en"};
  Intent person;
  person.name = "person";
  person.rules = {{"person.say", "", "žmog", "ne žmog", 10, "person", {"person.yaml", 4, 3}}};
  catalog.intents = {person};
  Entity number;
  number.name = "order_number";
  number.pattern = "[0-9]{5}";
  catalog.entities = {number};
  return catalog;
}

}  // namespace

TEST_CASE("a rule decides before the classifier is asked") {
  std::vector<Problem> problems;
  const Sure classifier(0.9);
  const Understander understander(shop(), &classifier, problems);
  CHECK(problems.empty());
  const auto meaning = understander.understand("Noriu ŽMOGAUS dabar, nr 10023", "en");
  CHECK(meaning.intent == "person");
  CHECK(meaning.rule == "person.say");
  CHECK(meaning.confidence == 1);
  CHECK(meaning.language == "lt");
  CHECK(meaning.language_sure);
  REQUIRE(meaning.entities.size() == 1);
  CHECK(meaning.entities[0].value == "10023");
}

TEST_CASE("without a rule the classifier's best counts at or above its threshold") {
  std::vector<Problem> problems;
  const Sure sure(0.6);
  const Sure unsure(0.59);
  const auto yes = Understander(shop(), &sure, problems).understand("kur siunta", "lt");
  CHECK(yes.intent == "track");
  CHECK(yes.rule.empty());
  CHECK(yes.threshold == 0.6);
  CHECK(yes.ranking.size() == 5);
  const auto no = Understander(shop(), &unsure, problems).understand("kur siunta", "lt");
  CHECK(no.intent.empty());
  CHECK(no.confidence == 0.59);
  CHECK(no.ranking.front().intent == "track");
}

TEST_CASE("a vetoed rule is named and does not decide") {
  std::vector<Problem> problems;
  const Understander understander(shop(), nullptr, problems);
  const auto meaning = understander.understand("čia ne žmogus", "lt");
  CHECK(meaning.intent.empty());
  CHECK(meaning.vetoed == std::vector<std::string>{"person.say"});
}

TEST_CASE("a message without letters or digits is empty, and nothing is asked") {
  std::vector<Problem> problems;
  const Sure classifier(0.9);
  const Understander understander(shop(), &classifier, problems);
  for (const auto* text : {"", "   ", "😀😀", "?!", "\u200B", "\x01\x02"}) {
    const auto meaning = understander.understand(text, "en");
    CHECK(meaning.empty);
    CHECK(meaning.intent.empty());
    CHECK(meaning.language == "en");
  }
  CHECK_FALSE(understander.understand("5", "en").empty);
}

TEST_CASE("text is kept in NFC, and offsets are into that") {
  std::vector<Problem> problems;
  const Understander understander(shop(), nullptr, problems);
  const auto meaning = understander.understand("u\u017Esakymas 10023 \xFF", "lt");
  CHECK(is_valid_utf8(meaning.text));
  REQUIRE(meaning.entities.size() == 1);
  const auto& found = meaning.entities[0];
  CHECK(meaning.text.substr(found.begin, found.end - found.begin) == "10023");
  CHECK(understander.find_entities("10024").at(0).value == "10024");
}

TEST_CASE("four thousand characters of anything are understood") {
  std::vector<Problem> problems;
  const Sure classifier(0.9);
  const Understander understander(shop(), &classifier, problems);
  for (const auto* piece : {"a", "1", "ž", "žmog ", "\xFF", "😀", "\u0301"}) {
    std::string text;
    for (int i = 0; i < 4000; ++i) text += piece;
    CHECK_NOTHROW((void)understander.understand(text, "lt"));
  }
}
