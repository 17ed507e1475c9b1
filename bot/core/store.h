// SPDX-License-Identifier: MIT
#pragma once
// Where facts are kept: the interface that memory (tests), SQLite and PostgreSQL implement.
//
// The one concurrency rule of the whole program is `append`: it names the last sequence that its decision
// saw and fails with `conflict` when somebody was first. Deciding is pure, so the caller loads and decides
// again. No locks, no sticky sessions.
//
// Any thread may call any function. What has returned ok is durable: it survives kill -9 and, with the
// defaults of each implementation, loss of power. One contract suite (tests/contract/store_test.cc) runs on
// every implementation.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/conversation.h"
#include "core/event.h"
#include "core/knowledge.h"
#include "core/result.h"

namespace frontdesk {

/// A contact with the hash (SHA-256, lower-case hex) of the token that names him.
struct NewContact {
  ContactId id;
  std::string token_hash;
  Time created_at;
};

/// The row by which lists of conversations are read: derived from the fold, stored with the append. A
/// database need not store the fields that repeat somebody's words (last_text, name, told); it may read them
/// from the events, so that an erasure has one place to blank.
struct Summary {
  ConversationId conversation;
  ContactId contact;
  InboxId inbox;
  Status status = Status::bot;
  AgentId owner;
  std::string owner_name;
  TeamId team;
  Epoch epoch = 0;
  Sequence last = 0;
  std::string language;
  std::string last_text;  // at most 200 code points
  Author last_author = Author::visitor;
  std::string topic;
  std::string reason;  // name_of(HandoffReason) while queued, assigned or offline
  std::string name;    // the visitor's, when the page gave one
  std::optional<Time> waiting_since;
  std::optional<Time> unanswered_since;
  Time started_at;
  Time updated_at;
  bool open_call = false;  // a CallRequested waits for its CallReturned
  bool on_hold = false;
  int priority = 1;
  std::vector<std::string> tags = {};
  std::vector<AgentId> asked = {};  // who is asked to take it, until
  std::optional<Time> asked_until = {};
  std::optional<Time> answer_by = {};  // promised when nobody was there
  std::map<std::string, std::string> told =
      {};  // slot -> what was filled in last, as a person reads it
  friend bool operator==(const Summary&, const Summary&) = default;
};

/// The row of a conversation.
Summary summary_of(const Conversation& conversation);

/// A place at an agent's, of so many.
struct Seat {
  AgentId agent;
  int capacity = 0;
  friend bool operator==(const Seat&, const Seat&) = default;
};

/// One decision, to be made durable as a whole or not at all.
struct Append {
  ConversationId conversation;
  Sequence expected = 0;      // the last sequence that the decision saw; 0: the conversation is new
  std::vector<Event> events;  // expected+1, expected+2, ...; at least one
  Summary summary;            // after these events
  std::optional<NewContact> new_contact;
  // Only if the agent has a free place: other conversations that are assigned to him and not on hold are
  // fewer than `capacity`, counted in the same transaction.
  std::optional<Seat> seat = {};
};

/// Where an earlier send with the same client id went.
struct SentBefore {
  Sequence first = 0;  // the message itself
  Sequence last = 0;   // the last event of the same append
};

enum class Role { agent, supervisor, author, admin };
std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);

/// Whether somebody of this role talks with visitors: gets conversations, by routing or from a colleague.
bool may_serve(Role role);

/// Somebody who may log in.
struct AgentAccount {
  AgentId id;
  std::string name;  // unique; compared as it is
  Role role = Role::agent;
  std::string password_hash;  // argon2id, as libsodium writes it
  bool disabled = false;
  bool available = false;
  int capacity = 5;
  Time created_at;
  std::optional<Time> present_until = {};  // his lease: somebody looks at a page of his until then
  std::optional<Time> present_since =
      {};                            // since when without a gap, as long as it lasts; or unknown
  std::optional<Time> back_at = {};  // when he will be available, as he says, while he is not
  std::optional<Time> said_at = {};  // since when he is available, or is not; or unknown
};

