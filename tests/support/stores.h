// SPDX-License-Identifier: MIT
#pragma once
// Every implementation of core/store.h, empty, each with what it stands on.

#include <doctest/doctest.h>

#include <memory>
#include <utility>

#include "store/sqlite_store.h"
#include "support/memory_store.h"
#include "support/talk.h"

namespace support {

struct InMemory {
  MemoryStore memory;
  frontdesk::Store& store = memory;
};

struct InSqlite {
  TempFolder folder;
  std::unique_ptr<frontdesk::SqliteStore> sqlite = [this] {
    auto opened = frontdesk::SqliteStore::open(folder / "frontdesk.db");
    REQUIRE(opened.ok());
    return std::move(*opened);
  }();
  frontdesk::Store& store = *sqlite;
};

}  // namespace support
