// SPDX-License-Identifier: MIT
#include "store/sqlite.h"

#include <utility>

namespace frontdesk {

bool Rows::next() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  sqlite3* handle = sqlite3_db_handle(statement_);
  throw SqliteError(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle));
}

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::optional<std::int64_t> Rows::maybe_integer(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string_view Rows::view(int column) const {
  const auto* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Rows::reset() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

SqliteConnection::SqliteConnection(const std::string& path, int flags) {
  const int result =
      sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  if (result != SQLITE_OK) {
    const std::string message = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw SqliteError(result, message);
  }
}

SqliteConnection::~SqliteConnection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

void SqliteConnection::script(const char* sql) {
  check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
}

sqlite3_stmt* SqliteConnection::prepared(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
  return statements_.emplace(sql, statement).first->second;
}

void SqliteConnection::check(int result) const {
  if (result != SQLITE_OK) throw SqliteError(result, sqlite3_errmsg(handle_));
}

void SqliteConnection::bind(sqlite3_stmt* statement, int index, std::string_view value,
                            sqlite3_destructor_type keep) {
  // A null pointer would bind NULL; empty text is text.
  const char* data = value.data() != nullptr ? value.data() : "";
  check(sqlite3_bind_text64(statement, index, data, value.size(), keep, SQLITE_UTF8));
}

void SqliteConnection::bind(sqlite3_stmt* statement, int index, std::int64_t value,
                            sqlite3_destructor_type) {
  check(sqlite3_bind_int64(statement, index, value));
}

void SqliteConnection::bind(sqlite3_stmt* statement, int index, std::uint64_t value,
                            sqlite3_destructor_type keep) {
  bind(statement, index, static_cast<std::int64_t>(value), keep);
}

void SqliteConnection::bind(sqlite3_stmt* statement, int index, int value,
                            sqlite3_destructor_type keep) {
  bind(statement, index, std::int64_t{value}, keep);
}

void SqliteConnection::bind(sqlite3_stmt* statement, int index, bool value,
                            sqlite3_destructor_type keep) {
  bind(statement, index, std::int64_t{value ? 1 : 0}, keep);
}

void SqliteConnection::bind(sqlite3_stmt* statement, int index, std::nullptr_t,
                            sqlite3_destructor_type) {
  check(sqlite3_bind_null(statement, index));
}

void SqliteConnection::bind(sqlite3_stmt* statement, int index,
                            const std::optional<std::int64_t>& value,
                            sqlite3_destructor_type keep) {
  if (value) {
    bind(statement, index, *value, keep);
  } else {
    bind(statement, index, nullptr, keep);
  }
}

Transaction::Transaction(SqliteConnection& connection) : connection_(connection) {
  connection_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // A full disk or a failed write may have rolled it back already.
  if (!connection_.in_transaction()) return;
  try {
    connection_.execute("ROLLBACK");
  } catch (const SqliteError&) {
    // The statement that failed has been reported; the next BEGIN says what is still wrong.
  }
}

void Transaction::commit() { connection_.execute("COMMIT"); }

}  // namespace frontdesk
