// SPDX-License-Identifier: MIT
#include "store/sqlite_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "store/append_rules.h"
#include "store/fact_json.h"
#include "store/schema.h"
#include "store/sqlite_connections.h"
#include "store/sqlite_events.h"

namespace frontdesk {
namespace {

constexpr int kOpen = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

// FULL: a commit returns when the log is flushed. The rest distrusts the file and forgets what is
// deleted.
constexpr const char* kSettings =
    "PRAGMA busy_timeout = 5000;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA journal_size_limit = 67108864;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA secure_delete = ON;";

constexpr const char* kInsertConversation =
    "INSERT INTO conversations (id, contact, inbox, status, owner, owner_name, team, epoch, last,"
    " last_message, last_author, language, topic, reason, waiting_since, unanswered_since, "
    "started_at,"
    " updated_at, open_call, on_hold, priority, tags, asked, asked_until, answer_by)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr const char* kUpdateConversation =
    "UPDATE conversations SET status = ?, owner = ?, owner_name = ?, team = ?, epoch = ?, last = ?,"
    " last_message = coalesce(?, last_message), last_author = ?, language = ?, topic = ?, reason = "
    "?,"
    " waiting_since = ?, unanswered_since = ?, updated_at = ?, open_call = ?, on_hold = ?,"
    " priority = ?, tags = ?, asked = ?, asked_until = ?, answer_by = ?"
    " WHERE id = ? AND last = ?";

constexpr const char* kInsertEvent =
    "INSERT INTO events (conversation, sequence, at, epoch, cause, actor_kind, actor, channel,"
    " content_version, type, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::optional<std::int64_t> millis(const std::optional<Time>& time) {
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

bool any(Rows rows) { return rows.next(); }

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const auto& one : list) text += (text.empty() ? "" : " ") + one;
  return text;
}

std::string joined(const std::vector<AgentId>& ids) {
  std::string text;
  for (const auto& id : ids) text += (text.empty() ? "" : " ") + id.value;
  return text;
}

/// How many others of this agent's take a place. Few: what he has on his hands.
std::int64_t used_places(SqliteConnection& db, const Seat& seat, const ConversationId& id) {
  auto rows = db.query(
      "SELECT count(*) FROM conversations WHERE owner = ? AND owner <> '' AND status = 'assigned'"
      " AND on_hold = 0 AND id <> ?",
      seat.agent.value, id.value);
  return rows.next() ? rows.integer(0) : 0;
}

/// Why this append cannot be made now, or nothing. Nothing is written before this has passed, so a
/// refused append leaves no trace in the batch's transaction.
std::optional<Error> refusal(SqliteConnection& db, const Append& append) {
  if (auto error = malformed(append)) return error;
  const auto& id = append.conversation.value;
  {
    auto rows = db.query("SELECT last FROM conversations WHERE id = ?", id);
    std::optional<Sequence> last;
    if (rows.next()) last = static_cast<Sequence>(rows.integer(0));
    if (auto error = outrun(append, last)) return error;
  }
  if (append.new_contact) {
    if (any(db.query("SELECT 1 FROM contacts WHERE id = ? OR token_hash = ?",
                     append.new_contact->id.value, append.new_contact->token_hash))) {
      return Error{Code::conflict, "there is such a contact already"};
    }
  } else if (append.expected == 0 &&
             !any(db.query("SELECT 1 FROM contacts WHERE id = ? AND erased_at IS NULL",
                           append.summary.contact.value))) {
    return Error{Code::not_found, "no such contact"};
  }
  for (const auto& sent : sent_in(append)) {
    if (any(db.query("SELECT 1 FROM sent WHERE conversation = ? AND author = ? AND client_id = ?",
                     id, name_of(sent.author), sent.client_id))) {
      return Error{Code::conflict, "the client id was used before"};
    }
  }
  if (!append.seat) return std::nullopt;
  return no_place(*append.seat, used_places(db, *append.seat, append.conversation));
}

