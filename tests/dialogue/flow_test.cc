// SPDX-License-Identifier: MIT
#include "dialogue/flow.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace flow_test {

using namespace support;

namespace {

Step& find_step(Catalog& catalog, std::size_t flow, const std::string& id) {
  for (auto& each : catalog.flows[flow].steps) {
    if (each.id == StepId(id)) return each;
  }
  throw std::runtime_error("no step " + id);
}

}  // namespace

TEST_CASE("a flow asks, calls, tells and ends") {
  Chat chat(small_brain());
  chat.say("where is my order");
  CHECK(chat.types() == "message flow_started step_entered message");
  CHECK(chat.texts() == "Which order?");
  CHECK(chat.offered() == "stop person");
  CHECK(chat.why().action == Action::flow);
  CHECK(chat.why().because == "step order of flow status; rule order.where");

  chat.say("it is 10023");
  CHECK(chat.types() == "message slot_filled step_entered call_requested");
  const auto* call = chat.find<CallRequested>();
  REQUIRE(call != nullptr);
  CHECK(call->url == "http://127.0.0.1:9/orders/10023");
  CHECK(call->method == "GET");
  CHECK(call->key == "c1:" + std::to_string(chat.now.last) + ":look");

  chat.returned(200, {{"state", "on its way"}});
  CHECK(chat.types() == "call_returned message flow_ended");
  CHECK(chat.texts() == "Order 10023 is on its way.");
  CHECK(chat.find<FlowEnded>()->outcome == "done");
  CHECK_FALSE(chat.now.flow);
  CHECK(chat.now.status == Status::bot);
}

TEST_CASE("what the visitor has said already is not asked for") {
  Chat chat(small_brain());
  chat.say("where is my order 10023");
  CHECK(chat.types() == "message flow_started slot_filled step_entered call_requested");
}

TEST_CASE("two slots of one kind are filled with two values") {
  auto catalog = small_catalog();
  catalog.flows[1].slots.insert(catalog.flows[1].slots.begin() + 1,
                                {.name = "second", .type = "order_number"});
  Chat chat(small_brain(catalog));
  chat.say("send 10023 and 10024 back");
  CHECK(chat.now.flow->slots.at("order_number") == "10023");
  CHECK(chat.now.flow->slots.at("second") == "10024");
  Chat one(small_brain(catalog));
  one.say("send 10023 back");
  CHECK_FALSE(one.now.flow->slots.contains("second"));
}

TEST_CASE("an answer that does not fit is asked again, and the second time a person comes") {
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.say("the blue one");
  CHECK(chat.types() == "message answer_refused message message");
  CHECK(chat.texts() == chat.phrase("attempt_failed") + "\nWhich order?");
  // The quick replies are those of the question, which is what the visitor reads last.
  CHECK(chat.offered() == "stop person");
  CHECK(chat.said().front().quick_replies.empty());

  chat.say("the blue one, really");
  CHECK(chat.types() == "message answer_refused flow_ended message handoff_requested");
  CHECK(chat.now.handoff_reason == HandoffReason::flow);
  CHECK(chat.texts() == chat.phrase("handoff_flow"));
}

TEST_CASE("refused too often, the flow goes where its author said") {
  auto catalog = small_catalog();
  find_step(catalog, 0, "order").attempts = 1;
  find_step(catalog, 0, "order").otherwise = StepId("unknown");
  Chat chat(small_brain(catalog));
  chat.say("where is my order");
  chat.say("the blue one");
  CHECK(chat.texts() == "There is no order .\nWhich order?");
  CHECK(chat.now.flow->step == StepId("order"));
  CHECK(chat.now.flow->refused == 0);
}

TEST_CASE("a step that the flow jumps back to asks again although its slot is filled") {
  Chat chat(small_brain());
  chat.say("where is my order 99999");
  chat.returned(404);
  CHECK(chat.texts() == "There is no order 99999.\nWhich order?");
  chat.say("10023");
  CHECK(chat.find<CallRequested>()->url == "http://127.0.0.1:9/orders/10023");
}

TEST_CASE("nothing that a page says of its visitor changes where a call goes") {
  Chat chat(small_brain());
  chat.now.attributes["shop_api"] = "https://elsewhere.example";
  chat.say("where is my order 10023");
  CHECK(chat.find<CallRequested>()->url == "http://127.0.0.1:9/orders/10023");
}

