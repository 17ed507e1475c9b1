// SPDX-License-Identifier: MIT
#include "desk/browsing.h"

#include <doctest/doctest.h>

namespace browsing_test {

using namespace frontdesk;

namespace {

using Attributes = std::map<std::string, std::string>;

struct Walk {
  Browsing browsing;
  Time time{};

  void begin(const std::string& page, const Attributes& attributes = {}) {
    read(ConversationStarted{.page = page, .attributes = attributes});
  }
  void to(const std::string& page, const Attributes& attributes = {}) {
    read(PageSeen{page, attributes});
  }

 private:
  void read(Fact fact) {
    time += std::chrono::minutes(1);
    browsing.read(Event{.at = time, .fact = std::move(fact)});
  }
};

std::vector<std::string> names(const std::vector<SeenProduct>& products) {
  std::vector<std::string> all;
  for (const auto& product : products) all.push_back(product.name);
  return all;
}

}  // namespace

TEST_CASE("pages stand newest first, each where it was seen last") {
  Walk walk;
  walk.begin("/a");
  walk.to("/b");
  walk.to("/a");
  const auto pages = walk.browsing.pages();
  REQUIRE(pages.size() == 2);
  CHECK(pages[0].page == "/a");
  CHECK(pages[0].at == walk.time);
  CHECK(pages[1].page == "/b");
}

TEST_CASE("of many pages the newest ten are told, of many products the newest twenty") {
  Walk walk;
  walk.begin("");
  for (int i = 0; i < 30; ++i) {
    walk.to("/" + std::to_string(i), {{"product", "P" + std::to_string(i)}});
  }
  CHECK(walk.browsing.pages().size() == 10);
  CHECK(walk.browsing.pages().front().page == "/29");
  CHECK(walk.browsing.products().size() == 20);
  CHECK(walk.browsing.products().front().name == "P29");
}

TEST_CASE("products of all pages are told, one that was seen on several with how often") {
  Walk walk;
  walk.begin("/sofa", {{"product", "Sofa"}, {"product_price", "500"}});
  walk.to("/both", {{"product", "Lamp"}, {"product2", "Sofa"}, {"product2_price", "450"}});
  walk.to("/basket", {{"order", "7"}});
  const auto products = walk.browsing.products();
  CHECK(names(products) == std::vector<std::string>{"Lamp", "Sofa"});
  CHECK(products[0].times.empty());
  CHECK(products[1].times == "2");
  CHECK(products[1].price == "450");  // as the newest page says
}

TEST_CASE("how often a product was looked at is the page's to say") {
  Walk walk;
  walk.begin("/sofa", {{"product", "Sofa"}, {"product_times", "5"}});
  walk.to("/sofa2", {{"product", "Sofa"}, {"product_times", "6"}});
  CHECK(walk.browsing.products().at(0).times == "6");
}

}  // namespace browsing_test
