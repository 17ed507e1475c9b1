// SPDX-License-Identifier: MIT
#include "service/conversations.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <atomic>
#include <thread>

#include "desk/transfer.h"
#include "support/office.h"

namespace conversations_test {

using namespace support;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

/// Runs a test on a store in memory and on SQLite.
template <class Test>
void on_every_store(Test test) {
  SUBCASE("in memory") {
    MemoryStore store;
    test(store);
  }
  SUBCASE("on SQLite") {
    const TempFolder folder;
    const auto store = sqlite_in(folder);
    test(*store);
  }
}

std::string types_of(const Staged& staged) {
  std::string all;
  for (const auto& event : staged.events) {
    all += (all.empty() ? "" : " ") + std::string(type_of(event->fact));
  }
  return all;
}

/// The log that is cached is the log that is stored, event by event.
void check_cache(Office& office, const ConversationId& id) {
  const auto cached = office.conversations.log(id);
  REQUIRE(cached.ok());
  const auto stored = office.store.load({&id, 1});
  REQUIRE(stored.ok());
  const auto& events = stored->front();
  REQUIRE((*cached)->events.size() == events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    CHECK(events[i].sequence == i + 1);
    CHECK(*(*cached)->events[i] == events[i]);
  }
  CHECK((*cached)->conversation.last == fold(events).last);
}

}  // namespace

TEST_CASE("a message is stored with everything the bot does about it") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto begun = office.begin();
    const auto staged = office.say(begun, "hello there", "m1");
    REQUIRE(staged.ok());
    CHECK(types_of(*staged) == "message message");
    CHECK_FALSE(staged->duplicate);
    check_cache(office, begun.id);
  });
}

TEST_CASE("deciding changes nothing until it is committed") {
  MemoryStore store;
  Office office(store);
  const auto begun = office.begin();
  const auto version = office.hub.version();
  REQUIRE(office.conversations.say(begun.id, begun.contact, {.text = "human", .client_id = "m1"}));
  CHECK(office.now(begun.id).last == begun.last);
  CHECK(office.hub.version() == version);
}

TEST_CASE("a repeat answers as the first time, and other words under the same id are a conflict") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto begun = office.begin();
    const auto first = office.say(begun, "hello there", "m1");
    REQUIRE(office.say(begun, "maybe", "m2"));
    const auto repeat = office.say(begun, "hello there", "m1");
    REQUIRE(repeat.ok());
    CHECK(repeat->duplicate);
    CHECK_FALSE(repeat->append);
    CHECK(types_of(*repeat) == types_of(*first));
    CHECK(repeat->conversation.last == first->conversation.last);
    for (std::size_t i = 0; i < first->events.size(); ++i) {
      CHECK(*repeat->events[i] == *first->events[i]);
    }
    const auto other = office.say(begun, "hello you", "m1");
    REQUIRE_FALSE(other.ok());
    CHECK(other.error().code == Code::conflict);
  });
}

TEST_CASE("a repeated message that opened the conversation again answers with the opening too") {
  MemoryStore store;
  Office office(store);
  const auto begun = office.begin();
  REQUIRE(office.conversations.settle([&] {
    return office.conversations.command(begun.id, [&](Draft& draft) {
      return close(draft, kRuta, draft.conversation().epoch, "");
    });
  }));
  const auto first = office.say(begun, "hello there", "m1");
  REQUIRE(first.ok());
  CHECK(types_of(*first) == "reopened message message");
  CHECK(types_of(*office.say(begun, "hello there", "m1")) == "reopened message message");
}

TEST_CASE("only what was offered can be tapped, a person always") {
  MemoryStore store;
  Office office(store);
  const auto begun = office.begin();
  const auto wrong = office.tap(begun, "intent:hours", "m1");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().code == Code::invalid);

  const auto right = office.tap(begun, "intent:order_status", "m2");
  REQUIRE(right.ok());
  const auto& message = std::get<MessageAdded>(right->events.front()->fact);
  CHECK(message.text == "Where my order is");
  CHECK(message.choice == "intent:order_status");
  CHECK(office.tap(begun, "intent:order_status", "m2")->duplicate);

  REQUIRE(office.tap(begun, "person", "m3"));
  REQUIRE(office.tap(begun, "person", "m4"));
  CHECK(office.now(begun.id).status == Status::queued);
}

