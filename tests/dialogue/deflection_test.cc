// SPDX-License-Identifier: MIT
#include "dialogue/deflection.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace deflection_test {

using namespace support;

namespace {

/// A visitor whose first question an article has answered.
Chat answered() {
  Policy policy;
  policy.article_answer = 0.01;
  policy.article_offer = 0;
  Chat chat(small_brain(small_catalog(), std::make_unique<FakeClassifier>(), policy));
  chat.say("warranty of two years");
  return chat;
}

std::string outcome(const Chat& chat, std::chrono::hours later) {
  const std::array<std::span<const Event>, 1> logs{chat.log};
  const auto found = deflection_of(logs, chat.time + later);
  return std::to_string(found.answered) + " answered, " + std::to_string(found.spared) +
         " spared, " + std::to_string(found.pending) + " pending";
}

}  // namespace

TEST_CASE("an article has spared a person only when a day has passed without one") {
  const auto chat = answered();
  CHECK(outcome(chat, std::chrono::hours{1}) == "0 answered, 0 spared, 1 pending");
  CHECK(outcome(chat, std::chrono::hours{25}) == "1 answered, 1 spared, 0 pending");
}

TEST_CASE("a person within the day, or a rating of no help, takes it back at once") {
  auto person = answered();
  person.say("human");
  CHECK(outcome(person, std::chrono::hours{1}) == "1 answered, 0 spared, 0 pending");
  auto no_help = answered();
  no_help.tap("not_helped:en:warranty");
  CHECK(outcome(no_help, std::chrono::hours{25}) == "1 answered, 0 spared, 0 pending");
}

TEST_CASE("the same question again within the day takes it back, another question does not") {
  auto again = answered();
  again.time += std::chrono::minutes{5};
  again.say("Warranty, of two years?!");
  CHECK(outcome(again, std::chrono::hours{48}) == "2 answered, 1 spared, 0 pending");
  auto other = answered();
  other.time += std::chrono::minutes{5};
  other.say("when are you open");
  CHECK(outcome(other, std::chrono::hours{48}) == "1 answered, 1 spared, 0 pending");
}

TEST_CASE("an article that was only offered counts once it was opened") {
  Policy policy;
  policy.article_answer = 1.1;
  policy.article_offer = 0;
  Chat chat(small_brain(small_catalog(), std::make_unique<FakeClassifier>(), policy));
  chat.say("warranty of two years");
  CHECK(outcome(chat, std::chrono::hours{25}) == "0 answered, 0 spared, 0 pending");
  auto event = chat.log.back();
  for (int i = 0; i < 2; ++i) {
    ++event.sequence;
    event.at += std::chrono::minutes{1};
    event.fact = ArticleOpened{.article = ArticleId("warranty"), .language = "en"};
    chat.log.push_back(event);
  }
  CHECK(outcome(chat, std::chrono::hours{1}) == "0 answered, 0 spared, 1 pending");
  CHECK(outcome(chat, std::chrono::hours{25}) == "1 answered, 1 spared, 0 pending");
}

TEST_CASE("an article that was opened without a question is no answer") {
  Chat chat(small_brain());
  Event event{.sequence = chat.log.size() + 1, .at = chat.time};
  event.fact = ArticleOpened{.article = ArticleId("warranty"), .language = "en", .from = "search"};
  chat.log.push_back(event);
  CHECK(outcome(chat, std::chrono::hours{25}) == "0 answered, 0 spared, 0 pending");
}

TEST_CASE("a person after more than a day, or an answer without an article, changes nothing") {
  auto late = answered();
  late.time += std::chrono::hours{30};
  late.say("human");
  CHECK(outcome(late, std::chrono::hours{48}) == "1 answered, 1 spared, 0 pending");
  Chat plain(small_brain());
  plain.say("when are you open");
  CHECK(outcome(plain, std::chrono::hours{48}) == "0 answered, 0 spared, 0 pending");
}

}  // namespace deflection_test
