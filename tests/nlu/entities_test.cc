// SPDX-License-Identifier: MIT
#include "nlu/entities.h"

#include <doctest/doctest.h>

#include "nlu/checks.h"

namespace entities_test {

using namespace frontdesk;

namespace {

Entity entity(const std::string& name, const std::string& pattern, const std::string& check = "") {
  Entity made;
  made.name = name;
  made.pattern = pattern;
  made.check = check;
  made.at = {"entities.yaml", 3, 5};
  return made;
}

Catalog shop() {
  Catalog catalog;
  Entity city = entity("city", "");
  city.values = {{"Vilnius", {"sostinė"}}, {"Kaunas", {}}, {"Naujoji Akmenė", {"akmenė"}}};
  catalog.entities = {entity("order_number", R"([0-9]{5})"), city, entity("email", "", "email"),
                      entity("iban", "", "iban"), entity("day", "", "date")};
  Intent intent;
  intent.name = "track";
  intent.examples = {{"ar vežat į kauną laikinąją", "lt", {{13, 28, "city", "Kaunas"}}, {}},
                     {"noriu raudonos", "lt", {{6, 14, "colour", "red"}}, {}}};
  catalog.intents = {intent};
  return catalog;
}

// "entity=value@text" joined by spaces.
std::string found_in(const EntityFinder& finder, const std::string& text) {
  std::string all;
  for (const auto& found : finder.find(fold_with_origin(text), text)) {
    CHECK(text.substr(found.begin, found.end - found.begin) == found.text);
    if (!all.empty()) all += " ";
    all += found.entity + "=" + found.value + "@" + found.text;
  }
  return all;
}

}  // namespace

TEST_CASE("a pattern reads whole numbers only, and says where they stood") {
  std::vector<Problem> problems;
  const EntityFinder finder(shop(), problems);
  CHECK(problems.empty());
  CHECK(found_in(finder, "Mano užsakymas 10023, ačiū") == "order_number=10023@10023");
  CHECK(found_in(finder, "nr10023") == "order_number=10023@10023");
  CHECK(found_in(finder, "123456789") == "");
  CHECK(found_in(finder, "10023 ir 10024") == "order_number=10023@10023 order_number=10024@10024");
  CHECK(found_in(finder, "") == "");
}

TEST_CASE("a list's words match folded, whole, and with another ending") {
  std::vector<Problem> problems;
  const EntityFinder finder(shop(), problems);
  CHECK(found_in(finder, "pristatymas į VILNIŲ?") == "city=Vilnius@VILNIŲ");
  CHECK(found_in(finder, "gyvenu Kaune") == "city=Kaunas@Kaune");
  CHECK(found_in(finder, "sostineje") == "city=Vilnius@sostineje");
  CHECK(found_in(finder, "Naujojoje Akmenėje") == "city=Naujoji Akmenė@Naujojoje Akmenėje");
  CHECK(found_in(finder, "naujoji akmene") == "city=Naujoji Akmenė@naujoji akmene");
  CHECK(found_in(finder, "kaina") == "");
}

TEST_CASE("marks in examples teach ways to say a value, and entities of their own") {
  std::vector<Problem> problems;
  const EntityFinder finder(shop(), problems);
  CHECK(found_in(finder, "kauna laikinaja") == "city=Kaunas@kauna laikinaja");
  CHECK(found_in(finder, "turite raudoną?") == "colour=red@raudoną");
}

TEST_CASE("of overlapping matches the longest stays, then the first entity") {
  Catalog catalog;
  catalog.entities = {entity("short", "[0-9]{5}"), entity("long", "nr [0-9]{5}"),
                      entity("same", "[0-9]{5}")};
  std::vector<Problem> problems;
  const EntityFinder finder(catalog, problems);
  CHECK(found_in(finder, "nr 10023") == "long=nr 10023@nr 10023");
  CHECK(found_in(finder, "10023") == "short=10023@10023");
}

TEST_CASE("a group of a pattern is its value") {
  Catalog catalog;
  catalog.entities = {entity("order", "(?:užsakym[a-z]*|nr) ([0-9]+)")};
  std::vector<Problem> problems;
  const EntityFinder finder(catalog, problems);
  CHECK(found_in(finder, "Užsakymas 77") == "order=77@77");
}

TEST_CASE("addresses, accounts and days are read with their checks") {
  std::vector<Problem> problems;
  const EntityFinder finder(shop(), problems);
  CHECK(found_in(finder, "rašykit Jonas.P@Pastas.LT ačiū") ==
        "email=jonas.p@pastas.lt@Jonas.P@Pastas.LT");
  CHECK(found_in(finder, "LT12 1000 0111 0100 1000") ==
        "iban=LT121000011101001000@LT12 1000 0111 0100 1000");
  CHECK(found_in(finder, "2026-02-29") == "");
  CHECK(found_in(finder, "iki 28.02.2026") == "day=2026-02-28@28.02.2026");
}

TEST_CASE("checks accept what is right and put it into one form") {
  CHECK(checked_value("iban", "LT12 1000 0111 0100 1000") == "LT121000011101001000");
  CHECK(checked_value("iban", "gb82 west 1234 5698 7654 32") == "GB82WEST12345698765432");
  CHECK_FALSE(checked_value("iban", "LT12 1000 0111 0100 1001"));
  CHECK_FALSE(checked_value("iban", "LT121000011101001"));
  CHECK(checked_value("phone", "+370 612 34567") == "+37061234567");
  for (const auto* one : {"8 (612) 34-567", "0 612 34567", "612 34567", "00370 612 34 567",
                          "370 61234567", "+370-612-34567"}) {
    CHECK_MESSAGE(checked_value("phone", one) == "+37061234567", one);
  }
  CHECK(checked_value("phone", "+44 (20) 7946 0958") == "+442079460958");
  CHECK(checked_value("phone", "020 7946 0958") == "02079460958");
  CHECK_FALSE(checked_value("phone", "+370 612 345"));
  CHECK_FALSE(checked_value("phone", "12345"));
  CHECK_FALSE(checked_value("phone", "1234567890123456"));
  CHECK(checked_value("email", "A.b@C.lt") == "a.b@c.lt");
  for (const auto* wrong : {"a@b", "@b.lt", "a@", "a@.lt", "a..b@c.lt", "a@b@c.lt"}) {
    CHECK_FALSE(checked_value("email", wrong));
  }
  CHECK(checked_value("date", "2026.11.22") == "2026-11-22");
  CHECK(checked_value("date", "1/2/2026") == "2026-02-01");
  CHECK_FALSE(checked_value("date", "2026-13-01"));
  CHECK_FALSE(checked_value("date", "31.04.2026"));
  CHECK(checked_value("amount", "1 234,50 €") == "1234.50");
  CHECK(checked_value("amount", "12,5 eur") == "12.50");
  CHECK(checked_value("amount", "1.234") == "1234.00");
  CHECK(checked_value("amount", "12 eurų") == "12.00");
  CHECK(checked_value("amount", "EUR 12.50") == "12.50");
  CHECK(checked_value("amount", "1,234.50") == "1234.50");
  CHECK(checked_value("amount", "0,99") == "0.99");
  CHECK(checked_value("", "as it is") == "as it is");
  CHECK_FALSE(checked_value("", ""));
  CHECK(is_known_check("iban"));
  CHECK_FALSE(is_known_check("colour"));
}

TEST_CASE("a check's own pattern reads what people write, and leaves the words around it") {
  Catalog catalog;
  catalog.entities = {entity("order_number", R"([1-9][0-9]{4})"),
                      entity("email", "", "email"),
                      entity("phone", "", "phone"),
                      entity("iban", "", "iban"),
                      entity("date", "", "date"),
                      entity("amount", "", "amount")};
  std::vector<Problem> problems;
  const EntityFinder finder(catalog, problems);
  CHECK(problems.empty());
  const std::pair<const char*, const char*> cases[] = {
      {"pinigus į LT12 1000 0111 0100 1000 ar gerai",
       "iban=LT121000011101001000@LT12 1000 0111 0100 1000"},
      {"mano nr +370 612 34567, užsakymas 10023",
       "phone=+37061234567@+370 612 34567 order_number=10023@10023"},
      {"+370 612 34567 10023", "phone=+37061234567@+370 612 34567 order_number=10023@10023"},
      {"skambinkit 861234567 rytoj", "phone=+37061234567@861234567"},
      {"call +44 20 7946 0958 please", "phone=+442079460958@+44 20 7946 0958"},
      {"10023 10024", "order_number=10023@10023 order_number=10024@10024"},
      {"10023 120 eur", "order_number=10023@10023 amount=120.00@120 eur"},
      {"kainavo 12,50 €", "amount=12.50@12,50 €"},
      {"12 eurų", "amount=12.00@12 eurų"},
      {"i paid EUR 12.50 for it", "amount=12.50@EUR 12.50"},
      {"suma 1 234,50", "amount=1234.50@1 234,50"},
      {"€1,234.50", "amount=1234.50@€1,234.50"},
      {"22.11.2026", "date=2026-11-22@22.11.2026"},
      {"2026 m. lapkričio 22 d. vakare", "date=2026-11-22@2026 m. lapkričio 22 d."},
      {"on 22 November 2026", "date=2026-11-22@22 November 2026"},
      {"Nov 22, 2026 10023", "date=2026-11-22@Nov 22, 2026 order_number=10023@10023"},
      {"rašykit j.p@pastas.lt, ačiū", "email=j.p@pastas.lt@j.p@pastas.lt"},
  };
  for (const auto& [text, expected] : cases) {
    CHECK_MESSAGE(found_in(finder, text) == expected, text);
  }
}

TEST_CASE("a day that is told from today is found only where today is known") {
  Catalog catalog;
  catalog.entities = {entity("date", "", "date")};
  std::vector<Problem> problems;
  const EntityFinder finder(catalog, problems);
  const std::string text = "atvežkit rytoj";
  CHECK(finder.find(fold_with_origin(text), text).empty());
  const Day today = std::chrono::year{2026} / 11 / 22;
  const auto found = finder.find(fold_with_origin(text), text, today);
  REQUIRE(found.size() == 1);
  CHECK(found[0].value == "2026-11-23");
  CHECK(found[0].text == "rytoj");
}

TEST_CASE("a mark's role teaches the word that stands before a value in it") {
  Catalog catalog = shop();
  Intent move;
  move.name = "move";
  move.examples = {{"siųskit iš vilniaus į kauną",
                    "lt",
                    {{13, 21, "city", "Vilnius", "from"}, {25, 31, "city", "Kaunas", "to"}},
                    {}}};
  REQUIRE(move.examples[0].text.substr(13, 8) == "vilniaus");
  REQUIRE(move.examples[0].text.substr(25, 6) == "kauną");
  catalog.intents.push_back(move);
  std::vector<Problem> problems;
  const EntityFinder finder(catalog, problems);
  const std::string text = "perveskite į Vilnių iš Kauno, ne per Vilnių";
  const auto found = finder.find(fold_with_origin(text), text);
  REQUIRE(found.size() == 3);
  CHECK(found[0].value == "Vilnius");
  CHECK(found[0].role == "to");
  CHECK(found[1].role == "from");
  CHECK(found[2].role == "");
}

TEST_CASE("a pattern that reads everything, or none of its own examples, is a warning") {
  Catalog catalog;
  catalog.entities = {entity("all", R"(\w+)"), entity("account", R"(\d{10:12})"),
                      entity("number", "[0-9]{5}"), entity("half", "[0-9]{3}")};
  catalog.entities[2].examples = {{"10023", "lt", {}, {}}};
  catalog.entities[3].examples = {{"123", "lt", {}, {}}, {"12", "lt", {}, {}}};
  Intent intent;
  intent.examples = {{"mano sąskaita 1234567890", "lt", {{15, 25, "account", "1234567890"}}, {}}};
  REQUIRE(intent.examples[0].text.substr(15, 10) == "1234567890");
  catalog.intents = {intent};
  std::vector<Problem> problems;
  const EntityFinder finder(catalog, problems);
  REQUIRE(problems.size() == 3);
  for (const auto& problem : problems) CHECK(problem.severity == Problem::Severity::warning);
  CHECK(problems[0].text == "entity 'all': the pattern reads a value out of every message");
  CHECK(problems[1].text ==
        "entity 'account': the pattern matches none of its 1 examples and marks, the first is "
        "'1234567890'");
  CHECK(problems[2].text == "entity 'half': the pattern does not match the example '12'");
}

TEST_CASE("what cannot be compiled is reported at the entity") {
  Catalog catalog;
  catalog.entities = {entity("broken", "("), entity("odd", "", "colour"),
                      entity("good", "[0-9]{5}")};
  std::vector<Problem> problems;
  const EntityFinder finder(catalog, problems);
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].at.line == 3);
  CHECK(problems[0].text.find("broken") != std::string::npos);
  CHECK(problems[1].text.find("colour") != std::string::npos);
  CHECK(found_in(finder, "10023") == "good=10023@10023");
}

TEST_CASE("long and hostile messages are read in bounded time") {
  std::vector<Problem> problems;
  const EntityFinder finder(shop(), problems);
  std::string text;
  while (text.size() < 4000) text += "10023 vilnius ";
  const auto found = finder.find(fold_with_origin(text), text);
  CHECK(found.size() <= 128);
  CHECK(found_in(finder, std::string(4000, '1')) == "");
  CHECK(found_in(finder, std::string(4000, '@')) == "");
}

}  // namespace entities_test
