// SPDX-License-Identifier: MIT
// The agent sees what the visitor looks at.
#include <doctest/doctest.h>

#include "support/test_server.h"

namespace browsing_test {

using nlohmann::json;
using support::TestServer;

namespace {

int see(TestServer& server, const support::Visitor& visitor, const json& body) {
  return server.post(visitor.path("/page"), body, visitor.headers()).status;
}

}  // namespace

TEST_CASE("an agent sees where the visitor is now, where he was, and the products of all pages") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  CHECK(see(server, visitor,
            {{"page", "https://shop.example/sofa"},
             {"attributes", {{"product", "Sofa"}, {"product_price", 500}}}}) == 200);
  CHECK(see(server, visitor,
            {{"page", "https://shop.example/lamp"}, {"attributes", {{"product", "Lamp"}}}}) == 200);
  const auto card = server.seen(visitor, ruta)["card"];
  CHECK(card["page"] == "https://shop.example/lamp");
  REQUIRE(card["pages"].size() == 2);
  CHECK(card["pages"][1]["page"] == "https://shop.example/sofa");
  REQUIRE(card["products"].size() == 2);
  CHECK(card["products"][0]["name"] == "Lamp");
  CHECK(card["products"][1]["price"] == "500");
}

TEST_CASE(
    "going about the site moves nobody in the queue, changes no hands and is told to no visitor") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  const auto before = server.seen(visitor, ruta);
  const auto told = server.events(visitor).json()["events"];
  CHECK(see(server, visitor, {{"page", "/sofa"}}) == 200);
  CHECK(see(server, visitor, {{"page", "/sofa"}}) == 200);
  const auto after = server.seen(visitor, ruta);
  CHECK(after["epoch"] == before["epoch"]);
  CHECK(after["status"] == "queued");
  CHECK(after["last"].get<int>() == before["last"].get<int>() + 1);  // the second said nothing new
  CHECK(server.events(visitor).json()["events"] == told);
}

TEST_CASE("a page has to have an address, a short one, of a conversation of one's own") {
  TestServer server;
  const auto visitor = server.waiting();
  CHECK(see(server, visitor, json::object()) == 400);
  CHECK(see(server, visitor, {{"page", std::string(2001, 'a')}}) == 413);
  CHECK(see(server, visitor, {{"page", "/x"}, {"attributes", {{"a", json::array()}}}}) == 400);
  const auto other = server.waiting();
  CHECK(server.post(visitor.path("/page"), {{"page", "/x"}}, other.headers()).status == 404);
}

}  // namespace browsing_test
