// SPDX-License-Identifier: MIT
#include "core/conversation.h"

#include <doctest/doctest.h>

#include "support/build.h"

namespace conversation_test {

using namespace frontdesk;
using support::Log;

TEST_CASE("a handoff raises the epoch and starts the wait") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{.language = "lt"});
  log.add(ActorKind::visitor, MessageAdded{.text = "noriu žmogaus"});
  log.add(ActorKind::bot, HandoffRequested{.team = TeamId("returns"), .detail = "asked"});

  const auto now = fold(log.events);
  CHECK(now.status == Status::queued);
  CHECK(now.epoch == 1);
  CHECK(now.team == TeamId("returns"));
  REQUIRE(now.waiting_since);
  CHECK(*now.waiting_since == log.events[2].at);
}

TEST_CASE("a requeue keeps the old place in the queue") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{});
  log.add(ActorKind::bot, HandoffRequested{});
  const auto place = log.events.back().at;
  log.add(ActorKind::agent, AgentJoined{.agent = AgentId("a"), .name = "Rūta"});
  CHECK(fold(log.events).owner == AgentId("a"));
  log.add(ActorKind::system, Requeued{.reason = "gone"});

  const auto now = fold(log.events);
  CHECK(now.status == Status::queued);
  CHECK(now.owner.empty());
  REQUIRE(now.waiting_since);
  CHECK(*now.waiting_since == place);
}

TEST_CASE(
    "a place is kept wherever a conversation goes, until the bot has it again or it is over") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{});
  log.add(ActorKind::bot, HandoffRequested{});
  const auto place = log.events.back().at;
  const auto waits_since = [&] { return fold(log.events).waiting_since; };
  const AgentJoined joined{.agent = AgentId("a"), .name = "Rūta"};

  log.add(ActorKind::system, WentOffline{});  // nobody came in time
  CHECK(waits_since() == place);
  log.add(ActorKind::agent, joined);
  CHECK_FALSE(waits_since());
  log.add(ActorKind::system, Requeued{});
  CHECK(waits_since() == place);
  log.add(ActorKind::agent, joined);
  log.add(ActorKind::system, WentOffline{});  // his agent is gone, and the team is closed
  CHECK(waits_since() == place);
  log.add(ActorKind::agent, joined);
  log.add(ActorKind::agent, Transferred{.team = TeamId("returns")});
  CHECK(waits_since() == place);
  log.add(ActorKind::system, WentOffline{.team = TeamId("returns")});
  CHECK(waits_since() == place);
  log.add(ActorKind::agent, joined);
  log.add(ActorKind::agent, Transferred{.agent = AgentId("b")});
  log.add(ActorKind::agent, AgentJoined{.agent = AgentId("b")});
  CHECK(fold(log.events).queue_since == place);

  log.add(ActorKind::agent, ReturnedToBot{});
  log.add(ActorKind::bot, HandoffRequested{});
  const auto second = log.events.back().at;
  CHECK(waits_since() == second);
  log.add(ActorKind::agent, Closed{});
  log.add(ActorKind::agent, joined);
  CHECK(fold(log.events).queue_since == log.events.back().at);
}

TEST_CASE("only a sure message changes the language of a conversation") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{.language = "lt"});
  log.add(ActorKind::visitor, MessageAdded{.text = "ok", .language = "en"});
  CHECK(fold(log.events).language == "lt");
  log.add(ActorKind::visitor,
          MessageAdded{.text = "where is my order", .language = "en", .language_sure = true});
  CHECK(fold(log.events).language == "en");
}

TEST_CASE("did you mean is counted until something is understood") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{});
  log.add(ActorKind::bot,
          MessageAdded{.author = Author::bot, .decision = Decision{.action = Action::clarify}});
  log.add(ActorKind::bot,
          MessageAdded{.author = Author::bot, .decision = Decision{.action = Action::clarify}});
  CHECK(fold(log.events).misunderstood == 2);
  log.add(ActorKind::bot,
          MessageAdded{.author = Author::bot, .decision = Decision{.action = Action::answer}});
  CHECK(fold(log.events).misunderstood == 0);
}

TEST_CASE("who asks for a person still wants what he wanted before") {
  const auto said = [](const char* intent, Action action) {
    return MessageAdded{.author = Author::bot,
                        .decision = Decision{.action = action, .intent = intent}};
  };
  Log log;
  log.add(ActorKind::system, ConversationStarted{});
  log.add(ActorKind::bot, said("invoice", Action::answer));
  log.add(ActorKind::bot, said("human_agent", Action::handoff));
  CHECK(fold(log.events).topic == "invoice");
}

TEST_CASE("an event that does not follow the last is ignored") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{.language = "lt"});
  auto now = fold(log.events);
  Event late = log.events[0];
  late.sequence = 5;
  late.fact = Closed{};
  apply(now, late);
  CHECK(now.last == 1);
  CHECK(now.status == Status::bot);
}

