// SPDX-License-Identifier: MIT
#include "models/train.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "models/support.h"
#include "nlu/normalise.h"

namespace train_test {

using namespace frontdesk;
using support::quick_options;
using support::small_set;

namespace {

// Everything a classification says, as text that two must share to the last bit.
std::string all_of(const Classification& said) {
  std::string text = std::to_string(said.confidence);
  for (const auto& ranked : said.ranking) {
    char line[64];
    std::snprintf(line, sizeof line, " %.17g", ranked.confidence);
    text += " " + ranked.intent + line;
  }
  return text;
}

}  // namespace

TEST_CASE("two trainings of the same rows give equal predictions") {
  auto first = train(small_set(), quick_options());
  auto second = train(small_set(), quick_options());
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->classifier->threshold() == second->classifier->threshold());
  CHECK(first->fasttext == second->fasttext);
  for (const auto& row : small_set()) {
    const std::string text = fold(row.text);
    CHECK(all_of(first->classifier->classify(text)) == all_of(second->classifier->classify(text)));
  }
}

TEST_CASE("what was learnt is recognised, with and without accents") {
  auto model = train(small_set(), quick_options());
  REQUIRE(model.ok());
  for (const auto* text : {"kur mano siunta", "Kur mano SIUNTA?", "where is the parcel"}) {
    const auto said = model->classifier->classify(fold(text));
    REQUIRE(said.ranking.size() == 3);
    CHECK(said.ranking[0].intent == "track");
  }
  CHECK(model->classifier->classify(fold("noriu grazinti preke")).ranking[0].intent == "return");
  const auto words = model->classifier->evidence(fold("kur mano siunta"), "track");
  REQUIRE_FALSE(words.empty());
  CHECK(model->classifier->evidence("kur", "nothing like it").empty());
}

TEST_CASE(
    "a ranking is in order, within 0 and 1, sums to at most 1, and begins with the confidence") {
  auto model = train(small_set(), quick_options());
  REQUIRE(model.ok());
  for (const auto* text : {"kur", "zzz qqq", "when", "refund hours parcel", "12345"}) {
    const auto said = model->classifier->classify(text);
    REQUIRE_FALSE(said.ranking.empty());
    CHECK(said.ranking[0].confidence == said.confidence);
    double sum = 0;
    double before = 1;
    for (const auto& ranked : said.ranking) {
      CHECK(ranked.confidence >= 0);
      CHECK(ranked.confidence <= before);
      before = ranked.confidence;
      sum += ranked.confidence;
    }
    CHECK(sum <= 1 + 1e-9);
  }
}

TEST_CASE("empty, wordless and very long messages are safe") {
  auto model = train(small_set(), quick_options());
  REQUIRE(model.ok());
  const auto& classifier = *model->classifier;
  for (const auto* text : {"", "😀😀", "?!...", " "}) {
    const auto said = classifier.classify(fold(text));
    CHECK(said.ranking.empty());
    CHECK(said.confidence == 0);
    CHECK(classifier.evidence(fold(text), "track").empty());
  }
  std::string words;
  while (words.size() < 4000) words += "siunta ";
  for (const auto& text : {std::string(4000, 'a'), words, std::string(4000, '\xFF')}) {
    const auto said = classifier.classify(fold(text));
    CHECK(said.confidence >= 0);
    CHECK(said.confidence <= 1);
  }
}

TEST_CASE("four threads may ask at once and get the same answers") {
  auto model = train(small_set(), quick_options());
  REQUIRE(model.ok());
  const auto rows = small_set();
  std::vector<std::string> expected;
  for (const auto& row : rows)
    expected.push_back(all_of(model->classifier->classify(fold(row.text))));
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int round = 0; round < 20; ++round) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
          if (all_of(model->classifier->classify(fold(rows[i].text))) != expected[i]) ++wrong[t];
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}

TEST_CASE("fewer than two intents cannot be trained") {
  CHECK(train({}, quick_options()).error().code == Code::invalid);
  CHECK(train({{"one", "hello"}, {"oos", "weather"}}, quick_options()).error().code ==
        Code::invalid);
  CHECK_FALSE(train({{"one", "!"}, {"two", "?"}}, quick_options()).ok());
}

