// SPDX-License-Identifier: MIT
#include "dialogue/policy.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace policy_test {

using namespace support;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

void take_over(Chat& chat) {
  auto draft = chat.draft();
  REQUIRE(take(draft, kRuta, chat.now.epoch));
  chat.keep(std::move(draft));
}

Policy articles_at(double answer, double offer) {
  Policy policy;
  policy.article_answer = answer;
  policy.article_offer = offer;
  return policy;
}

}  // namespace

TEST_CASE("the bot is silent while a person has the conversation, whatever is said") {
  Chat chat(small_brain());
  take_over(chat);
  for (const auto* text : {"hello there", "when are you open", "human", "???", "explode"}) {
    chat.say(text);
    CHECK(chat.types() == "message");
  }
  chat.tap("person");
  CHECK(chat.types() == "message");
  CHECK(chat.now.status == Status::assigned);
}

TEST_CASE("who waits is shown the articles that are marked, and offered only what is") {
  auto catalog = small_catalog();
  for (auto& intent : catalog.intents) {
    if (intent.name == "warranty" || intent.name == "return_item") intent.safe_while_waiting = true;
    if (intent.name == "hours") intent.quick_replies = {"warranty", "return_item", "greet"};
  }
  Chat chat(small_brain(catalog));
  chat.say("when are you open");
  CHECK(chat.offered() == "intent:warranty intent:return_item intent:greet person");
  chat.say("human");
  const auto epoch = chat.now.epoch;
  chat.say("when are you open");
  CHECK(chat.offered() == "intent:warranty");
  chat.tap("intent:warranty");
  REQUIRE(chat.said().size() == 1);
  CHECK(chat.said().front().articles.size() == 1);
  CHECK(chat.now.status == Status::queued);
  CHECK(chat.now.epoch == epoch);
}

TEST_CASE("an intent whose marked articles are gone is silence to who waits") {
  auto catalog = small_catalog();
  for (auto& intent : catalog.intents) {
    if (intent.name == "warranty") intent.safe_while_waiting = true;
    if (intent.name == "hours") intent.quick_replies = {"warranty"};
  }
  catalog.articles.clear();
  Chat chat(small_brain(catalog));
  chat.say("human");
  chat.say("when are you open");
  chat.tap("intent:warranty");
  CHECK(chat.types() == "message");
  CHECK(chat.now.status == Status::queued);
}

TEST_CASE(
    "while the visitor waits only answers that are safe are given, and nothing changes hands") {
  Chat chat(small_brain());
  chat.say("human");
  REQUIRE(chat.now.status == Status::queued);
  const auto epoch = chat.now.epoch;

  chat.say("when are you open");
  CHECK(chat.texts() == "We are open 8-20 in Vilnius.");
  CHECK(chat.why().because == "rule hours.open; safe while waiting");

  chat.say("hello there");  // has an answer that is not marked safe
  CHECK(chat.said().empty());
  chat.say("where is my order");  // is marked safe, but a flow would take the conversation along
  CHECK(chat.said().empty());
  chat.say("no such words");
  CHECK(chat.said().empty());
  chat.say("human");
  CHECK(chat.said().empty());
  chat.tap("person");
  CHECK(chat.said().empty());
  chat.say("explode");
  CHECK(chat.types() == "message");
  CHECK(chat.now.epoch == epoch);
  CHECK(chat.now.status == Status::queued);
}

TEST_CASE("who asks for a person gets one: by words, by guess and by tap") {
  for (const auto* text : {"human", "somebody to talk to", "Talk to a person"}) {
    CAPTURE(text);
    Chat chat(small_brain());
    chat.say(text);
    CHECK(chat.types() == "message message handoff_requested");
    CHECK(chat.texts() == chat.phrase("handoff_asked"));
    CHECK(chat.now.handoff_reason == HandoffReason::asked_for_person);
    CHECK(chat.now.team == TeamId("support"));
    CHECK(chat.why().action == Action::handoff);
  }
  Chat chat(small_brain());
  chat.tap("person");
  CHECK(chat.now.status == Status::queued);
  CHECK(chat.why().because == "tapped 'talk to a person'");
}

