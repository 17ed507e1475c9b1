// SPDX-License-Identifier: MIT
#pragma once
// The only writer: load, decide, append, announce.
//
// Deciding stages an Append and changes nothing; `commit` makes a batch durable and only then announces it.
// Between the two anything may happen: when somebody else was first, `commit` answers conflict, and the
// caller decides again, on what is there now. Any thread may call any function.

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/draft.h"
#include "core/settings.h"
#include "core/store.h"
#include "desk/desk.h"
#include "dialogue/brain.h"
#include "dialogue/reading.h"
#include "dialogue/suggestion.h"
#include "dialogue/turn.h"
#include "service/hub.h"
#include "service/log_cache.h"

namespace frontdesk {

/// A decision, not yet durable.
struct Staged {
  std::optional<Append> append;                      // nothing when there is nothing to change
  Conversation conversation;                         // after it
  std::vector<std::shared_ptr<const Event>> events;  // what it adds, or what the first send added
  bool duplicate = false;                            // the same client id was sent before
  // What it was decided on, for what a visitor does. Whoever asked for the log himself may have seen an older one.
  std::shared_ptr<const Log> before;
};

/// What a visitor's page says when a conversation begins.
struct Start {
  ContactId contact;  // empty: a new one, made with `token_hash`
  std::string token_hash;
  InboxId inbox{"main"};
  std::string language;
  std::string page;
  std::string referrer;
  std::map<std::string, std::string> attributes;
  std::vector<Reading>
      opened;  // articles that were read before; those that are not there are left out
};

/// What a client id names.
enum class Written { message, note };

class Conversations {
 public:
  Conversations(Store& store, const Clock& clock, Random& random, Hub& hub,
                std::shared_ptr<const Brain> brain);

  /// New content from the next decision on.
  void use(std::shared_ptr<const Brain> brain);
  [[nodiscard]] std::shared_ptr<const Brain> brain() const;

  // ---- Decisions: stage, change nothing ----

  /// A new conversation with the bot's greeting. Whoever spoke with a known contact before is asked first
  /// again, should a person be called.
  Result<Staged> start(const Start& start);

  /// A visitor's message or tap, and what the bot does about it.
  ///   not_found  no such conversation, or another contact's
  ///   invalid    a tap on something that was not offered
  ///   conflict   the client id was used for other words
  Result<Staged> say(const ConversationId& id, const ContactId& contact, const Said& said);

  /// Articles that the visitor read (dialogue/reading.h). Nothing to change when all of it is known.
  ///   not_found  no such conversation, or another contact's, or no such article
  Result<Staged> read(const ConversationId& id, const ContactId& contact, const Reading& reading);

  /// Where the visitor wants to be answered (dialogue/contact.h).
  ///   not_found  no such conversation, or another contact's
  ///   invalid    neither an e-mail nor a telephone number that can be right
  ///   conflict   the conversation is closed
  Result<Staged> leave_contact(const ConversationId& id, const ContactId& contact,
                               const ContactLeft& details);

  /// The visitor does not want a person any more. Nothing to change when he is in no queue.
  ///   not_found  no such conversation, or another contact's
  Result<Staged> leave_queue(const ConversationId& id, const ContactId& contact);

  /// Where the visitor is on the site now (dialogue/page_visit.h).
  Result<Staged> see_page(const ConversationId& id, const ContactId& contact, const PageSeen& seen);

  /// The links that an agent puts under a message, as visitors see them, in the conversation's language.
  ///   invalid  more than three, or an article that visitors may not see
  Result<std::vector<ArticleLink>> links_to(const ConversationId& id,
                                            const std::vector<ArticleId>& articles);

  /// An agent's command; `command` is one of desk's functions with its arguments bound. It may be called
  /// twice: what the remembered log refuses is decided on the stored one where that has got further.
  using Command = std::function<Result<Done>(Draft&)>;
  Result<Staged> command(const ConversationId& id, const Command& command);

  /// An agent's message or note, where a repeat of the client id is found first. `articles` are those that
  /// stand under it. conflict: the client id was used for other words, or for the other of the two.
  Result<Staged> command_once(const ConversationId& id, const AgentId& agent,
                              const std::string& client_id, const std::string& text,
                              const Command& command, Written written = Written::message,
                              const std::vector<ArticleId>& articles = {});

  /// A call returned.
  Result<Staged> call_returned(const ConversationId& id, const CallReturned& returned);

  /// Nobody came within the waiting limit. Nothing to change when somebody has, or when it has not been in
  /// this queue for so long: who was transferred keeps his place, but waits anew.
  Result<Staged> waited_too_long(const ConversationId& id, std::chrono::seconds limit);

  /// What becomes of a silent visitor's conversation (desk/silence.h).
  Result<Staged> look_at_silence(const ConversationId& id, const DeskSettings& settings);

  // ---- Making it so ----

  /// Store::append, then the cache, then the hub. One answer an Append.
  std::vector<Result<Sequence>> commit(std::span<const Append> appends);

  /// Decides and commits until nobody else is first: for callers that may wait (not the front's thread).
  Result<Staged> settle(const std::function<Result<Staged>()>& decide);

  /// Blanks every word of a contact for ever (Store::erase), forgets what is remembered of him, and tells
  /// who follows his conversations. Waits for the disk. unavailable: blanked, but call it again for what
  /// may still stand in a log.
  Result<Done> erase(const ContactId& contact);

  // ---- Reading ----

  /// not_found when there is none.
  Result<std::shared_ptr<const Log>> log(const ConversationId& id);
  /// The same, read from the Store again when it was remembered as of before `at_least`: for who knows from
  /// a row that it has got further, by another process.
  Result<std::shared_ptr<const Log>> log(const ConversationId& id, Sequence at_least);
  /// The same with whatever another process added. Reads the Store.
  Result<std::shared_ptr<const Log>> newest_log(const ConversationId& id);

  [[nodiscard]] Store& store() { return store_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] Hub& hub() { return hub_; }

  /// Told of every committed event, after the hub; for what must follow a fact (calls). Set once, before
  /// anything is committed; must not wait.
  void on_commit(std::function<void(const Event&)> listener) { listener_ = std::move(listener); }

 private:
  /// What a visitor does beside talking; `deed` is one of dialogue's functions with its arguments bound.
  using Deed = std::function<Result<Done>(const Brain&, Draft&)>;
  Result<Staged> act(const ConversationId& id, const ContactId& contact, const Deed& deed);
  using Decide = std::function<Result<Staged>(const std::shared_ptr<const Log>&)>;
  Result<Staged> decide(const ConversationId& id, const Decide& decide);
  Result<Staged> say(const std::shared_ptr<const Log>& log, const ContactId& contact,
                     const Said& said);
  Draft draft_of(const Log& log) const;
  Staged stage(Draft draft) const;
  Result<std::optional<Staged>> find_repeat(const Log& log, Author author, const std::string& actor,
                                            const std::string& client_id, const std::string& text,
                                            const std::string& choice, Written written,
                                            const std::vector<ArticleId>& articles);
  /// Who had his newest conversation last, or nobody.
  AgentId last_agent_of(const ContactId& contact);

  Store& store_;
  const Clock& clock_;
  Random& random_;
  Hub& hub_;
  std::function<void(const Event&)> listener_;

  mutable std::mutex brain_mutex_;
  std::shared_ptr<const Brain> brain_;

  LogCache logs_;
};

}  // namespace frontdesk
