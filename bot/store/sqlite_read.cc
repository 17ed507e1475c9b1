// SPDX-License-Identifier: MIT
// The half of SqliteStore that reads conversations.
#include <algorithm>
#include <array>
#include <limits>
#include <sstream>
#include <tuple>
#include <unordered_set>

#include "store/fact_json.h"
#include "store/sqlite_connections.h"
#include "store/sqlite_events.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

constexpr std::array kStatuses{Status::bot, Status::queued, Status::assigned, Status::offline,
                               Status::closed};
constexpr std::array kAuthors{Author::visitor, Author::bot, Author::agent};
constexpr std::array kActors{ActorKind::visitor, ActorKind::bot, ActorKind::agent,
                             ActorKind::system};

/// The enumerator of a name; the columns' CHECKs let in no other.
template <class E, std::size_t n>
E named(const std::array<E, n>& all, std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](E one) { return name_of(one) == name; });
  return found == all.end() ? all.front() : *found;
}

std::int64_t limit_of(std::size_t limit) {
  constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(limit, kMost));
}

/// A list as it is kept: a space between.
template <class T>
std::vector<T> split(const std::string& text) {
  std::vector<T> list;
  std::istringstream words(text);
  for (std::string word; words >> word;) list.emplace_back(word);
  return list;
}

/// A Summary without the words in it, and where to find these.
struct Row {
  Summary summary;
  Sequence last_message = 0;
};

Row row_of(const Rows& rows) {
  return {.summary = {.conversation = ConversationId(rows.text(0)),
                      .contact = ContactId(rows.text(1)),
                      .inbox = InboxId(rows.text(2)),
                      .status = named(kStatuses, rows.view(3)),
                      .owner = AgentId(rows.text(4)),
                      .owner_name = rows.text(5),
                      .team = TeamId(rows.text(6)),
                      .epoch = static_cast<Epoch>(rows.integer(7)),
                      .last = static_cast<Sequence>(rows.integer(8)),
                      .language = rows.text(11),
                      .last_author = named(kAuthors, rows.view(10)),
                      .topic = rows.text(12),
                      .reason = rows.text(13),
                      .waiting_since = maybe_time(rows, 14),
                      .unanswered_since = maybe_time(rows, 15),
                      .started_at = from_millis(rows.integer(16)),
                      .updated_at = from_millis(rows.integer(17)),
                      .open_call = rows.flag(18),
                      .on_hold = rows.flag(19),
                      .priority = static_cast<int>(rows.integer(20)),
                      .tags = split<std::string>(rows.text(21)),
                      .asked = split<AgentId>(rows.text(22)),
                      .asked_until = maybe_time(rows, 23),
                      .answer_by = maybe_time(rows, 24)},
          .last_message = static_cast<Sequence>(rows.integer(9))};
}

/// One status a query, so that each walks conversations_waiting in the order that is asked for and
/// stops at the limit; several are merged by the caller.
std::string list_sql(const ListQuery& query, Status status) {
  std::string sql =
      "SELECT id, contact, inbox, status, owner, owner_name, team, epoch, last, last_message,"
      " last_author, language, topic, reason, waiting_since, unanswered_since, started_at, "
      "updated_at,"
      " open_call, on_hold, priority, tags, asked, asked_until, answer_by"
      " FROM conversations WHERE ";
  // A contact has few conversations, a status many: with the plus those are found by their contact.
  sql += query.contact ? "+status = ?1" : "status = ?1";
  // The constant conditions are those of the partial indexes.
  if (query.owner) sql += " AND owner = ?2 AND owner <> ''";
  if (query.contact) sql += " AND contact = ?3";
  if (query.open_call) sql += " AND open_call = 1";
  // Where nobody waits the latest updated stand first anyhow.
  if (query.newest_of_each && status == Status::offline) {
    return sql + " ORDER BY waiting_since DESC, updated_at DESC, id LIMIT ?4";
  }
  return sql + " ORDER BY waiting_since NULLS LAST, updated_at DESC, id LIMIT ?4";
}

