// SPDX-License-Identifier: MIT
#include "nlu/understander.h"

#include <doctest/doctest.h>

#include "nlu/normalise.h"

namespace understander_test {

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

namespace {

// Knows three things by one word each, and is as sure as it was told.
class ByWord : public Classifier {
 public:
  [[nodiscard]] Classification classify(std::string_view folded) const override {
    ++asked;
    std::vector<RankedIntent> ranking;
    const auto know = [&](const char* word, const char* intent) {
      if (folded.find(word) != std::string_view::npos) ranking.push_back({intent, 0.9});
    };
    know("siunt", "track");
    know("grazin", "return");
    know("labas", "greet");
    if (ranking.empty()) return {{{"track", 0.1}}, 0.1};
    const double each = 0.9 / static_cast<double>(ranking.size());
    for (auto& one : ranking) one.confidence = each;
    return {ranking, each};
  }
  [[nodiscard]] double threshold() const override { return 0.6; }
  mutable int asked = 0;
};

Catalog with_smalltalk() {
  Catalog catalog = shop();
  for (const auto* name : {"greet", "return", "track"}) {
    Intent intent;
    intent.name = name;
    intent.smalltalk = intent.name == "greet";
    catalog.intents.push_back(intent);
  }
  return catalog;
}

}  // namespace

TEST_CASE("two questions in one message are two parts, in their order") {
  std::vector<Problem> problems;
  const ByWord classifier;
  const Understander understander(with_smalltalk(), &classifier, problems);
  const auto meaning = understander.understand("Grąžinsiu prekę 10023, o kur mano siunta?", "lt");
  REQUIRE(meaning.parts.size() == 2);
  CHECK(meaning.parts[0].intent == "return");
  CHECK(meaning.parts[0].text == "Grąžinsiu prekę 10023");
  REQUIRE(meaning.parts[0].entities.size() == 1);
  CHECK(meaning.parts[0].entities[0].value == "10023");
  CHECK(meaning.parts[1].intent == "track");
  CHECK(meaning.parts[1].text == "kur mano siunta");
  CHECK(meaning.parts[1].entities.empty());
  CHECK(classifier.asked == 3);
}

TEST_CASE("a message without a joint costs one classification") {
  std::vector<Problem> problems;
  const ByWord classifier;
  const Understander understander(with_smalltalk(), &classifier, problems);
  CHECK(understander.understand("kur mano siunta", "lt").parts.empty());
  CHECK(classifier.asked == 1);
}

TEST_CASE("the same thing said twice, a word, or what is not sure makes no second part") {
  std::vector<Problem> problems;
  const ByWord classifier;
  const Understander understander(with_smalltalk(), &classifier, problems);
  for (const auto* text : {"kur mano siunta ir kada siunta atvyks", "kur mano siunta, grąžinsiu",
                           "kur mano siunta ir dar kai kas kita"}) {
    CHECK_MESSAGE(understander.understand(text, "lt").parts.empty(), text);
  }
}

TEST_CASE("a greeting gives way to the question beside it") {
  std::vector<Problem> problems;
  const ByWord classifier;
  const Understander understander(with_smalltalk(), &classifier, problems);
  const auto meaning = understander.understand("Labas, kur mano siunta 10023", "lt");
  CHECK(meaning.intent == "track");
  CHECK(meaning.confidence == 0.9);
  CHECK(meaning.text == "Labas, kur mano siunta 10023");
  CHECK(meaning.entities.size() == 1);
  CHECK(meaning.parts.empty());
  CHECK(understander.understand("Labas, labas", "lt").intent == "greet");
}

TEST_CASE("what is impossible now is neither decided by a rule nor by the classifier") {
  std::vector<Problem> problems;
  const ByWord classifier;
  const Understander understander(with_smalltalk(), &classifier, problems);
  CHECK(understander.understand("žmogus", {"lt", {}, {"person"}}).rule.empty());
  const auto two = understander.understand("siuntos grazinimas", {"lt", {}, {"track"}});
  CHECK(two.intent == "return");
  CHECK(two.confidence == doctest::Approx(0.45 / 0.55));
  REQUIRE(two.ranking.size() == 1);
  // It is plainly about what is impossible: nothing else becomes likely by that.
  CHECK(understander.understand("kur siunta", {"lt", {}, {"track"}}).intent.empty());
}

TEST_CASE("what became of the rules is told in the words of the message") {
  std::vector<Problem> problems;
  const Understander understander(shop(), nullptr, problems);
  const auto vetoed = understander.explain_rules("Čia NE ŽMOGUS", {"lt", {}, {}});
  REQUIRE(vetoed.size() == 1);
  CHECK(vetoed[0].id == "person.say");
  CHECK(vetoed[0].matched == "ŽMOG");
  CHECK(vetoed[0].vetoed_by == "NE ŽMOG");
  const auto decides = understander.explain_rules("žmogus", {"lt", {}, {}});
  REQUIRE(decides.size() == 1);
  CHECK(decides[0].vetoed_by.empty());
  CHECK(decides[0].lost_to.empty());
}

}  // namespace understander_test
