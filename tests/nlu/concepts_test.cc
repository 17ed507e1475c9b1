// SPDX-License-Identifier: MIT
#include "nlu/concepts.h"

#include <doctest/doctest.h>

#include "nlu/bytes.h"
#include "nlu/features.h"
#include "nlu/normalise.h"

namespace concepts_test {

using namespace frontdesk;

namespace {

const std::vector<Concept> kShop = {
    {"parcel", {"siunt*", "parcel", "pakuotė"}}, {"return", {"grąžin*", "give back", "refund*"}},
    {"code", {"nuolaidos kod*", "promo code"}},  {"login", {"prisijung*", "log in"}},
    {"hours", {"24/7", "darbo laikas"}},         {"size", {"dydis", "xl", "size"}},
};

std::string found(const ConceptFinder& finder, std::string_view text,
                  ConceptFinder::Unknown unknown = ConceptFinder::Unknown::guess) {
  std::vector<std::uint16_t> ids{7};
  finder.find(model_text(fold(text)), ids, unknown);
  std::string names;
  for (const auto id : ids) names += (names.empty() ? "" : " ") + finder.name(id);
  return names;
}

}  // namespace

TEST_CASE("a concept is found by the beginning of a word, with and without accents") {
  const ConceptFinder finder(kShop);
  CHECK(found(finder, "Kur mano siuntinys?") == "parcel");
  CHECK(found(finder, "noriu grąžinti siuntą, grazinimas") == "parcel return");
  CHECK(found(finder, "noriu grazint") == "return");
  CHECK(found(finder, "labas") == "");
  CHECK(found(finder, "") == "");
}

TEST_CASE("a whole word is found with another ending too, a short one is not") {
  const ConceptFinder finder(kShop);
  CHECK(found(finder, "pakuotės") == "parcel");
  CHECK(found(finder, "pakuočių") == "parcel");
  CHECK(found(finder, "two parcels") == "parcel");
  CHECK(found(finder, "dydžio") == "size");
  CHECK(found(finder, "xl") == "size");
  CHECK(found(finder, "xls") == "");
  CHECK(found(finder, "sizes") == "");
  CHECK(found(finder, "dydmuo") == "");
}

TEST_CASE("an entry of several words wants them in a row") {
  const ConceptFinder finder(kShop);
  CHECK(found(finder, "neveikia nuolaidos kodas") == "code");
  CHECK(found(finder, "kodas nuolaidos") == "");
  CHECK(found(finder, "nuolaidos mano kodas") == "");
  CHECK(found(finder, "i cannot log in") == "login");
  CHECK(found(finder, "darbo darbo laikas") == "hours");
  CHECK(found(finder, "ar dirbate 24/7") == "hours");
  CHECK(found(finder, "laikas") == "");
}

TEST_CASE("a misspelled word means what it is one letter from") {
  const ConceptFinder finder(kShop);
  for (const auto* text : {"grazninti", "grzinti", "graazinti", "gražiinti", "grizinti", "rgazinti",
                           "grazzinti", "prisijugnti", "grsžinti"}) {
    CAPTURE(text);
    CHECK(found(finder, text) != "");
    CHECK(found(finder, text, ConceptFinder::Unknown::leave) == "");
  }
  CHECK(found(finder, "nuolaidso kodas") == "code");
  CHECK(found(finder, "parcle") == "parcel");
}

TEST_CASE("what is further away or short is left alone") {
  const ConceptFinder finder(kShop);
  for (const auto* text : {"grznti", "sunt", "garzniti", "draziniti", "sz"}) {
    CAPTURE(text);
    CHECK(found(finder, text) == "");
  }
}

TEST_CASE("a common word is nobody's misspelling") {
  const ConceptFinder finder(
      {{"thing", {"anothe*"}}, {"other", {"dabai*"}}, {"colour", {"white"}}});
  CHECK(found(finder, "while") == "");
  CHECK(found(finder, "whitte") == "colour");
  CHECK(found(finder, "another") == "thing");
  CHECK(found(finder, "dabar") == "");
  CHECK(found(finder, "dabat") == "other");
}

TEST_CASE("a short beginning of a long word is no hit, nor an inflected stem of five letters") {
  const ConceptFinder finder(std::vector<Concept>{{"advice", {"patar*"}}, {"still", {"still"}}});
  CHECK(found(finder, "ptarti") == "advice");
  CHECK(found(finder, "aptarnavimas") == "");
  CHECK(found(finder, "stikas") == "");
  CHECK(found(finder, "stiill") == "still");
}

TEST_CASE("a word near to nothing else is read as the nearest whole word") {
  const std::vector<Concept> concepts{
      {"advice", {"patar*"}}, {"still", {"still"}}, {"thanks", {"aciu"}}};
  const ConceptFinder finder(concepts, {"patarkite", "patarimai"});
  CHECK(found(finder, "stil") == "still");
  CHECK(found(finder, "aicu") == "thanks");
  CHECK(found(finder, "ciu") == "");  // too short to have its first letter wrong
  CHECK(found(finder, "ac") == "");
  CHECK(found(finder, "atarkite") == "advice");
  CHECK(found(finder, "stil", ConceptFinder::Unknown::leave) == "");
}

TEST_CASE("a word that training has seen or that is common is not read as another") {
  const std::vector<Concept> concepts{{"thanks", {"aciu"}}, {"colour", {"white"}}};
  CHECK(found(ConceptFinder(concepts), "acid") == "thanks");
  CHECK(found(ConceptFinder(concepts, {"acid"}), "acid") == "");
  CHECK(found(ConceptFinder(concepts), "hile") == "");
}

TEST_CASE("letters that stand in for Lithuanian ones are understood") {
  const ConceptFinder finder(kShop);
  CHECK(found(finder, "grazhinti") == "return");
  CHECK(found(finder, "dydzhio") == "size");
  CHECK(found(finder, "shiuntinis") == "parcel");
  CHECK(found(finder, "siuuuuntinys") == "parcel");
}

TEST_CASE("concepts come ascending, each once") {
  const ConceptFinder finder(kShop);
  CHECK(found(finder, "xl siunta siuntinys parcel refund xl") == "parcel return size");
}

TEST_CASE("an entry without a word, with a lone star or with too many words is left out") {
  const ConceptFinder finder({{"a", {"", "*", "?!", "one two three four five", "vienas"}}});
  CHECK(finder.size() == 1);
  CHECK(found(finder, "vieną") == "a");
  CHECK(found(finder, "one two three four five * ?") == "");
}

TEST_CASE("a finder without concepts finds nothing") {
  CHECK(found(ConceptFinder(), "siunta") == "");
  CHECK(found(ConceptFinder(std::vector<Concept>{}), "siunta") == "");
  CHECK(ConceptFinder().size() == 0);
}

TEST_CASE("any bytes are no trouble") {
  const ConceptFinder finder(kShop);
  std::vector<std::uint16_t> ids;
  for (const std::string& text :
       {std::string(100000, 'x'), std::string("\xff\xfe  \x80"), std::string(1, '\0'),
        std::string(300, ' '), std::string("siunt") + std::string(5000, 'a')}) {
    finder.find(text, ids);
    CHECK(ids.size() == (text.starts_with("siunt") ? 1 : 0));
  }
  const ConceptFinder letters({{"m", {"посылка", "ünïcödé*"}}, {"long", {std::string(40, 'a')}}});
  CHECK(found(letters, "посылка") == "m");
  CHECK(found(letters, "посылкк") == "");
  CHECK(found(letters, std::string(40, 'a')) == "");
}

TEST_CASE("a finder is what was written") {
  ByteWriter out;
  ConceptFinder(kShop).write(out);
  ByteReader in(out.bytes());
  const auto read = ConceptFinder::read(in);
  REQUIRE(read.ok());
  CHECK(in.at_end());
  CHECK(read->size() == kShop.size());
  CHECK(found(*read, "grazninti nuolaidos koda") == "return code");
  for (std::size_t size = 0; size < out.bytes().size(); size += 7) {
    ByteReader cut(std::string_view(out.bytes()).substr(0, size));
    CHECK(!ConceptFinder::read(cut).ok());
  }
}

TEST_CASE("synonyms extend the concept that names most of them, or are one more") {
  Catalog catalog;
  catalog.synonyms = {{"siunta", "pakas"}, {"sofa", "lova", "siunta"}, {}};
  const auto all = concepts_of(kShop, catalog);
  REQUIRE(all.size() == kShop.size() + 1);
  CHECK(all.back().name == "sofa");
  const ConceptFinder finder(all);
  CHECK(found(finder, "pakas") == "parcel");
  CHECK(found(finder, "siunta") == "parcel sofa");
  CHECK(concepts_of({}, catalog).size() == 2);
}

}  // namespace concepts_test
