// SPDX-License-Identifier: MIT
#pragma once
// The Store in one SQLite file: the default, for one server.
//
// Write-ahead log with synchronous=FULL: what append has returned survives kill -9 and loss of
// power, as far as the disk keeps what it says it has flushed. On a local disk only: SQLite's locks
// do not hold on NFS. One connection writes, behind a mutex; a few read beside it and never wait
// for it. `-wal` and `-shm` beside the file are part of the database: never copy the file without
// them while it is open.

#include <cstdint>
#include <filesystem>
#include <memory>

#include "core/store.h"

namespace frontdesk {

class SqliteStore final : public Store {
 public:
  struct Options {
    /// Appends are refused as unavailable while the disk has less room than this, so that what is
    /// left does for checkpoints, logs and deleting. They are taken again as soon as there is room.
    std::uint64_t reserve_bytes = 64 * 1024 * 1024;
    /// The database may not grow beyond so many pages of 4 KiB; 0 is no limit.
    std::int64_t max_pages = 0;
    /// Connections for reading: so many threads read at once.
    int readers = 2;
  };

  /// Opens the file, or makes it (readable by its owner only) and the folders above it, and
  /// migrates it. `invalid` when it is newer than this program or not ours; `unavailable` when it
  /// cannot be opened. Several processes may have it open; only one of them may be a server
  /// (data_folder.h).
  static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file,
                                                   Options options);
  static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file) {
    return open(file, Options{});
  }
  ~SqliteStore() override;

  std::string generation() override { return generation_; }
  std::vector<Result<Sequence>> append(std::span<const Append> appends) override;
  Result<std::vector<std::vector<Event>>> load(std::span<const ConversationId> ids) override;
  Result<std::vector<Event>> read(const ConversationId& id, Sequence after,
                                  std::size_t limit) override;
  Result<std::optional<SentBefore>> find_sent(const ConversationId& id, Author author,
                                              const std::string& client_id) override;
  Result<std::vector<Summary>> list(const ListQuery& query) override;
  Result<std::map<AgentId, int>> loads() override;
  Result<std::vector<ConversationId>> newest(Sought sought, std::size_t limit) override;
  Result<std::vector<ConversationId>> recent(Time since, std::size_t events) override;
  Result<ContactId> contact_of_token(const std::string& token_hash) override;

  /// Waits for the readers of this process and holds up writers while the log is emptied.
  /// `unavailable` when another process was reading for too long: the facts are rewritten by then,
  /// but old bytes may still stand in the log; call it again.
  Result<Done> erase(const ContactId& contact, Time at) override;

  Result<Done> add_agent(const AgentAccount& account) override;
  Result<AgentAccount> find_agent(const AgentId& id) override;
  Result<AgentAccount> find_agent_named(const std::string& name) override;
  Result<std::vector<AgentAccount>> agents() override;
  Result<Done> set_availability(const AgentId& id, const Availability& says, Time at) override;
  Result<Done> change_agent(const AgentAccount& account) override;
  Result<Done> renew_presence(std::span<const PresenceLease> leases) override;

  Result<Done> add_session(const Session& session) override;
  Result<Session> find_session(const std::string& token_hash, Time now) override;
  Result<Done> touch_session(const std::string& token_hash, Time used_at) override;
  Result<Done> remove_session(const std::string& token_hash) override;

  Result<Done> sync(const SyncChange& change) override;
  Result<SourceLease> lease_source(const SourceLease& lease, Time now) override;
  Result<Done> release_source(const std::string& source, const std::string& holder) override;
  Result<std::vector<SourcedArticle>> articles() override;
  Result<std::vector<KnownArticle>> known_articles(const std::string& source) override;
  Result<std::vector<SourceState>> source_states() override;
  Result<std::int64_t> articles_version() override;

 private:
  class Connections;
  explicit SqliteStore(std::unique_ptr<Connections> connections);

  std::unique_ptr<Connections> connections_;
  std::string generation_;
};

}  // namespace frontdesk