void write_summary(SqliteConnection& db, Sequence expected,
                   std::optional<std::int64_t> last_message, const Summary& row) {
  if (expected == 0) {
    db.execute(kInsertConversation, row.conversation.value, row.contact.value, row.inbox.value,
               name_of(row.status), row.owner.value, row.owner_name, row.team.value, row.epoch,
               row.last, last_message.value_or(0), name_of(row.last_author), row.language,
               row.topic, row.reason, millis(row.waiting_since), millis(row.unanswered_since),
               to_millis(row.started_at), to_millis(row.updated_at), row.open_call, row.on_hold,
               row.priority, joined(row.tags), joined(row.asked), millis(row.asked_until),
               millis(row.answer_by));
  } else {
    db.execute(kUpdateConversation, name_of(row.status), row.owner.value, row.owner_name,
               row.team.value, row.epoch, row.last, last_message, name_of(row.last_author),
               row.language, row.topic, row.reason, millis(row.waiting_since),
               millis(row.unanswered_since), to_millis(row.updated_at), row.open_call, row.on_hold,
               row.priority, joined(row.tags), joined(row.asked), millis(row.asked_until),
               millis(row.answer_by), row.conversation.value, expected);
  }
}

void write_event(SqliteConnection& db, const Event& event) {
  const auto stored = to_stored(event.fact);
  db.execute(kInsertEvent, event.conversation.value, event.sequence, to_millis(event.at),
             event.epoch, event.cause, name_of(event.actor.kind), event.actor.id, event.channel,
             event.content_version, stored.type, stored.version, stored.body);
}

void write(SqliteConnection& db, const Append& append) {
  if (append.new_contact) {
    db.execute("INSERT INTO contacts (id, token_hash, created_at) VALUES (?, ?, ?)",
               append.new_contact->id.value, append.new_contact->token_hash,
               to_millis(append.new_contact->created_at));
  }
  std::optional<std::int64_t> last_message;
  if (const auto sequence = last_message_in(append)) last_message = *sequence;
  write_summary(db, append.expected, last_message, append.summary);
  for (const auto& event : append.events) write_event(db, event);
  for (const auto& sent : sent_in(append)) {
    db.execute(
        "INSERT INTO sent (conversation, author, client_id, first, last)"
        " VALUES (?, ?, ?, ?, ?)",
        append.conversation.value, name_of(sent.author), sent.client_id, sent.first,
        append.summary.last);
  }
}

/// Overwrites the bodies of one conversation. A new body is filled up with spaces to the length of
/// the old one: a row of the same size is overwritten where it lies, and nothing moves.
void overwrite_bodies(SqliteConnection& db, const std::string& conversation) {
  struct Body {
    std::int64_t number;
    StoredFact fact;
  };
  std::vector<Body> bodies;
  {
    auto rows = db.query("SELECT number, type, version, body FROM events WHERE conversation = ?",
                         conversation);
    while (rows.next()) {
      bodies.push_back(
          {rows.integer(0), {rows.text(1), static_cast<int>(rows.integer(2)), rows.text(3)}});
    }
  }
  for (const auto& [number, old] : bodies) {
    auto fresh = to_stored(without_personal_data(from_stored(old.type, old.version, old.body)));
    if (fresh.body.size() < old.body.size()) fresh.body.resize(old.body.size(), ' ');
    db.execute("UPDATE events SET version = ?, body = ? WHERE number = ?", fresh.version,
               fresh.body, number);
  }
}

void erase_conversation(SqliteConnection& db, const std::string& id, Time at) {
  overwrite_bodies(db, id);
  auto events = read_events(db, ConversationId(id), 0, std::nullopt);
  auto conversation = fold(events);
  if (conversation.erased) return;
  const Event erased{.conversation = conversation.id,
                     .sequence = conversation.last + 1,
                     .at = at,
                     .epoch = conversation.epoch + 1,
                     .channel = conversation.channel,
                     .fact = Erased{}};
  apply(conversation, erased);
  write_summary(db, erased.sequence - 1, std::nullopt, summary_of(conversation));
  write_event(db, erased);
}

}  // namespace

Error error_of(const SqliteError& error) {
  spdlog::error("database: {} (SQLite result {})", error.what(), error.code);
  switch (error.code & 0xff) {
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE: return {Code::internal, "the database refused a statement"};
    default: return {Code::unavailable, "the database cannot be used now", 5};
  }
}