bool before(const Row& one, const Row& other) {
  const auto key = [](const Summary& row) {
    return std::tuple(!row.waiting_since.has_value(), row.waiting_since.value_or(Time{}));
  };
  const Summary& a = one.summary;
  const Summary& b = other.summary;
  if (key(a) != key(b)) return key(a) < key(b);
  if (a.updated_at != b.updated_at) return a.updated_at > b.updated_at;
  return a.conversation < b.conversation;
}

/// The types are written out: only so are they found in the partial indexes, and each is read from its end.
std::string_view newest_sql(Sought sought) {
  switch (sought) {
    case Sought::ratings:
      return "SELECT conversation FROM events WHERE type = 'article_rated'"
             " ORDER BY number DESC LIMIT ?1";
    case Sought::marks:
      return "SELECT conversation FROM events WHERE type = 'intent_marked'"
             " ORDER BY number DESC LIMIT ?1";
    case Sought::calls: break;
  }
  return "SELECT conversation FROM ("
         "SELECT * FROM (SELECT conversation, number FROM events WHERE type = 'handoff_requested'"
         " ORDER BY number DESC LIMIT ?1)"
         " UNION ALL "
         "SELECT * FROM (SELECT conversation, number FROM events WHERE type = 'offline'"
         " ORDER BY number DESC LIMIT ?1)"
         ") ORDER BY number DESC LIMIT ?1";
}

/// The conversations of rows, in their order.
std::vector<ConversationId> each_once(Rows rows) {
  std::vector<ConversationId> found;
  std::unordered_set<std::string> known;
  while (rows.next()) {
    if (known.insert(rows.text(0)).second) found.emplace_back(rows.text(0));
  }
  return found;
}

/// The words of a row are those of a few events: the first has the visitor's name, the last message the last
/// text, the slots what he told. The rule by which summary_of makes them is applied to just these.
void add_words(SqliteConnection& db, Row& row) {
  Conversation conversation;
  for (const Sequence sequence : {Sequence{1}, row.last_message}) {
    if (sequence == 0 || sequence <= conversation.last) continue;
    conversation.last = sequence - 1;
    for (const auto& event : read_events(db, row.summary.conversation, sequence - 1, 1)) {
      apply(conversation, event);
    }
  }
  auto slots = db.query(
      "SELECT version, body FROM events INDEXED BY events_slots"
      " WHERE conversation = ? AND type = 'slot_filled' ORDER BY number",
      row.summary.conversation.value);
  while (slots.next()) {
    apply(conversation,
          {.conversation = row.summary.conversation,
           .sequence = conversation.last + 1,
           .fact = from_stored("slot_filled", static_cast<int>(slots.integer(0)), slots.view(1))});
  }
  Summary words = summary_of(conversation);
  row.summary.last_text = std::move(words.last_text);
  row.summary.name = std::move(words.name);
  row.summary.told = std::move(words.told);
}

}  // namespace

std::vector<Event> read_events(SqliteConnection& connection, const ConversationId& id,
                               Sequence after, std::optional<std::size_t> limit) {
  auto rows = connection.query(
      "SELECT sequence, at, epoch, cause, actor_kind, actor, channel, content_version, type, "
      "version,"
      " body FROM events WHERE conversation = ? AND sequence > ? ORDER BY sequence LIMIT ?",
      id.value, limit_of(after), limit ? limit_of(*limit) : std::int64_t{-1});
  std::vector<Event> events;
  while (rows.next()) {
    events.push_back(
        {.conversation = id,
         .sequence = static_cast<Sequence>(rows.integer(0)),
         .at = from_millis(rows.integer(1)),
         .epoch = static_cast<Epoch>(rows.integer(2)),
         .cause = static_cast<Sequence>(rows.integer(3)),
         .actor = {named(kActors, rows.view(4)), rows.text(5)},
         .channel = rows.text(6),
         .content_version = rows.text(7),
         .fact = from_stored(rows.view(8), static_cast<int>(rows.integer(9)), rows.view(10))});
  }
  return events;
}

