// SPDX-License-Identifier: MIT
#include "support/office.h"

#include <stdexcept>
#include <utility>

#include "store/sqlite_store.h"

namespace support {

Office::Office(Store& over, std::shared_ptr<const Brain> brain)
    : store(over), conversations(over, clock, random, hub, std::move(brain)) {}
Office::~Office() = default;

Conversation Office::begin(const std::string& token) {
  auto staged = conversations.settle(
      [&] { return conversations.start({.token_hash = token, .language = "en"}); });
  if (!staged) throw std::runtime_error(staged.error().message);
  return staged->conversation;
}

Result<Staged> Office::say(const Conversation& to, const std::string& text,
                           const std::string& client_id) {
  return conversations.settle(
      [&] { return conversations.say(to.id, to.contact, {.text = text, .client_id = client_id}); });
}

Result<Staged> Office::tap(const Conversation& to, const std::string& choice,
                           const std::string& client_id) {
  return conversations.settle([&] {
    return conversations.say(to.id, to.contact, {.choice = choice, .client_id = client_id});
  });
}

Conversation Office::now(const ConversationId& id) {
  const auto log = conversations.log(id);
  if (!log) throw std::runtime_error(log.error().message);
  return (*log)->conversation;
}

Result<Staged> Office::take(const Conversation& what, const AgentIdentity& agent) {
  return conversations.settle([&] {
    return conversations.command(
        what.id, [&](Draft& draft) { return frontdesk::take(draft, agent, now(what.id).epoch); });
  });
}

std::unique_ptr<Store> sqlite_in(const TempFolder& folder) {
  auto opened = SqliteStore::open(folder / "frontdesk.db");
  if (!opened) throw std::runtime_error(opened.error().message);
  return std::move(*opened);
}

}  // namespace support
