// SPDX-License-Identifier: MIT
#include "dialogue/article_shelf.h"

#include <doctest/doctest.h>

namespace article_shelf_test {

using namespace frontdesk;

namespace {

Article article(const char* id, const char* language, const char* title = "T") {
  return {.id = ArticleId(id), .language = language, .title = title, .body = "Words."};
}

std::string ids(const ArticleShelf& shelf) {
  std::string text;
  for (const auto& each : shelf.all()) text += each->id.value + ":" + each->language + " ";
  return text;
}

}  // namespace

TEST_CASE("an article is found by id in the language wanted, else in its first, else not") {
  const ArticleShelf shelf({article("b", "lt"), article("a", "lt"), article("b", "en"),
                            article("c", "en"), article("b", "lt", "second")});
  CHECK(ids(shelf) == "a:lt b:en b:lt c:en ");
  CHECK(shelf.find(ArticleId("b"), "lt")->language == "lt");
  CHECK(shelf.find(ArticleId("b"), "lt")->title == "T");
  CHECK(shelf.find(ArticleId("b"), "")->language == "en");
  CHECK(shelf.find(ArticleId("a"), "en")->language == "lt");
  CHECK(shelf.find(ArticleId("d"), "en") == nullptr);
  CHECK(shelf.find(ArticleId(""), "") == nullptr);
  CHECK(ArticleShelf().find(ArticleId("a"), "lt") == nullptr);
}

TEST_CASE("a draft is not on the shelf") {
  auto draft = article("a", "lt");
  draft.draft = true;
  CHECK(ids(ArticleShelf({draft, article("b", "lt")})) == "b:lt ");
}

TEST_CASE("the difference of two sets of articles makes the one from the other") {
  const ArticleShelf before(
      {article("a", "lt"), article("b", "en"), article("b", "lt"), article("c", "en")});
  auto moved = article("b", "en");
  moved.at = {"elsewhere.md", 9, 9};
  auto draft = article("c", "en");
  draft.draft = true;
  const std::vector<Article> wanted{article("d", "lt"), moved, article("b", "lt", "New"), draft};
  const auto change = before.difference(wanted);
  REQUIRE(change.changed.size() == 2);
  CHECK(change.changed[0].title == "New");
  CHECK(change.changed[1].id == ArticleId("d"));
  CHECK(change.removed == std::vector<std::pair<ArticleId, std::string>>{{ArticleId("a"), "lt"},
                                                                         {ArticleId("c"), "en"}});
  const ArticleShelf after(before, change);
  CHECK(ids(after) == "b:en b:lt d:lt ");
  CHECK(after.find(ArticleId("b"), "lt")->title == "New");
  CHECK(after.difference(wanted).empty());
  // What did not change is the same article, not another like it.
  CHECK(after.find(ArticleId("b"), "en") == before.find(ArticleId("b"), "en"));
}

TEST_CASE("every part of an article that a reader sees or a search uses makes it another") {
  const auto differs = [](auto change) {
    auto other = article("a", "lt");
    change(other);
    return !ArticleShelf({article("a", "lt")}).difference({other}).empty();
  };
  CHECK_FALSE(differs([](Article&) {}));
  CHECK(differs([](Article& a) { a.title = "x"; }));
  CHECK(differs([](Article& a) { a.questions = {"x"}; }));
  CHECK(differs([](Article& a) { a.tags = {"x"}; }));
  CHECK(differs([](Article& a) { a.pages = {"/x"}; }));
  CHECK(differs([](Article& a) { a.body = "x"; }));
  CHECK(differs([](Article& a) { a.url = "https://x"; }));
  CHECK(differs([](Article& a) { a.review_by = "2027-01-01"; }));
  CHECK(differs([](Article& a) { a.reviewed = "2026-01-01"; }));
  CHECK(differs([](Article& a) { a.draft = true; }));
}

}  // namespace article_shelf_test
