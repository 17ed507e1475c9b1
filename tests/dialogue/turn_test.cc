// SPDX-License-Identifier: MIT
#include "dialogue/turn.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace turn_test {

using namespace support;

TEST_CASE("a conversation begins with a greeting and its starters") {
  Chat chat(small_brain());
  CHECK(chat.types() == "started message");
  CHECK(chat.texts() == "Welcome.");
  CHECK(chat.offered() == "intent:order_status person");
}

TEST_CASE("an error inside the bot is a handoff and leaves nothing half-done") {
  Chat chat(small_brain());
  chat.say("explode");
  CHECK(chat.types() == "message message handoff_requested");
  CHECK(chat.texts() == chat.phrase("handoff_error"));
  CHECK(chat.now.handoff_reason == HandoffReason::error);
  CHECK(chat.why().because == "an error inside the bot: the classifier is broken");
  CHECK(std::get<MessageAdded>(chat.added.front().fact).text == "explode");
}

TEST_CASE("an error in the middle of a flow ends the flow and calls a person") {
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.say("explode");
  CHECK(chat.types() == "message flow_ended message handoff_requested");
  CHECK(chat.now.handoff_reason == HandoffReason::error);
}

TEST_CASE("a closed conversation is opened again by its visitor and answered by the bot") {
  Chat chat(small_brain());
  auto draft = chat.draft();
  REQUIRE(close(draft, {AgentId("ruta"), "Ruta"}, chat.now.epoch, ""));
  chat.keep(std::move(draft));
  chat.say("hello there");
  CHECK(chat.types() == "reopened message message");
  CHECK(chat.now.status == Status::bot);
}

TEST_CASE("the same conversation gives the same facts") {
  const auto played = [] {
    Chat chat(small_brain());
    for (const auto* text : {"hello there", "maybe", "where is my order", "the blue one", "10023",
                             "send it back", "human", "when are you open", "bye"}) {
      chat.say(text);
    }
    return chat.log;
  };
  CHECK(played() == played());
}

TEST_CASE("nobody came: the visitor is told and keeps his place on the offline list") {
  Chat chat(small_brain());
  chat.say("human");
  const auto since = chat.now.waiting_since;
  chat.time += std::chrono::minutes{10};
  auto draft = chat.draft();
  stop_waiting(*chat.brain, draft);
  chat.keep(std::move(draft));
  CHECK(chat.types() == "message offline");
  CHECK(chat.texts() == chat.phrase("waited_too_long"));
  CHECK(chat.now.status == Status::offline);
  CHECK(chat.now.waiting_since == since);
  CHECK(chat.now.handoff_reason == HandoffReason::asked_for_person);
}

TEST_CASE("a sure message changes the language; an answer in free text does not") {
  auto catalog = small_catalog();
  catalog.intents[1].examples = {
      {.text = "labas vakaras norėčiau paklausti apie savo siuntą kur ji yra", .language = "lt"},
      {.text = "good evening i would like to ask about my parcel where is it", .language = "en"}};
  Chat chat(small_brain(catalog));
  chat.say("send 10023 back");
  chat.tap("slot:other");
  chat.say("labas vakaras norėčiau paklausti apie savo siuntą kur ji yra");
  CHECK(chat.now.language == "en");
  CHECK(chat.find<SlotFilled>()->value ==
        "labas vakaras norėčiau paklausti apie savo siuntą kur ji yra");
}

TEST_CASE("what is stored is clean text") {
  CHECK(clean_text("a\xC4\x97\x01 e\xCC\x87") == "aė ė");
  Chat chat(small_brain());
  chat.say("hello\xff there\x02");
  const auto stored = std::get<MessageAdded>(chat.added.front().fact).text;
  CHECK(stored.find('\x02') == std::string::npos);
  CHECK(stored.find('\xff') == std::string::npos);
}

TEST_CASE("explaining a message adds nothing") {
  Chat chat(small_brain());
  const auto explanation =
      explain(*chat.brain, chat.now, {.text = "where is my order"}, from_millis(0));
  CHECK(explanation.meaning.intent == "order_status");
  REQUIRE(explanation.plans.size() == 1);
  CHECK(explanation.plans[0].kind == Plan::Kind::intent);
  CHECK(explanation.plans[0].decision.action == Action::flow);
}

}  // namespace turn_test