TEST_CASE("choices are taken as taps, as labels and as values, and never two at once") {
  const auto with_order = [] {
    Chat chat(small_brain());
    chat.say("send 10023 back");
    return chat;
  };
  auto tapped = with_order();
  CHECK(tapped.offered() == "slot:damaged slot:other stop person");
  tapped.tap("slot:damaged");
  CHECK(tapped.texts() == "Return 10023: It is damaged?");
  CHECK(tapped.now.flow->slots.at("reason") == "damaged");
  CHECK(tapped.offered() == "yes no stop person");

  auto typed = with_order();
  typed.say("it is damaged, sadly");
  CHECK(typed.now.flow->slots.at("reason") == "damaged");

  auto value = with_order();
  value.say("other");
  CHECK(value.texts() == "What happened?");

  auto both = with_order();
  both.say("it is damaged and other");
  CHECK(both.find<AnswerRefused>() != nullptr);
}

TEST_CASE("a confirmation goes on with yes and elsewhere with no") {
  const auto at_confirm = [](Catalog catalog) {
    Chat chat(small_brain(std::move(catalog)));
    chat.say("send 10023 back");
    chat.tap("slot:damaged");
    return chat;
  };
  auto yes = at_confirm(small_catalog());
  yes.tap("yes");
  CHECK(yes.texts() == "Returned 10023.");
  CHECK(yes.find<FlowEnded>()->outcome == "done");

  auto typed = at_confirm(small_catalog());
  typed.say("sure");
  CHECK(typed.texts() == "Returned 10023.");

  auto no = at_confirm(small_catalog());
  no.say("no thanks");
  CHECK(no.texts() == "You keep it.");

  auto plain = small_catalog();
  find_step(plain, 1, "sure").no = {};
  auto stopped = at_confirm(plain);
  stopped.tap("no");
  CHECK(stopped.texts() == stopped.phrase("flow_stopped"));
  CHECK(stopped.find<FlowEnded>()->outcome == "stopped");

  // A wish that begins as a yes or no does is neither; one for a person is heard.
  for (const auto* wish : {"ok, human please", "yes, i want a human", "no, human"}) {
    CAPTURE(wish);
    auto person = at_confirm(small_catalog());
    person.say(wish);
    CHECK(person.now.status == Status::queued);
  }
  auto question = at_confirm(small_catalog());
  question.say("ok, when are you open");
  CHECK(question.texts() == "We are open 8-20 in Vilnius.\nReturn 10023: It is damaged?");
  auto again = at_confirm(small_catalog());
  again.say("yes, send it back");
  CHECK(again.find<AnswerRefused>() != nullptr);
  CHECK(again.now.flow->flow == FlowId("return"));

  auto unclear = at_confirm(small_catalog());
  unclear.say("no idea what that would mean for me");
  CHECK(unclear.find<AnswerRefused>() != nullptr);
}

TEST_CASE("a step of free text takes anything, but a rule that calls a person still does") {
  Chat chat(small_brain());
  chat.say("send 10023 back");
  chat.tap("slot:other");
  CHECK(waits_for_text(*chat.brain, chat.now));
  chat.say("where is my order");  // a story may hold any words
  CHECK(chat.now.flow->slots.at("story") == "where is my order");

  Chat angry(small_brain());
  angry.say("send 10023 back");
  angry.tap("slot:other");
  angry.say("human");
  CHECK(angry.now.status == Status::queued);
  CHECK(angry.types() == "message flow_ended message handoff_requested");
  CHECK(angry.find<FlowEnded>()->outcome == "handoff");
}

TEST_CASE("a question in between is answered, and the flow's question asked again") {
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.say("when are you open");
  CHECK(chat.texts() == "We are open 8-20 in Vilnius.\nWhich order?");
  CHECK(chat.offered() == "stop person");
  CHECK(chat.said().front().decision->because == "rule hours.open; the flow waits");
  CHECK(chat.now.flow->refused == 0);
  chat.say("10023");
  CHECK(chat.find<CallRequested>() != nullptr);
}

TEST_CASE("another flow's intent leaves this flow, by rule and by classifier") {
  for (const auto* text : {"send it back", "ship it back"}) {
    CAPTURE(text);
    Chat chat(small_brain());
    chat.say("where is my order");
    chat.say(text);
    CHECK(chat.types() == "message flow_ended flow_started step_entered message");
    CHECK(chat.find<FlowEnded>()->outcome == "left");
    CHECK(chat.now.flow->flow == FlowId("return"));
    CHECK(chat.texts() == "Number, please?");
    CHECK(chat.why().because.find("leaves flow status") != std::string::npos);
  }
}

TEST_CASE("a guess that is not nearly certain does not leave a flow's question") {
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.say("no idea where it is sent");
  CHECK(chat.now.flow->flow == FlowId("status"));
  CHECK(chat.now.flow->refused == 1);
}