Result<std::vector<std::vector<Event>>> SqliteStore::load(std::span<const ConversationId> ids) {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<std::vector<Event>>> {
    std::vector<std::vector<Event>> lists;
    lists.reserve(ids.size());
    for (const auto& id : ids) lists.push_back(read_events(db, id, 0, std::nullopt));
    return lists;
  });
}

Result<std::vector<Event>> SqliteStore::read(const ConversationId& id, Sequence after,
                                             std::size_t limit) {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<Event>> {
    return read_events(db, id, after, limit);
  });
}

Result<std::optional<SentBefore>> SqliteStore::find_sent(const ConversationId& id, Author author,
                                                         const std::string& client_id) {
  return connections_->read([&](SqliteConnection& db) -> Result<std::optional<SentBefore>> {
    auto rows = db.query(
        "SELECT first, last FROM sent WHERE conversation = ? AND author = ? AND client_id = ?",
        id.value, name_of(author), client_id);
    if (!rows.next()) return std::optional<SentBefore>();
    return std::optional(
        SentBefore{static_cast<Sequence>(rows.integer(0)), static_cast<Sequence>(rows.integer(1))});
  });
}

Result<std::vector<Summary>> SqliteStore::list(const ListQuery& query) {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<Summary>> {
    std::vector<Row> found;
    for (const Status status : kStatuses) {
      if (!query.statuses.empty() &&
          std::find(query.statuses.begin(), query.statuses.end(), status) == query.statuses.end()) {
        continue;
      }
      const bool whole =
          query.newest_of_each && (status == Status::queued || status == Status::assigned);
      auto rows =
          db.query(list_sql(query, status), name_of(status), query.owner ? query.owner->value : "",
                   query.contact ? query.contact->value : "",
                   whole ? std::int64_t{-1} : limit_of(query.limit));
      while (rows.next()) found.push_back(row_of(rows));
    }
    std::sort(found.begin(), found.end(), before);
    if (!query.newest_of_each) found.resize(std::min(found.size(), query.limit));
    std::vector<Summary> summaries;
    summaries.reserve(found.size());
    for (auto& row : found) {
      add_words(db, row);
      summaries.push_back(std::move(row.summary));
    }
    return summaries;
  });
}

Result<std::vector<ConversationId>> SqliteStore::newest(Sought sought, std::size_t limit) {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<ConversationId>> {
    return each_once(db.query(newest_sql(sought), limit_of(limit)));
  });
}

Result<std::vector<ConversationId>> SqliteStore::recent(Time since, std::size_t events) {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<ConversationId>> {
    return each_once(
        db.query("SELECT conversation FROM (SELECT conversation, at, number FROM events"
                 " ORDER BY number DESC LIMIT ?) WHERE at >= ? ORDER BY number DESC",
                 limit_of(events), to_millis(since)));
  });
}

Result<std::map<AgentId, int>> SqliteStore::loads() {
  return connections_->read([](SqliteConnection& db) -> Result<std::map<AgentId, int>> {
    // Only what is assigned has an owner, and the index on owners has nothing else.
    auto rows = db.query(
        "SELECT owner, count(*) FROM conversations"
        " WHERE owner <> '' AND status = 'assigned' AND on_hold = 0 GROUP BY owner");
    std::map<AgentId, int> loads;
    while (rows.next()) loads[AgentId(rows.text(0))] = static_cast<int>(rows.integer(1));
    return loads;
  });
}

Result<ContactId> SqliteStore::contact_of_token(const std::string& token_hash) {
  return connections_->read([&](SqliteConnection& db) -> Result<ContactId> {
    auto rows = db.query("SELECT id FROM contacts WHERE token_hash = ?", token_hash);
    if (!rows.next()) return Error{Code::not_found, "no contact has this token"};
    return ContactId(rows.text(0));
  });
}

}  // namespace frontdesk
