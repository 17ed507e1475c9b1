// SPDX-License-Identifier: MIT
#pragma once
// The connections of a SqliteStore: one that writes, a few that read, each behind a mutex of its
// own. Private to bot/store.
//
// The functions take a callable of (SqliteConnection&) -> Result<T>, run it on a connection that nobody
// else has meanwhile, and turn SqliteError into an Error: nothing of SQLite leaves them.

#include <spdlog/spdlog.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

#include "store/sqlite.h"
#include "store/sqlite_store.h"

namespace frontdesk {

/// `unavailable` for what may pass (disk full, locked, unreadable), `internal` for what is our own
/// mistake. Logs it; the message it returns is for callers.
Error error_of(const SqliteError& error);

class SqliteStore::Connections {
 public:
  Connections(const std::filesystem::path& file, const Options& options);

  /// Whether the disk has the reserve that Options ask for.
  [[nodiscard]] bool has_room() const;

  /// One consistent view of the database, beside writers.
  template <class F>
  std::invoke_result_t<F, SqliteConnection&> read(F&& work) {
    return guarded([&] {
      Reader& reader = *readers_[turn_++ % readers_.size()];
      const std::lock_guard lock(reader.mutex);
      const View view(reader.connection);
      return work(reader.connection);
    });
  }

  /// One transaction, durable when the result is ok and without a trace when it is not.
  template <class F>
  std::invoke_result_t<F, SqliteConnection&> write(F&& work) {
    return guarded([&] {
      const std::lock_guard lock(writer_mutex_);
      Transaction transaction(writer_);
      auto result = work(writer_);
      if (result.ok()) transaction.commit();
      return result;
    });
  }

  /// The writer while nobody of this process reads or writes, outside a transaction.
  template <class F>
  std::invoke_result_t<F, SqliteConnection&> alone(F&& work) {
    return guarded([&] {
      const std::lock_guard lock(writer_mutex_);
      std::vector<std::unique_lock<std::mutex>> readers;
      for (auto& reader : readers_) readers.emplace_back(reader->mutex);
      return work(writer_);
    });
  }

 private:
  struct Reader {
    explicit Reader(const std::filesystem::path& file);
    std::mutex mutex;
    SqliteConnection connection;
  };

  /// A transaction that only reads.
  class View {
   public:
    explicit View(SqliteConnection& connection) : connection_(connection) {
      connection_.execute("BEGIN");
    }
    ~View() {
      try {
        if (connection_.in_transaction()) connection_.execute("COMMIT");
      } catch (const SqliteError& error) {
        error_of(error);
      }
    }
    View(const View&) = delete;
    View& operator=(const View&) = delete;

   private:
    SqliteConnection& connection_;
  };

  template <class F>
  static std::invoke_result_t<F> guarded(F&& work) {
    try {
      return work();
    } catch (const SqliteError& error) {
      return error_of(error);
    }
  }

  std::filesystem::path folder_;
  std::uint64_t reserve_bytes_;
  std::mutex writer_mutex_;
  SqliteConnection writer_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::atomic<std::size_t> turn_{0};
};

}  // namespace frontdesk
