// SPDX-License-Identifier: MIT
#include "dialogue/gaps.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace gaps_test {

using namespace support;

namespace {

std::string shown(const std::vector<Gap>& gaps) {
  std::string text;
  for (const auto& gap : gaps) {
    text += std::to_string(gap.times) + " " + std::string(name_of(gap.kind)) + " " + gap.question +
            (gap.article.empty() ? "" : " (" + gap.article.value + ")") + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("what was not understood is a gap, also when the visitor left then") {
  Chat chat(small_brain());
  chat.say("when are you open");
  CHECK(gaps_of(chat.log).empty());
  chat.say("maybe");
  CHECK(shown(gaps_of(chat.log)) == "1 not_understood maybe\n");
  chat.say("no such words");
  CHECK(shown(gaps_of(chat.log)) == "1 not_understood maybe\n1 handed_off no such words\n");
}

TEST_CASE("a label of did-you-mean that was tapped fills the gap, none of these does not") {
  Chat meant(small_brain());
  meant.say("maybe");
  meant.tap("intent:hours");
  CHECK(gaps_of(meant.log).empty());

  Chat none(small_brain());
  none.say("maybe");
  none.tap("none");
  CHECK(shown(gaps_of(none.log)) == "1 handed_off maybe\n");
}

TEST_CASE("an article that did not help is a gap of that article, one that helped is none") {
  Policy policy;
  policy.article_answer = 0.01;
  policy.article_offer = 0;
  const auto brain = small_brain(small_catalog(), std::make_unique<FakeClassifier>(), policy);
  Chat helped(brain);
  helped.say("warranty of two years");
  helped.tap("helped:en:warranty");
  CHECK(gaps_of(helped.log).empty());

  Chat not_helped(brain);
  not_helped.say("warranty of two years");
  not_helped.tap("not_helped:en:warranty");
  CHECK(shown(gaps_of(not_helped.log)) == "1 article_no_help warranty of two years (warranty)\n");

  // One that was found elsewhere says nothing of the question before it.
  Chat elsewhere(brain);
  elsewhere.say("warranty of two years");
  auto event = elsewhere.log.back();
  ++event.sequence;
  event.fact = ArticleRated{.article = ArticleId("other"), .language = "en", .helped = false};
  elsewhere.log.push_back(event);
  CHECK(gaps_of(elsewhere.log).empty());
}

TEST_CASE("equal questions are one, whatever their accents and marks, the most asked first") {
  const auto gap = [](const char* question, std::int64_t at) {
    return Gap{.question = question, .language = "lt", .last = from_millis(at)};
  };
  const auto merged = merge_gaps({gap("ar turite šunų?", 5), gap("kiek sveria", 9),
                                  gap("Ar turite sunu", 7), gap("ar turite šunų", 6)});
  CHECK(shown(merged) == "3 not_understood Ar turite sunu\n1 not_understood kiek sveria\n");
  CHECK(merged.front().last == from_millis(7));
}

TEST_CASE("what is said in the queue is no gap when the wait is too long, or an agent is gone") {
  Chat chat(small_brain());
  chat.say("maybe");
  chat.say("no such words");
  const auto before = shown(gaps_of(chat.log));
  chat.say("are you still there");
  auto draft = chat.draft();
  stop_waiting(*chat.brain, draft);
  chat.keep(std::move(draft));
  CHECK(shown(gaps_of(chat.log)) == before);
  draft = chat.draft();
  REQUIRE(take(draft, {AgentId("ruta"), "Ruta"}, chat.now.epoch));
  chat.keep(std::move(draft));
  chat.say("my own words to Ruta");
  draft = chat.draft();
  draft.add(system_actor(), WentOffline{.reason = chat.now.handoff_reason});
  chat.keep(std::move(draft));
  CHECK(shown(gaps_of(chat.log)) == before);
}

}  // namespace gaps_test