TEST_CASE("a fact of another version folds to nothing but takes its place") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{.language = "lt"});
  log.add(ActorKind::system, Unknown{.type = "mood", .version = 3, .body = "{}"});
  CHECK(fold(log.events).last == 2);
  CHECK(fold(log.events).status == Status::bot);
}

TEST_CASE("a visitor never sees reasons, notes or how a flow works") {
  Log log;
  log.add(ActorKind::bot, MessageAdded{.author = Author::bot,
                                       .text = "Labas",
                                       .decision = Decision{.because = "a secret reason"}});
  const auto shown = visible_to_visitor(log.events[0]);
  REQUIRE(shown);
  CHECK_FALSE(std::get<MessageAdded>(shown->fact).decision.has_value());
  CHECK(shown->content_version.empty());

  for (const Fact& hidden : std::vector<Fact>{
           NoteAdded{}, FlowStarted{}, StepEntered{}, SlotFilled{}, AnswerRefused{}, FlowEnded{},
           CallRequested{}, CallReturned{}, Unknown{}, ConversationStarted{}}) {
    Event event = log.events[0];
    event.fact = hidden;
    CAPTURE(type_of(hidden));
    CHECK_FALSE(visible_to_visitor(event).has_value());
  }
}

TEST_CASE("a visitor learns an agent's name and nothing else of him") {
  Log log;
  log.add(ActorKind::agent, AgentJoined{.agent = AgentId("0192-secret"), .name = "Rūta"});
  const auto shown = visible_to_visitor(log.events[0]);
  REQUIRE(shown);
  CHECK(std::get<AgentJoined>(shown->fact).name == "Rūta");
  CHECK(std::get<AgentJoined>(shown->fact).agent.empty());
  CHECK(shown->actor.id.empty());
}

TEST_CASE("erasure leaves no word of what was said") {
  const auto message = std::get<MessageAdded>(without_personal_data(
      MessageAdded{.text = "Jonas, +37060000000",
                   .client_id = "c1",
                   .decision = Decision{.intent = "greet", .because = "he said Jonas"}}));
  CHECK(message.text.empty());
  CHECK(message.decision->because.empty());
  CHECK(message.decision->intent == "greet");
  CHECK(message.client_id == "c1");
  const auto slot = std::get<SlotFilled>(
      without_personal_data(SlotFilled{.slot = "phone", .value = "+370", .label = "+370"}));
  CHECK(slot.slot == "phone");
  CHECK(slot.value.empty());
  CHECK(std::get<Unknown>(without_personal_data(Unknown{.type = "x", .body = "{\"a\":1}"})).body ==
        "{}");
}

TEST_CASE("ids sort by the time they were made") {
  const std::uint8_t random[10] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  const std::uint8_t zero[10] = {};
  const auto first = uuid_v7(from_millis(1000), random);
  const auto second = uuid_v7(from_millis(1001), zero);
  CHECK(first < second);
  CHECK(first.size() == 36);
  CHECK(first[14] == '7');
  CHECK(to_text(from_millis(1700000000123)) == "2023-11-14T22:13:20.123Z");
}

TEST_CASE("who let it ring is passed over, until everybody is asked again") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{});
  log.add(ActorKind::bot, HandoffRequested{});
  const AgentId a("a");
  const AgentId b("b");
  log.add(ActorKind::system, AgentsAsked{.agents = {a, b}, .until = log.now});
  log.add(ActorKind::system, AgentsAsked{.agents = {b}, .until = log.now});  // a declined
  CHECK(fold(log.events).missed == std::set{a});
  CHECK(fold(log.events).asked->agents == std::vector{b});
  log.add(ActorKind::system, AgentsAsked{});
  CHECK(fold(log.events).missed == std::set{a, b});
  CHECK_FALSE(fold(log.events).asked);
  log.add(ActorKind::system, AgentsAsked{.agents = {a}, .until = log.now, .again = true});
  CHECK(fold(log.events).missed.empty());
  log.add(ActorKind::agent, AgentJoined{.agent = a});
  CHECK_FALSE(fold(log.events).asked);
  CHECK(fold(log.events).last_agent == a);
}

TEST_CASE("a visitor's message ends a hold, and so does a change of hands") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{});
  log.add(ActorKind::agent, AgentJoined{.agent = AgentId("a")});
  log.add(ActorKind::agent, PutOnHold{.until = log.now});
  CHECK(fold(log.events).on_hold);
  log.add(ActorKind::visitor, MessageAdded{.text = "dar klausimas"});
  CHECK_FALSE(fold(log.events).on_hold);
  CHECK_FALSE(fold(log.events).hold_until);
  log.add(ActorKind::agent, PutOnHold{});
  log.add(ActorKind::system, Requeued{});
  CHECK_FALSE(fold(log.events).on_hold);
}

