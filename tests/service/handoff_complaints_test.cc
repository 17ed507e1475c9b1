// SPDX-License-Identifier: MIT
// What people complain about where a bot hands over to a person, told the other way round: what has to hold
// between deciding and committing, and whatever the content says. What is seen from outside stands in
// tests/http/handoff_complaints_test.cc.
#include <doctest/doctest.h>

#include "service/upkeep.h"
#include "support/desk_office.h"

namespace handoff_complaints_test {

using namespace support;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

/// How many facts of a kind a conversation has.
template <class Fact>
int count_of(Office& office, const ConversationId& id) {
  int count = 0;
  for (const auto& event : (*office.conversations.log(id))->events) {
    count += std::holds_alternative<Fact>(event->fact) ? 1 : 0;
  }
  return count;
}

int bots_words(Office& office, const ConversationId& id) {
  int count = 0;
  for (const auto& event : (*office.conversations.log(id))->events) {
    const auto* message = std::get_if<MessageAdded>(&event->fact);
    count += message != nullptr && message->author == Author::bot ? 1 : 0;
  }
  return count;
}

std::shared_ptr<const Brain> brain_whose_complaints_go_to(const std::string& team, bool no_teams) {
  auto catalog = small_catalog();
  for (auto& intent : catalog.intents) {
    if (intent.name == "complaint") intent.handoff_team = TeamId(team);
  }
  if (no_teams) catalog.teams.clear();
  return small_brain(std::move(catalog));
}

}  // namespace

TEST_CASE("an answer of the bot that was ready before a person took over never appears") {
  MemoryStore store;
  Office office(store);
  const auto visitor = office.begin();
  const auto decide = [&] {
    return office.conversations.say(visitor.id, visitor.contact,
                                    {.text = "when are you open", .client_id = "m1"});
  };
  const auto ready = decide();
  REQUIRE(ready.ok());
  REQUIRE(ready->events.size() == 2);
  REQUIRE(office.take(visitor, kRuta));
  const auto spoken = bots_words(office, visitor.id);

  const auto late = office.conversations.commit(std::span(&*ready->append, 1));
  REQUIRE_FALSE(late.front().ok());
  CHECK(late.front().error().code == Code::conflict);
  // The front decides again: the visitor's words are kept, and nobody answers them but a person.
  const auto again = office.conversations.settle(decide);
  REQUIRE(again.ok());
  CHECK(again->events.size() == 1);
  CHECK(bots_words(office, visitor.id) == spoken);
  CHECK(office.now(visitor.id).owner == kRuta.id);
}

TEST_CASE("an answer of the bot is kept from a page that another program's agent took over") {
  const TempFolder folder;
  const auto store = sqlite_in(folder);
  const auto other_store = sqlite_in(folder);
  Office office(*store);
  Office other(*other_store);
  const auto visitor = office.begin();
  REQUIRE(office.say(visitor, "hello there", "m1"));
  REQUIRE(other.take(visitor, kRuta));
  // This program still remembers that the bot has it.
  CHECK(office.now(visitor.id).status == Status::bot);
  const auto said = office.say(visitor, "when are you open", "m2");
  REQUIRE(said.ok());
  CHECK(said->events.size() == 1);
  CHECK(said->conversation.owner == kRuta.id);
}

TEST_CASE("a shop that is slow opens no conversation for agents, and its answer counts once") {
  MemoryStore store;
  DeskOffice office(store);
  const auto visitor = office.begin();
  REQUIRE(office.say(visitor, "where is my order", "m1"));
  REQUIRE(office.say(visitor, "10023", "m2"));
  const auto open = office.now(visitor.id);
  REQUIRE(open.flow);
  REQUIRE(open.flow->open_call);
  const CallReturned returned{
      .key = open.flow->open_call->key, .status = 200, .saved = {{"state", "packed"}}};
  (void)office.pass(std::chrono::seconds{600});
  CHECK(sweep_waiting(office.conversations, std::chrono::seconds{120}) == 0);
  CHECK(office.now(visitor.id).status == Status::bot);
  CHECK(office.now(visitor.id).last == open.last);

  for (int time = 0; time < 3; ++time) {
    REQUIRE(office.conversations.settle(
        [&] { return office.conversations.call_returned(visitor.id, returned); }));
  }
  CHECK(count_of<CallReturned>(office, visitor.id) == 1);
  CHECK(count_of<HandoffRequested>(office, visitor.id) == 0);
  CHECK(office.now(visitor.id).last_text == "Order 10023 is packed.");
}

