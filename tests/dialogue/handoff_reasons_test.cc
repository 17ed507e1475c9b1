// SPDX-License-Identifier: MIT
#include "dialogue/handoff_reasons.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace handoff_reasons_test {

using namespace support;

namespace {

std::string shown(const HandoffCause& cause) {
  std::string text(name_of(cause.reason));
  for (const auto& part : {cause.intent, cause.flow.value, cause.step.value}) {
    text += " " + (part.empty() ? "-" : part);
  }
  return text;
}

std::string shown(const std::vector<HandoffCall>& calls) {
  std::string text;
  for (const auto& call : calls) text += shown(call.cause) + "\n";
  return text;
}

void add(Chat& chat, Actor actor, Fact fact) {
  auto draft = chat.draft();
  draft.add(std::move(actor), std::move(fact));
  chat.keep(std::move(draft));
}

}  // namespace

TEST_CASE("a call has its reason, what it was about, and the step of the flow that it left") {
  Chat asked(small_brain());
  asked.say("human");
  CHECK(shown(handoff_calls(asked.log)) == "asked_for_person - - -\n");

  Chat bad(small_brain());
  bad.say("this is terrible");
  CHECK(shown(handoff_calls(bad.log)) == "intent complaint - -\n");

  Chat flow(small_brain());
  flow.say("where is my order");
  flow.tap("person");
  CHECK(shown(handoff_calls(flow.log)) == "asked_for_person order_status status order\n");

  Chat unknown(small_brain());
  unknown.say("qwrtp");
  unknown.say("qwrtp");
  CHECK(shown(handoff_calls(unknown.log)) == "not_understood - - -\n");
}

TEST_CASE("who waits on in the other list, or again, was called for once; the bot may call again") {
  Chat chat(small_brain());
  chat.say("human");
  add(chat, {ActorKind::system, ""}, WentOffline{});
  add(chat, {ActorKind::agent, "ruta"}, AgentJoined{AgentId("ruta"), "Ruta"});
  add(chat, {ActorKind::system, ""}, WentOffline{});
  CHECK(handoff_calls(chat.log).size() == 1);
  add(chat, {ActorKind::agent, "ruta"}, AgentJoined{AgentId("ruta"), "Ruta"});
  add(chat, {ActorKind::agent, "ruta"}, ReturnedToBot{});
  chat.say("this is terrible");
  CHECK(shown(handoff_calls(chat.log)) == "asked_for_person - - -\nintent complaint - -\n");
}

TEST_CASE("causes are counted, the most frequent first, with their newest calls") {
  const HandoffCause often{.reason = HandoffReason::flow, .intent = "a", .flow = {}, .step = {}};
  const HandoffCause once{.reason = HandoffReason::error, .intent = "a", .flow = {}, .step = {}};
  std::vector<HandoffCall> calls;
  for (const int at : {1, 3, 2}) {
    calls.push_back({often, ConversationId("c" + std::to_string(at)), from_millis(at)});
  }
  calls.push_back({once, ConversationId("c9"), from_millis(9)});
  const auto tallies = tally_handoffs(calls, 2);
  REQUIRE(tallies.size() == 2);
  CHECK(tallies[0].cause == often);
  CHECK(tallies[0].count == 3);
  REQUIRE(tallies[0].latest.size() == 2);
  CHECK(tallies[0].latest[0].conversation.value == "c3");
  CHECK(tallies[0].latest[1].conversation.value == "c2");
  CHECK(tallies[1].count == 1);
}

}  // namespace handoff_reasons_test
