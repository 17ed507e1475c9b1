// SPDX-License-Identifier: MIT
#include "dialogue/contact.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace contact_test {

using namespace support;

namespace {

const ContactLeft kOna{.email = "Ona@Shop.example ", .name = " Ona", .question = "Where is it?"};

/// What the visitor leaves, as a turn of its own; the error when it is refused.
std::string leave(Chat& chat, const ContactLeft& contact) {
  auto next = chat.draft();
  const auto done = take_contact(*chat.brain, next, contact);
  if (!done) return done.error().message;
  chat.keep(std::move(next));
  return "";
}

void leave_the_queue(Chat& chat) {
  auto next = chat.draft();
  REQUIRE(leave_queue(next));
  chat.keep(std::move(next));
}

}  // namespace

TEST_CASE("an address that cannot be right is refused with what is wrong with it") {
  const auto why = [](const ContactLeft& contact) {
    return checked_contact(contact).error().message;
  };
  CHECK(why({}).find("'email' is missing") != std::string::npos);
  CHECK(why({.email = "  "}).find("'email' is missing") != std::string::npos);
  CHECK(why({.email = "ona"}).find("no '@'") != std::string::npos);
  CHECK(why({.email = "@shop.example"}).find("before '@'") != std::string::npos);
  CHECK(why({.email = "ona@gmail"}).find("after 'gmail' an ending is missing") !=
        std::string::npos);
  CHECK(why({.email = "a@b@c.lt"}).find("two '@'") != std::string::npos);
  CHECK(why({.phone = "12"}).find("7 to 15 digits") != std::string::npos);
  // One that is right does not make the other right.
  CHECK_FALSE(checked_contact({.email = "ona@shop.example", .phone = "12"}));
  CHECK_FALSE(checked_contact({.email = "ona", .phone = "+37061234567"}));
}

TEST_CASE("an address is kept in one form") {
  const auto ona = checked_contact(kOna);
  REQUIRE(ona);
  CHECK(*ona ==
        ContactLeft{.email = "ona@shop.example", .name = "Ona", .question = "Where is it?"});
  CHECK(checked_contact({.phone = "8 612 34567"})->phone == "+37061234567");
}

TEST_CASE(
    "who waits in the queue goes to the offline list with his address, told once, in one append") {
  Chat chat(small_brain());
  chat.say("human");
  REQUIRE(chat.now.status == Status::queued);
  const auto before = chat.now;
  CHECK(leave(chat, kOna) == "");
  CHECK(chat.types() == "contact_left message offline");
  CHECK(chat.texts() == "Received. We will answer to ona@shop.example.");
  CHECK(chat.now.status == Status::offline);
  CHECK(chat.now.epoch == before.epoch + 1);
  CHECK(chat.now.team == before.team);
  CHECK(chat.now.waiting_since == before.waiting_since);
  CHECK(chat.now.handoff_reason == before.handoff_reason);
  CHECK(chat.now.contact_left->email == "ona@shop.example");
  // The same again changes nothing; another address is another fact, and no other epoch.
  CHECK(leave(chat, kOna) == "");
  CHECK(chat.added.empty());
  const auto epoch = chat.now.epoch;
  CHECK(leave(chat, {.phone = "+37061234567"}) == "");
  CHECK(chat.types() == "contact_left message");
  CHECK(chat.texts() == "Received. We will call +37061234567.");
  CHECK(chat.now.epoch == epoch);
}

TEST_CASE("who talks with the bot may leave an address too, and a flow ends with it") {
  Chat chat(small_brain());
  chat.say("send it back");
  REQUIRE(chat.now.flow);
  CHECK(leave(chat, kOna) == "");
  CHECK(chat.types() == "contact_left flow_ended message offline");
  CHECK(chat.now.status == Status::offline);
}

TEST_CASE("an agent who has the conversation sees the address, and nothing else changes") {
  Chat chat(small_brain());
  chat.say("human");
  auto next = chat.draft();
  REQUIRE(take(next, {AgentId("ruta"), "Ruta"}, chat.now.epoch));
  chat.keep(std::move(next));
  const auto epoch = chat.now.epoch;
  CHECK(leave(chat, kOna) == "");
  CHECK(chat.types() == "contact_left");
  CHECK(chat.now.status == Status::assigned);
  CHECK(chat.now.epoch == epoch);
}

TEST_CASE("a closed conversation takes no address") {
  Chat chat(small_brain());
  chat.say("human");
  auto next = chat.draft();
  REQUIRE(close(next, {AgentId("ruta"), "Ruta"}, chat.now.epoch, ""));
  chat.keep(std::move(next));
  CHECK(leave(chat, kOna).find("closed") != std::string::npos);
}

TEST_CASE("who leaves the queue is answered by the bot again") {
  Chat chat(small_brain());
  chat.say("human");
  const auto epoch = chat.now.epoch;
  leave_the_queue(chat);
  CHECK(chat.types() == "returned_to_bot");
  CHECK(chat.now.status == Status::bot);
  CHECK(chat.now.epoch == epoch + 1);
  CHECK_FALSE(chat.now.waiting_since);
  leave_the_queue(chat);
  CHECK(chat.added.empty());
  chat.say("when are you open");
  CHECK_FALSE(chat.texts().empty());
}

}  // namespace contact_test
