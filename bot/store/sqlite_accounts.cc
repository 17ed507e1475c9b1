// SPDX-License-Identifier: MIT
// The half of SqliteStore that knows who may log in.
#include "store/sqlite_connections.h"
#include "store/sqlite_events.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

AgentAccount account_of(const Rows& rows) {
  return {.id = AgentId(rows.text(0)),
          .name = rows.text(1),
          .role = role_named(rows.view(2)).value_or(Role::agent),
          .password_hash = rows.text(3),
          .disabled = rows.flag(4),
          .available = rows.flag(5),
          .capacity = static_cast<int>(rows.integer(6)),
          .created_at = from_millis(rows.integer(7)),
          .present_until = maybe_time(rows, 8),
          .present_since = maybe_time(rows, 9),
          .back_at = maybe_time(rows, 10),
          .said_at = maybe_time(rows, 11)};
}

/// What account_of reads, and whose it is: `where` ends the statement.
std::string account_sql(const char* where) {
  return std::string(
             "SELECT id, name, role, password_hash, disabled, available, capacity, created_at,"
             " present_until, present_since, back_at, said_at FROM agents ") +
         where;
}

Error no_agent() { return {Code::not_found, "no such agent"}; }
Error no_session() { return {Code::not_found, "no such session"}; }

Result<AgentAccount> one_account(Rows rows) {
  if (!rows.next()) return no_agent();
  return account_of(rows);
}

}  // namespace

Result<Done> SqliteStore::add_agent(const AgentAccount& account) {
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    const auto added = db.execute(
        "INSERT INTO agents (id, name, role, password_hash, disabled, available, capacity, "
        "created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        account.id.value, account.name, name_of(account.role), account.password_hash,
        account.disabled, account.available, account.capacity, to_millis(account.created_at));
    if (added == 0) return Error{Code::conflict, "there is an agent of that name"};
    return Done{};
  });
}

Result<AgentAccount> SqliteStore::find_agent(const AgentId& id) {
  return connections_->read([&](SqliteConnection& db) {
    return one_account(db.query(account_sql("WHERE id = ?"), id.value));
  });
}

Result<AgentAccount> SqliteStore::find_agent_named(const std::string& name) {
  return connections_->read([&](SqliteConnection& db) {
    return one_account(db.query(account_sql("WHERE name = ?"), name));
  });
}

Result<std::vector<AgentAccount>> SqliteStore::agents() {
  return connections_->read([&](SqliteConnection& db) -> Result<std::vector<AgentAccount>> {
    auto rows = db.query(account_sql("ORDER BY name"));
    std::vector<AgentAccount> accounts;
    while (rows.next()) accounts.push_back(account_of(rows));
    return accounts;
  });
}

Result<Done> SqliteStore::set_availability(const AgentId& id, const Availability& says, Time at) {
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    const auto back_at = says.back_at ? std::optional(to_millis(*says.back_at)) : std::nullopt;
    if (db.execute("UPDATE agents SET said_at = CASE WHEN available = ?1 THEN said_at ELSE ?2 END,"
                   " available = ?1, capacity = ?3, back_at = ?4 WHERE id = ?5",
                   says.available, to_millis(at), says.capacity, back_at, id.value) == 0) {
      return no_agent();
    }
    return Done{};
  });
}

Result<Done> SqliteStore::renew_presence(std::span<const PresenceLease> leases) {
  if (leases.empty()) return Done{};
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    for (const auto& lease : leases) {
      db.execute(
          "UPDATE agents SET present_since = CASE WHEN present_until > ?3 THEN present_since"
          " ELSE ?3 END, present_until = max(coalesce(present_until, ?1), ?1) WHERE id = ?2",
          to_millis(lease.until), lease.agent.value, to_millis(lease.seen));
    }
    return Done{};
  });
}

Result<Done> SqliteStore::change_agent(const AgentAccount& account) {
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    const auto before = one_account(db.query(account_sql("WHERE id = ?"), account.id.value));
    if (!before) return before.error();
    db.execute("UPDATE agents SET role = ?, password_hash = ?, disabled = ? WHERE id = ?",
               name_of(account.role), account.password_hash, account.disabled, account.id.value);
    if (account.disabled || account.password_hash != before->password_hash) {
      db.execute("DELETE FROM sessions WHERE agent = ?", account.id.value);
    }
    return Done{};
  });
}

Result<Done> SqliteStore::add_session(const Session& session) {
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    // A log-in is rare and is a write anyway: the time to forget those that are over.
    db.execute("DELETE FROM sessions WHERE expires_at <= ?", to_millis(session.created_at));
    if (!db.query("SELECT 1 FROM agents WHERE id = ?", session.agent.value).next())
      return no_agent();
    const auto added = db.execute(
        "INSERT INTO sessions (token_hash, agent, created_at, used_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        session.token_hash, session.agent.value, to_millis(session.created_at),
        to_millis(session.used_at), to_millis(session.expires_at));
    if (added == 0) return Error{Code::conflict, "there is such a session"};
    return Done{};
  });
}

Result<Session> SqliteStore::find_session(const std::string& token_hash, Time now) {
  return connections_->read([&](SqliteConnection& db) -> Result<Session> {
    auto rows = db.query(
        "SELECT token_hash, agent, created_at, used_at, expires_at FROM sessions"
        " WHERE token_hash = ? AND expires_at > ?",
        token_hash, to_millis(now));
    if (!rows.next()) return no_session();
    return Session{.token_hash = rows.text(0),
                   .agent = AgentId(rows.text(1)),
                   .created_at = from_millis(rows.integer(2)),
                   .used_at = from_millis(rows.integer(3)),
                   .expires_at = from_millis(rows.integer(4))};
  });
}

Result<Done> SqliteStore::touch_session(const std::string& token_hash, Time used_at) {
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    if (db.execute("UPDATE sessions SET used_at = ? WHERE token_hash = ?", to_millis(used_at),
                   token_hash) == 0) {
      return no_session();
    }
    return Done{};
  });
}

Result<Done> SqliteStore::remove_session(const std::string& token_hash) {
  return connections_->write([&](SqliteConnection& db) -> Result<Done> {
    db.execute("DELETE FROM sessions WHERE token_hash = ?", token_hash);
    return Done{};
  });
}

}  // namespace frontdesk
