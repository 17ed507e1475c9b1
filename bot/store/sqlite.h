// SPDX-License-Identifier: MIT
#pragma once
// SQLite's C interface as values: a connection that keeps its prepared statements, the rows of a
// query, a transaction.
//
// Private to bot/store. Failures are thrown as SqliteError and end in the function of SqliteStore
// that called. A SqliteConnection belongs to one thread at a time; whoever has several threads guards it.

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace frontdesk {

/// What SQLite said. `code` is the extended result code.
class SqliteError : public std::runtime_error {
 public:
  SqliteError(int result, const std::string& text) : std::runtime_error(text), code(result) {}
  int code;
};

class SqliteConnection;

/// The answer to a query, a row at a time. It must be gone before its transaction commits and
/// before the same statement is used again.
class Rows {
 public:
  ~Rows() { reset(); }
  Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows& operator=(Rows&&) = delete;

  /// Moves to the next row; false after the last.
  bool next();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;  // NULL is nothing
  [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
  [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
  /// Until the next row.
  [[nodiscard]] std::string_view view(int column) const;

 private:
  friend class SqliteConnection;
  explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
  void reset();

  sqlite3_stmt* statement_;
};

/// One connection. Every SQL text is prepared once and kept, so texts are to be few: values are
/// always bound. Values may be integers, bool, text, std::optional of an integer (nothing is NULL),
/// nullptr.
class SqliteConnection {
 public:
  /// `flags` as of sqlite3_open_v2.
  SqliteConnection(const std::string& path, int flags);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  /// Runs several statements that return nothing and take nothing: pragmas and schemas.
  void script(const char* sql);

  template <class... Values>
  Rows query(std::string_view sql, const Values&... values) {
    sqlite3_stmt* statement = prepared(sql);
    Rows rows(statement);
    int index = 0;
    (bind(statement, ++index, values, SQLITE_TRANSIENT), ...);
    return rows;
  }

  /// Runs a statement to its end; the number of rows it changed.
  template <class... Values>
  std::int64_t execute(std::string_view sql, const Values&... values) {
    sqlite3_stmt* statement = prepared(sql);
    Rows rows(statement);
    int index = 0;
    (bind(statement, ++index, values, SQLITE_STATIC), ...);
    while (rows.next()) {
    }
    return sqlite3_changes64(handle_);
  }

  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  sqlite3_stmt* prepared(std::string_view sql);
  void check(int result) const;

  void bind(sqlite3_stmt* statement, int index, std::string_view value,
            sqlite3_destructor_type keep);
  void bind(sqlite3_stmt* statement, int index, std::int64_t value, sqlite3_destructor_type);
  void bind(sqlite3_stmt* statement, int index, std::uint64_t value, sqlite3_destructor_type keep);
  void bind(sqlite3_stmt* statement, int index, int value, sqlite3_destructor_type keep);
  void bind(sqlite3_stmt* statement, int index, bool value, sqlite3_destructor_type keep);
  void bind(sqlite3_stmt* statement, int index, std::nullptr_t, sqlite3_destructor_type);
  // A pointer would rather be a bool than a text.
  void bind(sqlite3_stmt*, int, const char*, sqlite3_destructor_type) = delete;
  void bind(sqlite3_stmt* statement, int index, const std::optional<std::int64_t>& value,
            sqlite3_destructor_type keep);

  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*, Hash, std::equal_to<>> statements_;
};

/// Begins at once as the writer (BEGIN IMMEDIATE), so that what it reads stays true until it
/// commits. Without commit() it is rolled back.
class Transaction {
 public:
  explicit Transaction(SqliteConnection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Durable when it returns. When it throws, nothing has happened.
  void commit();

 private:
  SqliteConnection& connection_;
};

}  // namespace frontdesk