TEST_CASE("a visitor sees the contact that he left, and nothing of how agents share the work") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{});
  log.add(ActorKind::visitor, ContactLeft{.email = "ona@example.org"});
  CHECK(visible_to_visitor(log.events.back()));
  for (const Fact& fact :
       {Fact(AgentsAsked{}), Fact(PutOnHold{}), Fact(Resumed{}), Fact(Tagged{}),
        Fact(PriorityChanged{}), Fact(SuggestionJudged{}), Fact(IntentMarked{})}) {
    log.add(ActorKind::system, fact);
    CAPTURE(type_of(fact));
    CHECK_FALSE(visible_to_visitor(log.events.back()));
  }
  log.add(ActorKind::system, AgentJoined{.agent = AgentId("a"), .name = "Rūta", .because = "busy"});
  const auto shown = visible_to_visitor(log.events.back());
  REQUIRE(shown);
  CHECK(std::get<AgentJoined>(shown->fact) == AgentJoined{.agent = {}, .name = "Rūta"});
}

TEST_CASE(
    "whoever transfers it is not the last agent any more, and is known until somebody has it") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{});
  log.add(ActorKind::agent, AgentJoined{.agent = AgentId("a")});
  log.add(ActorKind::agent, Transferred{.team = TeamId("returns")});
  CHECK(fold(log.events).last_agent.empty());
  CHECK(fold(log.events).sent_on_by == AgentId("a"));
  CHECK(fold(log.events).missed.empty());
  log.add(ActorKind::agent, AgentJoined{.agent = AgentId("b")});
  CHECK(fold(log.events).sent_on_by.empty());
  log.add(ActorKind::system, Requeued{});
  CHECK(fold(log.events).last_agent == AgentId("b"));
  CHECK(fold(log.events).missed.empty());
}

TEST_CASE("what is asked while he waits is not what a person was asked for") {
  Log log;
  const auto bot_answers = [&](const std::string& intent, Action action = Action::answer) {
    log.add(ActorKind::bot, MessageAdded{.author = Author::bot,
                                         .text = "...",
                                         .decision = Decision{.action = action, .intent = intent}});
  };
  log.add(ActorKind::system, ConversationStarted{});
  bot_answers("refund");
  log.add(ActorKind::bot, HandoffRequested{});
  bot_answers("hours");
  CHECK(fold(log.events).topic == "refund");
  log.add(ActorKind::bot, WentOffline{});
  bot_answers("hours");
  CHECK(fold(log.events).topic == "refund");
  log.add(ActorKind::agent, ReturnedToBot{});
  bot_answers("hours");
  CHECK(fold(log.events).topic == "hours");
}

TEST_CASE(
    "a flow that was left for a person is remembered, with what is told him, until the bot goes "
    "on") {
  Log log;
  log.add(ActorKind::system, ConversationStarted{.last_agent = AgentId("ruta")});
  CHECK(fold(log.events).last_agent == AgentId("ruta"));
  const auto leave = [&] {
    log.add(ActorKind::bot, FlowStarted{.flow = FlowId("return"), .slots = {{"number", "1"}}});
    log.add(ActorKind::bot, StepEntered{StepId("why")});
    log.add(ActorKind::bot, AnswerRefused{StepId("why")});
    log.add(ActorKind::bot, FlowEnded{"handoff"});
    log.add(ActorKind::bot, HandoffRequested{});
  };
  leave();
  log.add(ActorKind::agent, AgentJoined{.agent = AgentId("a")});
  log.add(ActorKind::agent, SlotFilled{.slot = "reason", .value = "other", .label = "Other"});
  const auto now = fold(log.events);
  CHECK_FALSE(now.flow);
  REQUIRE(now.left_flow);
  CHECK(now.left_flow->flow == FlowId("return"));
  CHECK(now.left_flow->step == StepId("why"));
  CHECK(now.left_flow->refused == 0);
  CHECK(now.left_flow->slots ==
        std::map<std::string, std::string>{{"number", "1"}, {"reason", "other"}});
  for (const Fact& over : std::vector<Fact>{ReturnedToBot{}, Closed{}, Erased{}}) {
    log.add(ActorKind::agent, over);
    CAPTURE(type_of(over));
    CHECK_FALSE(fold(log.events).left_flow);
    leave();
  }
  log.add(ActorKind::bot, FlowStarted{FlowId("status")});
  CHECK_FALSE(fold(log.events).left_flow);
  log.add(ActorKind::bot, FlowEnded{"done"});
  CHECK_FALSE(fold(log.events).left_flow);
}

}  // namespace conversation_test
