// SPDX-License-Identifier: MIT
#include "desk/care.h"

#include <doctest/doctest.h>

#include "desk/transfer.h"
#include "support/small_bot.h"

namespace care_test {

using namespace frontdesk;
using support::Chat;
using support::small_brain;

namespace {

const AgentIdentity kRuta{AgentId("r"), "Ruta"};
const AgentIdentity kJonas{AgentId("j"), "Jonas"};

/// Does a command and keeps what it adds; the code of its error, or nothing.
template <class Command>
std::optional<Code> act(Chat& chat, Command command) {
  auto draft = chat.draft();
  const auto done = command(draft, chat.now.epoch);
  if (!done) return done.error().code;
  chat.keep(std::move(draft));
  return std::nullopt;
}

/// A conversation that Ruta has.
Chat rutas() {
  Chat chat(small_brain());
  chat.say("a human");
  REQUIRE_FALSE(act(chat, [](Draft& draft, Epoch epoch) { return take(draft, kRuta, epoch); }));
  return chat;
}

}  // namespace

TEST_CASE("only its owner puts a conversation aside, and the visitor's words end that") {
  auto chat = rutas();
  const auto until = chat.time + std::chrono::hours{1};
  const auto hold_by = [&](const AgentIdentity& agent, std::optional<Time> when) {
    return act(chat, [&](Draft& draft, Epoch epoch) { return hold(draft, agent, epoch, when); });
  };
  CHECK(hold_by(kJonas, until) == Code::conflict);
  CHECK(hold_by(kRuta, chat.time) == Code::invalid);
  CHECK_FALSE(hold_by(kRuta, until));
  CHECK(chat.now.on_hold);
  CHECK(chat.now.hold_until == until);
  CHECK(chat.types() == "put_on_hold");
  CHECK_FALSE(hold_by(kRuta, until));
  CHECK(chat.types() == "");
  chat.say("are you there");
  CHECK_FALSE(chat.now.on_hold);
  CHECK_FALSE(hold_by(kRuta, std::nullopt));
  CHECK_FALSE(act(chat, [](Draft& draft, Epoch epoch) { return resume(draft, kRuta, epoch); }));
  CHECK(chat.types() == "resumed");
  CHECK_FALSE(act(chat, [](Draft& draft, Epoch epoch) { return resume(draft, kRuta, epoch); }));
  CHECK(chat.types() == "");
}

TEST_CASE("tags are the whole new list, each once, and the same list is no change") {
  auto chat = rutas();
  const auto tagged = [&](std::vector<std::string> tags) {
    return act(chat, [&](Draft& draft, Epoch epoch) { return tag(draft, kJonas, epoch, tags); });
  };
  CHECK_FALSE(tagged({"a", "b", "a"}));
  CHECK(chat.now.tags == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(tagged({"a", "b"}));
  CHECK(chat.types() == "");
  CHECK_FALSE(tagged({}));
  CHECK(chat.now.tags.empty());
}

TEST_CASE("a priority is one of four") {
  auto chat = rutas();
  const auto set = [&](int priority) {
    return act(chat, [&](Draft& draft, Epoch epoch) {
      return set_priority(draft, kRuta, epoch, priority);
    });
  };
  CHECK(set(4) == Code::invalid);
  CHECK(set(-1) == Code::invalid);
  CHECK_FALSE(set(3));
  CHECK(chat.now.priority == 3);
  CHECK_FALSE(set(3));
  CHECK(chat.types() == "");
}

TEST_CASE("none of it is done in an old epoch") {
  auto chat = rutas();
  const Epoch old = chat.now.epoch - 1;
  auto draft = chat.draft();
  CHECK(hold(draft, kRuta, old, std::nullopt).error().code == Code::conflict);
  CHECK(resume(draft, kRuta, old).error().code == Code::conflict);
  CHECK(tag(draft, kRuta, old, {"a"}).error().code == Code::conflict);
  CHECK(set_priority(draft, kRuta, old, 2).error().code == Code::conflict);
  CHECK(correct_slot(draft, kRuta, old, "a", "b").error().code == Code::conflict);
  CHECK(take_over(draft, kJonas, old).error().code == Code::conflict);
  CHECK(draft.empty());
}

TEST_CASE("a corrected slot is the agent's fact, and a flow that goes on later knows it") {
  auto chat = rutas();
  const auto correct = [&](const AgentIdentity& agent, const std::string& value,
                           const std::string& label) {
    return act(chat, [&](Draft& draft, Epoch epoch) {
      return correct_slot(draft, agent, epoch, "reason", value, label);
    });
  };
  CHECK(correct(kJonas, "damaged", "It is damaged") == Code::conflict);
  CHECK_FALSE(correct(kRuta, "damaged", "It is damaged"));
  CHECK(chat.added.front().actor.kind == ActorKind::agent);
  CHECK(chat.now.slots.at("reason") == "It is damaged");
  CHECK_FALSE(correct(kRuta, "damaged", "It is damaged"));
  CHECK(chat.types() == "");
}

TEST_CASE("a conversation is taken over from a colleague, who can then do nothing more") {
  auto chat = rutas();
  const auto before = chat.now.epoch;
  CHECK_FALSE(act(chat, [](Draft& draft, Epoch epoch) { return take_over(draft, kJonas, epoch); }));
  CHECK(chat.now.owner == kJonas.id);
  CHECK(chat.now.epoch == before + 1);
  auto draft = chat.draft();
  CHECK(answer(draft, kRuta, before, "x", "m").error().code == Code::conflict);
  CHECK_FALSE(
      act(chat, [](Draft& draft2, Epoch epoch) { return take_over(draft2, kJonas, epoch); }));
  CHECK(chat.types() == "");
}

TEST_CASE("a transfer's comment is a note of its agent before it, and none without words") {
  auto chat = rutas();
  CHECK_FALSE(act(chat, [](Draft& draft, Epoch epoch) {
    return transfer_to_agent(draft, kRuta, epoch, kJonas, "He is waiting for his money");
  }));
  CHECK(chat.types() == "note transferred agent_joined");
  CHECK(chat.find<NoteAdded>()->name == "Ruta");
  CHECK_FALSE(act(chat, [](Draft& draft, Epoch epoch) {
    return transfer_to_team(draft, kJonas, epoch, TeamId("returns"), "returns");
  }));
  CHECK(chat.types() == "transferred");
}

TEST_CASE("where a tag is asked for nothing is closed without one, and tags go with a closing") {
  auto chat = rutas();
  const auto close_with = [&](std::optional<std::vector<std::string>> tags) {
    return act(chat, [&](Draft& draft, Epoch epoch) {
      return close(draft, kRuta, epoch, "", {.tags = tags, .require_tag = true});
    });
  };
  CHECK(close_with(std::nullopt) == Code::invalid);
  CHECK(close_with(std::vector<std::string>{}) == Code::invalid);
  CHECK(chat.now.status == Status::assigned);
  CHECK_FALSE(close_with(std::vector<std::string>{"refund"}));
  CHECK(chat.types() == "tagged closed");
  CHECK(chat.now.tags == std::vector<std::string>{"refund"});
}

}  // namespace care_test
