// SPDX-License-Identifier: MIT
#include "nlu/language.h"

#include <doctest/doctest.h>

#include "nlu/normalise.h"

namespace language_test {

using namespace frontdesk;

namespace {

Catalog catalog_of(std::vector<std::string> languages) {
  Catalog catalog;
  catalog.languages = std::move(languages);
  return catalog;
}

std::string found(const LanguageFinder& finder, const std::string& text, const std::string& prior) {
  const auto guess = finder.find(fold(text), prior);
  return guess.language + (guess.sure ? "!" : "");
}

}  // namespace

TEST_CASE("a sentence has the language it is written in, whatever the conversation's was") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  CHECK(found(finder, "Kur dabar yra mano užsakymas?", "en") == "lt!");
  CHECK(found(finder, "Where is my order now?", "lt") == "en!");
}

TEST_CASE("Lithuanian without its accents is Lithuanian") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  CHECK(found(finder, "noreciau grazinti preke, kaip tai padaryti", "en") == "lt!");
  CHECK(found(finder, "neveikia mano nuolaidos kodas", "en") == "lt!");
}

TEST_CASE("Lithuanian typed with sh, ch, zh and w is Lithuanian") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  for (const auto* text :
       {"kada atvesh mano shiunta", "shiandien negawau zhinutes",
        "kiek kainuoja siuntimas i wilniu", "wisada taip ilgai wezhat?",
        "norechiau grazhinti batus", "chekis dingo ka daryt", "noriu kalbeti su zhmogumi",
        "zhmogau padek", "qur mano siunta", "labaaas wakaras"}) {
    CAPTURE(text);
    CHECK(found(finder, text, "lt").substr(0, 2) == "lt");
    CHECK(found(finder, text, "en").substr(0, 2) == "lt");
  }
}

TEST_CASE("English with the same letters stays English") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  for (const auto* text : {"which shoes should I choose", "when will you ship my watch",
                           "the white shirt shrank when washed", "quick question about a box",
                           "how much is shipping to Kaunas", "Labas, I need help with my order"}) {
    CAPTURE(text);
    CHECK(found(finder, text, "lt") == "en!");
  }
  CHECK(found(LanguageFinder(catalog_of({"en"})), "shiandien negawau", "") == "en");
}

TEST_CASE("Lithuanian with English loan words is Lithuanian, at least on a Lithuanian page") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  for (const auto* text :
       {"kaip trackint orderi", "noriu refundo uz order 12345", "ar yra free shipping",
        "discount kodas neveikia", "please padekit", "jusu website luzta", "giftcard kur ivest"}) {
    CAPTURE(text);
    CHECK(found(finder, text, "lt").substr(0, 2) == "lt");
  }
  CHECK(found(finder, "mano orderis dar ne shippintas", "en") == "lt!");
  CHECK(found(finder, "jusu website luzta", "en").substr(0, 2) == "lt");
}

TEST_CASE("words that begin like known ones tell the language, never surely") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  CHECK(found(finder, "siuntinuka pristatinejo uzsakymelius", "en") == "lt");
  CHECK(found(finder, "refunding packaging orderings", "lt") == "en");
}

TEST_CASE("short, mixed and wordless texts keep the conversation's language") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  for (const auto* text : {"ok", "12345", "😀", "", "iPhone 15 Pro", "M"}) {
    CHECK(found(finder, text, "lt") == "lt");
    CHECK(found(finder, text, "en") == "en");
  }
}

TEST_CASE("letters that make no words change no conversation's language") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  for (const auto* text : {"asdf qwer zxcv bnm", "qwerty uiop hjkl", "xx yy zz ww"}) {
    CAPTURE(text);
    CHECK(found(finder, text, "lt").back() != '!');
  }
}

TEST_CASE("one or two clear words name a language but are not sure") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  CHECK(found(finder, "labas", "en") == "lt");
  CHECK(found(finder, "thank you", "lt") == "en");
}

TEST_CASE("an unknown prior counts as the bot's first language") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  CHECK(found(finder, "ok", "") == "lt");
  CHECK(found(finder, "ok", "fr") == "lt");
  CHECK(found(LanguageFinder(catalog_of({"en"})), "kur mano siunta", "lt") == "en!");
  CHECK(found(LanguageFinder(catalog_of({})), "kur mano siunta", "lt") == "lt");
}

TEST_CASE("a language without a list of ours is learnt from the content") {
  Catalog catalog = catalog_of({"en", "pl"});
  Intent intent;
  for (const auto* text :
       {"gdzie jest moja paczka", "chcę zwrócić towar", "kiedy przyjdzie zamówienie",
        "nie działa kod rabatowy", "czy mogę zapłacić kartą", "dziękuję bardzo"}) {
    intent.examples.push_back({text, "pl", {}, {}});
  }
  catalog.intents = {intent};
  const LanguageFinder finder(catalog);
  CHECK(found(finder, "gdzie moja paczka jest teraz", "en") == "pl!");
  CHECK(found(finder, "where is my parcel", "pl") == "en!");
}

TEST_CASE("a very long message is no trouble") {
  const LanguageFinder finder(catalog_of({"lt", "en"}));
  std::string text;
  while (text.size() < 100000) text += "kur mano siunta ";
  CHECK(found(finder, text, "en") == "lt!");
  CHECK(found(finder, std::string(100000, 'x'), "en") == "en");
}

}  // namespace language_test