/// When he will be available, as he says, while that is still to come.
std::optional<Time> expected_back(const AgentAccount& account, Time now);

/// What an agent says of himself.
struct Availability {
  bool available = false;
  int capacity = 5;
  std::optional<Time> back_at = {};
};

/// How long an agent's lease lasts, by a sign of life at `seen`.
struct PresenceLease {
  AgentId agent;
  Time seen;
  Time until;
};

/// A log-in. Known by the hash of its secret.
struct Session {
  std::string token_hash;
  AgentId agent;
  Time created_at;
  Time used_at;
  Time expires_at;
};

/// Which conversations a list shows.
struct ListQuery {
  std::vector<Status> statuses;  // empty: all
  std::optional<AgentId> owner;
  std::optional<ContactId> contact;
  bool open_call = false;  // only those with an open call
  std::size_t limit = 500;
  // Instead of the first `limit`: whoever is queued or assigned, all of them, and of each other status those
  // that came last, `limit` of each.
  bool newest_of_each = false;
};

/// Facts that are looked for among all.
enum class Sought {
  ratings,  // ArticleRated
  marks,    // IntentMarked
  calls,    // HandoffRequested and WentOffline
};

class Store {
 public:
  virtual ~Store() = default;

  /// Names this database for ever, a UUID. A stream's id carries it: another one means that nothing a
  /// client remembers can be trusted.
  virtual std::string generation() = 0;

  /// Makes a batch durable in one transaction, each Append judged by itself: the answer at i is the new
  /// last sequence of appends[i], or
  ///   conflict   its `expected` is not the last sequence, a conversation stands twice in the batch (the
  ///              second is refused), a client id was used before, a new contact's id or token is taken, or
  ///              the seat is not free
  ///   not_found  expected > 0 and there is no such conversation, or a new one names a contact who is
  ///              unknown or erased
  ///   invalid    the append is malformed: a hole in its sequences, a falling epoch, a cause that is not
  ///              earlier, a summary that does not fit its last event
  ///   unavailable  nothing could be written (disk full, database gone); all of the batch then
  ///   internal   the database refused a statement that it should not; all of the batch then
  /// Client ids (MessageAdded, NoteAdded) are unique per conversation and author.
  virtual std::vector<Result<Sequence>> append(std::span<const Append> appends) = 0;

  /// The events of each conversation in order, all of them: lists[i] belongs to ids[i] and is empty when
  /// there is no such conversation.
  virtual Result<std::vector<std::vector<Event>>> load(std::span<const ConversationId> ids) = 0;

  /// At most `limit` events after `after`, oldest first.
  virtual Result<std::vector<Event>> read(const ConversationId& id, Sequence after,
                                          std::size_t limit) = 0;

  /// Where that client id of that author went, or nothing.
  virtual Result<std::optional<SentBefore>> find_sent(const ConversationId& id, Author author,
                                                      const std::string& client_id) = 0;

  /// Rows, those who have waited longest first, then the latest updated first.
  virtual Result<std::vector<Summary>> list(const ListQuery& query) = 0;

  /// How many conversations take a place of each agent: assigned to him and not on hold. Who has none is
  /// not in it. Costs the open conversations of agents, not those that are over.
  virtual Result<std::map<AgentId, int>> loads() = 0;

  /// The conversations that the newest `limit` facts of that kind are in, the newest fact first, each
  /// conversation once.
  virtual Result<std::vector<ConversationId>> newest(Sought sought, std::size_t limit) = 0;

  /// The conversations that the newest `events` facts are in, of those that happened at `since` or later;
  /// the newest first, each conversation once. Reads `events` rows at most, however many there are: for
  /// what looks through words, which stand in the facts and in no index.
  virtual Result<std::vector<ConversationId>> recent(Time since, std::size_t events) = 0;