TEST_CASE(
    "an intent of one example can be trained, and one whose only text is no word is nobody's "
    "answer") {
  auto rows = small_set();
  rows.push_back({"rare", "gift cards"});
  rows.push_back({"wordless", "😀"});
  auto model = train(rows, quick_options());
  REQUIRE(model.ok());
  CHECK(model->classifier->classify("gift cards").ranking[0].intent == "rare");
}

TEST_CASE("held-out rows of the caller's set the threshold") {
  TrainOptions options = quick_options();
  options.valid = {{"track", "parcel where"},
                   {"return", "return this"},
                   {"hours", "open when"},
                   {"oos", "sing a song"},
                   {"unheard of", "ignored"}};
  auto model = train(small_set(), options);
  REQUIRE(model.ok());
  CHECK(model->judged == 4);
}

TEST_CASE("a counter-example pushes away from its intent") {
  auto rows = small_set();
  auto with = rows;
  for (const auto* text : {"parcel bomb", "i want a parcel locker", "parcel shop jobs"}) {
    with.push_back({"track", text, LabelledText::Kind::counter});
  }
  auto plain = train(rows, quick_options());
  auto pushed = train(with, quick_options());
  REQUIRE(plain.ok());
  REQUIRE(pushed.ok());
  const auto margin = [](const TrainedModel& model) {
    const auto& intents = model.classifier->parts().intents;
    const auto place = std::find(intents.begin(), intents.end(), "track") - intents.begin();
    const auto& ensemble = *model.classifier;
    return ensemble.scores(ensemble.read("parcel shop jobs"))
        .of[kLinear][static_cast<std::size_t>(place)];
  };
  CHECK(margin(*pushed) < margin(*plain));
}

TEST_CASE("a model's key follows what it is trained on, and nothing else") {
  Catalog catalog;
  catalog.languages = {"en"};
  Intent intent;
  intent.name = "track";
  intent.examples = {{"where is it", "en", {}, {"a.yaml", 3, 1}}};
  catalog.intents = {intent};
  const std::string key = content_key(catalog, Recipe{});
  CHECK(key.size() == 32);
  catalog.intents[0].answer["en"] = {{"It is on its way", {}}};
  catalog.intents[0].examples[0].at.line = 9;
  CHECK(content_key(catalog, Recipe{}) == key);
  Recipe other;
  other.seed = 2;
  CHECK(content_key(catalog, other) != key);
  catalog.intents[0].examples[0].text += "?";
  CHECK(content_key(catalog, Recipe{}) != key);
}

TEST_CASE("a catalog gives examples, labels, counter-examples and what is out of scope") {
  Catalog catalog;
  Intent intent;
  intent.name = "track";
  intent.label = {{"en", "Where it is"}};
  intent.examples = {{"where is it", "en", {}, {}}};
  intent.counter_examples = {{"where are you", "en", {}, {}}};
  Intent silent;
  silent.name = "silent";
  silent.label = {{"en", "No examples"}};
  catalog.intents = {silent, intent};
  catalog.out_of_scope = {{"sing", "en", {}, {}}};
  const auto rows = rows_of(catalog);
  REQUIRE(rows.size() == 4);
  CHECK(rows[1].kind == LabelledText::Kind::title);
  CHECK(rows[2].kind == LabelledText::Kind::counter);
  CHECK(rows[3].label == kOutOfScope);
}

TEST_CASE("words typed without Lithuanian letters are read as the words that training knows") {
  auto model = train(small_set(), quick_options());
  REQUIRE(model.ok());
  const auto& ensemble = *model->classifier;
  CHECK(ensemble.read("kada atwyks shiuntinys").text == "kada atvyks siuntinys");
  CHECK(ensemble.read("shirt").text == "shirt");  // known as it is
  const auto plain = ensemble.classify("kada atvyks siuntinys");
  const auto typed = ensemble.classify("kada atwyks shiuntinys");
  CHECK(plain.confidence == typed.confidence);
}