TEST_CASE("what fits the step is an answer, whatever else it might mean") {
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.say("10023, or shall I send it back");
  CHECK(chat.now.flow->flow == FlowId("status"));
  CHECK(chat.find<CallRequested>() != nullptr);
}

TEST_CASE("the flow's own intent is no other subject") {
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.say("where is my order");
  CHECK(chat.types() == "message answer_refused message message");
  CHECK(chat.now.flow->flow == FlowId("status"));
}

TEST_CASE("the visitor can stop a flow by tap and by its words") {
  for (const bool by_tap : {true, false}) {
    Chat chat(small_brain());
    chat.say("where is my order");
    if (by_tap) {
      chat.tap("stop");
    } else {
      chat.say("stop");
    }
    CHECK(chat.types() == "message flow_ended message");
    CHECK(chat.texts() == chat.phrase("flow_stopped"));
    CHECK_FALSE(chat.now.flow);
  }
}

TEST_CASE("a call that fails goes to the author's step, or to a person in words that say so") {
  Chat down(small_brain());
  down.say("where is my order 10023");
  down.returned(503);
  CHECK(down.now.status == Status::queued);
  CHECK(down.texts() == down.phrase("call_failed"));

  auto catalog = small_catalog();
  find_step(catalog, 0, "look").error = {};
  Chat silent(small_brain(catalog));
  silent.say("where is my order 10023");
  silent.returned(0);
  CHECK(silent.texts() == silent.phrase("call_failed"));
  CHECK(silent.now.handoff_reason == HandoffReason::flow);

  // The shop answered: it said no. Nobody blames its system for that.
  Chat refused(small_brain(catalog));
  refused.say("where is my order 10023");
  refused.returned(409);
  CHECK(refused.texts() == refused.phrase("handoff_flow"));
}

TEST_CASE("whoever writes during a call is answered when it has returned") {
  Chat chat(small_brain());
  chat.say("where is my order 10023");
  chat.say("hello there");
  CHECK(chat.types() == "message");
  chat.returned(200, {{"state", "packed"}});
  CHECK(chat.texts() == "Order 10023 is packed.");
}

TEST_CASE("an answer to the call of a flow that was left touches no other flow") {
  Chat chat(small_brain());
  chat.say("where is my order 10023");
  const auto first = chat.now.flow->open_call->key;
  chat.say("stop");  // not offered during a call, so nothing but a message
  CHECK(chat.now.flow);
  auto draft = chat.draft();
  Interpretation meaning;
  meaning.entities = {{.entity = "order_number", .value = "10024", .text = "10024"}};
  start_flow(*chat.brain, draft, *chat.brain->catalog.find_flow(FlowId("status")), meaning, {}, 0);
  chat.keep(std::move(draft));
  const auto second = chat.now.flow->open_call->key;
  REQUIRE(first != second);

  chat.returned_key(first, 200, {{"state", "lost"}});
  CHECK(chat.types() == "call_returned");
  REQUIRE(chat.now.flow->open_call);
  CHECK_FALSE(chat.now.flow->slots.contains("state"));
  chat.returned_key(second, 200, {{"state", "packed"}});
  CHECK(chat.texts() == "Order 10024 is packed.");
}

TEST_CASE("a call that returns after a person took over is kept, and the bot stays silent") {
  Chat chat(small_brain());
  chat.say("where is my order 10023");
  const auto key = chat.now.flow->open_call->key;
  auto draft = chat.draft();
  REQUIRE(take(draft, {AgentId("ruta"), "Ruta"}, chat.now.epoch));
  chat.keep(std::move(draft));
  chat.returned_key(key, 200, {{"state", "packed"}});
  CHECK(chat.types() == "call_returned");
}

TEST_CASE("the newest value of a slot is what a person reads") {
  Chat chat(small_brain());
  chat.say("where is my order 10023");
  auto draft = chat.draft();
  draft.add(bot_actor(), SlotFilled{"state", "old", "Old"});
  chat.keep(std::move(draft));
  chat.returned(200, {{"state", "new"}});
  CHECK(chat.texts() == "Order 10023 is new.");
}

TEST_CASE("content that changed under a flow means a person") {
  auto changed = small_catalog();
  SUBCASE("the flow is gone") { changed.flows.erase(changed.flows.begin()); }
  SUBCASE("the step is gone") { find_step(changed, 0, "order").id = StepId("number"); }
  SUBCASE("the step no longer waits") { find_step(changed, 0, "order").kind = Step::Kind::say; }
  for (auto& intent : changed.intents) {
    if (intent.name == "order_status") intent.flow = {};
  }
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.brain = small_brain(changed);
  chat.say("10023");
  CHECK(chat.now.status == Status::queued);
  CHECK(chat.now.handoff_reason == HandoffReason::flow);
  CHECK_FALSE(chat.now.flow);
}