  /// The contact whom a token names. not_found when none does.
  virtual Result<ContactId> contact_of_token(const std::string& token_hash) = 0;

  /// Rewrites the bodies of all facts of a contact with without_personal_data, appends Erased to each of
  /// his conversations, drops his token, and leaves no byte of the old bodies in the database's files.
  /// May be repeated. unavailable: rewritten, but old bytes may still stand in a log that another process
  /// was reading; call it again.
  virtual Result<Done> erase(const ContactId& contact, Time at) = 0;

  // ---- Accounts ----

  /// conflict when the name is taken.
  virtual Result<Done> add_agent(const AgentAccount& account) = 0;
  virtual Result<AgentAccount> find_agent(const AgentId& id) = 0;
  virtual Result<AgentAccount> find_agent_named(const std::string& name) = 0;
  virtual Result<std::vector<AgentAccount>> agents() = 0;
  /// AgentAccount::said_at becomes `at` when he was not available before and is now, or the other way round.
  virtual Result<Done> set_availability(const AgentId& id, const Availability& says, Time at) = 0;
  /// Role, password and whether he is disabled become those of `account`, which `id` names; nothing else.
  /// With another password, or disabled, he is logged out everywhere. not_found when there is none.
  virtual Result<Done> change_agent(const AgentAccount& account) = 0;
  /// Each one's lease lasts until then, or longer if it did; all of them in one transaction. Whose lease was
  /// over when he was seen is present since then. Whom nobody knows is passed over.
  virtual Result<Done> renew_presence(std::span<const PresenceLease> leases) = 0;

  /// not_found when there is no such agent. Drops sessions that have expired.
  virtual Result<Done> add_session(const Session& session) = 0;
  /// not_found when there is none or it has expired by `now`.
  virtual Result<Session> find_session(const std::string& token_hash, Time now) = 0;
  virtual Result<Done> touch_session(const std::string& token_hash, Time used_at) = 0;
  virtual Result<Done> remove_session(const std::string& token_hash) = 0;

  // ---- Articles of other places ----

  /// Makes one step of a sync durable as a whole: in the order restricted, gone, put, so that a key in two
  /// of them is what the later says. A key of `restricted` that is not there is passed over; one of `gone`
  /// that never was gets its tombstone all the same. The source's state is replaced.
  ///   invalid      a key names another source than the state does, or no id
  ///   conflict     `change.holder` has not the source's lease, or no longer; or nobody is named, and at
  ///                `change.at` somebody has it
  ///   unavailable  nothing was written
  virtual Result<Done> sync(const SyncChange& change) = 0;

  /// Gives `lease.source` to `lease.holder`, until `lease.until`, unless another has it at `now`; a holder
  /// who has it already keeps it for longer, since when he has. The answer is the lease that there is then:
  /// the one asked for, or the other's. Of several who ask at once one gets it. Times are the askers': the
  /// clocks of several machines may differ by less than a lease is long.
  ///   invalid  no source, no holder, or `until` is not after `now`
  virtual Result<SourceLease> lease_source(const SourceLease& lease, Time now) = 0;

  /// Ends the holder's lease. No error when he has none.
  virtual Result<Done> release_source(const std::string& source, const std::string& holder) = 0;

  /// Every article that is there, of all sources, by key. No tombstones.
  virtual Result<std::vector<SourcedArticle>> articles() = 0;

  /// What is known of a source's articles, by key, tombstones included.
  virtual Result<std::vector<KnownArticle>> known_articles(const std::string& source) = 0;

  /// Every source that was ever synced, by name.
  virtual Result<std::vector<SourceState>> source_states() = 0;

  /// Rises with each sync that changed what articles() gives, whoever made it: a process that remembers
  /// the number knows when to look again. That an article was fetched again without a difference does not
  /// count. 0 in a new database.
  virtual Result<std::int64_t> articles_version() = 0;
};

}  // namespace frontdesk
