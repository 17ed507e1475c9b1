// SPDX-License-Identifier: MIT
#include "store/schema.h"

#include <spdlog/spdlog.h>

#include <array>

namespace frontdesk {
namespace {

// "fdsk": what `file` and this program know the file by.
constexpr std::int64_t kApplicationId = 0x6664736b;

// What visitors, bot and agents say stands in `events` and nowhere else. Its rows are only ever
// added at the end, so SQLite never moves one and leaves no stale copy behind; erasure overwrites a
// body in place. (A row with words in a table whose rows are moved does leave copies, secure_delete
// or not: measured.)
constexpr const char* kFirst = R"sql(
CREATE TABLE database (
  generation TEXT NOT NULL
) STRICT;
INSERT INTO database
  SELECT substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 13, 3) || '-a' ||
         substr(h, 16, 3) || '-' || substr(h, 19, 12)
  FROM (SELECT lower(hex(randomblob(15))) AS h);

CREATE TABLE contacts (
  id         TEXT NOT NULL PRIMARY KEY,
  token_hash TEXT UNIQUE,
  created_at INTEGER NOT NULL,
  erased_at  INTEGER
) STRICT;

CREATE TABLE conversations (
  id               TEXT NOT NULL PRIMARY KEY,
  contact          TEXT NOT NULL REFERENCES contacts (id),
  inbox            TEXT NOT NULL,
  status           TEXT NOT NULL
                   CHECK (status IN ('bot', 'queued', 'assigned', 'offline', 'closed')),
  owner            TEXT NOT NULL,
  owner_name       TEXT NOT NULL,
  team             TEXT NOT NULL,
  epoch            INTEGER NOT NULL CHECK (epoch >= 0),
  last             INTEGER NOT NULL CHECK (last > 0),
  last_message     INTEGER NOT NULL CHECK (last_message BETWEEN 0 AND last),
  last_author      TEXT NOT NULL,
  language         TEXT NOT NULL,
  topic            TEXT NOT NULL,
  reason           TEXT NOT NULL,
  waiting_since    INTEGER,
  unanswered_since INTEGER,
  started_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  open_call        INTEGER NOT NULL CHECK (open_call IN (0, 1))
) STRICT;
CREATE INDEX conversations_waiting ON conversations (status, waiting_since, updated_at DESC, id);
CREATE INDEX conversations_owner ON conversations (owner) WHERE owner <> '';
CREATE INDEX conversations_contact ON conversations (contact);
CREATE INDEX conversations_open_call ON conversations (open_call) WHERE open_call = 1;

CREATE TABLE events (
  number          INTEGER PRIMARY KEY,
  conversation    TEXT NOT NULL REFERENCES conversations (id),
  sequence        INTEGER NOT NULL CHECK (sequence > 0),
  at              INTEGER NOT NULL,
  epoch           INTEGER NOT NULL CHECK (epoch >= 0),
  cause           INTEGER NOT NULL CHECK (cause BETWEEN 0 AND sequence),
  actor_kind      TEXT NOT NULL CHECK (actor_kind IN ('visitor', 'bot', 'agent', 'system')),
  actor           TEXT NOT NULL,
  channel         TEXT NOT NULL,
  content_version TEXT NOT NULL,
  type            TEXT NOT NULL,
  version         INTEGER NOT NULL,
  body            TEXT NOT NULL,
  UNIQUE (conversation, sequence)
) STRICT;

CREATE TABLE sent (
  conversation TEXT NOT NULL REFERENCES conversations (id),
  author       TEXT NOT NULL CHECK (author IN ('visitor', 'bot', 'agent')),
  client_id    TEXT NOT NULL CHECK (client_id <> ''),
  first        INTEGER NOT NULL,
  last         INTEGER NOT NULL,
  PRIMARY KEY (conversation, author, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE agents (
  id            TEXT NOT NULL PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE,
  role          TEXT NOT NULL CHECK (role IN ('agent', 'supervisor', 'author', 'admin')),
  password_hash TEXT NOT NULL,
  disabled      INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  available     INTEGER NOT NULL CHECK (available IN (0, 1)),
  capacity      INTEGER NOT NULL,
  created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  token_hash TEXT NOT NULL PRIMARY KEY,
  agent      TEXT NOT NULL REFERENCES agents (id),
  created_at INTEGER NOT NULL,
  used_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_expiry ON sessions (expires_at);
)sql";

// Articles of other places. A tombstone has deleted_at and an empty body. Nothing here is about a visitor,
// so nothing here is ever erased.
constexpr const char* kArticles = R"sql(
CREATE TABLE sources (
  name          TEXT NOT NULL PRIMARY KEY,
  synced_at     INTEGER,
  reconciled_at INTEGER,
  since         INTEGER,
  attempted_at  INTEGER,
  retry_at      INTEGER,
  failures      INTEGER NOT NULL,
  error         TEXT NOT NULL,
  held          TEXT NOT NULL
) STRICT;

CREATE TABLE articles (
  source     TEXT NOT NULL REFERENCES sources (name),
  id         TEXT NOT NULL CHECK (id <> ''),
  language   TEXT NOT NULL,
  version    TEXT NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('everybody', 'agents_only')),
  updated_at INTEGER,
  fetched_at INTEGER NOT NULL,
  deleted_at INTEGER,
  title      TEXT NOT NULL,
  content    TEXT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (source, id, language)
) STRICT;

ALTER TABLE database ADD COLUMN articles_version INTEGER NOT NULL DEFAULT 0;
)sql";

// Who syncs a source.
constexpr const char* kLeases = R"sql(
CREATE TABLE leases (
  source TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL CHECK (holder <> ''),
  since  INTEGER NOT NULL,
  until  INTEGER NOT NULL
) STRICT;
)sql";