TEST_CASE("a step that no longer calls does not go on with an answer") {
  auto changed = small_catalog();
  find_step(changed, 0, "look").kind = Step::Kind::say;
  Chat chat(small_brain());
  chat.say("where is my order 10023");
  chat.brain = small_brain(changed);
  chat.returned(200);
  CHECK(chat.now.handoff_reason == HandoffReason::flow);
}

TEST_CASE("a flow that goes round without waiting is stopped by its budget") {
  auto catalog = small_catalog();
  Flow loop;
  loop.id = FlowId("loop");
  auto round = step("round", Step::Kind::go_to);
  round.to = StepId("round");
  loop.steps = {round};
  catalog.flows.push_back(loop);
  catalog.intents[1].answer.clear();
  catalog.intents[1].flow = FlowId("loop");
  Policy policy;
  policy.steps_per_turn = 7;
  Chat chat(small_brain(catalog, std::make_unique<FakeClassifier>(), policy));
  chat.say("hello there");
  CHECK(chat.now.status == Status::queued);
  CHECK(chat.now.handoff_reason == HandoffReason::error);
  CHECK(chat.texts() == chat.phrase("handoff_error"));
}

TEST_CASE("what a visitor typed is one piece of a URL and never more") {
  auto catalog = small_catalog();
  find_step(catalog, 1, "sure").kind = Step::Kind::call;
  find_step(catalog, 1, "sure").call = {.method = "POST",
                                        .url = "{shop_api}/x/{story}?s={story}",
                                        .body = {{"story", "{story}"}, {"reason", "{reason}"}}};
  Chat chat(small_brain(catalog));
  chat.say("send 10023 back");
  chat.tap("slot:other");
  chat.say("../a?b=c&d=ė #{reason}");
  const auto* call = chat.find<CallRequested>();
  REQUIRE(call != nullptr);
  const std::string encoded = "..%2Fa%3Fb%3Dc%26d%3D%C4%97%20%23%7Breason%7D";
  CHECK(call->url == "http://127.0.0.1:9/x/" + encoded + "?s=" + encoded);
  // Bodies take values, not labels, and take them as they are.
  CHECK(call->body.at("reason") == "other");
  CHECK(call->body.at("story") == "../a?b=c&d=ė #{reason}");
}

TEST_CASE("a slot gets the value in the role of its name") {
  auto catalog = small_catalog();
  catalog.entities.push_back({.name = "city", .values = {{"Vilnius", {}}, {"Kaunas", {}}}});
  Intent move = answering("move", "Moving", "");
  move.flow = FlowId("move");
  move.rules = {rule("move", "^move", "move")};
  move.examples = {{"move it from Vilnius to Kaunas",
                    "en",
                    {{13, 20, "city", "Vilnius", "from"}, {24, 30, "city", "Kaunas", "to"}},
                    {}}};
  catalog.intents.insert(catalog.intents.begin() + 4, move);
  Flow flow;
  flow.id = FlowId("move");
  flow.slots = {{.name = "from", .type = "city"}, {.name = "to", .type = "city"}};
  flow.steps = {ask("a", "from", "From where?"), ask("b", "to", "Where to?")};
  catalog.flows.push_back(flow);
  Chat chat(small_brain(catalog));
  chat.say("move it to Vilnius");
  CHECK(chat.now.flow->slots.count("from") == 0);
  CHECK(chat.now.flow->slots.at("to") == "Vilnius");
  Chat both(small_brain(catalog));
  both.say("move it to Vilnius from Kaunas now");
  CHECK(both.types() == "message flow_started slot_filled slot_filled flow_ended");
  const auto filled = [&](std::size_t at) { return std::get<SlotFilled>(both.added[at].fact); };
  CHECK(filled(2).slot == "from");
  CHECK(filled(2).value == "Kaunas");
  CHECK(filled(3).value == "Vilnius");
}

TEST_CASE("tomorrow is told from the day of the message") {
  auto catalog = small_catalog();
  catalog.entities.push_back({.name = "date", .check = "date"});
  catalog.flows[0].slots.push_back({.name = "day", .type = "date"});
  Chat chat(small_brain(catalog));  // 2023-11-14
  chat.say("where is my order, i need it tomorrow");
  CHECK(chat.now.flow->slots.at("day") == "2023-11-15");
}

}  // namespace flow_test
