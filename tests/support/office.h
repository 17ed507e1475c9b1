// SPDX-License-Identifier: MIT
#pragma once
// The service with a small bot over a store, for tests: everything between HTTP and the database.

#include <memory>
#include <string>

#include "service/accounts.h"
#include "service/conversations.h"
#include "support/build.h"
#include "support/memory_store.h"
#include "support/small_bot.h"
#include "support/talk.h"

namespace support {

struct Office {
  explicit Office(Store& over, std::shared_ptr<const Brain> brain = small_brain());
  ~Office();
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  Store& store;
  ManualClock clock;
  SystemRandom random;
  Hub hub;
  Conversations conversations;

  /// A new conversation of the contact "visitor-TOKEN".
  Conversation begin(const std::string& token = "t1");
  Result<Staged> say(const Conversation& to, const std::string& text, const std::string& client_id);
  Result<Staged> tap(const Conversation& to, const std::string& choice,
                     const std::string& client_id);
  Conversation now(const ConversationId& id);
  Result<Staged> take(const Conversation& what, const AgentIdentity& agent);
};

std::unique_ptr<Store> sqlite_in(const TempFolder& folder);

}  // namespace support
