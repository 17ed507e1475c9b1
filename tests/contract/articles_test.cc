// SPDX-License-Identifier: MIT
// The part of core/store.h's contract about articles of other places, run on every implementation.
#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "support/stores.h"

namespace articles_test {

using namespace frontdesk;
using support::InMemory;
using support::InSqlite;

namespace {

Time at(int seconds) { return from_millis(1'800'000'000'000 + seconds * 1000LL); }

SourcedArticle article(const std::string& id, const std::string& version = "1",
                       Visibility visibility = Visibility::everybody) {
  return {.key = {"wiki", ArticleId(id), "lt"},
          .version = version,
          .visibility = visibility,
          .updated_at = at(5),
          .fetched_at = at(10),
          .article = {.id = ArticleId("page-" + id),
                      .language = "lt",
                      .title = "Grąžinimas \"" + id + "\"",
                      .questions = {"kaip grąžinti?", ""},
                      .tags = {"a"},
                      .pages = {"/x"},
                      .body = "Per **30** dienų.\n\x01",
                      .url = "https://wiki.example.lt/" + id,
                      .review_by = "2027-06-01",
                      .reviewed = "2026-11-20",
                      .draft = id == "draft"}};
}

SyncChange change(std::vector<SourcedArticle> put = {}, std::vector<Tombstone> gone = {}) {
  SyncChange change;
  change.state.source = "wiki";
  change.put = std::move(put);
  change.gone = std::move(gone);
  change.at = at(20);
  return change;
}

std::vector<std::string> ids(Store& store) {
  const auto all = store.articles();
  REQUIRE(all.ok());
  std::vector<std::string> found;
  for (const auto& each : *all) found.push_back(each.key.source + "/" + each.key.id.value);
  return found;
}

using Ids = std::vector<std::string>;

}  // namespace

#define FOR_EACH_STORE(name) TEST_CASE_TEMPLATE(name, Place, InMemory, InSqlite)

FOR_EACH_STORE("a new store knows no source, no article, and is at version 0") {
  Place place;
  CHECK(ids(place.store).empty());
  CHECK(place.store.known_articles("wiki")->empty());
  CHECK(place.store.source_states()->empty());
  CHECK(*place.store.articles_version() == 0);
}

FOR_EACH_STORE("an article comes back as it was put") {
  Place place;
  auto second = article("draft", "v2", Visibility::agents_only);
  second.updated_at.reset();
  REQUIRE(place.store.sync(change({article("b"), second})));
  const auto all = place.store.articles();
  REQUIRE(all->size() == 2);
  const auto check = [](const SourcedArticle& found, const SourcedArticle& put) {
    CHECK(found.key == put.key);
    CHECK(found.version == put.version);
    CHECK(found.visibility == put.visibility);
    CHECK(found.updated_at == put.updated_at);
    CHECK(found.fetched_at == put.fetched_at);
    CHECK(found.article.id == put.article.id);
    CHECK(found.article.language == put.article.language);
    CHECK(found.article.title == put.article.title);
    CHECK(found.article.questions == put.article.questions);
    CHECK(found.article.tags == put.article.tags);
    CHECK(found.article.pages == put.article.pages);
    CHECK(found.article.body == put.article.body);
    CHECK(found.article.url == put.article.url);
    CHECK(found.article.review_by == put.article.review_by);
    CHECK(found.article.reviewed == put.article.reviewed);
    CHECK(found.article.draft == put.article.draft);
  };
  check((*all)[0], article("b"));
  check((*all)[1], second);
}

FOR_EACH_STORE("articles are in the order of their keys, whatever the order they came in") {
  Place place;
  auto english = article("b");
  english.key.language = "en";
  REQUIRE(place.store.sync(change({article("c"), article("b"), english})));
  auto other = change({article("a")});
  other.state.source = other.put.front().key.source = "help";
  REQUIRE(place.store.sync(other));
  CHECK(ids(place.store) == Ids{"help/a", "wiki/b", "wiki/b", "wiki/c"});
  CHECK((*place.store.articles())[1].key.language == "en");
  CHECK(place.store.known_articles("wiki")->size() == 3);
  CHECK(place.store.known_articles("help")->size() == 1);
}

FOR_EACH_STORE("what is gone leaves a tombstone, and may come back") {
  Place place;
  REQUIRE(place.store.sync(change({article("a"), article("b")})));
  const ArticleKey key = article("a").key;
  const ArticleKey never{"wiki", ArticleId("never"), "lt"};
  REQUIRE(place.store.sync(change({}, {{key, ""}, {never, "7"}})));
  CHECK(ids(place.store) == Ids{"wiki/b"});
  auto known = *place.store.known_articles("wiki");
  REQUIRE(known.size() == 3);
  CHECK(known[0].key == key);
  CHECK(known[0].deleted);
  CHECK(known[0].version == "");
  CHECK(known[0].title == article("a").article.title);
  CHECK_FALSE(known[1].deleted);
  CHECK(known[2].key == never);
  CHECK(known[2].deleted);
  CHECK(known[2].version == "7");

  REQUIRE(place.store.sync(change({article("a", "2")})));
  CHECK(ids(place.store) == Ids{"wiki/a", "wiki/b"});
  known = *place.store.known_articles("wiki");
  CHECK_FALSE(known[0].deleted);
  CHECK(known[0].version == "2");
}

FOR_EACH_STORE("an article that is restricted keeps its words") {
  Place place;
  REQUIRE(place.store.sync(change({article("a"), article("b")})));
  auto restricting = change();
  restricting.restricted = {article("a").key, {"wiki", ArticleId("never"), "lt"}};
  REQUIRE(place.store.sync(restricting));
  const auto all = *place.store.articles();
  REQUIRE(all.size() == 2);
  CHECK(all[0].visibility == Visibility::agents_only);
  CHECK(all[0].article.body == article("a").article.body);
  CHECK(all[1].visibility == Visibility::everybody);
}

FOR_EACH_STORE("the version of the articles rises with what changes them and with nothing else") {
  Place place;
  auto& store = place.store;
  std::int64_t last = 0;
  const auto rises = [&](const SyncChange& step) {
    REQUIRE(store.sync(step));
    const auto now = *store.articles_version();
    const bool risen = now > last;
    CHECK(now >= last);
    last = now;
    return risen;
  };
  CHECK_FALSE(rises(change()));
  CHECK(rises(change({article("a")})));
  auto again = article("a", "2");
  again.fetched_at = at(99);
  CHECK_FALSE(rises(change({again})));
  CHECK(store.known_articles("wiki")->front().version == "2");
  again.article.body = "Per 60 dienų.";
  CHECK(rises(change({again})));
  again.article.tags.emplace_back("b");
  CHECK(rises(change({again})));
  auto restricting = change();
  restricting.restricted = {again.key};
  CHECK(rises(restricting));
  CHECK_FALSE(rises(restricting));
  CHECK(rises(change({}, {{again.key, ""}})));
  CHECK_FALSE(rises(change({}, {{again.key, "3"}})));
  CHECK(rises(change({again})));
}

FOR_EACH_STORE("a source's state comes back as it was, with the number of its articles") {
  Place place;
  auto first = change({article("a"), article("b")}, {{{"wiki", ArticleId("c"), "lt"}, ""}});
  first.state = {.source = "wiki",
                 .synced_at = at(1),
                 .reconciled_at = at(2),
                 .since = at(3),
                 .attempted_at = at(4),
                 .retry_at = at(5),
                 .failures = 6,
                 .error = "kaput",
                 .held = "too many"};
  REQUIRE(place.store.sync(first));
  auto states = *place.store.source_states();
  REQUIRE(states.size() == 1);
  CHECK(states[0].source == "wiki");
  CHECK(states[0].synced_at == at(1));
  CHECK(states[0].reconciled_at == at(2));
  CHECK(states[0].since == at(3));
  CHECK(states[0].attempted_at == at(4));
  CHECK(states[0].retry_at == at(5));
  CHECK(states[0].failures == 6);
  CHECK(states[0].error == "kaput");
  CHECK(states[0].held == "too many");
  CHECK(states[0].articles == 2);
  REQUIRE(place.store.sync(change()));
  states = *place.store.source_states();
  REQUIRE(states.size() == 1);
  CHECK_FALSE(states[0].synced_at);
  CHECK(states[0].failures == 0);
  CHECK(states[0].articles == 2);
}

FOR_EACH_STORE("a step with an article of another source changes nothing") {
  Place place;
  auto step = change({article("a"), article("b")});
  step.put.back().key.source = "help";
  CHECK(place.store.sync(step).error().code == Code::invalid);
  step = change({article("")});
  CHECK(place.store.sync(step).error().code == Code::invalid);
  step = change({article("a")}, {{{"help", ArticleId("x"), "lt"}, ""}});
  CHECK(place.store.sync(step).error().code == Code::invalid);
  step = change();
  step.state.source.clear();
  CHECK(place.store.sync(step).error().code == Code::invalid);
  CHECK(ids(place.store).empty());
  CHECK(place.store.source_states()->empty());
  CHECK(*place.store.articles_version() == 0);
}

namespace {

Result<SourceLease> lease(Store& store, const std::string& holder, int from, int until,
                          const std::string& source = "wiki") {
  return store.lease_source(
      {.source = source, .holder = holder, .since = at(from), .until = at(until)}, at(from));
}

}  // namespace

FOR_EACH_STORE("a source is leased to one, and the other learns to whom and since when") {
  Place place;
  auto& store = place.store;
  const auto first = lease(store, "a", 0, 60);
  REQUIRE(first);
  CHECK(first->source == "wiki");
  CHECK(first->holder == "a");
  CHECK(first->since == at(0));
  CHECK(first->until == at(60));
  const auto second = lease(store, "b", 59, 119);
  REQUIRE(second);
  CHECK(second->holder == "a");
  CHECK(second->since == at(0));
  CHECK(second->until == at(60));
  // Another source is another matter.
  CHECK(lease(store, "b", 59, 119, "help")->holder == "b");
}

FOR_EACH_STORE("a holder keeps a source for longer, since when he had it") {
  Place place;
  auto& store = place.store;
  REQUIRE(lease(store, "a", 0, 60));
  const auto renewed = lease(store, "a", 20, 80);
  CHECK(renewed->since == at(0));
  CHECK(renewed->until == at(80));
  CHECK(lease(store, "b", 79, 139)->holder == "a");
}

FOR_EACH_STORE("a lease that is over is anybody's, and its holder has to stand back") {
  Place place;
  auto& store = place.store;
  REQUIRE(lease(store, "a", 0, 60));
  // Nobody came in between: late, but his.
  CHECK(lease(store, "a", 70, 130)->since == at(0));
  const auto taken = lease(store, "b", 130, 190);
  CHECK(taken->holder == "b");
  CHECK(taken->since == at(130));
  CHECK(lease(store, "a", 131, 191)->holder == "b");
}

FOR_EACH_STORE("only the holder gives a source back") {
  Place place;
  auto& store = place.store;
  CHECK(store.release_source("wiki", "a"));
  REQUIRE(lease(store, "a", 0, 60));
  CHECK(store.release_source("wiki", "b"));
  CHECK(lease(store, "b", 1, 61)->holder == "a");
  CHECK(store.release_source("wiki", "a"));
  CHECK(lease(store, "b", 1, 61)->holder == "b");
}

FOR_EACH_STORE("a lease without source, holder or time is none") {
  Place place;
  CHECK(lease(place.store, "", 0, 60).error().code == Code::invalid);
  CHECK(lease(place.store, "a", 0, 60, "").error().code == Code::invalid);
  CHECK(lease(place.store, "a", 60, 60).error().code == Code::invalid);
  CHECK(lease(place.store, "b", 0, 60)->holder == "b");
}

FOR_EACH_STORE("while one has a source's lease, a step of another changes nothing") {
  Place place;
  auto& store = place.store;
  REQUIRE(lease(store, "a", 0, 60));
  auto step = change({article("a")});  // at second 20
  for (const char* holder : {"", "b"}) {
    step.holder = holder;
    CHECK(store.sync(step).error().code == Code::conflict);
  }
  CHECK(ids(store).empty());
  CHECK(store.source_states()->empty());
  CHECK(*store.articles_version() == 0);
  step.holder = "a";
  CHECK(store.sync(step));
  // Held up until another had it: whatever it is that the first one still wants to write, it is late.
  REQUIRE(lease(store, "b", 60, 120)->holder == "b");
  step = change({article("late")});
  step.at = at(61);
  step.holder = "a";
  CHECK(store.sync(step).error().code == Code::conflict);
  REQUIRE(store.release_source("wiki", "b"));
  CHECK(store.sync(step).error().code == Code::conflict);
  CHECK(ids(store) == Ids{"wiki/a"});
  step.holder = "";
  CHECK(store.sync(step));
  CHECK(ids(store) == Ids{"wiki/a", "wiki/late"});
}

TEST_CASE("of many who ask for a source at once, through two handles of a database, one gets it") {
  const support::TempFolder folder;
  std::vector<std::unique_ptr<SqliteStore>> stores;
  for (int i = 0; i < 2; ++i) {
    auto opened = SqliteStore::open(folder / "frontdesk.db");
    REQUIRE(opened);
    stores.push_back(std::move(*opened));
  }
  std::atomic<int> got = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const std::string name = "holder " + std::to_string(i);
      const auto answer = lease(*stores[static_cast<std::size_t>(i % 2)], name, 0, 60);
      if (answer && answer->holder == name) ++got;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(got == 1);
}

TEST_CASE("articles outlive the process, and another process sees what one synced") {
  const support::TempFolder folder;
  auto one = SqliteStore::open(folder / "frontdesk.db");
  auto two = SqliteStore::open(folder / "frontdesk.db");
  REQUIRE(one);
  REQUIRE(two);
  REQUIRE((*one)->sync(change({article("a")})));
  CHECK(*(*two)->articles_version() == 1);
  CHECK(ids(**two) == Ids{"wiki/a"});
  one->reset();
  two->reset();
  auto later = SqliteStore::open(folder / "frontdesk.db");
  REQUIRE(later);
  CHECK(ids(**later) == Ids{"wiki/a"});
}

}  // namespace articles_test