SqliteStore::Connections::Reader::Reader(const std::filesystem::path& file)
    : connection(file.string(), kOpen) {
  connection.script(
      "PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF;"
      "PRAGMA cell_size_check = ON; PRAGMA query_only = ON;");
}

SqliteStore::Connections::Connections(const std::filesystem::path& file, const Options& options)
    : folder_(file.parent_path().empty() ? "." : file.parent_path()),
      reserve_bytes_(options.reserve_bytes),
      writer_(file.string(), kOpen) {
  writer_.script(kSettings);
  if (options.max_pages > 0) {
    writer_.script(("PRAGMA max_page_count = " + std::to_string(options.max_pages)).c_str());
  }
  for (int i = 0; i < std::max(options.readers, 1); ++i) {
    readers_.push_back(std::make_unique<Reader>(file));
  }
}

bool SqliteStore::Connections::has_room() const {
  std::error_code error;
  const auto space = std::filesystem::space(folder_, error);
  // A folder that cannot be asked says more when it is written to.
  return error || space.available >= reserve_bytes_;
}

SqliteStore::SqliteStore(std::unique_ptr<Connections> connections)
    : connections_(std::move(connections)) {}

SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& file,
                                                       Options options) {
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  // Made here and not by SQLite, so that nobody else may ever read it; -wal and -shm follow its
  // mode.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Error{Code::unavailable, file.string() + ": " + std::system_category().message(errno)};
  }
  ::close(descriptor);
  try {
    auto connections = std::make_unique<Connections>(file, options);
    auto migrated = connections->alone([](SqliteConnection& db) { return migrate(db); });
    if (!migrated) {
      return Error{migrated.error().code, file.string() + ": " + migrated.error().message};
    }
    std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(connections)));
    auto generation = store->connections_->read([](SqliteConnection& db) -> Result<std::string> {
      auto rows = db.query("SELECT generation FROM database");
      return rows.next() ? Result(rows.text(0)) : Error{Code::internal, "no generation"};
    });
    if (!generation) return generation.error();
    store->generation_ = *generation;
    return store;
  } catch (const SqliteError& failure) {
    return Error{Code::unavailable, file.string() + ": " + failure.what()};
  }
}

std::vector<Result<Sequence>> SqliteStore::append(std::span<const Append> appends) {
  using Results = std::vector<Result<Sequence>>;
  if (appends.empty()) return {};
  if (!connections_->has_room()) {
    return Results(appends.size(), Error{Code::unavailable, "the disk is full", 10});
  }
  auto batch = connections_->write([&](SqliteConnection& db) -> Result<Results> {
    Results results;
    results.reserve(appends.size());
    std::unordered_set<std::string_view> seen;
    for (const auto& append : appends) {
      if (!seen.insert(append.conversation.value).second) {
        results.push_back(Error{Code::conflict, "the conversation stands twice in the batch"});
      } else if (auto error = refusal(db, append)) {
        results.push_back(std::move(*error));
      } else {
        write(db, append);
        results.push_back(append.summary.last);
      }
    }
    return results;
  });
  return batch ? std::move(*batch) : Results(appends.size(), batch.error());
}

Result<Done> SqliteStore::erase(const ContactId& contact, Time at) {
  auto written = connections_->write([&](SqliteConnection& db) -> Result<Done> {
    if (db.execute("UPDATE contacts SET token_hash = NULL, erased_at = coalesce(erased_at, ?)"
                   " WHERE id = ?",
                   to_millis(at), contact.value) == 0) {
      return Error{Code::not_found, "no such contact"};
    }
    std::vector<std::string> ids;
    {
      auto rows =
          db.query("SELECT id FROM conversations WHERE contact = ? ORDER BY id", contact.value);
      while (rows.next()) ids.push_back(rows.text(0));
    }
    for (const auto& id : ids) erase_conversation(db, id, at);
    return Done{};
  });
  if (!written) return written;
  // The old pages still stand in the log until all of it has gone into the file and it is cut to
  // nothing.
  return connections_->alone([](SqliteConnection& db) -> Result<Done> {
    auto rows = db.query("PRAGMA wal_checkpoint(TRUNCATE)");
    if (rows.next() && rows.integer(0) == 0) return Done{};
    return Error{Code::unavailable, "somebody is reading the database: erase again", 5};
  });
}

}  // namespace frontdesk
