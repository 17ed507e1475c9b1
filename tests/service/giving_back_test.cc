// SPDX-License-Identifier: MIT
#include "service/giving_back.h"

#include <doctest/doctest.h>

#include "desk/care.h"
#include "support/small_bot.h"

namespace giving_back_test {

using namespace support;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

/// A visitor who left the flow "return" at its question why, and Ruta has him.
struct Left : Chat {
  explicit Left(bool in_flow = true) : Chat(small_brain()) {
    if (in_flow) {
      say("send it back");
      say("10023");
    }
    tap("person");
    REQUIRE(decide([&](Draft& draft) { return take(draft, kRuta, draft.conversation().epoch); }));
  }

  Result<Done> decide(const std::function<Result<Done>(Draft&)>& command) {
    auto next = draft();
    auto done = command(next);
    if (done) keep(std::move(next));
    return done;
  }
  Result<Done> back(const std::string& step) {
    return decide(
        [&](Draft& draft) { return give_back(*brain, draft, kRuta, now.epoch, StepId(step)); });
  }
};

}  // namespace

TEST_CASE(
    "the bot asks the step's question at once, in the new epoch, and goes on with what is told") {
  Left chat;
  CHECK_FALSE(chat.now.flow);
  const auto epoch = chat.now.epoch;
  REQUIRE(chat.back("why"));
  CHECK(chat.types() == "returned_to_bot flow_started step_entered message");
  CHECK(chat.texts() == "Why?");
  CHECK(chat.now.status == Status::bot);
  CHECK(chat.now.epoch == epoch + 1);
  for (const auto& event : chat.added) CHECK(event.epoch == epoch + 1);
  CHECK(chat.added.back().cause == chat.added.front().sequence);
  CHECK(chat.why().because.find("why") != std::string::npos);
  chat.tap("slot:damaged");
  CHECK(chat.texts() == "Return 10023: It is damaged?");
  chat.tap("yes");
  CHECK(chat.texts() == "Returned 10023.");
}

TEST_CASE("what the agent filled in counts, and a step that he names is asked all the same") {
  Left chat;
  REQUIRE(chat.decide([&](Draft& draft) {
    return correct_slot(draft, kRuta, chat.now.epoch, "reason", "damaged", "It is damaged");
  }));
  REQUIRE(chat.decide([&](Draft& draft) {
    return correct_slot(draft, kRuta, chat.now.epoch, "order_number", "99999");
  }));
  REQUIRE(chat.back("sure"));
  CHECK(chat.texts() == "Return 99999: It is damaged?");

  Left asked;
  REQUIRE(asked.back("order"));
  CHECK(asked.texts() == "Number, please?");
  asked.say("20000");
  CHECK(asked.texts() == "Why?");
}

TEST_CASE("a step that asks nothing, or is none, is refused with those that there are") {
  Left chat;
  for (const auto* step : {"nonsense", "is_other", "done"}) {
    const auto refused = chat.back(step);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::invalid);
    CHECK(refused.error().message.find("order, why, story, sure") != std::string::npos);
  }
  CHECK(chat.now.status == Status::assigned);
  const auto stale = chat.decide(
      [&](Draft& draft) { return give_back(*chat.brain, draft, kRuta, 0, StepId("nonsense")); });
  CHECK(stale.error().code == Code::conflict);
}

TEST_CASE("without a flow behind it a step is one that a single flow has") {
  Left chat(false);
  CHECK_FALSE(flow_place(*chat.brain, chat.now));
  CHECK(chat.back("order").error().code == Code::invalid);  // two flows have one
  REQUIRE(chat.back("why"));
  CHECK(chat.texts() == "Why?");
}

TEST_CASE("without a step the bot waits for the visitor, as ever") {
  Left chat;
  REQUIRE(chat.back(""));
  CHECK(chat.types() == "returned_to_bot");
  CHECK_FALSE(flow_place(*chat.brain, chat.now));
}

TEST_CASE("the place in the flow has its questions, for the agent to choose from") {
  Left chat;
  const auto place = flow_place(*chat.brain, chat.now);
  REQUIRE(place);
  CHECK(place->flow == FlowId("return"));
  CHECK(place->at == StepId("why"));
  REQUIRE(place->steps.size() == 4);
  CHECK(place->steps[1].id == StepId("why"));
  CHECK(place->steps[1].label == "Why?");
  CHECK(place->steps[3].id == StepId("sure"));
}

}  // namespace giving_back_test