TEST_CASE("a sure intent does what its author wrote") {
  Chat chat(small_brain());
  chat.say("hello there");
  CHECK(chat.texts() == "Hello.");
  CHECK(chat.why().intent == "greet");
  CHECK(chat.why().confidence == 0.9);
  CHECK(chat.why().threshold == 0.5);
  CHECK(chat.why().because == "intent greet at 0.90, threshold 0.50");
  CHECK(chat.offered() == "intent:order_status intent:return_item person");

  chat.say("this is terrible");
  CHECK(chat.now.handoff_reason == HandoffReason::intent);
  CHECK(chat.now.team == TeamId("returns"));
  CHECK(chat.why().rule == "complaint.bad");
  CHECK(chat.texts() == chat.phrase("handoff_intent"));
}

TEST_CASE("what was tapped is not guessed at, and typing a button's words is tapping it") {
  Chat chat(small_brain());
  chat.say("hello there");
  chat.tap("intent:return_item");
  CHECK(chat.now.flow->flow == FlowId("return"));
  CHECK(chat.why().because.find("tapped 'Returning an item'") != std::string::npos);

  Chat typed(small_brain());
  typed.say("hello there");
  typed.say("  returning AN item ");
  REQUIRE(typed.now.flow);
  CHECK(typed.now.flow->flow == FlowId("return"));
  CHECK(std::get<MessageAdded>(typed.added.front().fact).choice == "intent:return_item");
}

TEST_CASE("a good article answers, a likely one is offered") {
  Chat good(small_brain(small_catalog(), std::make_unique<FakeClassifier>(), articles_at(0.01, 0)));
  good.say("warranty of two years");
  CHECK(good.texts() == good.phrase("articles_answer"));
  REQUIRE(good.said().front().articles.size() == 1);
  CHECK(good.said().front().articles.front().id == ArticleId("warranty"));
  CHECK(good.offered() == "helped:en:warranty not_helped:en:warranty person");
  CHECK(good.why().action == Action::articles);

  Chat likely(
      small_brain(small_catalog(), std::make_unique<FakeClassifier>(), articles_at(2, 0.01)));
  likely.say("warranty of two years");
  CHECK(likely.texts() == likely.phrase("articles_offer"));
  CHECK(likely.offered() == "none person");
  CHECK(likely.now.misunderstood == 0);
  likely.tap("none");
  CHECK(likely.now.handoff_reason == HandoffReason::not_understood);

  Chat poor(small_brain(small_catalog(), std::make_unique<FakeClassifier>(), articles_at(2, 2)));
  poor.say("warranty of two years");
  CHECK(poor.why().action == Action::clarify);
}

TEST_CASE("an article that helped is noted, and one that did not calls a person") {
  const auto answered = [] {
    Chat chat(
        small_brain(small_catalog(), std::make_unique<FakeClassifier>(), articles_at(0.01, 0)));
    chat.say("warranty of two years");
    return chat;
  };
  auto helped = answered();
  helped.tap("helped:en:warranty");
  CHECK(helped.types() == "message article_rated message");
  CHECK(std::get<ArticleRated>(helped.added[1].fact) ==
        ArticleRated{.article = ArticleId("warranty"), .language = "en", .helped = true});
  CHECK(helped.texts() == helped.phrase("glad"));
  CHECK(helped.now.status == Status::bot);

  auto not_helped = answered();
  not_helped.tap("not_helped:en:warranty");
  CHECK(not_helped.types() == "message article_rated message handoff_requested");
  CHECK_FALSE(std::get<ArticleRated>(not_helped.added[1].fact).helped);
  CHECK(not_helped.texts() == not_helped.phrase("handoff_article"));
  CHECK(not_helped.now.status == Status::queued);
  CHECK(not_helped.now.handoff_detail == "article warranty did not help");
}