TEST_CASE("another contact's conversation, none and an erased one are all the same: not there") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto mine = office.begin("t1");
    const auto other = office.begin("t2");
    const auto code = [&](const ConversationId& id, const ContactId& contact) {
      const auto said =
          office.conversations.say(id, contact, {.text = "hello there", .client_id = "m1"});
      REQUIRE_FALSE(said.ok());
      return said.error().code;
    };
    CHECK(code(mine.id, other.contact) == Code::not_found);
    CHECK(code(ConversationId("none"), mine.contact) == Code::not_found);

    REQUIRE(store.erase(mine.contact, office.clock.now()));
    Office fresh(store);
    const auto said =
        fresh.conversations.say(mine.id, mine.contact, {.text = "a", .client_id = "m"});
    REQUIRE_FALSE(said.ok());
    CHECK(said.error().code == Code::not_found);
    // A call that returns late adds nothing to what was erased.
    const auto late = fresh.conversations.call_returned(
        mine.id, {.key = "k", .status = 200, .saved = {{"name", "Ona"}}});
    REQUIRE(late.ok());
    CHECK_FALSE(late->append);
  });
}

TEST_CASE("who decided on an old state is told, and decides again on the new one") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto begun = office.begin();
    auto first =
        office.conversations.say(begun.id, begun.contact, {.text = "human", .client_id = "m1"});
    auto second = office.conversations.say(begun.id, begun.contact,
                                           {.text = "hello there", .client_id = "m2"});
    REQUIRE(first.ok());
    REQUIRE(second.ok());
    CHECK(office.conversations.commit(std::span(&*first->append, 1)).front().ok());
    const auto late = office.conversations.commit(std::span(&*second->append, 1)).front();
    REQUIRE_FALSE(late.ok());
    CHECK(late.error().code == Code::conflict);

    // Decided again the bot is silent: a person was called in between.
    const auto again = office.say(begun, "hello there", "m2");
    REQUIRE(again.ok());
    CHECK(types_of(*again) == "message");
    check_cache(office, begun.id);
  });
}

TEST_CASE("two programs on one database never overwrite each other") {
  const TempFolder folder;
  const auto one_store = sqlite_in(folder);
  const auto other_store = sqlite_in(folder);
  Office one(*one_store);
  Office other(*other_store);
  const auto begun = one.begin();
  for (int i = 0; i < 5; ++i) {
    REQUIRE(one.say(begun, "hello there", "a" + std::to_string(i)));
    REQUIRE(other.say(begun, "hello there", "b" + std::to_string(i)));
  }
  // The second one's last word is in the database; the first one's memory of it is behind, not wrong.
  REQUIRE(one.say(begun, "hello there", "last"));
  check_cache(one, begun.id);
}

