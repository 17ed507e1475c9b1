// SPDX-License-Identifier: MIT
#include "kb-connector/sync.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "kb-connector/public_id.h"
#include "support/sync_place.h"

namespace sync_test {

using namespace frontdesk;
using namespace std::chrono_literals;
using Place = support::SyncPlace;
using Ids = std::vector<std::string>;

TEST_CASE("a first sync fetches everything, part by part") {
  Place place;
  place.source.fill(7);
  place.source.part = 3;
  const auto summary = place.sync();
  CHECK(summary.added == 7);
  CHECK_FALSE(summary.error);
  CHECK(place.source.listed.size() == 3);
  CHECK_FALSE(place.source.listed.front().since);
  CHECK(place.ids().size() == 7);
  const auto article = place.one("a0003");
  CHECK(article.article.title == "Title of a0003");
  CHECK(article.article.language == "lt");
  CHECK(article.visibility == Visibility::everybody);
  CHECK(article.fetched_at == place.clock.now());
  CHECK(place.state().articles == 7);
  CHECK(place.state().since == place.clock.now());
  CHECK(to_text(summary) == "wiki: 7 new, 0 changed, 0 unchanged, 0 gone, 0 held, 0 failed");
}

TEST_CASE("a later sync lists what changed since five minutes before the one before") {
  Place place;
  place.source.fill(10);
  place.source.lists_changes = true;
  const Time first = place.clock.now();
  place.sync();
  place.source.articles["a0001"].version = "2";
  place.source.articles["a0001"].body = "Other words.";
  place.source.recent = {"a0001", "a0002"};
  const auto summary = place.sync_later();
  REQUIRE(place.source.listed.size() == 1);
  CHECK(place.source.listed.front().since == first - 5min);
  CHECK(place.source.fetched == Ids{"a0001"});
  CHECK(summary.changed == 1);
  CHECK(summary.unchanged == 1);
  CHECK(summary.gone == 0);
  CHECK(place.one("a0001").article.body == "Other words.");
  CHECK(place.one("a0001").version == "2");
  CHECK(place.ids().size() == 10);
}

TEST_CASE("an article of the same version is not fetched again, one without a version always is") {
  Place place;
  place.source.fill(3);
  place.source.articles["a0002"].version = "";
  place.sync();
  const auto version = *place.store.articles_version();
  const auto summary = place.sync_later();
  CHECK(place.source.fetched == Ids{"a0002"});
  CHECK(summary.unchanged == 2);
  CHECK(*place.store.articles_version() == version);
}

TEST_CASE("what a complete list lacks is gone, and so is what it says is deleted") {
  Place place;
  place.source.fill(20);
  place.sync();
  place.source.articles.erase("a0003");
  place.source.articles.erase("a0004");
  place.source.deleted = {"a0004", "never"};
  const auto summary = place.sync_later();
  CHECK(summary.gone == 2);
  CHECK(place.ids().size() == 18);

  place.source.deleted.clear();
  place.source.articles["a0003"] = {};
  CHECK(place.sync_later().added == 1);
  CHECK(place.ids().size() == 19);
}

TEST_CASE("what a list of changes lacks is not gone until the daily look at the whole list") {
  Place place;
  place.source.fill(20);
  place.source.lists_changes = true;
  place.sync();
  place.source.articles.erase("a0003");
  CHECK(place.sync_later().gone == 0);
  CHECK(place.sync_later(22h).gone == 0);
  REQUIRE(place.source.listed.front().since);
  CHECK(place.sync_later(1h).gone == 1);
  CHECK_FALSE(place.source.listed.front().since);
  CHECK(place.sync_later().gone == 0);
  CHECK(place.source.listed.front().since);
}

TEST_CASE("a sync that is killed in its middle goes on where it was, and nothing is lost") {
  Place place;
  place.source.fill(500);
  place.source.lists_changes = true;
  place.source.on_fetch = [](const std::string& id) {
    if (id == "a0333") throw std::runtime_error("killed");
  };
  CHECK_THROWS((void)place.sync());
  const std::size_t kept = place.ids().size();
  CHECK(kept >= 250);
  CHECK(kept <= 333);
  const SourceState state = place.state();
  CHECK_FALSE(state.synced_at);
  CHECK(next_sync(place.config, &state, place.clock.now()) == place.clock.now());
  place.source.on_fetch = nullptr;
  const auto summary = place.sync_later(1min);
  CHECK_FALSE(place.source.listed.front().since);
  CHECK(summary.unchanged == kept);
  CHECK(summary.added == 500 - kept);
  CHECK(place.ids().size() == 500);
}

TEST_CASE("a sync that is told to stop keeps what it has") {
  Place place;
  place.source.fill(20);
  place.progress = [](const SyncProgress& progress) { return progress.fetched < 7; };
  const auto summary = place.sync();
  REQUIRE(summary.error);
  CHECK(place.ids().size() == 7);
  CHECK(place.state().failures == 0);
}

TEST_CASE("an article was last looked over when its source says that it changed") {
  Place place;
  place.source.fill(1);
  place.sync();
  CHECK(place.all().front().article.reviewed.empty());
  place.source.updated_at = from_millis(1'795'651'199'000);  // 2026-11-25T23:59:59Z
  place.source.articles["a0000"].version = "2";
  place.sync_later();
  CHECK(place.all().front().article.reviewed == "2026-11-25");
}

TEST_CASE("an article that is for agents only now is taken from visitors before anything else") {
  Place place;
  place.source.fill(10);
  place.sync();
  for (auto& [id, article] : place.source.articles) article.visibility = Visibility::agents_only;
  place.source.articles["a0000"].version = "2";
  place.source.on_fetch = [&](const std::string&) {
    for (const auto& each : place.all()) {
      CHECK(each.visibility == Visibility::agents_only);
    }
  };
  const auto summary = place.sync_later();
  CHECK(summary.restricted == 10);
  CHECK(place.source.fetched == Ids{"a0000"});
  place.source.articles["a0005"].visibility = Visibility::everybody;
  place.source.on_fetch = nullptr;
  CHECK(place.sync_later().changed == 1);
  CHECK(place.one("a0005").visibility == Visibility::everybody);
  CHECK(place.one("a0006").visibility == Visibility::agents_only);
}

TEST_CASE("an article that vanishes between list and fetch is gone, and is not asked for again") {
  Place place;
  place.source.fill(10);
  place.sync();
  place.source.articles["a0001"].version = "2";
  place.source.articles["fresh"] = {};
  place.source.vanished = {"a0001", "fresh"};
  auto summary = place.sync_later();
  CHECK(summary.gone == 1);
  CHECK(summary.failures.empty());
  CHECK(place.ids().size() == 9);
  place.sync_later();
  CHECK(place.source.fetched.empty());
  place.source.vanished.clear();
  place.source.articles["fresh"].version = "2";
  CHECK(place.sync_later().added == 1);
}

TEST_CASE("an article that cannot be had is said, and the rest comes") {
  Place place;
  place.source.fill(6);
  place.source.lists_changes = true;
  place.source.articles["a0001"].title = " \n ";
  place.source.broken["a0002"] = {Code::too_large, "it is larger than 2 MB"};
  place.source.broken["a0004"] = {Code::unavailable, "no answer in time"};
  const auto summary = place.sync();
  CHECK(summary.added == 3);
  REQUIRE(summary.failures.size() == 3);
  CHECK(to_text(summary) ==
        "wiki: 3 new, 0 changed, 0 unchanged, 0 gone, 0 held, 3 failed\n"
        "  failed: a0001 (lt): it has no title\n"
        "  failed: a0002 (lt): it is larger than 2 MB\n"
        "  failed: a0004 (lt): no answer in time");
  CHECK_FALSE(summary.error);
  // What may be had later is listed again.
  place.source.broken.clear();
  CHECK(place.sync_later().added == 2);
}

TEST_CASE("a server that breaks while articles are fetched ends the sync and keeps what came") {
  Place place;
  place.source.fill(100);
  place.source.on_fetch = [&](const std::string& id) {
    if (id == "a0060") place.source.down = Error{Code::unavailable, "gone fishing"};
  };
  const auto summary = place.sync();
  REQUIRE(summary.error);
  CHECK(place.source.fetched.size() == 63);
  CHECK(place.ids().size() == 60);
  CHECK(place.state().failures == 1);
}

TEST_CASE("a list that goes round in circles ends") {
  struct Round final : KnowledgeSource {
    int asked = 0;
    Result<SourceList> list(const ListPosition&) override {
      ++asked;
      SourceList part;
      part.next = "again";
      return part;
    }
    Result<Article> fetch(const SourceEntry&) override { return Error{Code::not_found, ""}; }
  };
  Place place;
  Round round;
  const auto summary = sync_source(place.config, round, place.store, place.clock, {});
  REQUIRE(summary.error);
  CHECK(round.asked == 2);
}

TEST_CASE("a page that is not ours any more begins the list again, once") {
  struct Forgetful final : KnowledgeSource {
    int asked = 0;
    bool for_good = false;
    Result<SourceList> list(const ListPosition& position) override {
      ++asked;
      if (position.page.empty()) {
        SourceList part;
        part.entries = {{.id = "a", .version = "1"}};
        part.next = "token";
        return part;
      }
      if (for_good || asked < 3) return Error{Code::invalid, "no such page"};
      SourceList part;
      part.complete = true;
      return part;
    }
    Result<Article> fetch(const SourceEntry&) override {
      Article article;
      article.title = "A";
      return article;
    }
  };
  Place place;
  Forgetful source;
  CHECK(sync_source(place.config, source, place.store, place.clock, {}).added == 1);
  CHECK(source.asked == 4);
  Forgetful broken;
  broken.for_good = true;
  CHECK(sync_source(place.config, broken, place.store, place.clock, {}).error);
  CHECK(broken.asked == 4);
}

TEST_CASE("a store that is full ends the sync, and says so") {
  Place place;
  place.source.fill(3);
  place.store.full = true;
  const auto summary = place.sync();
  REQUIRE(summary.error);
  CHECK(summary.error->message == "the disk is full");
  CHECK(place.ids().empty());
  place.store.full = false;
  CHECK(place.sync().added == 3);
}

TEST_CASE("a hostile title is one short line, and a link that is no link is dropped") {
  struct Hostile final : KnowledgeSource {
    Result<SourceList> list(const ListPosition&) override {
      SourceList part;
      part.entries = {{.id = "a", .language = "", .version = "1"}};
      return part;
    }
    Result<Article> fetch(const SourceEntry&) override {
      Article article;
      for (int i = 0; i < 500; ++i) article.title += "ą";
      article.title = "\n Two\n\nlines\t" + article.title;
      article.url = "javascript:alert(1)";
      article.body = std::string(500'000, 'x');
      return article;
    }
  };
  Place place;
  Hostile hostile;
  sync_source(place.config, hostile, place.store, place.clock, {});
  const auto found = place.one("a");
  CHECK(found.article.title.starts_with("Two lines ąą"));
  CHECK(found.article.title.size() == 10 + 190 * 2);
  CHECK(found.article.url == "");
  CHECK(found.article.body.size() == 128 * 1024);
  CHECK(found.article.language == "lt");
  CHECK(found.visibility == Visibility::agents_only);
}

TEST_CASE("readers know an article by a name that needs no escape") {
  const auto named = [](const std::string& key, const std::string& own = "") {
    SourcedArticle article;
    article.key = {"wiki", ArticleId(key), "lt"};
    article.article.id = ArticleId(own);
    return public_id(article).value;
  };
  CHECK(named("12") == "wiki:12");
  CHECK(named("lt/12.md", "returns-period") == "wiki:returns-period");
  const std::string page = named("https://example.lt/pagalba/Grąžinimas?x=1");
  CHECK(page.starts_with("wiki:https-example.lt-pagalba-Gr-inimas-x-1-"));
  CHECK(page != named("https://example.lt/pagalba/Grąžinimas?x-1"));
  CHECK(page == named("https://example.lt/pagalba/Grąžinimas?x=1"));
  CHECK(named(std::string(3000, 'a')).size() < 64);
}

}  // namespace sync_test
