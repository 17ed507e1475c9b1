// SPDX-License-Identifier: MIT
// What a sync does not do without its owner's word.
#include <doctest/doctest.h>

#include "support/sync_place.h"

namespace sync_held_test {

using namespace frontdesk;
using namespace std::chrono_literals;
using Place = support::SyncPlace;
using Ids = std::vector<std::string>;

TEST_CASE("a list that is empty after 1,000 articles deletes nothing until the owner confirms it") {
  Place place;
  place.source.fill(1000);
  place.sync();
  place.source.articles.clear();
  for (int i = 0; i < 3; ++i) {
    const auto summary = place.sync_later();
    CHECK(summary.gone == 0);
    CHECK(summary.held == 1000);
    CHECK(summary.held_because == "1000 of 1000 articles would go");
    CHECK(place.ids().size() == 1000);
    CHECK(place.state().held == summary.held_because);
  }
  const auto summary = place.sync(true);
  CHECK(summary.gone == 1000);
  CHECK(place.ids().empty());
  CHECK(place.state().held == "");
}

TEST_CASE("a fifth of the articles may go and a bit more may not, while all else goes on") {
  Place place;
  place.source.fill(10);
  place.sync();
  place.source.articles.erase("a0000");
  place.source.articles.erase("a0001");
  CHECK(place.sync_later().gone == 2);
  place.source.articles.erase("a0002");
  place.source.articles.erase("a0003");
  place.source.articles["b"] = {};
  place.source.articles["a0004"].version = "2";
  const auto held = place.sync_later();
  CHECK(held.gone == 0);
  CHECK(held.held == 2);
  CHECK(held.added == 1);
  CHECK(held.changed == 1);
  place.source.fill(4);
  CHECK(place.sync_later().held == 0);
  CHECK(place.state().held == "");
}

TEST_CASE("one article of a small base may go, the last one may not") {
  Place place;
  place.source.fill(2);
  place.sync();
  place.source.articles.erase("a0000");
  CHECK(place.sync_later().gone == 1);
  place.source.articles.clear();
  CHECK(place.sync_later().held == 1);
  CHECK(place.ids() == Ids{"a0001"});
}

TEST_CASE("what was held is listed again by the next sync") {
  Place place;
  place.source.fill(10);
  place.source.lists_changes = true;
  const Time first = place.clock.now();
  place.sync();
  place.source.deleted = {"a0000", "a0001", "a0002"};
  CHECK(place.sync_later().held == 3);
  CHECK(place.sync_later().held == 3);
  CHECK(place.source.listed.front().since == first - 5min);
  CHECK(place.sync(true).gone == 3);
}

TEST_CASE("when many titles change at once, those articles stay as they were") {
  Place place;
  place.source.fill(10);
  place.sync();
  for (auto& [id, article] : place.source.articles) {
    article.version = "2";
    article.body = "Other words.";
    if (id < "a0004") article.title = "Buy pills";
  }
  place.source.articles["b"] = {};
  auto summary = place.sync_later();
  CHECK(summary.held == 4);
  CHECK(summary.held_because == "4 of 10 articles would change their titles");
  CHECK(summary.changed == 6);
  CHECK(summary.added == 1);
  CHECK(place.one("a0000").article.title == "Title of a0000");
  CHECK(place.one("a0000").article.body == "Some words.");
  CHECK(place.one("a0009").article.body == "Other words.");
  summary = place.sync_later();
  CHECK(summary.held == 4);
  summary = place.sync(true);
  CHECK(summary.changed == 4);
  CHECK(place.one("a0000").article.title == "Buy pills");
  CHECK(place.state().held == "");
}

TEST_CASE("many articles may change when their titles stay") {
  Place place;
  place.source.fill(10);
  place.sync();
  for (auto& [id, article] : place.source.articles) article.version = "2";
  CHECK(place.sync_later().changed == 10);
}

TEST_CASE("when many articles are listed and none is found, none goes") {
  Place place;
  place.source.fill(10);
  place.sync();
  for (auto& [id, article] : place.source.articles) {
    article.version = "2";
    place.source.vanished.push_back(id);
  }
  const auto summary = place.sync_later();
  CHECK(summary.held == 10);
  CHECK(place.ids().size() == 10);
}

}  // namespace sync_held_test