TEST_CASE("a command that an old memory refuses is decided on what is stored") {
  const TempFolder folder;
  const auto one_store = sqlite_in(folder);
  const auto other_store = sqlite_in(folder);
  Office one(*one_store);
  Office other(*other_store);
  const AgentIdentity ruta{AgentId("ruta"), "Ruta"};
  const AgentIdentity jonas{AgentId("jonas"), "Jonas"};
  const auto begun = one.begin();
  REQUIRE(one.say(begun, "human", "m1"));
  const auto queued = other.now(begun.id).epoch;
  REQUIRE(one.take(begun, ruta));
  const auto taken = one.now(begun.id).epoch;
  CHECK(other.now(begun.id).epoch == queued);  // it knows of nothing

  // Ruta's next request meets the other program.
  const auto answered = other.conversations.command_once(
      begun.id, ruta.id, "a1", "Hello",
      [&](Draft& draft) { return answer(draft, ruta, taken, "Hello", "a1"); });
  REQUIRE(answered);
  REQUIRE(answered->append);
  CHECK(other.conversations.commit(std::span(&*answered->append, 1)).front().ok());

  // The first is behind now; what is really old it refuses, by what is stored.
  REQUIRE(other.conversations.settle([&] {
    return other.conversations.command(begun.id,
                                       [&](Draft& draft) { return close(draft, ruta, taken, ""); });
  }));
  CHECK(one.now(begun.id).status == Status::assigned);
  const auto refused = one.conversations.command(
      begun.id, [&](Draft& draft) { return close(draft, jonas, taken, ""); });
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::conflict);
  CHECK(refused.error().reason == "stale");
  CHECK(one.now(begun.id).status == Status::closed);
  CHECK(one.now(begun.id).owner.empty());
  CHECK(one.now(begun.id).epoch == taken + 1);
  check_cache(one, begun.id);
}

TEST_CASE("what an old memory takes for done already is looked up before it is said") {
  const TempFolder folder;
  const auto one_store = sqlite_in(folder);
  const auto other_store = sqlite_in(folder);
  Office one(*one_store);
  Office other(*other_store);
  const AgentIdentity ruta{AgentId("ruta"), "Ruta"};
  const auto begun = one.begin();
  REQUIRE(one.say(begun, "human", "m1"));
  REQUIRE(one.take(begun, ruta));
  REQUIRE(other.take(begun, {AgentId("jonas"), "Jonas"}).ok() == false);
  REQUIRE(other.conversations.settle([&] {
    return other.conversations.command(begun.id, [&](Draft& draft) {
      return return_to_bot(draft, ruta, draft.conversation().epoch, {});
    });
  }));
  const auto again = one.conversations.command(
      begun.id, [&](Draft& draft) { return take(draft, ruta, draft.conversation().epoch); });
  REQUIRE(again);
  CHECK(again->append);  // it is the bot's: he has to take it anew
}

TEST_CASE("nothing is announced that is not durable") {
  MemoryStore store;
  Office office(store);
  std::atomic<int> heard = 0;
  std::atomic<int> events = 0;
  office.hub.listen([&](const Summary&) { ++heard; });
  office.conversations.on_commit([&](const Event&) { ++events; });
  const auto begun = office.begin();
  const int heard_before = heard;
  const int events_before = events;

  store.full = true;
  const auto refused = office.say(begun, "hello there", "m1");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::unavailable);
  CHECK(heard == heard_before);
  CHECK(events == events_before);
  CHECK(office.now(begun.id).last == begun.last);

  store.full = false;
  const auto staged = office.say(begun, "hello there", "m1");
  REQUIRE(staged.ok());
  CHECK_FALSE(staged->duplicate);
  CHECK(heard == heard_before + 1);
  CHECK(events == events_before + 2);
}

TEST_CASE("what is announced can be read at once") {
  MemoryStore store;
  Office office(store);
  bool there = true;
  office.hub.listen([&](const Summary& row) {
    const auto stored = office.store.load({&row.conversation, 1});
    there = there && stored.ok() && stored->front().size() >= row.last;
    const auto log = office.conversations.log(row.conversation);
    there = there && log.ok() && (*log)->conversation.last >= row.last;
  });
  const auto begun = office.begin();
  for (int i = 0; i < 5; ++i) REQUIRE(office.say(begun, "maybe", "m" + std::to_string(i)));
  CHECK(there);
}

