// SPDX-License-Identifier: MIT
// tests/protocol/facts.json holds bodies as they were once written by a released version. They are
// read for ever: an entry is never changed or removed, only added.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "store/fact_json.h"
#include "support/facts.h"

namespace golden_test {

using namespace frontdesk;
using Json = nlohmann::json;

namespace {

Json golden() {
  std::ifstream file(FRONTDESK_ROOT "/tests/protocol/facts.json");
  REQUIRE(file.good());
  return Json::parse(file).at("facts");
}

template <std::size_t... I>
std::set<std::string> types_but_unknown(std::index_sequence<I...>) {
  return {std::string(type_of(Fact(std::in_place_index<I>)))...};
}

}  // namespace

TEST_CASE("every released body is still read and written as it was") {
  for (const auto& entry : golden()) {
    const auto type = entry.at("type").get<std::string>();
    const int version = entry.at("version").get<int>();
    const auto& body = entry.at("body");
    CAPTURE(type);
    CAPTURE(body.dump());
    const Fact fact = from_stored(type, version, body.dump());
    CHECK_FALSE(std::holds_alternative<Unknown>(fact));
    CHECK(type_of(fact) == type);
    // A body of an older version is written as the newest one.
    if (version != version_of(fact)) continue;
    const auto again = to_stored(fact);
    CHECK(Json::parse(again.body) == body);
    CHECK(from_stored(again.type, again.version, again.body) == fact);
  }
}

TEST_CASE("every type of fact has a released body") {
  std::set<std::string> released;
  for (const auto& entry : golden()) released.insert(entry.at("type").get<std::string>());
  CHECK(released ==
        types_but_unknown(std::make_index_sequence<std::variant_size_v<AnyFact> - 1>()));
}

TEST_CASE("what is written today is among the released bodies") {
  const auto released = golden();
  for (const auto& fact : support::every_fact()) {
    const auto stored = to_stored(fact);
    const Json entry = {
        {"type", stored.type}, {"version", stored.version}, {"body", Json::parse(stored.body)}};
    CAPTURE(entry.dump());
    CHECK(std::find(released.begin(), released.end(), entry) != released.end());
  }
}

}  // namespace golden_test
