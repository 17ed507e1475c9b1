// SPDX-License-Identifier: MIT
// The half of SqliteStore that keeps the articles of other places.
#include <nlohmann/json.hpp>

#include "store/append_rules.h"
#include "store/sqlite_connections.h"
#include "store/sqlite_events.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

using Json = nlohmann::json;

std::optional<std::int64_t> stored(const std::optional<Time>& time) {
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

std::string_view name_of(Visibility visibility) {
  return visibility == Visibility::everybody ? "everybody" : "agents_only";
}

/// Whatever it holds that is not "everybody" is not for everybody.
Visibility visibility_of(std::string_view name) {
  return name == "everybody" ? Visibility::everybody : Visibility::agents_only;
}

/// All of an article but its title and its body.
std::string content_of(const Article& article) {
  const Json json{{"id", article.id.value},         {"language", article.language},
                  {"questions", article.questions}, {"tags", article.tags},
                  {"pages", article.pages},         {"url", article.url},
                  {"review_by", article.review_by}, {"reviewed", article.reviewed},
                  {"draft", article.draft}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// A row that somebody spoiled is an article without these fields, not an error for all the others.
Article article_of(std::string title, std::string body, std::string_view content) {
  Article article;
  article.title = std::move(title);
  article.body = std::move(body);
  const auto json = Json::parse(content, nullptr, false);
  if (!json.is_object()) return article;
  const auto text = [&](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const auto texts = [&](const char* key) {
    std::vector<std::string> list;
    const auto found = json.find(key);
    if (found == json.end() || !found->is_array()) return list;
    for (const auto& each : *found) {
      if (each.is_string()) list.push_back(each.get<std::string>());
    }
    return list;
  };
  article.id = ArticleId(text("id"));
  article.language = text("language");
  article.questions = texts("questions");
  article.tags = texts("tags");
  article.pages = texts("pages");
  article.url = text("url");
  article.review_by = text("review_by");
  article.reviewed = text("reviewed");
  article.draft = json.value("draft", Json(false)) == Json(true);
  return article;
}

void put_state(SqliteConnection& db, const SourceState& state) {
  db.execute(
      "INSERT INTO sources (name, synced_at, reconciled_at, since, attempted_at, retry_at,"
      " failures, error, held) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (name) DO UPDATE SET synced_at = excluded.synced_at,"
      " reconciled_at = excluded.reconciled_at, since = excluded.since,"
      " attempted_at = excluded.attempted_at, retry_at = excluded.retry_at,"
      " failures = excluded.failures, error = excluded.error, held = excluded.held",
      state.source, stored(state.synced_at), stored(state.reconciled_at), stored(state.since),
      stored(state.attempted_at), stored(state.retry_at), state.failures, state.error, state.held);
}

/// Each of these says whether what articles() gives is another now.

bool restrict_one(SqliteConnection& db, const ArticleKey& key) {
  return db.execute(
             "UPDATE articles SET visibility = 'agents_only' WHERE source = ? AND id = ? AND"
             " language = ? AND visibility = 'everybody' AND deleted_at IS NULL",
             key.source, key.id.value, key.language) > 0;
}

bool bury(SqliteConnection& db, const Tombstone& gone, Time at) {
  const auto& [key, version] = gone;
  const bool was_there = db.execute(
                             "UPDATE articles SET version = ?, deleted_at = ?, content = '{}',"
                             " body = '' WHERE source = ? AND id = ? AND language = ? AND"
                             " deleted_at IS NULL",
                             version, to_millis(at), key.source, key.id.value, key.language) > 0;
  if (was_there) return true;
  db.execute(
      "INSERT INTO articles (source, id, language, version, visibility, updated_at, fetched_at,"
      " deleted_at, title, content, body) VALUES (?, ?, ?, ?, 'agents_only', NULL, ?, ?, '', '{}',"
      " '') ON CONFLICT (source, id, language) DO UPDATE SET version = excluded.version",
      key.source, key.id.value, key.language, version, to_millis(at), to_millis(at));
  return false;
}

bool put(SqliteConnection& db, const SourcedArticle& given) {
  const auto& [key, version, visibility, updated_at, fetched_at, article] = given;
  const std::string content = content_of(article);
  const bool same =
      db.query(
            "SELECT 1 FROM articles WHERE source = ? AND id = ? AND language = ? AND"
            " deleted_at IS NULL AND visibility = ? AND updated_at IS ? AND title = ? AND"
            " content = ? AND body = ?",
            key.source, key.id.value, key.language, name_of(visibility), stored(updated_at),
            article.title, content, article.body)
          .next();
  db.execute(
      "INSERT INTO articles (source, id, language, version, visibility, updated_at, fetched_at,"
      " deleted_at, title, content, body) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)"
      " ON CONFLICT (source, id, language) DO UPDATE SET version = excluded.version,"
      " visibility = excluded.visibility, updated_at = excluded.updated_at,"
      " fetched_at = excluded.fetched_at, deleted_at = NULL, title = excluded.title,"
      " content = excluded.content, body = excluded.body",
      key.source, key.id.value, key.language, version, name_of(visibility), stored(updated_at),
      to_millis(fetched_at), article.title, content, article.body);
  return !same;
}

/// What keeps that step from being written, or nothing.
std::optional<Error> not_his(SqliteConnection& db, const SyncChange& change) {
  auto rows = db.query("SELECT holder, until FROM leases WHERE source = ?", change.state.source);
  const bool leased = rows.next();
  if (leased && rows.view(0) == change.holder) return std::nullopt;
  if (change.holder.empty() && (!leased || rows.integer(1) <= to_millis(change.at))) {
    return std::nullopt;
  }
  return Error{Code::conflict, leased ? "the source is synced by " + rows.text(0)
                                      : "the source was synced by another meanwhile"};
}

}  // namespace

Result<Done> SqliteStore::sync(const SyncChange& change) {
  if (auto error = malformed(change)) return *error;
  if (!connections_->has_room()) return Error{Code::unavailable, "the disk is full", 10};
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    if (auto error = not_his(db, change)) return *error;
    put_state(db, change.state);
    bool changed = false;
    for (const auto& key : change.restricted) changed |= restrict_one(db, key);
    for (const auto& gone : change.gone) changed |= bury(db, gone, change.at);
    for (const auto& article : change.put) changed |= put(db, article);
    if (changed) db.execute("UPDATE database SET articles_version = articles_version + 1");
    return Done{};
  });
}

Result<SourceLease> SqliteStore::lease_source(const SourceLease& lease, Time now) {
  if (auto error = malformed(lease, now)) return *error;
  return connections_->write([&](SqliteConnection& db) -> Result<SourceLease> {
    db.execute(
        "INSERT INTO leases (source, holder, since, until) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (source) DO UPDATE SET holder = excluded.holder, until = excluded.until,"
        " since = CASE WHEN leases.holder = excluded.holder THEN leases.since ELSE excluded.since"
        " END WHERE leases.holder = excluded.holder OR leases.until <= ?",
        lease.source, lease.holder, to_millis(lease.since), to_millis(lease.until), to_millis(now));
    auto rows = db.query("SELECT holder, since, until FROM leases WHERE source = ?", lease.source);
    if (!rows.next()) return Error{Code::internal, "a lease is not there that was just written"};
    return SourceLease{.source = lease.source,
                       .holder = rows.text(0),
                       .since = from_millis(rows.integer(1)),
                       .until = from_millis(rows.integer(2))};
  });
}

Result<Done> SqliteStore::release_source(const std::string& source, const std::string& holder) {
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    db.execute("DELETE FROM leases WHERE source = ? AND holder = ?", source, holder);
    return Done{};
  });
}

