// SPDX-License-Identifier: MIT
#include "dialogue/reading.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace reading_test {

using namespace support;

namespace {

Reading reading(const std::string& article, std::optional<bool> helped = {}) {
  return {ArticleId(article), "en", "search", helped};
}

// A conversation of the small bot, and what reading adds to it.
struct Reader {
  std::shared_ptr<const Brain> brain = small_brain();
  Conversation now = [] {
    Conversation begun;
    begun.id = ConversationId("c");
    begun.contact = ContactId("ona");
    begun.language = "en";
    return begun;
  }();

  std::vector<Event> take(const Reading& what) {
    Draft draft(now, Time{}, "v1");
    const auto taken = take_reading(*brain, draft, what);
    if (!taken) return {};
    now = draft.conversation();
    return draft.events();
  }
};

}  // namespace

TEST_CASE("an article that was opened is a fact once, with the title that it had") {
  Reader reader;
  const auto added = reader.take(reading("warranty"));
  REQUIRE(added.size() == 1);
  CHECK(std::get<ArticleOpened>(added[0].fact) == ArticleOpened{.article = ArticleId("warranty"),
                                                                .language = "en",
                                                                .title = "Warranty of two years",
                                                                .from = "search"});
  CHECK(added[0].actor == Actor{ActorKind::visitor, "ona"});
  CHECK_FALSE(visible_to_visitor(added[0]));
  CHECK(reader.take(reading("warranty")).empty());
}

TEST_CASE("what helped is said once, and opens the article if nothing else did") {
  Reader reader;
  const auto added = reader.take(reading("warranty", true));
  REQUIRE(added.size() == 2);
  CHECK(std::get<ArticleRated>(added[1].fact).helped);
  CHECK(reader.take(reading("warranty", false)).empty());
}

TEST_CASE("an article that is not there, a strange place and a closed conversation add nothing") {
  Reader reader;
  Draft draft(reader.now, Time{}, "v1");
  CHECK(take_reading(*reader.brain, draft, reading("nothing")).error().code == Code::not_found);
  auto strange = reading("warranty");
  strange.from = "a dream";
  CHECK(take_reading(*reader.brain, draft, strange).error().code == Code::invalid);
  reader.now.status = Status::closed;
  CHECK(reader.take(reading("warranty", true)).empty());
}

TEST_CASE("a conversation remembers fifty articles and no more") {
  auto catalog = small_catalog();
  const auto article = catalog.articles.front();
  for (int i = 0; i < 60; ++i) {
    catalog.articles.push_back(article);
    catalog.articles.back().id = ArticleId("a" + std::to_string(i));
  }
  Reader reader;
  reader.brain = small_brain(std::move(catalog));
  std::size_t facts = 0;
  for (int i = 0; i < 60; ++i) facts += reader.take(reading("a" + std::to_string(i))).size();
  CHECK(facts == kMostOpened);
  CHECK(reader.take(reading("a59", true)).empty());
}

}  // namespace reading_test
