// SPDX-License-Identifier: MIT
#include "nlu/entities.h"

#include <doctest/doctest.h>

#include "nlu/checks.h"

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
  CHECK(checked_value("phone", "8 (612) 34-567") == "861234567");
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
  CHECK(checked_value("amount", "1.234") == "1234");
  CHECK(checked_value("amount", "0,99") == "0.99");
  CHECK(checked_value("", "as it is") == "as it is");
  CHECK_FALSE(checked_value("", ""));
  CHECK(is_known_check("iban"));
  CHECK_FALSE(is_known_check("colour"));
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
