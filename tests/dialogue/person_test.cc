// SPDX-License-Identifier: MIT
// What visitors of other shops complain of when a person is called, or came.
#include <doctest/doctest.h>

#include <algorithm>

#include "desk/desk.h"
#include "support/small_bot.h"

namespace person_test {

using namespace support;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

void take_over(Chat& chat) {
  auto draft = chat.draft();
  REQUIRE(take(draft, kRuta, chat.now.epoch));
  chat.keep(std::move(draft));
}

void give_back(Chat& chat) {
  auto draft = chat.draft();
  REQUIRE(return_to_bot(draft, kRuta, chat.now.epoch, {}));
  chat.keep(std::move(draft));
}

/// What the visitor sends, whether a page would offer it now or not.
void send(Chat& chat, const Said& said) {
  auto draft = chat.draft();
  take_turn(*chat.brain, draft, said);
  chat.keep(std::move(draft));
}

/// How often the visitor was told that a person comes.
auto notices(const Chat& chat) {
  return std::count_if(chat.log.begin(), chat.log.end(), [](const Event& event) {
    const auto* message = std::get_if<MessageAdded>(&event.fact);
    return message != nullptr && message->decision && message->decision->action == Action::handoff;
  });
}

auto times_queued(const Chat& chat) {
  return std::count_if(chat.log.begin(), chat.log.end(), [](const Event& event) {
    return std::holds_alternative<HandoffRequested>(event.fact) ||
           std::holds_alternative<WentOffline>(event.fact);
  });
}

}  // namespace

TEST_CASE("whatever a visitor sends after a person took over, the bot is silent") {
  const Said everything[] = {
      {.text = "hello there"},
      {.text = "maybe"},
      {.text = "no such words"},
      {.text = ""},
      {.text = "human"},
      {.text = "explode"},
      {.text = "this is terrible"},
      {.text = "when are you open"},
      {.text = "where is my order"},
      {.text = "10023"},
      {.text = "Hours", .choice = "intent:hours"},
      {.text = "A complaint", .choice = "intent:complaint"},
      {.text = "Where my order is", .choice = "intent:order_status"},
      {.text = "None", .choice = "none"},
      {.text = "Stop", .choice = "stop"},
      {.text = "Yes", .choice = "yes"},
      {.text = "Talk to a person", .choice = "person"},
      {.text = "Yes, it helped", .choice = "helped:en:warranty"},
      {.text = "No", .choice = "not_helped:en:warranty"},
  };
  for (const bool in_flow : {false, true}) {
    Chat chat(small_brain());
    chat.say(in_flow ? "where is my order" : "human");
    take_over(chat);
    const auto epoch = chat.now.epoch;
    for (const auto& said : everything) {
      CAPTURE(said.text);
      CAPTURE(said.choice);
      send(chat, said);
      CHECK(chat.types() == "message");
      CHECK(chat.now.status == Status::assigned);
      CHECK(chat.now.epoch == epoch);
      CHECK_FALSE(chat.now.flow);
    }
    chat.returned_key("late", 200);
    CHECK(chat.types() == "call_returned");
  }
}

TEST_CASE("a person can be called again and again, and is promised once each time") {
  Chat chat(small_brain());
  const char* const ways[] = {"human", "this is terrible", "explode", "human", "human"};
  int times = 0;
  for (const auto* way : ways) {
    CAPTURE(way);
    chat.say(way);
    ++times;
    REQUIRE(chat.now.status == Status::queued);
    CHECK(notices(chat) == times);
    CHECK(times_queued(chat) == times);
    take_over(chat);
    give_back(chat);
    chat.say("hello there");
    CHECK(chat.texts() == "Hello.");
  }
  chat.tap("person");
  CHECK(chat.now.status == Status::queued);
  CHECK(notices(chat) == times + 1);
}

TEST_CASE("who waits for a person is not promised another however often he asks") {
  Chat chat(small_brain());
  chat.say("human");
  const auto place = chat.now.waiting_since;
  const auto epoch = chat.now.epoch;
  chat.time += std::chrono::minutes{1};
  for (const auto* again : {"human", "this is terrible", "explode", "human"}) chat.say(again);
  chat.tap("person");
  CHECK(notices(chat) == 1);
  CHECK(times_queued(chat) == 1);
  CHECK(chat.now.waiting_since == place);
  CHECK(chat.now.epoch == epoch);
}

TEST_CASE("a handoff to a team that is not there goes to one that is, and is never lost") {
  SUBCASE("another team") {
    auto catalog = small_catalog();
    for (auto& intent : catalog.intents) {
      if (intent.name == "complaint") intent.handoff_team = TeamId("nobody");
    }
    Chat chat(small_brain(std::move(catalog)));
    chat.say("this is terrible");
    CHECK(chat.now.status == Status::queued);
    CHECK(chat.now.team == TeamId("support"));
    CHECK(notices(chat) == 1);
  }
  SUBCASE("no team at all") {
    auto catalog = small_catalog();
    catalog.teams.clear();
    Chat chat(small_brain(std::move(catalog)));
    chat.say("this is terrible");
    CHECK(chat.now.status == Status::queued);
    CHECK(chat.now.waiting_since.has_value());
    CHECK(notices(chat) == 1);
  }
}

}  // namespace person_test