TEST_CASE("an intent whose articles are all gone gives the next best article, else a person") {
  const auto chat_with = [](std::vector<Article> articles, Policy policy) {
    auto classifier = std::make_unique<FakeClassifier>();
    classifier->learn("is it under warranty", {{"warranty", 0.99}});
    auto catalog = small_catalog();
    catalog.articles = std::move(articles);
    return Chat(small_brain(std::move(catalog), std::move(classifier), policy));
  };
  const Article other{.id = ArticleId("repairs"),
                      .language = "en",
                      .title = "Repairs under warranty",
                      .body = "We repair what is under warranty."};
  auto next_best = chat_with({other}, articles_at(0.01, 0));
  next_best.say("is it under warranty");
  REQUIRE(next_best.said().size() == 1);
  REQUIRE(next_best.said().front().articles.size() == 1);
  CHECK(next_best.said().front().articles.front().id == ArticleId("repairs"));
  CHECK(next_best.texts() == next_best.phrase("articles_answer"));
  CHECK(next_best.why().because.find("; its articles are gone; article repairs at ") !=
        std::string::npos);

  auto none = chat_with({}, articles_at(0.01, 0));
  none.say("is it under warranty");
  CHECK(none.texts() == none.phrase("handoff_intent"));
  CHECK(none.now.status == Status::queued);
  CHECK(none.why().because.find("its articles are gone") != std::string::npos);

  // In the middle of a flow.
  auto flow = chat_with({other}, articles_at(0.01, 0));
  flow.say("send it back");
  REQUIRE(flow.now.flow);
  flow.say("is it under warranty");
  CHECK(flow.now.status == Status::queued);
  CHECK_FALSE(flow.texts().empty());

  // One of two that is there is shown.
  auto catalog = small_catalog();
  for (auto& intent : catalog.intents) {
    if (intent.name == "warranty") intent.articles.push_back({.id = ArticleId("wiki:gone")});
  }
  auto classifier = std::make_unique<FakeClassifier>();
  classifier->learn("is it under warranty", {{"warranty", 0.9}});
  Chat half(small_brain(std::move(catalog), std::move(classifier)));
  half.say("is it under warranty");
  CHECK(half.why().articles == std::vector{ArticleId("warranty")});
}

TEST_CASE("an intent of articles shows them under its own decision") {
  auto classifier = std::make_unique<FakeClassifier>();
  classifier->learn("is it under warranty", {{"warranty", 0.9}});
  Chat chat(small_brain(small_catalog(), std::move(classifier)));
  chat.say("is it under warranty");
  CHECK(chat.texts() == chat.phrase("articles_answer"));
  CHECK(chat.why().articles == std::vector{ArticleId("warranty")});
  CHECK(chat.said().front().articles.front().title == "Warranty of two years");
}

TEST_CASE(
    "the first time nothing is sure the bot asks, with its guesses; the second time a person "
    "comes") {
  Chat chat(small_brain());
  chat.say("maybe");
  CHECK(chat.texts() == chat.phrase("clarify"));
  // A person is offered once, as a person, not as a guess.
  CHECK(chat.offered() == "intent:greet intent:hours none person");
  CHECK(chat.why().because == "best guess greet at 0.30, below the threshold 0.50");
  CHECK(chat.now.misunderstood == 1);

  chat.say("no such words");
  CHECK(chat.now.status == Status::queued);
  CHECK(chat.now.handoff_reason == HandoffReason::not_understood);
  CHECK(chat.texts() == chat.phrase("handoff_unknown"));
}

TEST_CASE("without a guess the bot asks for other words, with a person one tap away") {
  Chat chat(small_brain());
  chat.say("no such words");
  CHECK(chat.texts() == chat.phrase("not_understood"));
  CHECK(chat.offered() == "person");

  Chat empty(small_brain());
  empty.say("?!");
  CHECK(empty.texts() == empty.phrase("empty_message"));
  CHECK(empty.offered() == "person");
}

TEST_CASE("'none of these' means a person at once") {
  Chat chat(small_brain());
  chat.say("maybe");
  chat.tap("none");
  CHECK(chat.now.handoff_reason == HandoffReason::not_understood);
  CHECK(chat.why().because == "none of what was offered was meant");
}

TEST_CASE("an answer or a flow in between forgives what was not understood") {
  Chat answered(small_brain());
  answered.say("maybe");
  answered.say("hello there");
  CHECK(answered.now.misunderstood == 0);
  answered.say("no such words");
  CHECK(answered.now.status == Status::bot);

  Chat flow(small_brain());
  flow.say("maybe");
  flow.say("where is my order");
  CHECK(flow.now.misunderstood == 0);
}

