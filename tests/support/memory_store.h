// SPDX-License-Identifier: MIT
#pragma once
// A Store in memory, for tests: the contract of core/store.h in its plainest form, with nothing
// durable. It can be told to fail, as a full disk would.
//
// From any thread, as every Store; the members that are no functions are set before others have it.

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <tuple>
#include <vector>

#include "core/store.h"

namespace support {

using namespace frontdesk;  // NOLINT: a header of tests only

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(std::string generation = "00000000-0000-4000-8000-000000000001");
  ~MemoryStore() override;

  /// While set, append answers `unavailable` to everything.
  std::atomic<bool> full = false;

  /// The last sequence of every append, for whoever judges a log.
  std::map<ConversationId, std::set<Sequence>> ends;

  /// Told of every append as it is made, before anybody else can know of it. It may not ask this store.
  std::function<void(const Append&)> added = [](const Append&) {};

  /// What others do after somebody has read events or rows, and before he has them.
  std::function<void()> meanwhile = [] {};

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
  struct Kept {
    std::vector<Event> events;
    Summary summary;
  };
  struct Contact {
    std::string token_hash;
    bool erased = false;
  };

  struct Happened {
    ConversationId conversation;
    std::string type;
    Time at;
  };
  /// The conversations of the newest `limit` that fit.
  template <class Fits>
  std::vector<ConversationId> each_once(std::size_t limit, Fits fits) const;

  struct Sourced {
    SourcedArticle article;
    bool deleted = false;
  };

  static Error no_agent() { return {Code::not_found, "no such agent"}; }
  static Error no_session() { return {Code::not_found, "no such session"}; }

  std::vector<Summary> rows_of(const ListQuery& query);
  static void keep_newest(std::vector<Summary>& rows, std::size_t limit);
  std::vector<Event> events_of(const ConversationId& id) const;
  std::optional<Error> refusal(const Append& append) const;
  void add(const Append& append);

  std::string generation_;
  std::mutex mutex_;
  std::map<ConversationId, Kept> conversations_;
  std::map<std::tuple<ConversationId, Author, std::string>, SentBefore> sent_;
  std::map<ContactId, Contact> contacts_;
  std::map<AgentId, AgentAccount> agents_;
  std::map<std::string, Session> sessions_;
  std::map<std::string, SourceState> sources_;
  std::map<std::string, SourceLease> leases_;
  std::map<ArticleKey, Sourced> sourced_;
  std::int64_t articles_version_ = 0;
  std::vector<Happened> happened_;  // every fact, in their order
};

}  // namespace support