TEST_CASE("whatever breaks inside the bot calls a person, each time once") {
  MemoryStore store;
  DeskOffice office(store);
  const auto visitor = office.begin();
  for (int time = 1; time <= 3; ++time) {
    REQUIRE(office.say(visitor, "explode", "m" + std::to_string(time)));
    CHECK(office.now(visitor.id).status == Status::queued);
    // Who waits already and breaks it again is not handed over in circles.
    REQUIRE(office.say(visitor, "explode", "again" + std::to_string(time)));
    CHECK(count_of<HandoffRequested>(office, visitor.id) == time);
    REQUIRE(office.take(visitor, kRuta));
    const auto epoch = office.now(visitor.id).epoch;
    REQUIRE(office.run(visitor.id,
                       [&](Draft& draft) { return return_to_bot(draft, kRuta, epoch, {}); }));
  }
}

TEST_CASE("a handoff to a team that is not there, or to none at all, calls a person all the same") {
  struct {
    std::string team;
    bool no_teams;
  } const cases[] = {{"gone", false}, {"", false}, {"gone", true}};
  for (const auto& [team, no_teams] : cases) {
    MemoryStore store;
    DeskOffice office(store, brain_whose_complaints_go_to(team, no_teams));
    const auto ruta = office.hire("ruta");
    const auto visitor = office.begin();
    REQUIRE(office.say(visitor, "this is terrible", "m1"));
    CHECK(office.now(visitor.id).status == Status::queued);
    CHECK(office.now(visitor.id).team.value == (no_teams ? "" : "support"));
    CHECK(bots_words(office, visitor.id) == 2);  // greeted, and told
    REQUIRE(office.take(visitor, ruta));
    CHECK(office.now(visitor.id).owner == ruta.id);
  }
}

TEST_CASE("when nobody works the visitor gets a form and no error, and no word of his is lost") {
  MemoryStore store;
  auto catalog = small_catalog();
  const auto morning = ManualClock().now() + std::chrono::hours{14};
  for (auto& team : catalog.teams) {
    team.always_open = false;
    team.open = {{morning, morning + std::chrono::hours{8}}};
  }
  DeskOffice office(store, small_brain(std::move(catalog)));
  const auto ruta = office.hire("ruta");
  const auto visitor = office.begin();
  REQUIRE(office.say(visitor, "human", "m1"));
  CHECK(office.now(visitor.id).status == Status::offline);
  CHECK(office.seen_by_visitor<WentOffline>(visitor.id) == 1);
  CHECK(bots_words(office, visitor.id) == 2);  // greeted, and told
  REQUIRE(office.say(visitor, "my parcel is wet", "m2"));
  REQUIRE(office.conversations.settle([&] {
    return office.conversations.leave_contact(
        visitor.id, visitor.contact,
        {.email = "ona@shop.example", .phone = {}, .name = {}, .question = "A new one?"});
  }));
  REQUIRE(office.say(visitor, "and it is late", "m3"));
  CHECK(office.now(visitor.id).status == Status::offline);

  office.clock.tick(std::chrono::hours{15});
  const auto rows = store.list({.statuses = {Status::offline}});
  REQUIRE(rows.ok());
  REQUIRE(rows->size() == 1);
  REQUIRE(office.take(visitor, ruta));
  const auto now = office.now(visitor.id);
  CHECK(now.contact_left->question == "A new one?");
  CHECK(now.last_text == "and it is late");
  CHECK(count_of<MessageAdded>(office, visitor.id) == 3 + bots_words(office, visitor.id));
}

TEST_CASE("a team that content has lost since is still waited for, and found by routing") {
  MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  const auto visitor = office.begin();
  REQUIRE(office.say(visitor, "this is terrible", "m1"));
  CHECK(office.now(visitor.id).team.value == "returns");
  auto catalog = small_catalog();
  catalog.teams.pop_back();
  catalog.teams.front().routing = rules_for(RoutingMethod::least_busy, std::chrono::seconds{0});
  catalog.version = "v2";
  office.conversations.use(small_brain(std::move(catalog)));
  CHECK(office.dispatcher.look() == 1);
  CHECK(office.now(visitor.id).owner == ruta.id);
}

}  // namespace handoff_complaints_test
