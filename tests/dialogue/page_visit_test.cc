// SPDX-License-Identifier: MIT
#include "dialogue/page_visit.h"

#include <doctest/doctest.h>

#include "core/conversation.h"

namespace page_visit_test {

using namespace frontdesk;

namespace {

using Attributes = std::map<std::string, std::string>;

// A visitor who began at the armchair.
struct Walk {
  Conversation now = [] {
    Conversation begun;
    begun.id = ConversationId("c");
    begun.contact = ContactId("ona");
    begun.page = "/armchair";
    begun.attributes = {{"name", "Ona"}, {"product", "Armchair"}, {"product_price", "99"}};
    return begun;
  }();

  std::vector<Event> to(const std::string& page, const Attributes& attributes = {}) {
    Draft draft(now, Time{}, "v1");
    take_page(draft, {page, attributes});
    now = draft.conversation();
    return draft.events();
  }
};

}  // namespace

TEST_CASE("another page is a fact of the visitor that he does not read himself") {
  Walk walk;
  const auto added = walk.to("/sofa", {{"product", "Sofa"}});
  REQUIRE(added.size() == 1);
  CHECK(added[0].fact == Fact(PageSeen{"/sofa", {{"product", "Sofa"}}}));
  CHECK(added[0].actor == Actor{ActorKind::visitor, "ona"});
  CHECK_FALSE(visible_to_visitor(added[0]));
  CHECK(walk.now.page == "/sofa");
}

TEST_CASE("the product of the page before is no longer looked at, and his name stays his") {
  Walk walk;
  walk.to("/sofa", {{"product", "Sofa"}});
  CHECK(walk.now.attributes == Attributes{{"name", "Ona"}, {"product", "Sofa"}});
  walk.to("/basket", {{"productions", "3"}});
  CHECK(walk.now.attributes == Attributes{{"name", "Ona"}, {"productions", "3"}});
}

TEST_CASE("the page that he is on already is no news, unless it says something else") {
  Walk walk;
  CHECK(walk.to("/armchair", {{"product", "Armchair"}, {"product_price", "99"}}).empty());
  CHECK(walk.to("/armchair", {{"product", "Armchair"}}).size() == 1);  // its price is gone
  CHECK(walk.to("/armchair", {{"product", "Armchair"}, {"order", "7"}}).size() == 1);
  CHECK(walk.to("/armchair", {{"product", "Armchair"}}).empty());
}

TEST_CASE("a closed conversation learns of no page, and a full one of no more") {
  Walk walk;
  walk.now.status = Status::closed;
  CHECK(walk.to("/sofa").empty());
  walk.now.status = Status::assigned;
  for (int i = 0; i < kMostPagesSeen; ++i) REQUIRE(walk.to("/" + std::to_string(i)).size() == 1);
  CHECK(walk.to("/sofa").empty());
}

TEST_CASE("attributes are of a product when they are named so, with a number or a part behind") {
  for (const auto* name : {"product", "product_price", "product2", "product12_url"}) {
    CAPTURE(name);
    CHECK(is_of_product(name));
  }
  for (const auto* name : {"productions", "product2x", "my_product", "prod", ""}) {
    CAPTURE(name);
    CHECK_FALSE(is_of_product(name));
  }
}

}  // namespace page_visit_test
