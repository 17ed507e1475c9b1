// SPDX-License-Identifier: MIT
#include "desk/offers.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace offers_test {

using namespace support;
using std::chrono::seconds;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};
const AgentIdentity kJonas{AgentId("jonas"), "Jonas"};

Chat queued() {
  Chat chat(small_brain());
  chat.say("human");
  return chat;
}

void must(Chat& chat, const std::function<Result<Done>(Draft&)>& command) {
  auto draft = chat.draft();
  REQUIRE(command(draft).ok());
  chat.keep(std::move(draft));
}

void ring(Chat& chat, std::vector<AgentId> agents) {
  must(chat, [&](Draft& draft) {
    return ask(draft,
               {.conversation = chat.now.id,
                .agents = std::move(agents),
                .until = chat.time + seconds(30),
                .because = "least_busy: has 0 of 5"},
               chat.now.last);
  });
}

}  // namespace

TEST_CASE("what routing gives has an owner, and says why to agents only") {
  auto chat = queued();
  must(chat, [&](Draft& draft) { return give(draft, kRuta, chat.now.last, "fewest"); });
  CHECK(chat.now.status == Status::assigned);
  CHECK(chat.now.owner == kRuta.id);
  const auto* joined = chat.find<AgentJoined>();
  REQUIRE(joined != nullptr);
  CHECK(joined->because == "fewest");
  const auto shown = visible_to_visitor(chat.added.back());
  REQUIRE(shown);
  CHECK(std::get<AgentJoined>(shown->fact).because.empty());
}

TEST_CASE("an offer is not made to a conversation that has moved on") {
  auto chat = queued();
  const auto seen = chat.now.last;
  const Offer offer{.conversation = chat.now.id, .agents = {kRuta.id}, .until = chat.time};
  chat.say("are you there?");
  auto draft = chat.draft();
  CHECK(ask(draft, offer, seen).error().code == Code::conflict);
  CHECK(give(draft, kRuta, seen, "").error().code == Code::conflict);
  CHECK(draft.empty());
  must(chat, [&](Draft& next) { return take(next, kJonas, chat.now.epoch); });
  draft = chat.draft();
  CHECK(give(draft, kRuta, chat.now.last, "").error().code == Code::conflict);
}

TEST_CASE("who is asked is seen in the conversation and its row, and no longer once it is taken") {
  auto chat = queued();
  const auto epoch = chat.now.epoch;
  ring(chat, {kRuta.id, kJonas.id});
  CHECK(chat.now.epoch == epoch);
  CHECK(summary_of(chat.now).asked == std::vector{kRuta.id, kJonas.id});
  CHECK_FALSE(visible_to_visitor(chat.added.back()));
  must(chat, [&](Draft& draft) { return take(draft, kJonas, epoch); });
  CHECK_FALSE(chat.now.asked);
  CHECK(chat.now.missed.empty());
}

TEST_CASE("who declines has let it ring, and the others are still asked") {
  auto chat = queued();
  ring(chat, {kRuta.id, kJonas.id});
  const auto until = chat.now.asked->until;
  must(chat, [&](Draft& draft) { return decline(draft, kRuta, chat.now.epoch); });
  REQUIRE(chat.now.asked);
  CHECK(chat.now.asked->agents == std::vector{kJonas.id});
  CHECK(chat.now.asked->until == until);
  CHECK(chat.now.missed == std::set{kRuta.id});
  must(chat, [&](Draft& draft) { return decline(draft, kJonas, chat.now.epoch); });
  CHECK_FALSE(chat.now.asked);
  CHECK(chat.now.missed == std::set{kRuta.id, kJonas.id});
  auto draft = chat.draft();
  CHECK(decline(draft, kJonas, chat.now.epoch).ok());
  CHECK(draft.empty());
  CHECK(decline(draft, kJonas, chat.now.epoch + 1).error().code == Code::conflict);
}

TEST_CASE("whose agent is gone goes back to its place, or to the offline list outside hours") {
  auto chat = queued();
  const auto place = chat.now.queue_since;
  must(chat, [&](Draft& draft) { return take(draft, kRuta, chat.now.epoch); });
  chat.time += seconds(100);
  auto closed = chat.draft();
  give_up(closed, false, "gone");
  CHECK(closed.conversation().status == Status::offline);
  CHECK(closed.conversation().waiting_since == place);
  CHECK(summary_of(closed.conversation()).waiting_since == place);
  auto draft = chat.draft();
  give_up(draft, true, "gone");
  chat.keep(std::move(draft));
  CHECK(chat.types() == "requeued");
  CHECK(chat.now.status == Status::queued);
  CHECK(chat.now.queue_since == place);
  CHECK(chat.now.last_agent == kRuta.id);
  CHECK(visible_to_visitor(chat.added.back()));
  auto again = chat.draft();
  give_up(again, true, "gone");
  CHECK(again.empty());
}

TEST_CASE("the first thing that was told of a wait is remembered until it is over, and hidden") {
  auto chat = queued();
  const auto until = chat.time + seconds(300);
  const auto told = [&](Time time) {
    auto draft = chat.draft();
    promise(draft, time);
    chat.keep(std::move(draft));
  };
  told(until);
  CHECK(chat.types() == "wait_promised");
  CHECK_FALSE(visible_to_visitor(chat.added.back()));
  told(until + seconds(60));
  CHECK(chat.types() == "");
  CHECK(chat.now.promised_until == until);
  must(chat, [&](Draft& draft) { return take(draft, kRuta, chat.now.epoch); });
  CHECK_FALSE(chat.now.promised_until);
  told(until);
  CHECK(chat.types() == "");
}

TEST_CASE("a hold ends when its time is over, and one without a time does not") {
  auto chat = queued();
  must(chat, [&](Draft& draft) { return take(draft, kRuta, chat.now.epoch); });
  auto draft = chat.draft();
  draft.add({ActorKind::agent, "ruta"}, PutOnHold{chat.time + seconds(60)});
  chat.keep(std::move(draft));
  auto early = chat.draft();
  end_hold(early);
  CHECK(early.empty());
  chat.time += seconds(60);
  auto due = chat.draft();
  end_hold(due);
  CHECK_FALSE(due.conversation().on_hold);
  draft = chat.draft();
  draft.add({ActorKind::agent, "ruta"}, PutOnHold{});
  chat.keep(std::move(draft));
  chat.time += seconds(100000);
  auto without = chat.draft();
  end_hold(without);
  CHECK(without.empty());
}

}  // namespace offers_test
