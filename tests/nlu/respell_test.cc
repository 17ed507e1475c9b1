// SPDX-License-Identifier: MIT
#include "nlu/respell.h"

#include <doctest/doctest.h>

namespace respell_test {

using namespace frontdesk;

namespace {

std::string plain(std::string_view word) {
  std::string all;
  for (const auto& form : respellings(word)) all += (all.empty() ? "" : " ") + form;
  return all;
}

}  // namespace

TEST_CASE("letters that stand in for Lithuanian ones are made plain") {
  CHECK(plain("shiandien") == "siandien");
  CHECK(plain("zhinute") == "zinute");
  CHECK(plain("chekis") == "cekis");
  CHECK(plain("wisada") == "visada");
  CHECK(plain("qada") == "kada");
  CHECK(plain("taxi") == "taksi");
  CHECK(plain("szimtas") == "simtas");
  CHECK(plain("grazhinti") == "grazinti");
  CHECK(plain("uzhsakymash") == "uzsakymas");
}

TEST_CASE("a word that has nothing to change has no other form") {
  for (const auto* word : {"", "a", "labas", "siunta", "issiusti", "pizza", "####", "užsakymas"}) {
    CAPTURE(word);
    CHECK(plain(word).empty());
  }
}

TEST_CASE("a ch that may be real is kept as the second form") {
  CHECK(plain("wchekis") == "vcekis vchekis");
  CHECK(plain("technika") == "tecnika");
}

TEST_CASE("a drawn-out word is one") {
  CHECK(plain("labaaas") == "labas");
  CHECK(plain("kurrrrr") == "kur");
  CHECK(plain("aciuu").empty());
  CHECK(plain(std::string(10000, 'w')) == "v");
}

TEST_CASE("bytes that are no ASCII letters pass through") {
  CHECK(plain("\xd1\x88w") == "\xd1\x88v");
  CHECK(plain("\xff\xff\xff").empty());
}

}  // namespace respell_test
