// SPDX-License-Identifier: MIT
// Articles whose source dates them to the second.
#include "kb-connector/kept_version.h"

#include <doctest/doctest.h>

#include "support/sync_place.h"

namespace kept_version_test {

using namespace frontdesk;
using namespace std::chrono_literals;
using Place = support::SyncPlace;
using Ids = std::vector<std::string>;

namespace {

/// What a wiki does at an edit: the second of it is the version.
void edit(Place& place, const std::string& id, const std::string& body) {
  place.source.articles[id].body = body;
  place.source.articles[id].version = "a second";
  place.source.updated_at = place.clock.now();
}

}  // namespace

TEST_CASE("a second edit within the second of the first is seen at the next sync") {
  Place place;
  place.source.fill(8);
  place.sync();
  place.clock.tick(1h);
  edit(place, "a0000", "first");
  CHECK(place.sync().changed == 1);
  edit(place, "a0000", "second");
  const auto summary = place.sync_later(500ms);
  CHECK(summary.changed == 1);
  CHECK(place.one("a0000").article.body == "second");
}

TEST_CASE("what was looked at again without a change is not a change, and is left alone then") {
  Place place;
  place.source.fill(8);
  place.sync();
  place.clock.tick(1h);
  edit(place, "a0000", "first");
  place.sync();
  const auto version = *place.store.articles_version();
  auto summary = place.sync_later(1min);
  CHECK(place.source.fetched == Ids{"a0000"});
  CHECK(summary.changed == 0);
  CHECK(summary.unchanged == 8);
  CHECK(*place.store.articles_version() == version);
  summary = place.sync_later(1min);
  CHECK(place.source.fetched.empty());
  CHECK(summary.unchanged == 8);
}

TEST_CASE("an article that was edited a while before its list is fetched once") {
  Place place;
  place.source.fill(1);
  edit(place, "a0000", "first");
  place.clock.tick(2s);
  place.sync();
  place.sync_later(1min);
  CHECK(place.source.fetched.empty());
}

TEST_CASE("articles that were all written just now are not held for being looked at again") {
  Place place;
  place.source.fill(20);
  place.source.updated_at = place.clock.now();
  place.sync();
  const auto summary = place.sync_later(1min);
  CHECK(place.source.fetched.size() == 20);
  CHECK(summary.unchanged == 20);
  CHECK(summary.held == 0);
}

TEST_CASE("a version without a date, or without a version, is as before") {
  const Article article{.title = "T", .body = "B"};
  const Time now = from_millis(1'795'000'000'000);
  CHECK(kept_version({.version = "7"}, article, now) == "7");
  CHECK(kept_version({.version = "", .updated_at = now}, article, now).empty());
  CHECK(kept_version({.version = "7", .updated_at = now + 1h}, article, now) == "7");
  CHECK(compare_version("7", {.version = "7"}) == Kept::same);
  CHECK(compare_version("7", {.version = ""}) == Kept::other);
  CHECK(compare_version("70", {.version = "7"}) == Kept::other);
  const auto kept = kept_version({.version = "7", .updated_at = now}, article, now);
  CHECK(compare_version(kept, {.version = "7"}) == Kept::look_again);
  CHECK(compare_version(kept, {.version = "8"}) == Kept::other);
  CHECK(is_same_content(kept, article));
  CHECK_FALSE(is_same_content(kept, {.title = "T", .body = "C"}));
  CHECK_FALSE(is_same_content("7", article));
}

}  // namespace kept_version_test
