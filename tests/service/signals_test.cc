// SPDX-License-Identifier: MIT
#include "service/signals.h"

#include <doctest/doctest.h>

namespace signals_test {

using namespace frontdesk;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const ConversationId kHere{"here"};
const Time kNow = from_millis(1'700'000'000'000);
const LiveSignals::Typist kVisitor{};
const LiveSignals::Typist kRuta{.author = Author::agent, .agent = AgentId("ruta"), .name = "Ruta"};

Event said(Author author, const std::string& actor) {
  Event event{.conversation = kHere, .fact = MessageAdded{.author = author, .text = "x"}};
  event.actor.id = actor;
  return event;
}

}  // namespace

TEST_CASE("typing ends by itself, and is no news twice within a moment") {
  LiveSignals signals;
  CHECK(signals.typing(kHere, kVisitor, kNow));
  CHECK_FALSE(signals.typing(kHere, kVisitor, kNow + seconds{1}));
  CHECK(signals.typing(kHere, kVisitor, kNow + kTypingAgain));
  const auto end = kNow + kTypingAgain + kTypingLasts;
  CHECK(signals.state(kHere, end - milliseconds{1}).typing.size() == 1);
  CHECK(signals.state(kHere, end).typing.empty());
  // The clock was set back by an hour: nobody types for an hour.
  CHECK(signals.state(kHere, kNow - std::chrono::hours{1}).typing.empty());
}

TEST_CASE("several type at once, and whoever speaks has stopped") {
  LiveSignals signals;
  auto jonas = kRuta;
  jonas.agent = AgentId("jonas");
  CHECK(signals.typing(kHere, kRuta, kNow));
  CHECK(signals.typing(kHere, jonas, kNow));
  CHECK(signals.typing(kHere, kVisitor, kNow));
  CHECK(signals.state(kHere, kNow).typing.front().author == Author::visitor);
  signals.take(said(Author::bot, ""));
  CHECK(signals.state(kHere, kNow).typing.size() == 3);
  signals.take(said(Author::agent, "ruta"));
  signals.take(said(Author::visitor, "contact"));
  const auto left = signals.state(kHere, kNow).typing;
  REQUIRE(left.size() == 1);
  CHECK(left.front().agent == AgentId("jonas"));
}

TEST_CASE("who takes the conversation while he types is news to the visitor at once") {
  LiveSignals signals;
  auto owner = kRuta;
  owner.owns = true;
  CHECK(signals.typing(kHere, kRuta, kNow));
  CHECK(signals.typing(kHere, owner, kNow));
  CHECK(signals.state(kHere, kNow).typing.front().owns);
}

TEST_CASE("what was seen only grows, for each side") {
  LiveSignals signals;
  CHECK(signals.seen(kHere, Author::visitor, 7));
  CHECK_FALSE(signals.seen(kHere, Author::visitor, 7));
  CHECK_FALSE(signals.seen(kHere, Author::visitor, 3));
  CHECK(signals.seen(kHere, Author::agent, 2));
  CHECK(signals.state(kHere, kNow).seen_by_visitor == 7);
  CHECK(signals.state(kHere, kNow).seen_by_agent == 2);
}

TEST_CASE("an agent looks on until his last window of it is closed") {
  LiveSignals signals;
  const LiveSignals::Viewer ruta{AgentId("1"), "Ruta"};
  const LiveSignals::Viewer jonas{AgentId("2"), "Jonas"};
  signals.look(kHere, ruta);
  signals.look(kHere, jonas);
  signals.look(kHere, ruta);
  CHECK(signals.state(kHere, kNow).viewers == std::vector{jonas, ruta});
  signals.look_away(kHere, ruta);
  CHECK(signals.state(kHere, kNow).viewers == std::vector{jonas, ruta});
  signals.look_away(kHere, ruta);
  signals.look_away(kHere, ruta);
  CHECK(signals.state(kHere, kNow).viewers == std::vector{jonas});
}

TEST_CASE("of an erased conversation nothing is known") {
  LiveSignals signals;
  (void)signals.typing(kHere, kVisitor, kNow);
  (void)signals.seen(kHere, Author::visitor, 7);
  signals.take(Event{.conversation = kHere, .fact = Erased{}});
  CHECK(signals.state(kHere, kNow).typing.empty());
  CHECK(signals.state(kHere, kNow).seen_by_visitor == 0);
}

TEST_CASE("only so many conversations are remembered, those that are looked on at longest") {
  LiveSignals signals(3);
  signals.look(kHere, {AgentId("1"), "Ruta"});
  for (int i = 0; i < 100; ++i) {
    (void)signals.seen(ConversationId(std::to_string(i)), Author::visitor, 1);
    CHECK(signals.size() <= 3);
  }
  CHECK(signals.state(kHere, kNow).viewers.size() == 1);
  CHECK(signals.state(ConversationId("99"), kNow).seen_by_visitor == 1);
  CHECK(signals.state(ConversationId("97"), kNow).seen_by_visitor == 0);
}

}  // namespace signals_test
