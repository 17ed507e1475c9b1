// SPDX-License-Identifier: MIT
#pragma once
// The tables of the SQLite file, as numbered migrations.
//
// A migration that has been released is never changed: what is wrong with it is put right by the
// next one. Migrations only add, so that the version before can go on running beside this one while
// the servers are replaced one by one. The number of the last migration stands in `PRAGMA
// user_version`.

#include <span>

#include "core/result.h"
#include "store/sqlite.h"

namespace frontdesk {

struct Migration {
  int number;       // 1, 2, 3 ... without holes
  const char* sql;  // any number of statements
};

/// Every migration that this program knows.
std::span<const Migration> migrations();

/// Brings a database to the last of `known`, each migration in one transaction that also writes its
/// number: a process that dies leaves the database at some whole number, and the next run goes on
/// from there. Returns how many were made. `invalid` when the file is newer than `known` or belongs
/// to another program; nothing is touched then. Two processes may do it at once.
///
/// Throws SqliteError when a statement fails.
Result<int> migrate(SqliteConnection& connection, std::span<const Migration> known = migrations());

}  // namespace frontdesk
