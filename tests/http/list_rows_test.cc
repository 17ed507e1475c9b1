// SPDX-License-Identifier: MIT
#include "http/list_rows.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "desk/offers.h"
#include "support/office.h"

namespace list_rows_test {

using namespace support;
using nlohmann::json;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

/// What a console reads, and what one reads that comes when nothing is remembered: always the same.
json rows_of(ListRows& rows, Office& office, const AgentId& reader = {}) {
  auto read = rows.read(reader);
  REQUIRE(read.ok());
  CHECK(read->version == office.hub.version());
  CHECK(read->json == ListRows(office.conversations).read(reader)->json);
  return json::parse(read->json)["conversations"];
}

}  // namespace

TEST_CASE("a console that comes a moment later reads what was committed since, in the same order") {
  MemoryStore store;
  Office office(store);
  ListRows rows(office.conversations);
  CHECK(rows_of(rows, office).empty());
  std::vector<Conversation> all;
  for (const auto* token : {"t1", "t2", "t3"}) {
    all.push_back(office.begin(token));
    REQUIRE(office.say(all.back(), "human", "m1"));
    CHECK(rows_of(rows, office).size() == all.size());
  }
  REQUIRE(office.take(all[0], kRuta));
  CHECK(rows_of(rows, office).back()["owner"]["name"] == "Ruta");
  REQUIRE(office.conversations.settle([&] {
    return office.conversations.command(all[0].id, [&](Draft& draft) {
      return close(draft, kRuta, draft.conversation().epoch, "");
    });
  }));
  CHECK(rows_of(rows, office).size() == 2);
}

TEST_CASE("whom a row asks reads so, and nobody else") {
  MemoryStore store;
  Office office(store);
  ListRows rows(office.conversations);
  const auto visitor = office.begin();
  REQUIRE(office.say(visitor, "human", "m1"));
  REQUIRE(office.conversations.settle([&] {
    return office.conversations.command(visitor.id, [&](Draft& draft) {
      return ask(draft, {.agents = {kRuta.id}, .until = office.clock.now() + std::chrono::hours(1)},
                 draft.conversation().last);
    });
  }));
  CHECK(rows_of(rows, office, kRuta.id)[0]["asked"] == true);
  CHECK(rows_of(rows, office, AgentId("jonas"))[0]["asked"] == false);
}

TEST_CASE("what another process committed is in the list a second later") {
  MemoryStore store;
  Office office(store);
  Office other(store);
  ListRows rows(office.conversations);
  CHECK(rows_of(rows, office).empty());
  (void)other.begin();
  office.clock.tick(std::chrono::seconds(1));
  CHECK(rows_of(rows, office).size() == 1);
}

}  // namespace list_rows_test