Result<std::vector<SourcedArticle>> SqliteStore::articles() {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<SourcedArticle>> {
    auto rows = db.query(
        "SELECT source, id, language, version, visibility, updated_at, fetched_at, title, content,"
        " body FROM articles WHERE deleted_at IS NULL ORDER BY source, id, language");
    std::vector<SourcedArticle> all;
    while (rows.next()) {
      all.push_back({.key = {rows.text(0), ArticleId(rows.text(1)), rows.text(2)},
                     .version = rows.text(3),
                     .visibility = visibility_of(rows.view(4)),
                     .updated_at = maybe_time(rows, 5),
                     .fetched_at = from_millis(rows.integer(6)),
                     .article = article_of(rows.text(7), rows.text(9), rows.view(8))});
    }
    return all;
  });
}

Result<std::vector<KnownArticle>> SqliteStore::known_articles(const std::string& source) {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<KnownArticle>> {
    auto rows = db.query(
        "SELECT id, language, version, visibility, title, deleted_at IS NOT NULL FROM articles"
        " WHERE source = ? ORDER BY id, language",
        source);
    std::vector<KnownArticle> known;
    while (rows.next()) {
      known.push_back({.key = {source, ArticleId(rows.text(0)), rows.text(1)},
                       .version = rows.text(2),
                       .visibility = visibility_of(rows.view(3)),
                       .title = rows.text(4),
                       .deleted = rows.flag(5)});
    }
    return known;
  });
}

Result<std::vector<SourceState>> SqliteStore::source_states() {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<SourceState>> {
    auto rows = db.query(
        "SELECT name, synced_at, reconciled_at, since, attempted_at, retry_at, failures, error,"
        " held, (SELECT count(*) FROM articles WHERE source = name AND deleted_at IS NULL)"
        " FROM sources ORDER BY name");
    std::vector<SourceState> states;
    while (rows.next()) {
      states.push_back({.source = rows.text(0),
                        .synced_at = maybe_time(rows, 1),
                        .reconciled_at = maybe_time(rows, 2),
                        .since = maybe_time(rows, 3),
                        .attempted_at = maybe_time(rows, 4),
                        .retry_at = maybe_time(rows, 5),
                        .failures = static_cast<int>(rows.integer(6)),
                        .error = rows.text(7),
                        .held = rows.text(8),
                        .articles = static_cast<std::size_t>(rows.integer(9))});
    }
    return states;
  });
}

Result<std::int64_t> SqliteStore::articles_version() {
  return connections_->read([&](SqliteConnection& db) -> Result<std::int64_t> {
    auto rows = db.query("SELECT articles_version FROM database");
    if (!rows.next()) return Error{Code::internal, "the database has no name"};
    return rows.integer(0);
  });
}

}  // namespace frontdesk
