// SPDX-License-Identifier: MIT
#include "desk/board.h"

#include <doctest/doctest.h>

#include "core/draft.h"

namespace board_test {

using namespace frontdesk;
using namespace std::chrono_literals;

namespace {

const Time kNow = from_millis(1'700'000'000'000);

/// The facts of a conversation, each so long before now.
class Story {
 public:
  Story& add(std::chrono::seconds ago, Fact fact) {
    const auto sequence = events.size() + 1;
    events.push_back({.sequence = sequence, .at = kNow - ago, .fact = std::move(fact)});
    return *this;
  }
  Story& greeted(std::chrono::seconds ago) {
    return add(ago, ConversationStarted{}).bot(ago, Action::answer);
  }
  Story& bot(std::chrono::seconds ago, Action action) {
    return add(ago, MessageAdded{.author = Author::bot, .decision = Decision{.action = action}});
  }
  Story& agent(std::chrono::seconds ago) { return add(ago, MessageAdded{.author = Author::agent}); }
  Story& asked(std::chrono::seconds ago) {
    return add(ago, HandoffRequested{.team = TeamId("support")});
  }
  Story& joined(std::chrono::seconds ago) { return add(ago, AgentJoined{AgentId("r"), "Ruta"}); }

  std::vector<Event> events;
};

Board board(std::chrono::seconds promise = 0s) {
  return {kNow - 1h, kNow, [promise](const TeamId&, Time asked) {
            return promise.count() > 0 ? std::optional(asked + promise) : std::nullopt;
          }};
}

}  // namespace

TEST_CASE("a wait is from the asking to the coming, and the percentile is one that somebody had") {
  auto figures = board();
  CHECK_FALSE(figures.answered(0.5));
  for (const auto wait : {10s, 20s, 30s, 40s, 200s}) {
    figures.read(Story().greeted(1000s).asked(600s).joined(600s - wait).events);
  }
  CHECK(figures.answered(0.5) == 30s);
  CHECK(figures.answered(0.9) == 200s);
  CHECK(figures.handed_off() == 5);
}

TEST_CASE("who moves to the other list is asked for once, and a requeue begins no new wait") {
  auto figures = board();
  figures.read(Story().greeted(900s).asked(800s).add(700s, WentOffline{}).joined(600s).events);
  CHECK(figures.handed_off() == 1);
  CHECK(figures.answered(1) == 200s);
}

TEST_CASE("whose agent is gone when the team is closed is not asked for a second time") {
  auto figures = board();
  figures.read(Story().greeted(900s).asked(800s).joined(700s).add(600s, WentOffline{}).events);
  CHECK(figures.handed_off() == 1);
  CHECK(figures.answered(1) == 100s);
}

TEST_CASE("what happened before does not count") {
  auto figures = board(60s);
  figures.read(Story().greeted(9000s).asked(8000s).joined(7990s).agent(7980s).events);
  CHECK(figures.handed_off() == 0);
  CHECK_FALSE(figures.answered(0.5));
  CHECK_FALSE(figures.kept());
}

TEST_CASE("the bot answered alone where nobody was asked for; a greeting is no answer") {
  auto figures = board();
  figures.read(Story().greeted(100s).events);
  figures.read(Story().greeted(100s).bot(90s, Action::clarify).events);
  CHECK(figures.bot_answered() == 0);
  figures.read(Story().greeted(100s).bot(90s, Action::articles).events);
  figures.read(Story().greeted(100s).bot(90s, Action::answer).asked(80s).events);
  CHECK(figures.bot_answered() == 1);
}

TEST_CASE("a promise is kept when a person wrote in time, and broken when its time is over") {
  auto figures = board(60s);
  figures.read(Story().greeted(900s).asked(800s).joined(790s).agent(750s).events);
  CHECK(figures.kept() == 1.0);
  figures.read(Story().greeted(900s).asked(800s).joined(790s).agent(700s).events);
  CHECK(figures.kept() == 0.5);
  figures.read(Story().greeted(900s).asked(800s).events);
  CHECK(figures.kept() == doctest::Approx(1.0 / 3));
  // Not due yet.
  figures.read(Story().greeted(900s).asked(30s).events);
  CHECK(figures.kept() == doctest::Approx(1.0 / 3));
}

TEST_CASE("what was told in the queue is kept when a person came by then") {
  const auto told = [](std::chrono::seconds ago, std::chrono::seconds until) {
    return WaitPromised{kNow - ago + until};
  };
  auto figures = board();
  figures.read(Story().greeted(900s).asked(800s).add(799s, told(799s, 60s)).joined(750s).events);
  CHECK(figures.kept() == 1.0);
  figures.read(Story().greeted(900s).asked(800s).add(799s, told(799s, 60s)).joined(700s).events);
  CHECK(figures.kept() == 0.5);
  // Too long, and told so; and one who left before it was due.
  figures.read(
      Story().greeted(900s).asked(800s).add(799s, told(799s, 60s)).add(200s, WentOffline{}).events);
  CHECK(figures.kept() == doctest::Approx(1.0 / 3));
  figures.read(Story()
                   .greeted(900s)
                   .asked(800s)
                   .add(799s, told(799s, 60s))
                   .add(780s, ReturnedToBot{})
                   .events);
  CHECK(figures.kept() == doctest::Approx(1.0 / 3));
  figures.read(Story().greeted(900s).asked(800s).add(799s, told(799s, 60s)).events);
  CHECK(figures.kept() == doctest::Approx(1.0 / 4));
}

}  // namespace board_test
