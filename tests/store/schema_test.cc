// SPDX-License-Identifier: MIT
#include "store/schema.h"

#include <doctest/doctest.h>

#include <array>

#include "store/sqlite_store.h"
#include "support/talk.h"

namespace schema_test {

using namespace frontdesk;
using support::TempFolder;

namespace {

constexpr int kMake = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

std::int64_t number(SqliteConnection& db, std::string_view sql) {
  auto rows = db.query(sql);
  REQUIRE(rows.next());
  return rows.integer(0);
}

// A history of a program that is not this one.
constexpr std::array kHistory{
    Migration{1, "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);"},
    Migration{2, "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x + 1;"},
    Migration{3, "CREATE TABLE b (x INTEGER); INSERT INTO b SELECT y FROM a;"},
};

}  // namespace

TEST_CASE("the numbers of the migrations have no holes") {
  int number = 0;
  for (const auto& migration : migrations()) CHECK(migration.number == ++number);
  CHECK(number >= 1);
}

TEST_CASE("a new file gets every migration, and a second run makes none") {
  const TempFolder folder;
  SqliteConnection db((folder / "x.db").string(), kMake);
  CHECK(*migrate(db, kHistory) == 3);
  CHECK(*migrate(db, kHistory) == 0);
  CHECK(number(db, "SELECT x FROM b") == 2);
  CHECK(number(db, "PRAGMA user_version") == 3);
}

TEST_CASE("an older file gets the migrations that it lacks, and keeps its rows") {
  const TempFolder folder;
  SqliteConnection db((folder / "x.db").string(), kMake);
  for (std::size_t released = 1; released <= kHistory.size(); ++released) {
    CHECK(*migrate(db, std::span(kHistory).first(released)) == 1);
  }
  CHECK(number(db, "SELECT x FROM b") == 2);
}

TEST_CASE("a migration that fails in its middle leaves the database at the number before it") {
  const TempFolder folder;
  SqliteConnection db((folder / "x.db").string(), kMake);
  auto broken = kHistory;
  broken[1].sql = "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET nothing = 1;";
  CHECK_THROWS_AS((void)migrate(db, broken), SqliteError);
  CHECK(number(db, "PRAGMA user_version") == 1);
  CHECK(number(db, "SELECT count(*) FROM pragma_table_info('a')") == 1);
  CHECK(*migrate(db, kHistory) == 2);
  CHECK(number(db, "SELECT x FROM b") == 2);
}

TEST_CASE("a newer schema is refused, and said so, and not touched") {
  const TempFolder folder;
  const auto file = folder / "frontdesk.db";
  { REQUIRE(SqliteStore::open(file).ok()); }
  const auto newer = migrations().back().number + 1;
  {
    SqliteConnection db(file.string(), kMake);
    db.script(("PRAGMA user_version = " + std::to_string(newer)).c_str());
  }
  const auto refused = SqliteStore::open(file);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::invalid);
  CHECK(refused.error().message.find("schema " + std::to_string(newer)) != std::string::npos);
  CHECK(refused.error().message.find(file.string()) != std::string::npos);
  SqliteConnection db(file.string(), kMake);
  CHECK(number(db, "PRAGMA user_version") == newer);
}

TEST_CASE("somebody else's database is refused") {
  const TempFolder folder;
  const auto file = folder / "frontdesk.db";
  {
    SqliteConnection db(file.string(), kMake);
    db.script("CREATE TABLE addresses (x)");
  }
  const auto refused = SqliteStore::open(file);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::invalid);
  CHECK(refused.error().message.find("not a database of frontdesk") != std::string::npos);
}

TEST_CASE("a file that is no database at all is refused") {
  const TempFolder folder;
  const auto file = folder / "frontdesk.db";
  std::ofstream(file) << std::string(5000, 'x');
  CHECK_FALSE(SqliteStore::open(file).ok());
}

TEST_CASE("the tables themselves refuse what must never be") {
  const TempFolder folder;
  const auto file = folder / "frontdesk.db";
  support::Talk talk("c1");
  {
    auto store = std::move(*SqliteStore::open(file));
    const auto append = talk.start();
    REQUIRE(store->append({&append, 1})[0].ok());
  }
  SqliteConnection db(file.string(), kMake);
  db.script("PRAGMA foreign_keys = ON");
  const auto refuses = [&](const char* sql) {
    try {
      db.script(sql);
      return false;
    } catch (const SqliteError& error) {
      return (error.code & 0xff) == SQLITE_CONSTRAINT;
    }
  };
  const std::string insert =
      "INSERT INTO events (conversation, sequence, at, epoch, cause, actor_kind, actor, channel,"
      " content_version, type, version, body) ";
  CHECK(refuses((insert +
                 "SELECT conversation, sequence, at, epoch, cause, actor_kind, actor, channel,"
                 " content_version, type, version, body FROM events")
                    .c_str()));
  CHECK(
      refuses((insert + "VALUES ('nobody', 1, 0, 0, 0, 'bot', '', '', '', 'x', 1, '{}')").c_str()));
  CHECK(refuses((insert + "VALUES ('c1', 0, 0, 0, 0, 'bot', '', '', '', 'x', 1, '{}')").c_str()));
  CHECK(refuses((insert + "VALUES ('c1', 2, 0, 0, 3, 'bot', '', '', '', 'x', 1, '{}')").c_str()));
  CHECK(refuses((insert + "VALUES ('c1', 2, 0, 0, 0, 'ghost', '', '', '', 'x', 1, '{}')").c_str()));
  CHECK(
      refuses((insert + "VALUES ('c1', 'two', 0, 0, 0, 'bot', '', '', '', 'x', 1, '{}')").c_str()));
  CHECK(refuses("UPDATE conversations SET status = 'lost'"));
  CHECK(refuses("UPDATE conversations SET contact = 'nobody'"));
  CHECK(refuses("INSERT INTO sent VALUES ('c1', 'visitor', '', 1, 1)"));
  CHECK(refuses(
      "INSERT INTO sent VALUES ('c1', 'visitor', 'm', 1, 1), ('c1', 'visitor', 'm', 2, 2)"));
}

}  // namespace schema_test
