// SPDX-License-Identifier: MIT
#include "desk/routing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace frontdesk::routing_test {
namespace {

using std::chrono::seconds;

constexpr Time kNow = Time(std::chrono::milliseconds(1'800'000'000'000));
const TeamId kTeam{"support"};

Candidate candidate(const std::string& agent, int load = 0, int capacity = 3) {
  Candidate result;
  result.agent = AgentId(agent);
  result.name = agent;
  result.available = true;
  result.capacity = capacity;
  result.load = load;
  return result;
}

Waiting waiting(const std::string& id, seconds ago = seconds(0)) {
  Waiting result;
  result.conversation = ConversationId(id);
  result.team = kTeam;
  result.queue_since = result.waiting_since = kNow - ago;
  return result;
}

RoutingRules rules(RoutingMethod method) {
  RoutingRules result;
  result.method = method;
  return result;
}

std::vector<Offer> routed(const std::vector<Waiting>& queue,
                          const std::vector<Candidate>& candidates, const RoutingRules& rule,
                          Time now = kNow) {
  return route(queue, candidates, {{kTeam, rule}}, now);
}

std::string agent_of(const std::vector<Offer>& offers) {
  if (offers.size() != 1 || offers[0].agents.size() != 1) return "";
  return offers[0].agents[0].value;
}

TEST_CASE("Nobody is asked where agents take what they see") {
  CHECK(routed({waiting("c")}, {candidate("a")}, rules(RoutingMethod::manual)).empty());
  CHECK(route(std::vector{waiting("c")}, std::vector{candidate("a")}, {}, kNow).empty());
}

TEST_CASE("Each method asks the agent whom it is named after") {
  auto first = candidate("a", 1, 4);
  auto second = candidate("b", 2, 4);
  auto third = candidate("c", 0, 4);
  first.asked_at = kNow - seconds(10);
  second.asked_at = kNow - seconds(30);
  third.asked_at = kNow - seconds(20);
  const std::vector candidates{first, second, third};
  CHECK(agent_of(routed({waiting("x")}, candidates, rules(RoutingMethod::round_robin))) == "b");
  CHECK(agent_of(routed({waiting("x")}, candidates, rules(RoutingMethod::least_busy))) == "c");
  CHECK(agent_of(routed({waiting("x")}, candidates, rules(RoutingMethod::fill_first))) == "b");
  auto listed = rules(RoutingMethod::priority_list);
  listed.list = {"z", "a"};
  CHECK(agent_of(routed({waiting("x")}, candidates, listed)) == "a");
  const auto all = routed({waiting("x")}, candidates, rules(RoutingMethod::ring_all));
  REQUIRE(all.size() == 1);
  CHECK(all[0].agents == std::vector{AgentId("a"), AgentId("b"), AgentId("c")});
}

TEST_CASE("Who has one of two places taken is busier than who has two of eight") {
  CHECK(agent_of(routed({waiting("x")}, {candidate("small", 1, 2), candidate("large", 2, 8)},
                        rules(RoutingMethod::least_busy))) == "large");
}

TEST_CASE("The queue is served by priority, then by what is due, then by place") {
  auto late = waiting("late", seconds(5));
  auto early = waiting("early", seconds(50));
  auto due = waiting("due", seconds(1));
  due.due = kNow + seconds(60);
  auto urgent = waiting("urgent");
  urgent.priority = 1;
  const auto offers =
      routed({late, early, due, urgent}, {candidate("a", 0, 10)}, rules(RoutingMethod::least_busy));
  std::vector<std::string> order;
  for (const auto& offer : offers) order.push_back(offer.conversation.value);
  CHECK(order == std::vector<std::string>{"urgent", "due", "early", "late"});
}

TEST_CASE("Nobody is asked beyond what he can take, and who rings takes a place") {
  CHECK(routed({waiting("x")}, {candidate("a", 3, 3)}, rules(RoutingMethod::least_busy)).empty());
  auto rings = waiting("rings");
  rings.ringing = Ringing{{AgentId("a")}, kNow + seconds(5)};
  CHECK(routed({rings, waiting("x")}, {candidate("a", 2, 3)}, rules(RoutingMethod::least_busy))
            .empty());
  CHECK(routed({waiting("x"), waiting("y"), waiting("z")}, {candidate("a", 1, 3)},
               rules(RoutingMethod::fill_first))
            .size() == 2);
}

TEST_CASE("Who is not available, or of another team, is not asked") {
  auto away = candidate("away");
  away.available = false;
  auto other = candidate("other");
  other.teams = {TeamId("returns")};
  CHECK(routed({waiting("x")}, {away, other}, rules(RoutingMethod::round_robin)).empty());
  other.teams.insert(kTeam);
  CHECK(agent_of(routed({waiting("x")}, {away, other}, rules(RoutingMethod::round_robin))) ==
        "other");
}

TEST_CASE("Language and skills bind until the visitor has waited long enough") {
  auto english = candidate("english");
  english.languages = {"en"};
  auto rule = rules(RoutingMethod::least_busy);
  rule.relax = seconds(60);
  auto asks = waiting("x", seconds(59));
  asks.language = "lt";
  CHECK(routed({asks}, {english}, rule).empty());
  asks.waiting_since = kNow - seconds(60);
  CHECK(agent_of(routed({asks}, {english}, rule)) == "english");
  SUBCASE("and even then somebody who fits is asked first") {
    auto lithuanian = candidate("lithuanian", 2);
    lithuanian.languages = {"lt"};
    CHECK(agent_of(routed({asks}, {english, lithuanian}, rule)) == "lithuanian");
    asks.missed = {AgentId("lithuanian")};
    CHECK(agent_of(routed({asks}, {english, lithuanian}, rule)) == "english");
  }
  SUBCASE("skills too") {
    auto skilled = waiting("y", seconds(10));
    skilled.skills = {"returns"};
    auto able = candidate("able");
    able.skills = {"orders", "returns"};
    CHECK(agent_of(routed({skilled}, {candidate("plain"), able}, rule)) == "able");
  }
}

TEST_CASE("Who lets it ring is passed over until everybody has been asked") {
  auto rule = rules(RoutingMethod::round_robin);
  auto asks = waiting("x", seconds(40));
  asks.ringing = Ringing{{AgentId("a")}, kNow};
  const std::vector candidates{candidate("a"), candidate("b")};
  CHECK(agent_of(routed({asks}, candidates, rule)) == "b");
  asks.missed = {AgentId("a")};
  asks.ringing = Ringing{{AgentId("b")}, kNow};
  const auto again = routed({asks}, candidates, rule);
  CHECK(agent_of(again) == "a");
  CHECK(again[0].again);
  asks.ringing->until = kNow + seconds(1);
  CHECK(routed({asks}, candidates, rule).empty());
}

TEST_CASE("Who sent it on is asked when everybody else has declined, and not before") {
  auto asks = waiting("x", seconds(1));
  asks.sent_on_by = AgentId("a");
  const auto rule = rules(RoutingMethod::round_robin);
  const std::vector candidates{candidate("a"), candidate("b"), candidate("c", 2)};
  CHECK(agent_of(routed({asks}, candidates, rule)) == "b");
  asks.missed = {AgentId("b")};
  asks.ringing = Ringing{{}, kNow + seconds(30)};
  CHECK(agent_of(routed({asks}, candidates, rule)) == "c");
  asks.missed = {AgentId("b"), AgentId("c")};
  CHECK(agent_of(routed({asks}, candidates, rule)) == "a");
  asks.missed = {};
  asks.ringing.reset();
  CHECK(agent_of(routed({asks}, {candidate("a")}, rule)) == "a");
}

TEST_CASE("Who has declined is not asked again before his ring would have been over") {
  auto asks = waiting("x", seconds(40));
  asks.missed = {AgentId("a")};
  asks.ringing = Ringing{{}, kNow + seconds(1)};
  const auto rule = rules(RoutingMethod::round_robin);
  CHECK(routed({asks}, {candidate("a")}, rule).empty());
  CHECK(agent_of(routed({asks}, {candidate("a"), candidate("b")}, rule)) == "b");
  const auto later = routed({asks}, {candidate("a")}, rule, kNow + seconds(1));
  CHECK(agent_of(later) == "a");
  CHECK(later[0].again);
}

TEST_CASE("The agent who spoke with the visitor before is asked first, for a while") {
  auto rule = rules(RoutingMethod::least_busy);
  rule.same_agent = seconds(20);
  auto asks = waiting("x", seconds(5));
  asks.last_agent = AgentId("busy");
  const std::vector candidates{candidate("busy", 2), candidate("free")};
  CHECK(agent_of(routed({asks}, candidates, rule)) == "busy");
  asks.waiting_since = kNow - seconds(20);
  CHECK(agent_of(routed({asks}, candidates, rule)) == "free");
  asks.waiting_since = kNow;
  asks.last_agent = AgentId("gone");
  CHECK(agent_of(routed({asks}, candidates, rule)) == "free");
}

TEST_CASE("Without a ring time a conversation is given, not offered") {
  auto rule = rules(RoutingMethod::least_busy);
  CHECK(routed({waiting("x")}, {candidate("a")}, rule)[0].until == kNow + seconds(30));
  rule.ring = seconds(0);
  CHECK_FALSE(routed({waiting("x")}, {candidate("a")}, rule)[0].until.has_value());
}

TEST_CASE("An agent has a free moment after a conversation") {
  auto rule = rules(RoutingMethod::least_busy);
  rule.pause = seconds(30);
  auto ended = candidate("a");
  ended.freed_at = kNow - seconds(29);
  CHECK(routed({waiting("x")}, {ended}, rule).empty());
  CHECK(agent_of(routed({waiting("x")}, {ended}, rule, kNow + seconds(1))) == "a");
}

TEST_CASE(
    "Any queue is routed alike in any order, within everybody's room, and nobody is asked twice") {
  std::mt19937 random(20261122);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 500; ++round) {
    auto rule = rules(static_cast<RoutingMethod>(1 + below(5)));
    rule.ring = seconds(below(2) * 30);
    std::vector<Candidate> candidates;
    for (int i = below(6); i >= 0; --i) {
      candidates.push_back(candidate("agent" + std::to_string(i), below(4), below(4)));
      candidates.back().available = below(4) > 0;
      if (below(2) == 0) candidates.back().languages = {"lt"};
    }
    std::vector<Waiting> queue;
    for (int i = below(12); i >= 0; --i) {
      queue.push_back(waiting("c" + std::to_string(i), seconds(below(120))));
      queue.back().language = below(2) == 0 ? "lt" : "en";
      if (below(4) == 0)
        queue.back().ringing = Ringing{{AgentId("agent0")}, kNow + seconds(below(9) - 4)};
    }
    const auto offers = routed(queue, candidates, rule);
    auto shuffled = queue;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    auto moved = candidates;
    std::shuffle(moved.begin(), moved.end(), random);
    const auto same = routed(shuffled, moved, rule);
    REQUIRE(same.size() == offers.size());
    std::map<AgentId, int> asked;
    std::set<ConversationId> seen;
    for (std::size_t i = 0; i < offers.size(); ++i) {
      CHECK(same[i].conversation == offers[i].conversation);
      CHECK(same[i].agents == offers[i].agents);
      CHECK(seen.insert(offers[i].conversation).second);
      CHECK_FALSE(offers[i].agents.empty());
      for (const auto& agent : offers[i].agents) ++asked[agent];
    }
    for (const auto& each : candidates) {
      if (asked.contains(each.agent)) {
        CHECK(each.available);
        CHECK(each.load + asked[each.agent] <= each.capacity);
      }
    }
  }
}

}  // namespace
}  // namespace frontdesk::routing_test