TEST_CASE("a concept lets words be understood that no example has") {
  auto options = quick_options();
  options.concepts = {{"parcel", {"parcel", "siunt*", "baggage"}}, {"when", {"when", "kada"}}};
  auto with = train(small_set(), options);
  auto without = train(small_set(), quick_options());
  REQUIRE(with.ok());
  REQUIRE(without.ok());
  const auto said = with->classifier->classify("baggage");
  REQUIRE_FALSE(said.ranking.empty());
  CHECK(said.ranking[0].intent == "track");
  CHECK(without->classifier->classify("baggage").ranking[0].intent != "track");
  CHECK(with->classifier->classify("when baggage").confidence >
        without->classifier->classify("when baggage").confidence);
  const auto because = with->classifier->evidence("when baggage", "track");
  CHECK(std::any_of(because.begin(), because.end(),
                    [](const Evidence& piece) { return piece.text == "=parcel"; }));
}

TEST_CASE("evidence names words, words in a row, and parts of words that are new") {
  auto model = train(small_set(), quick_options());
  REQUIRE(model.ok());
  const auto texts_of = [&](const char* text, const char* intent) {
    std::vector<std::string> texts;
    double before = 1e9;
    for (const auto& piece : model->classifier->evidence(text, intent)) {
      CHECK(piece.weight > 0);
      CHECK(piece.weight <= before);
      before = piece.weight;
      texts.push_back(piece.text);
    }
    return texts;
  };
  const auto known = texts_of("kur mano siunta", "track");
  CHECK(std::find(known.begin(), known.end(), "mano") != known.end());
  CHECK(std::any_of(known.begin(), known.end(),
                    [](const std::string& text) { return text.find(' ') != std::string::npos; }));
  const auto part = texts_of("grazinimais", "return");
  REQUIRE_FALSE(part.empty());
  CHECK(part[0].find("…") != std::string::npos);
}

TEST_CASE("rows to judge by set the threshold and are then learnt") {
  auto options = quick_options();
  options.valid = {{"track", "tracking number please"}, {"return", "give my money back"},
                   {"hours", "closing time"},           {"oos", "sing a song"},
                   {"track", "where is my parcel now"}, {"hours", "are you open today"}};
  auto model = train(small_set(), options);
  REQUIRE(model.ok());
  CHECK(model->judged == options.valid.size());
  CHECK(model->classifier->classify("give my money back").ranking[0].intent == "return");
  options.recipe.valid_epochs = 0;
  auto apart = train(small_set(), options);
  REQUIRE(apart.ok());
  CHECK(model->classifier->classify("give my money back").confidence >
        apart->classifier->classify("give my money back").confidence);
}

TEST_CASE("messages without labels are learnt where the classifier is sure of them") {
  auto options = quick_options();
  const auto plain = train(small_set(), options);
  options.unlabelled = {"kur mano siunta bidabu",
                        "where is my parcel bidabu",
                        "kada atvyks mano siuntinys",
                        "",
                        "zzz qqq",
                        "kur mano siunta bidabu"};
  const auto model = train(small_set(), options);
  const auto same = train(small_set(), options);
  REQUIRE(plain.ok());
  REQUIRE(model.ok());
  REQUIRE(same.ok());
  CHECK(plain->guessed == 0);
  CHECK(model->guessed >= 1);
  CHECK(model->guessed <= 3);  // one stands among the examples, one stands twice, one is empty
  CHECK(model->guessed == same->guessed);
  CHECK(model->judged == plain->judged);
  CHECK(model->content_key == plain->content_key);
  CHECK(all_of(model->classifier->classify("bidabu")) ==
        all_of(same->classifier->classify("bidabu")));
}

TEST_CASE("labels of a file become titles, with blanks for underscores") {
  std::vector<LabelledText> rows{{"card_arrival", "where is it"}, {"oos", "sing"}};
  add_titles(rows);
  REQUIRE(rows.size() == 3);
  CHECK(rows[2].label == "card_arrival");
  CHECK(rows[2].text == "card arrival");
  CHECK(rows[2].kind == LabelledText::Kind::title);
}

}  // namespace train_test