// Ratings of articles are looked for among all facts; equal keys of an index are in the order of `number`.
constexpr const char* kRatings = R"sql(
CREATE INDEX events_rated ON events (type) WHERE type = 'article_rated';
)sql";

// How agents share the work. `tags` and `asked` are lists with a space between: ids have none.
constexpr const char* kDesk = R"sql(
ALTER TABLE conversations ADD COLUMN on_hold INTEGER NOT NULL DEFAULT 0 CHECK (on_hold IN (0, 1));
ALTER TABLE conversations ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE conversations ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN asked_until INTEGER;
ALTER TABLE agents ADD COLUMN present_until INTEGER;
)sql";

// What agents marked for authors, as ratings are.
constexpr const char* kMarks = R"sql(
CREATE INDEX events_marked ON events (type) WHERE type = 'intent_marked';
)sql";

// Why people are called, for authors: one index a type, so that each is read from its end.
constexpr const char* kCalls = R"sql(
CREATE INDEX events_queued ON events (type) WHERE type = 'handoff_requested';
CREATE INDEX events_offline ON events (type) WHERE type = 'offline';
)sql";

// By when a visitor was promised an answer.
constexpr const char* kPromises = R"sql(
ALTER TABLE conversations ADD COLUMN answer_by INTEGER;
)sql";

// How agents are: when one is back, since when he says what he says, and since when he is there. And what a
// visitor told, which rows of lists have, is found by its conversation.
constexpr const char* kStates = R"sql(
ALTER TABLE agents ADD COLUMN back_at INTEGER;
ALTER TABLE agents ADD COLUMN said_at INTEGER;
ALTER TABLE agents ADD COLUMN present_since INTEGER;
CREATE INDEX events_slots ON events (conversation) WHERE type = 'slot_filled';
)sql";

constexpr std::array kMigrations{
    Migration{1, kFirst},   Migration{2, kArticles}, Migration{3, kLeases},
    Migration{4, kRatings}, Migration{5, kDesk},     Migration{6, kMarks},
    Migration{7, kCalls},   Migration{8, kPromises}, Migration{9, kStates},
};

std::int64_t number(SqliteConnection& connection, std::string_view sql) {
  auto rows = connection.query(sql);
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

Result<int> migrate(SqliteConnection& connection, std::span<const Migration> known) {
  const int newest = known.empty() ? 0 : known.back().number;
  bool new_file = false;
  for (int made = 0;; ++made) {
    Transaction transaction(connection);  // another process may be at it too
    const auto at = number(connection, "PRAGMA user_version");
    const auto application = number(connection, "PRAGMA application_id");
    const bool fresh = at == 0 && number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    if (!fresh && application != kApplicationId) {
      return Error{Code::invalid, "this is not a database of frontdesk"};
    }
    if (at > newest) {
      return Error{Code::invalid, "the database has schema " + std::to_string(at) +
                                      ", this program knows schemas up to " +
                                      std::to_string(newest) +
                                      ": start the newer program that wrote it, or restore a "
                                      "backup made before it"};
    }
    if (at == newest) return made;
    const Migration& next = known[static_cast<std::size_t>(at)];
    new_file = new_file || fresh;
    if (!new_file) spdlog::info("database: migrating to schema {}", next.number);
    connection.script(next.sql);
    connection.script(("PRAGMA application_id = " + std::to_string(kApplicationId) +
                       "; PRAGMA user_version = " + std::to_string(next.number))
                          .c_str());
    transaction.commit();
  }
}

}  // namespace frontdesk
