// SPDX-License-Identifier: MIT
#include "desk/waits.h"

#include <doctest/doctest.h>

#include "support/build.h"

namespace waits_test {

using namespace frontdesk;
using std::chrono::seconds;

namespace {

/// A log of facts, ten seconds apart.
struct Story {
  std::vector<std::shared_ptr<const Event>> events;
  Time now = from_millis(1'700'000'000'000);
  Epoch epoch = 0;

  Story& then(Fact fact) {
    now += seconds{10};
    if (raises_epoch(fact)) ++epoch;
    events.push_back(std::make_shared<const Event>(
        Event{.sequence = events.size() + 1, .at = now, .epoch = epoch, .fact = std::move(fact)}));
    return *this;
  }
  [[nodiscard]] std::vector<PastWait> waits() const { return waits_in(events); }
};

const HandoffRequested kAsked{.team = TeamId("support")};
const AgentJoined kRuta{.agent = AgentId("ruta")};
const AgentJoined kJonas{.agent = AgentId("jonas")};

}  // namespace

TEST_CASE("a wait is from the handoff until a person comes") {
  Story story;
  story.then(kAsked).then(MessageAdded{}).then(kRuta).then(Closed{});
  const auto waits = story.waits();
  REQUIRE(waits.size() == 1);
  CHECK(*waits[0].to - waits[0].from == seconds{20});
  CHECK(waits[0].answered);
  CHECK(waits[0].team == TeamId("support"));
  CHECK(waits[0].epoch == 1);
}

TEST_CASE("who left, was told to leave a message, or was closed, was not answered") {
  for (const Fact& end :
       {Fact(ReturnedToBot{}), Fact(WentOffline{}), Fact(Closed{}), Fact(Erased{})}) {
    Story story;
    story.then(kAsked).then(end);
    REQUIRE(story.waits().size() == 1);
    CHECK(story.waits()[0].to);
    CHECK_FALSE(story.waits()[0].answered);
  }
}

TEST_CASE("who waits still has no end") {
  Story story;
  story.then(kAsked).then(kRuta).then(Requeued{}).then(PriorityChanged{});
  const auto waits = story.waits();
  REQUIRE(waits.size() == 2);
  CHECK(waits[1].team == TeamId("support"));
  CHECK(waits[1].from == story.now - seconds{10});
  CHECK_FALSE(waits[1].to);
}

TEST_CASE("a transfer to a team is another wait, one to a colleague is none") {
  Story story;
  story.then(kAsked).then(kRuta);
  story.then(Transferred{.agent = AgentId("jonas")}).then(kJonas);
  CHECK(story.waits().size() == 1);
  story.then(Transferred{.team = TeamId("returns")}).then(kRuta);
  REQUIRE(story.waits().size() == 2);
  CHECK(story.waits()[1].team == TeamId("returns"));
  CHECK(story.waits()[1].answered);
}

TEST_CASE("without a queue there is no wait") {
  Story story;
  story.then(MessageAdded{}).then(kRuta).then(ReturnedToBot{}).then(WentOffline{}).then(kJonas);
  CHECK(story.waits().empty());
}

}  // namespace waits_test
