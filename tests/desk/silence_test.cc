// SPDX-License-Identifier: MIT
#include "desk/silence.h"

#include <doctest/doctest.h>

#include "desk/care.h"
#include "desk/desk.h"
#include "support/small_bot.h"

namespace silence_test {

using namespace support;
using std::chrono::seconds;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

DeskSettings settings(int hold, int warning, int close) {
  DeskSettings made;
  made.silent_hold_seconds = hold;
  made.silent_warning_seconds = warning;
  made.silent_close_seconds = close;
  return made;
}

/// A visitor whom Ruta has answered.
Chat answered() {
  Chat chat(small_brain());
  chat.say("human");
  auto draft = chat.draft();
  REQUIRE(answer(draft, kRuta, chat.now.epoch, "Hello", "a1").ok());
  chat.keep(std::move(draft));
  return chat;
}

/// The types of what so long a silence adds.
std::string after(Chat& chat, int time, const DeskSettings& all) {
  chat.time += seconds(time);
  auto draft = chat.draft();
  look_at_silence(draft, all);
  chat.keep(std::move(draft));
  return chat.types();
}

}  // namespace

TEST_CASE("silence changes nothing unless the owner says so") {
  auto chat = answered();
  CHECK(after(chat, 1'000'000, {}) == "");
}

TEST_CASE("a silent visitor's conversation takes no place until he writes") {
  auto chat = answered();
  const auto all = settings(60, 0, 0);
  CHECK(after(chat, 59, all) == "");
  CHECK(after(chat, 1, all) == "put_on_hold");
  CHECK(summary_of(chat.now).on_hold);
  CHECK(after(chat, 100, all) == "");
  chat.say("I am back");
  CHECK_FALSE(chat.now.on_hold);
  CHECK(chat.now.owner == kRuta.id);
  CHECK(after(chat, 1000, all) == "");  // now it is Ruta who is silent
}

TEST_CASE("a silent visitor is warned, and it is closed when he says nothing") {
  auto chat = answered();
  const auto all = settings(60, 100, 30);
  CHECK(after(chat, 60, all) == "put_on_hold");
  CHECK(after(chat, 40, all) == "closing_announced");
  const auto shown = visible_to_visitor(chat.added.back());
  REQUIRE(shown);
  CHECK(std::get<ClosingAnnounced>(shown->fact).at == chat.time + seconds(30));
  CHECK(after(chat, 29, all) == "");
  CHECK(after(chat, 1, all) == "closed");
  CHECK(chat.now.status == Status::closed);
  CHECK(after(chat, 1000, all) == "");
}

TEST_CASE(
    "who writes after the warning is not closed, and is warned again after the next silence") {
  auto chat = answered();
  const auto all = settings(0, 100, 30);
  CHECK(after(chat, 100, all) == "closing_announced");
  chat.say("one moment");
  CHECK_FALSE(chat.now.closing_at);
  CHECK(after(chat, 1000, all) == "");
  auto draft = chat.draft();
  REQUIRE(answer(draft, kRuta, chat.now.epoch, "Of course", "a2").ok());
  chat.keep(std::move(draft));
  CHECK(after(chat, 99, all) == "");
  CHECK(after(chat, 1, all) == "closing_announced");
}

TEST_CASE("without a warning it is closed at once, and what an agent put on hold is left alone") {
  auto chat = answered();
  const auto all = settings(0, 0, 100);
  CHECK(after(chat, 100, all) == "closed");
  auto held = answered();
  auto draft = held.draft();
  REQUIRE(hold(draft, kRuta, held.now.epoch, std::nullopt).ok());
  held.keep(std::move(draft));
  CHECK(after(held, 100'000, all) == "");
}

}  // namespace silence_test