TEST_CASE("a guess that is hardly one is not offered") {
  auto classifier = std::make_unique<FakeClassifier>();
  classifier->learn("murmur", {{"greet", 0.2}, {"hours", 0.02}});
  Chat chat(small_brain(small_catalog(), std::move(classifier)));
  chat.say("murmur");
  CHECK(chat.offered() == "intent:greet none person");
}

TEST_CASE("two questions are both answered: answers first, then the flow") {
  Chat chat(small_brain());
  chat.say("Where is my order and when are you open?");
  CHECK(chat.types() == "message message flow_started step_entered message");
  CHECK(chat.texts() == "We are open 8-20 in Vilnius.\nWhich order?");
  CHECK(chat.said()[0].decision->because == "rule hours.open, in 'when are you open'");
  CHECK(chat.why().intent == "order_status");
}

TEST_CASE("of two flows the second is offered when the first is done") {
  Chat chat(small_brain());
  chat.say("where is my order 10023? i want to send it back");
  CHECK(chat.now.flow->flow == FlowId("status"));
  CHECK(chat.now.flow->then == "return_item");
  chat.returned(200, {{"state", "here"}});
  CHECK(chat.types() == "call_returned message flow_ended message");
  CHECK(chat.offered() == "intent:return_item person");
  CHECK(chat.why().because == "flow status is over; its visitor asked for return_item too");
  chat.tap("intent:return_item");
  CHECK(chat.now.flow->flow == FlowId("return"));
  CHECK(chat.now.flow->then.empty());
}

TEST_CASE("a flow that is stopped still offers the other one") {
  Chat chat(small_brain());
  chat.say("where is my order? i want to send it back");
  chat.tap("stop");
  CHECK(chat.offered() == "intent:return_item person");
}

TEST_CASE("a question and a complaint are an answer and a person") {
  Chat chat(small_brain());
  chat.say("This is terrible. When are you open?");
  CHECK(chat.types() == "message message message handoff_requested");
  CHECK(chat.said()[0].text == "We are open 8-20 in Vilnius.");
  CHECK(chat.now.status == Status::queued);
}

TEST_CASE("beside a person no flow is begun, and a person who is asked for comes at once") {
  Chat flow(small_brain());
  flow.say("this is terrible, where is my order");
  CHECK(flow.types() == "message message handoff_requested");
  Chat asked(small_brain());
  asked.say("when are you open, or get me a human");
  CHECK(asked.types() == "message message handoff_requested");
  CHECK(asked.now.handoff_reason == HandoffReason::asked_for_person);
}

TEST_CASE("in a flow a message is one thing") {
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.say("when are you open? i want to send it back");
  CHECK(chat.now.flow->then.empty());
}

TEST_CASE("an intent that belongs into a flow is possible only there") {
  auto catalog = small_catalog();
  auto number = answering("no_number", "No number", "It is in your e-mail.");
  number.rules = {rule("no.number", "which number|no idea", "no_number")};
  number.only_in = {FlowId("status")};
  catalog.intents.insert(catalog.intents.begin() + 4, number);
  Chat chat(small_brain(catalog));
  chat.say("which number");
  CHECK(chat.why().action == Action::clarify);
  const auto outside = explain(*chat.brain, chat.now, {.text = "which number"}, chat.time);
  REQUIRE(outside.rules.size() == 1);
  CHECK(outside.rules[0].not_now);

  chat.say("send it back");
  chat.say("which number");
  CHECK(chat.texts().find("It is in your e-mail.") == std::string::npos);
  chat.say("where is my order");
  chat.say("which number");
  CHECK(chat.texts() == "It is in your e-mail.\nWhich order?");
}

TEST_CASE("a question that names what may interrupt it is interrupted by nothing else") {
  auto catalog = small_catalog();
  catalog.flows[0].steps[0].interrupt = {"hours"};
  Chat chat(small_brain(catalog));
  chat.say("where is my order");
  chat.say("send it back");
  CHECK(chat.now.flow->flow == FlowId("status"));
  CHECK(chat.now.flow->refused == 1);
  chat.say("when are you open");
  CHECK(chat.texts() == "We are open 8-20 in Vilnius.\nWhich order?");
  chat.say("a human please");
  CHECK(chat.now.status == Status::queued);
}

}  // namespace policy_test
