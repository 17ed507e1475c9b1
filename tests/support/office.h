// SPDX-License-Identifier: MIT
#pragma once
// The service with a small bot over a store, for tests: everything between HTTP and the database.

#include <memory>
#include <string>

#include "service/accounts.h"
#include "service/conversations.h"
#include "store/sqlite_store.h"
#include "support/build.h"
#include "support/memory_store.h"
#include "support/small_bot.h"
#include "support/talk.h"

namespace support {

struct Office {
  explicit Office(Store& over, std::shared_ptr<const Brain> brain = small_brain())
      : store(over), conversations(over, clock, random, hub, std::move(brain)) {}

  Store& store;
  ManualClock clock;
  SystemRandom random;
  Hub hub;
  Conversations conversations;

  /// A new conversation of the contact "visitor-TOKEN".
  Conversation begin(const std::string& token = "t1") {
    auto staged = conversations.settle(
        [&] { return conversations.start({.token_hash = token, .language = "en"}); });
    if (!staged) throw std::runtime_error(staged.error().message);
    return staged->conversation;
  }
  Result<Staged> say(const Conversation& to, const std::string& text,
                     const std::string& client_id) {
    return conversations.settle([&] {
      return conversations.say(to.id, to.contact, {.text = text, .client_id = client_id});
    });
  }
  Result<Staged> tap(const Conversation& to, const std::string& choice,
                     const std::string& client_id) {
    return conversations.settle([&] {
      return conversations.say(to.id, to.contact, {.choice = choice, .client_id = client_id});
    });
  }
  Conversation now(const ConversationId& id) {
    const auto log = conversations.log(id);
    if (!log) throw std::runtime_error(log.error().message);
    return (*log)->conversation;
  }
  Result<Staged> take(const Conversation& what, const AgentIdentity& agent) {
    return conversations.settle([&] {
      return conversations.command(
          what.id, [&](Draft& draft) { return frontdesk::take(draft, agent, now(what.id).epoch); });
    });
  }
};

inline std::unique_ptr<Store> sqlite_in(const TempFolder& folder) {
  auto opened = SqliteStore::open(folder / "frontdesk.db");
  if (!opened) throw std::runtime_error(opened.error().message);
  return std::move(*opened);
}

}  // namespace support
