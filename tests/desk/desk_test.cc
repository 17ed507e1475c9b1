// SPDX-License-Identifier: MIT
#include "desk/desk.h"
#include "desk/transfer.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace desk_test {

using namespace support;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};
const AgentIdentity kJonas{AgentId("jonas"), "Jonas"};

/// Runs a command on a conversation and keeps what it added.
template <class Command>
Result<Done> run(Chat& chat, Command command) {
  auto draft = chat.draft();
  auto done = command(draft);
  if (!done) CHECK(draft.empty());  // what is refused leaves nothing behind
  chat.keep(std::move(draft));
  return done;
}

Code code_of(const Result<Done>& result) {
  REQUIRE_FALSE(result.ok());
  return result.error().code;
}

Chat waiting() {
  Chat chat(small_brain());
  chat.say("human");
  return chat;
}

Chat taken_by(const AgentIdentity& agent) {
  auto chat = waiting();
  REQUIRE(run(chat, [&](Draft& d) { return take(d, agent, chat.now.epoch); }));
  return chat;
}

Chat erased() {
  auto chat = waiting();
  auto draft = chat.draft();
  draft.add(system_actor(), Erased{});
  chat.keep(std::move(draft));
  return chat;
}

}  // namespace

TEST_CASE("taking a waiting conversation makes it the agent's") {
  auto chat = waiting();
  const auto epoch = chat.now.epoch;
  REQUIRE(run(chat, [&](Draft& d) { return take(d, kRuta, epoch); }));
  CHECK(chat.types() == "agent_joined");
  CHECK(chat.now.status == Status::assigned);
  CHECK(chat.now.owner == kRuta.id);
  CHECK(chat.now.owner_name == "Ruta");
  CHECK(chat.now.epoch == epoch + 1);
  CHECK(chat.added.front().actor == Actor{ActorKind::agent, "ruta"});
}

TEST_CASE("taking what one has is no change and no error, even with an old epoch") {
  auto chat = taken_by(kRuta);
  for (const Epoch epoch : {chat.now.epoch, chat.now.epoch - 1, Epoch{0}}) {
    REQUIRE(run(chat, [&](Draft& d) { return take(d, kRuta, epoch); }));
    CHECK(chat.added.empty());
  }
}

TEST_CASE("who comes second is told who was first") {
  auto chat = taken_by(kRuta);
  for (const Epoch epoch : {chat.now.epoch, chat.now.epoch - 1}) {
    const auto done = run(chat, [&](Draft& d) { return take(d, kJonas, epoch); });
    CHECK(code_of(done) == Code::conflict);
    CHECK(done.error().message == "Ruta has already taken this conversation");
  }
}

TEST_CASE("a conversation can be taken from the bot, and its flow ends") {
  Chat chat(small_brain());
  chat.say("where is my order");
  REQUIRE(run(chat, [&](Draft& d) { return take(d, kRuta, chat.now.epoch); }));
  CHECK(chat.types() == "flow_ended agent_joined");
  CHECK(chat.now.offered.empty());
  chat.say("10023");
  CHECK(chat.types() == "message");
}

TEST_CASE("every command in an older epoch is a conflict") {
  auto chat = taken_by(kRuta);
  const Epoch stale = chat.now.epoch - 1;
  const auto refused = [&](auto command) { return code_of(run(chat, command)); };
  CHECK(refused([&](Draft& d) { return answer(d, kRuta, stale, "hi", "a1"); }) == Code::conflict);
  CHECK(refused([&](Draft& d) { return note(d, kRuta, stale, "hi", "a1"); }) == Code::conflict);
  CHECK(refused([&](Draft& d) {
          return transfer_to_team(d, kRuta, stale, TeamId("returns"), "R");
        }) == Code::conflict);
  CHECK(refused([&](Draft& d) { return transfer_to_agent(d, kRuta, stale, kJonas); }) ==
        Code::conflict);
  CHECK(refused([&](Draft& d) { return return_to_bot(d, kRuta, stale, {}); }) == Code::conflict);
  CHECK(refused([&](Draft& d) { return close(d, kRuta, stale, ""); }) == Code::conflict);

  auto queue = waiting();
  CHECK(code_of(run(queue, [&](Draft& d) { return take(d, kRuta, queue.now.epoch - 1); })) ==
        Code::conflict);
  CHECK(code_of(run(queue, [&](Draft& d) {
          return answer(d, kRuta, queue.now.epoch - 1, "hi", "a1");
        })) == Code::conflict);
}

TEST_CASE("an answer goes to the visitor, and takes a waiting conversation in one step") {
  auto chat = waiting();
  const auto epoch = chat.now.epoch;
  REQUIRE(run(chat, [&](Draft& d) { return answer(d, kRuta, epoch, "Hello!", "a1"); }));
  CHECK(chat.types() == "agent_joined message");
  CHECK(chat.now.owner == kRuta.id);
  const auto* message = chat.find<MessageAdded>();
  CHECK(message->author == Author::agent);
  CHECK(message->client_id == "a1");
  CHECK(chat.added.back().epoch == epoch + 1);
  CHECK_FALSE(chat.now.unanswered_since);

  REQUIRE(run(chat, [&](Draft& d) { return answer(d, kRuta, chat.now.epoch, "Well?", "a2"); }));
  CHECK(chat.types() == "message");
}

