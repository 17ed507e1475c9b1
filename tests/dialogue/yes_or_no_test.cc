// SPDX-License-Identifier: MIT
#include "dialogue/yes_or_no.h"

#include <doctest/doctest.h>

#include "nlu/normalise.h"

namespace yes_or_no_test {

using namespace frontdesk;

namespace {

std::optional<bool> answer(const std::string& said) {
  return yes_or_no(fold(said), fold("Registruoti grąžinimą? Change the address?"));
}

}  // namespace

TEST_CASE("a plain yes is one with its politeness, and with the question's own words") {
  for (const auto* said : {"taip",
                           "Taip!",
                           "TAIP, prašau.",
                           "jo",
                           "aha",
                           "gerai",
                           "Gerai, ačiū",
                           "tinka",
                           "žinoma",
                           "noriu",
                           "taip, noriu",
                           "Noriu, ačiū!",
                           "labai noriu",
                           "taip, žinoma",
                           "taip, viskas gerai",
                           "gerai, užregistruokite",
                           "taip, registruokite",
                           "taip, registruoti",
                           "taip, grąžinimą",
                           "taip, darykite",
                           "na gerai",
                           "yes",
                           "Yes, please!",
                           "yep",
                           "sure, thanks",
                           "ok",
                           "okay, do it",
                           "yes I want to",
                           "yes, go ahead",
                           "of course, yes",
                           "yes, change it",
                           "yes, that's right",
                           "y",
                           "taip taip",
                           "🙂 taip"}) {
    CAPTURE(said);
    CHECK(answer(said) == true);
  }
}

TEST_CASE("a plain no is one with its politeness, and with the question's own words") {
  for (const auto* said : {"ne",
                           "Ne.",
                           "ne, ačiū",
                           "nereikia",
                           "nenoriu",
                           "netinka",
                           "ne, persigalvojau",
                           "ne dabar",
                           "dar ne",
                           "kol kas ne",
                           "ne, neregistruokite",
                           "ne, nereikia",
                           "no",
                           "No thanks",
                           "no, thank you very much",
                           "nope",
                           "nah",
                           "cancel",
                           "cancel it",
                           "not now",
                           "no, I don't",
                           "no, I changed my mind",
                           "n"}) {
    CAPTURE(said);
    CHECK(answer(said) == false);
  }
}

TEST_CASE("a sentence that only begins as a yes or a no does is neither") {
  for (const auto* said : {"noriu grąžinti prekę",
                           "noriu žmogaus",
                           "noriu su žmogum pakalbėt",
                           "noriu atšaukti",
                           "noriu grąžinti",
                           "taip, noriu žmogaus",
                           "taip, bet ne dabar",
                           "gerai, o kiek kainuoja",
                           "gerai, kur siunta",
                           "tinka kortelė",
                           "jo adresas kitas",
                           "ne tas užsakymas",
                           "nenoriu su botu kalbėti",
                           "netinka dydis",
                           "nereikia siųsti paštu",
                           "ne, noriu žmogaus",
                           "yes but not now",
                           "yes I want a human",
                           "ok where is it",
                           "sure, how much",
                           "no idea",
                           "no problem",
                           "no parcel came",
                           "cancel my order",
                           "taip ne",
                           "yes no",
                           "kas",
                           "dabar",
                           "thanks",
                           "please",
                           ""}) {
    CAPTURE(said);
    CHECK(answer(said) == std::nullopt);
  }
}

}  // namespace yes_or_no_test
