// SPDX-License-Identifier: MIT
#include "dialogue/page_articles.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace page_articles_test {

using namespace support;

TEST_CASE("a prefix fits the path of a page by whole segments, whatever its query") {
  CHECK(fit_of({"/returns"}, "https://shop.lt/returns") == 8);
  CHECK(fit_of({"/returns"}, "https://shop.lt/returns?from=mail#top") == 8);
  CHECK(fit_of({"/returns"}, "/returns/how") == 8);
  CHECK(fit_of({"/"}, "https://shop.lt") == 1);
  CHECK(fit_of({"/returns"}, "https://shop.lt/returns-desk") == 0);
  CHECK(fit_of({"/returns"}, "https://shop.lt/en/returns") == 0);
  CHECK(fit_of({"https://shop.lt/returns"}, "https://shop.lt/returns/how") == 23);
  CHECK(fit_of({"https://shop.lt/returns"}, "https://other.lt/returns") == 0);
  CHECK(fit_of({""}, "https://shop.lt/") == 0);
  CHECK(fit_of({"/a"}, "") == 0);
}

TEST_CASE(
    "the page's articles are of the visitor's language, the nearest first, and never drafts") {
  Catalog catalog;
  const auto add = [&](const char* id, const char* language, const char* page, bool draft = false) {
    catalog.articles.push_back(
        {.id = ArticleId(id), .language = language, .title = id, .pages = {page}, .draft = draft});
  };
  add("all", "en", "/");
  add("cart", "en", "/cart");
  add("krepselis", "lt", "/cart");
  add("unfinished", "en", "/cart", true);
  const auto names = [&](std::size_t limit) {
    std::string text;
    for (const auto* each : articles_for_page(catalog, "https://shop.lt/cart", "en", limit)) {
      text += each->id.value + " ";
    }
    return text;
  };
  CHECK(names(3) == "cart all ");
  CHECK(names(1) == "cart ");
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