TEST_CASE("only who has a conversation may answer in it") {
  auto chat = taken_by(kRuta);
  CHECK(code_of(run(chat, [&](Draft& d) {
          return answer(d, kJonas, chat.now.epoch, "hi", "a1");
        })) == Code::conflict);
  Chat bot(small_brain());
  const auto done = run(bot, [&](Draft& d) { return answer(d, kRuta, bot.now.epoch, "hi", "a1"); });
  CHECK(code_of(done) == Code::conflict);
  CHECK(done.error().message == "take the conversation first");
}

TEST_CASE("anybody may leave a note, and it changes nothing") {
  auto chat = taken_by(kRuta);
  const auto before = chat.now;
  REQUIRE(run(chat, [&](Draft& d) { return note(d, kJonas, chat.now.epoch, "called", "n1"); }));
  CHECK(chat.types() == "note");
  CHECK(chat.now.epoch == before.epoch);
  CHECK(chat.now.last_text == before.last_text);
  CHECK_FALSE(visible_to_visitor(chat.added.front()));
}

TEST_CASE("a transfer to a team keeps the visitor's place in the queue") {
  auto chat = waiting();
  const auto since = chat.now.waiting_since;
  chat.time += std::chrono::minutes{5};
  REQUIRE(run(chat, [&](Draft& d) { return take(d, kRuta, chat.now.epoch); }));
  chat.time += std::chrono::minutes{5};
  REQUIRE(run(chat, [&](Draft& d) {
    return transfer_to_team(d, kRuta, chat.now.epoch, TeamId("returns"), "Returns");
  }));
  CHECK(chat.now.status == Status::queued);
  CHECK(chat.now.team == TeamId("returns"));
  CHECK(chat.now.owner.empty());
  CHECK(chat.now.waiting_since == since);
}

TEST_CASE("a transfer to a colleague makes it his") {
  auto chat = taken_by(kRuta);
  REQUIRE(run(chat, [&](Draft& d) { return transfer_to_agent(d, kRuta, chat.now.epoch, kJonas); }));
  CHECK(chat.types() == "transferred agent_joined");
  CHECK(chat.now.owner == kJonas.id);
  CHECK(code_of(run(chat, [&](Draft& d) {
          return transfer_to_agent(d, kJonas, chat.now.epoch, kJonas);
        })) == Code::invalid);
  CHECK(code_of(run(chat, [&](Draft& d) {
          return transfer_to_agent(d, kRuta, chat.now.epoch, kRuta);
        })) == Code::conflict);
}

TEST_CASE("only who has it may give it back to the bot, which then answers") {
  auto chat = taken_by(kRuta);
  CHECK(code_of(run(chat, [&](Draft& d) {
          return return_to_bot(d, kJonas, chat.now.epoch, {});
        })) == Code::conflict);
  REQUIRE(run(chat, [&](Draft& d) { return return_to_bot(d, kRuta, chat.now.epoch, {}); }));
  CHECK(chat.now.status == Status::bot);
  CHECK(chat.now.owner.empty());
  CHECK(chat.now.misunderstood == 0);
  chat.say("hello there");
  CHECK(chat.texts() == "Hello.");
}

TEST_CASE("its agent may close a conversation, and anybody while nobody has it") {
  auto chat = taken_by(kRuta);
  CHECK(code_of(run(chat, [&](Draft& d) { return close(d, kJonas, chat.now.epoch, ""); })) ==
        Code::conflict);
  REQUIRE(run(chat, [&](Draft& d) { return close(d, kRuta, chat.now.epoch, "solved"); }));
  CHECK(chat.now.status == Status::closed);
  CHECK(chat.now.owner.empty());
  REQUIRE(run(chat, [&](Draft& d) { return close(d, kRuta, chat.now.epoch, "again"); }));
  CHECK(chat.added.empty());

  auto queue = waiting();
  REQUIRE(run(queue, [&](Draft& d) { return close(d, kJonas, queue.now.epoch, ""); }));
  CHECK_FALSE(queue.now.waiting_since);
}

TEST_CASE("nothing can be done with an erased conversation") {
  auto chat = erased();
  const auto refused = [&](auto command) { return code_of(run(chat, command)); };
  const auto epoch = chat.now.epoch;
  CHECK(refused([&](Draft& d) { return take(d, kRuta, epoch); }) == Code::not_found);
  CHECK(refused([&](Draft& d) { return answer(d, kRuta, epoch, "hi", "a"); }) == Code::not_found);
  CHECK(refused([&](Draft& d) { return note(d, kRuta, epoch, "hi", "a"); }) == Code::not_found);
  CHECK(refused([&](Draft& d) { return return_to_bot(d, kRuta, epoch, {}); }) == Code::not_found);
  CHECK(refused([&](Draft& d) { return transfer_to_agent(d, kRuta, epoch, kJonas); }) ==
        Code::not_found);
  CHECK(refused([&](Draft& d) { return transfer_to_team(d, kRuta, epoch, TeamId("t"), "T"); }) ==
        Code::not_found);
  CHECK(refused([&](Draft& d) { return close(d, kRuta, epoch, ""); }) == Code::not_found);
}

}  // namespace desk_test
