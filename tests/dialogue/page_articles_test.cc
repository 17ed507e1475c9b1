// SPDX-License-Identifier: MIT
#include "dialogue/page_articles.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace page_articles_test {

using namespace support;

namespace {

// The length of the longest of the prefixes that fits the page; 0 where none does.
std::size_t fit_of(const std::vector<std::string>& prefixes, std::string_view page) {
  std::vector<std::shared_ptr<const Article>> articles;
  for (const auto& prefix : prefixes) {
    articles.push_back(std::make_shared<const Article>(
        Article{.id = ArticleId(prefix), .language = "en", .pages = {prefix}}));
  }
  const PageArticles pages(articles);
  const auto found = pages.find(page, "en", 1);
  return found.empty() ? 0 : found.front()->id.value.size();
}

}  // namespace

TEST_CASE("a prefix fits the path of a page by whole segments, whatever its query") {
  CHECK(fit_of({"/returns"}, "https://shop.lt/returns") == 8);
  CHECK(fit_of({"/returns"}, "https://shop.lt/returns?from=mail#top") == 8);
  CHECK(fit_of({"/returns"}, "/returns/how") == 8);
  CHECK(fit_of({"/returns/"}, "/returns/how") == 9);
  CHECK(fit_of({"/returns/"}, "/returns") == 0);
  CHECK(fit_of({"/"}, "https://shop.lt") == 1);
  CHECK(fit_of({"/returns"}, "https://shop.lt/returns-desk") == 0);
  CHECK(fit_of({"/returns"}, "https://shop.lt/en/returns") == 0);
  CHECK(fit_of({"https://shop.lt/returns"}, "https://shop.lt/returns/how") == 23);
  CHECK(fit_of({"https://shop.lt/returns"}, "https://other.lt/returns") == 0);
  CHECK(fit_of({""}, "https://shop.lt/") == 0);
  CHECK(fit_of({"/a"}, "") == 0);
  CHECK(fit_of({"/", "https://shop.lt/returns", "/returns"}, "https://shop.lt/returns/how") == 23);
}

TEST_CASE(
    "the page's articles are of the visitor's language, the nearest first, and never drafts") {
  std::vector<Article> articles;
  const auto add = [&](const char* id, const char* language, std::vector<std::string> pages,
                       bool draft = false) {
    articles.push_back(
        {.id = ArticleId(id), .language = language, .title = id, .pages = pages, .draft = draft});
  };
  add("all", "en", {"/"});
  add("cart", "en", {"/", "/cart"});
  add("krepselis", "lt", {"/cart"});
  add("unfinished", "en", {"/cart"}, true);
  const ArticleShelf shelf(articles);
  const auto names = [&](std::size_t limit) {
    std::string text;
    for (const auto* each : shelf.for_page("https://shop.lt/cart", "en", limit)) {
      text += each->id.value + " ";
    }
    return text;
  };
  CHECK(names(3) == "cart all ");
  CHECK(names(1) == "cart ");
  CHECK(names(0) == "");
}

TEST_CASE("a conversation on an article's page begins with it, under the greeting") {
  auto catalog = small_catalog();
  catalog.articles.front().pages = {"/cart"};
  const auto brain = small_brain(std::move(catalog), std::make_unique<FakeClassifier>());
  const auto begin = [&](const std::string& page) {
    Draft draft(Conversation{}, from_millis(0), brain->version());
    greet(*brain, draft, {.contact = ContactId("visitor"), .language = "en", .page = page});
    return draft;
  };
  const auto there = begin("https://shop.lt/cart");
  const auto& events = there.events();
  REQUIRE(events.size() == 3);
  const auto& offer = std::get<MessageAdded>(events.back().fact);
  CHECK(offer.text == "Often asked on this page:");
  REQUIRE(offer.articles.size() == 1);
  CHECK(offer.articles.front().id == ArticleId("warranty"));
  CHECK(offer.decision->because == "asked often on this page");

  CHECK(begin("https://shop.lt/elsewhere").events().size() == 2);
}

}  // namespace page_articles_test
