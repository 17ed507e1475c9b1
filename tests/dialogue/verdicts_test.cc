// SPDX-License-Identifier: MIT
#include "dialogue/verdicts.h"

#include <doctest/doctest.h>

#include "support/build.h"
#include "support/small_bot.h"

namespace verdicts_test {

using namespace support;

namespace {

/// Facts of one conversation, as turns make them.
struct Story {
  explicit Story(const std::string& contact = "visitor") {
    log.add(ActorKind::visitor, ConversationStarted{.contact = ContactId(contact)});
  }
  Sequence ask(const std::string& text) {
    return log.add(ActorKind::visitor, MessageAdded{.author = Author::visitor, .text = text})
        .sequence;
  }
  void answer(Sequence question, const std::string& article) {
    log.add(ActorKind::bot, MessageAdded{.author = Author::bot,
                                         .articles = {{.id = ArticleId(article)}},
                                         .decision = Decision{.action = Action::articles}});
    log.events.back().cause = question;
  }
  void rate(const std::string& article, bool helped) {
    log.add(ActorKind::visitor, MessageAdded{.author = Author::visitor, .choice = "helped"});
    log.add(ActorKind::visitor, ArticleRated{ArticleId(article), "en", helped});
  }
  Story& asked_and_rated(const std::string& text, const std::string& article, bool helped) {
    answer(ask(text), article);
    rate(article, helped);
    return *this;
  }
  Log log;
};

std::string shown(const Verdicts& verdicts) {
  std::string text;
  for (const auto& each : verdicts.found()) {
    text += each.question + " (" + each.article.value + (each.helped ? " +)\n" : " -)\n");
  }
  return text;
}

std::string shown(const std::vector<Event>& events) {
  Verdicts verdicts;
  verdicts.read(events);
  return shown(verdicts);
}

}  // namespace

TEST_CASE("a tap on an article that answered is a verdict on it") {
  Policy policy;
  policy.article_answer = 0.01;
  policy.article_offer = 0;
  Chat chat(small_brain(small_catalog(), std::make_unique<FakeClassifier>(), policy));
  chat.say("warranty of two years");
  CHECK(shown(chat.log).empty());
  chat.tap("not_helped:en:warranty");
  CHECK(shown(chat.log) == "warranty of two years (warranty -)\n");
  Verdicts verdicts;
  verdicts.read(chat.log);
  CHECK(verdicts.found().front().language == "en");
}

TEST_CASE("the question is that which the article answered, whatever was said since") {
  Story story;
  const auto question = story.ask("how long is the warranty");
  story.answer(question, "warranty");
  story.answer(story.ask("what do you deliver with"), "delivery");
  story.ask("thank you");
  story.rate("warranty", true);
  story.rate("elsewhere", true);
  CHECK(shown(story.log.events) == "how long is the warranty (warranty +)\n");
}

TEST_CASE("who says the same twice is heard once, as he said it last") {
  Story story;
  story.asked_and_rated("a question", "a", true).asked_and_rated("A question?", "a", false);
  CHECK(shown(story.log.events) == "A question? (a -)\n");
}

TEST_CASE("nobody is heard more than three times, in however many conversations") {
  Verdicts verdicts;
  for (int conversation = 0; conversation < 3; ++conversation) {
    const std::string number = std::to_string(conversation);
    Story story;
    story.asked_and_rated("one " + number, "a", false).asked_and_rated("two " + number, "b", false);
    verdicts.read(story.log.events);
  }
  CHECK(shown(verdicts) == "two 0 (b -)\none 0 (a -)\ntwo 1 (b -)\n");
}

TEST_CASE("many who say the same of one article are twenty") {
  Verdicts verdicts;
  for (int i = 0; i < 50; ++i) {
    Story story("visitor-" + std::to_string(i));
    verdicts.read(story.asked_and_rated("why", "a", false).log.events);
  }
  CHECK(verdicts.found().size() == Verdicts::kOfArticle);
  verdicts.read(Story("another").asked_and_rated("why", "b", true).log.events);
  CHECK(verdicts.found().size() == Verdicts::kOfArticle + 1);
}

TEST_CASE("a conversation that was erased has no verdicts") {
  Story story;
  story.asked_and_rated("my name is Ona and my parcel", "a", false);
  for (auto& event : story.log.events) event.fact = without_personal_data(event.fact);
  CHECK(shown(story.log.events).empty());
}

}  // namespace verdicts_test