TEST_CASE(
    "many threads on one conversation: every message once, in one order, and the cache is right") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto begun = office.begin();
    constexpr int kThreads = 4;
    constexpr int kMessages = 8;
    std::atomic<int> stored = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kMessages; ++i) {
          const auto id = std::to_string(t) + "-" + std::to_string(i);
          // A busy conversation may be refused for now; the client tries again, as a browser would.
          for (;;) {
            const auto said = office.say(begun, i % 2 == 0 ? "hello there" : "maybe", id);
            if (said.ok()) break;
            if (said.error().code != Code::unavailable) return;
          }
          ++stored;
          (void)office.now(begun.id);
        }
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(stored == kThreads * kMessages);
    check_cache(office, begun.id);
    std::set<std::string> ids;
    int messages = 0;
    for (const auto& event : (*office.conversations.log(begun.id))->events) {
      const auto* message = std::get_if<MessageAdded>(&event->fact);
      if (message == nullptr || message->author != Author::visitor) continue;
      ++messages;
      ids.insert(message->client_id);
    }
    CHECK(messages == kThreads * kMessages);
    CHECK(ids.size() == kThreads * kMessages);
  });
}

TEST_CASE("two threads that send the same message store it once") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto begun = office.begin();
    std::atomic<int> fresh = 0;
    std::atomic<int> repeated = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        const auto said = office.say(begun, "hello there", "m1");
        if (said.ok()) ++(said->duplicate ? repeated : fresh);
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(fresh == 1);
    CHECK(repeated == 3);
    check_cache(office, begun.id);
  });
}

TEST_CASE("two agents who take one conversation at once: one has it") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto begun = office.begin();
    REQUIRE(office.say(begun, "human", "m1"));
    const auto epoch = office.now(begun.id).epoch;
    std::atomic<int> won = 0;
    std::vector<std::thread> threads;
    for (const auto* name : {"ruta", "jonas", "asta"}) {
      threads.emplace_back([&, name] {
        const AgentIdentity agent{AgentId(name), name};
        const auto taken = office.conversations.settle([&] {
          return office.conversations.command(
              begun.id, [&](Draft& draft) { return take(draft, agent, epoch); });
        });
        if (taken.ok()) ++won;
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(won == 1);
    CHECK(office.now(begun.id).status == Status::assigned);
    check_cache(office, begun.id);
  });
}

TEST_CASE(
    "an agent's message is stored once, however often it is sent and whatever the epoch is by "
    "then") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto begun = office.begin();
    REQUIRE(office.say(begun, "human", "m1"));
    const auto epoch = office.now(begun.id).epoch;
    const auto send = [&](const AgentIdentity& agent, const std::string& text) {
      return office.conversations.settle([&] {
        return office.conversations.command_once(begun.id, agent.id, "a1", text, [&](Draft& draft) {
          return answer(draft, agent, epoch, text, "a1");
        });
      });
    };
    const auto first = send(kRuta, "Hello!");
    REQUIRE(first.ok());
    CHECK(types_of(*first) == "agent_joined message");
    const auto repeat = send(kRuta, "Hello!");  // the epoch is stale by now, the repeat is not
    REQUIRE(repeat.ok());
    CHECK(repeat->duplicate);
    CHECK(types_of(*repeat) == types_of(*first));

    const auto other_words = send(kRuta, "Bye!");
    REQUIRE_FALSE(other_words.ok());
    CHECK(other_words.error().code == Code::conflict);
    // Neither is a colleague told that he said it, nor that the conversation is too busy for him.
    const AgentIdentity jonas{AgentId("jonas"), "Jonas"};
    REQUIRE(office.conversations.settle([&] {
      return office.conversations.command(begun.id, [&](Draft& draft) {
        return transfer_to_agent(draft, kRuta, draft.conversation().epoch, jonas);
      });
    }));
    const auto colleague = office.conversations.settle([&] {
      return office.conversations.command_once(
          begun.id, jonas.id, "a1", "Hello!", [&](Draft& draft) {
            return answer(draft, jonas, draft.conversation().epoch, "Hello!", "a1");
          });
    });
    REQUIRE_FALSE(colleague.ok());
    CHECK(colleague.error().code == Code::conflict);
  });
}

