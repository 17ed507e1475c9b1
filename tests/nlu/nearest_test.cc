// SPDX-License-Identifier: MIT
#include "nlu/nearest.h"

#include <doctest/doctest.h>

#include "nlu/normalise.h"

namespace nearest_test {

using namespace frontdesk;

namespace {

const std::vector<NearestExamples::Row> kRows = {{"track", "kur mano siunta"},
                                                 {"track", "kada atvyks siuntinys"},
                                                 {"return", "noriu grąžinti prekę"},
                                                 {"other", "kur mano siunta"}};

}  // namespace

TEST_CASE("the example itself is the nearest, and of equal ones the first") {
  const NearestExamples nearest(kRows);
  const auto found = nearest.find(fold("Kur mano SIUNTA"));
  REQUIRE(found.size() == 3);
  CHECK(found[0].intent == "track");
  CHECK(found[0].text == "kur mano siunta");
  CHECK(found[0].similarity == doctest::Approx(1));
  CHECK(found[1].intent == "other");
  CHECK(found[2].text == "kada atvyks siuntinys");
  CHECK(found[2].similarity < 0.5);
}

TEST_CASE("a misspelled word is still near, and words never seen make it less so") {
  const NearestExamples nearest(kRows);
  const auto slip = nearest.find(fold("noriu grazint prekes"), 1);
  REQUIRE(slip.size() == 1);
  CHECK(slip[0].intent == "return");
  const auto more = nearest.find(fold("noriu grazint prekes wxyz qqq"), 1);
  CHECK(more.at(0).similarity < slip[0].similarity);
}

TEST_CASE("what shares nothing is near nothing") {
  const NearestExamples nearest(kRows);
  CHECK(nearest.find("xyzzy").empty());
  CHECK(nearest.find("").empty());
  CHECK(NearestExamples({}).find("kur").empty());
}

TEST_CASE("a catalog's examples are rows, and its sentences out of scope those of oos") {
  Catalog catalog;
  Intent intent;
  intent.name = "track";
  intent.examples = {{"kur mano siunta", "lt", {}, {}}};
  catalog.intents = {intent};
  catalog.out_of_scope = {{"kas laimės rinkimus", "lt", {}, {}}};
  const auto rows = training_rows(catalog);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].intent == "oos");
  CHECK(NearestExamples(rows).size() == 2);
}

}  // namespace nearest_test
