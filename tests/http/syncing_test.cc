// SPDX-License-Identifier: MIT
// Two processes that want to sync one source: two handles on one database, each with a Syncing of its own.
#include "cli/syncing.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "service/accounts.h"
#include "store/sqlite_store.h"
#include "support/talk.h"

namespace syncing_test {

using namespace frontdesk;
using namespace std::chrono_literals;

namespace {

struct Process {
  std::unique_ptr<SqliteStore> store;
  SystemRandom random;
  OutboundClient outbound{OutboundSettings{}};
  Syncing syncing;

  Process(const Places& places, const Clock& clock, const std::string& who)
      : store([&] {
          auto opened = SqliteStore::open(places.data / "frontdesk.db");
          REQUIRE(opened);
          return std::move(*opened);
        }()),
        syncing(places, outbound, *store, clock, random, who) {}
};

struct Place {
  support::TempFolder folder;
  support::ManualClock clock;
  Places places{.content = folder / "content", .data = folder / "data"};
  SourceConfig manual{.name = "manual",
                      .kind = "markdown",
                      .options = {{"folder", "../manual"}},
                      .content = folder / "content"};
  Process server{places, clock, "the server"};
  Process command{places, clock, "frontdesk sync"};

  Place() {
    std::filesystem::create_directories(folder / "content");
    std::filesystem::create_directories(folder / "manual" / "lt");
    for (const char* name : {"a", "b", "c"}) article(name, "Žodžiai.");
  }
  void article(const std::string& name, const std::string& words) const {
    std::ofstream(folder / "manual" / "lt" / (name + ".md"))
        << "---\ntitle: Straipsnis " << name << "\n---\n"
        << words << "\n";
  }
  [[nodiscard]] std::vector<std::string> bodies() const {
    std::vector<std::string> all;
    const auto articles = server.store->articles();
    REQUIRE(articles);
    for (const auto& each : *articles) all.push_back(each.article.body);
    return all;
  }
};

bool has(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

}  // namespace

TEST_CASE(
    "while one process syncs a source another is told who and since when, and then has its turn") {
  Place place;
  std::optional<SyncSummary> other;
  const auto begun = to_text(place.clock.now());
  const auto summary =
      place.server.syncing.sync(place.manual, false, [&](const SyncProgress& progress) {
        if (progress.fetched != 1) return true;
        place.clock.tick(5s);
        other = place.command.syncing.sync(place.manual, false, {});
        return true;
      });
  CHECK_FALSE(summary.error);
  CHECK(summary.added == 3);
  REQUIRE(other);
  REQUIRE(other->error);
  CHECK(other->error->code == Code::conflict);
  CHECK(has(other->error->message, "the server, process " + std::to_string(::getpid()) + " on "));
  CHECK(has(other->error->message, "since " + begun));
  CHECK(has(to_text(*other), "manual: 0 new"));

  const auto later = place.command.syncing.sync(place.manual, false, {});
  CHECK_FALSE(later.error);
  CHECK(later.unchanged == 3);
}

TEST_CASE("a process that was killed keeps a source for a minute and no longer") {
  Place place;
  const auto now = place.clock.now();
  REQUIRE(place.server.store->lease_source({.source = "manual",
                                            .holder = "the server, process 1 on gone",
                                            .since = now,
                                            .until = now + Syncing::kLease},
                                           now));
  place.clock.tick(59s);
  const auto early = place.command.syncing.sync(place.manual, false, {});
  REQUIRE(early.error);
  CHECK(has(early.error->message, "process 1 on gone"));
  CHECK(has(early.error->message, "others may from " + to_text(now + 60s)));
  place.clock.tick(1s);
  const auto late = place.command.syncing.sync(place.manual, false, {});
  CHECK_FALSE(late.error);
  CHECK(late.added == 3);
}

TEST_CASE("a process that was held up until another had the source writes nothing over it") {
  Place place;
  bool held_up = false;
  const auto summary =
      place.server.syncing.sync(place.manual, false, [&](const SyncProgress& progress) {
        if (progress.fetched != 3 || held_up) return true;
        held_up = true;
        place.clock.tick(5min);
        for (const char* name : {"a", "b", "c"}) place.article(name, "Nauji žodžiai.");
        const auto other = place.command.syncing.sync(place.manual, false, {});
        CHECK_FALSE(other.error);
        CHECK(other.added == 3);
        return true;
      });
  CHECK(held_up);
  REQUIRE(summary.error);
  CHECK(summary.error->code == Code::conflict);
  const std::vector<std::string> fresh(3, "Nauji žodžiai.\n");
  CHECK(place.bodies() == fresh);
}

}  // namespace syncing_test