TEST_CASE("new content counts from the next decision on") {
  MemoryStore store;
  Office office(store);
  const auto begun = office.begin();
  auto catalog = small_catalog();
  catalog.version = "v2";
  catalog.intents[1].answer = english("Good day.");
  office.conversations.use(small_brain(catalog));
  const auto staged = office.say(begun, "hello there", "m1");
  REQUIRE(staged.ok());
  CHECK(std::get<MessageAdded>(staged->events.back()->fact).text == "Good day.");
  CHECK(staged->events.back()->content_version == "v2");
}

TEST_CASE("a page in a language that the bot does not speak gets the first that it does") {
  MemoryStore store;
  Office office(store);
  const auto staged = office.conversations.start({.token_hash = "t", .language = "xx"});
  REQUIRE(staged.ok());
  CHECK(staged->conversation.language == "en");
}

TEST_CASE("sends in any order, repeated and lost, end with each message once") {
  const auto brain = small_brain();
  CHECK(rc::check("each client id once", [&] {
    MemoryStore store;
    Office office(store, brain);
    const auto begun = office.begin();
    const auto sends = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
    std::set<int> sent;
    for (const int number : sends) {
      store.full = number == 5;  // this one is lost on the way to the disk
      const auto said = office.say(begun, "hello there", "m" + std::to_string(number));
      RC_ASSERT(said.ok() == (number != 5));
      if (number == 5) continue;
      RC_ASSERT(said->duplicate == sent.contains(number));
      sent.insert(number);
    }
    store.full = false;
    std::size_t messages = 0;
    for (const auto& event : (*office.conversations.log(begun.id))->events) {
      const auto* message = std::get_if<MessageAdded>(&event->fact);
      if (message != nullptr && message->author == Author::visitor) ++messages;
    }
    RC_ASSERT(messages == sent.size());
  }));
}

TEST_CASE(
    "a note and a message with the same words are two things, whatever their client id says") {
  MemoryStore store;
  Office office(store);
  const auto begun = office.begin();
  REQUIRE(office.say(begun, "human", "m1"));
  REQUIRE(office.take(begun, kRuta));
  const auto epoch = office.now(begun.id).epoch;
  const auto send = [&](bool is_note, const std::string& client_id) {
    return office.conversations.settle([&] {
      return office.conversations.command_once(
          begun.id, kRuta.id, client_id, "Hello!",
          [&](Draft& draft) {
            return is_note ? note(draft, kRuta, epoch, "Hello!", client_id)
                           : answer(draft, kRuta, epoch, "Hello!", client_id);
          },
          is_note ? Written::note : Written::message);
    });
  };
  REQUIRE(send(true, "a1"));
  CHECK(send(true, "a1")->duplicate);
  CHECK(send(false, "a1").error().code == Code::conflict);
  REQUIRE(send(false, "a2"));
  CHECK(send(false, "a2")->duplicate);
  CHECK(send(true, "a2").error().code == Code::conflict);
}

TEST_CASE("a new conversation of a contact knows who spoke with him last") {
  on_every_store([](Store& store) {
    Office office(store);
    const auto again = [&](const ContactId& contact) {
      const auto staged = office.conversations.settle(
          [&] { return office.conversations.start({.contact = contact, .language = "en"}); });
      REQUIRE(staged);
      return staged->conversation;
    };
    const auto first = office.begin();
    CHECK(first.last_agent.empty());
    REQUIRE(office.say(first, "human", "m1"));
    REQUIRE(office.take(first, kRuta));
    office.clock.tick(std::chrono::seconds{1});
    const auto second = again(first.contact);
    CHECK(second.last_agent == kRuta.id);
    // What is said in the older one meanwhile makes it no newer.
    office.clock.tick(std::chrono::seconds{1});
    REQUIRE(office.say(first, "thanks", "m2"));
    const AgentIdentity jonas{AgentId("jonas"), "Jonas"};
    REQUIRE(office.say(second, "human", "m1"));
    REQUIRE(office.take(second, jonas));
    office.clock.tick(std::chrono::seconds{1});
    CHECK(again(first.contact).last_agent == jonas.id);
    CHECK(office.begin("t2").last_agent.empty());
  });
}

}  // namespace conversations_test
