// SPDX-License-Identifier: MIT
#include "kb-connector/index/heading.h"

#include <doctest/doctest.h>

#include "kb-connector/index/index.h"
#include "kb-connector/markdown.h"

namespace heading_test {

using namespace frontdesk;

TEST_CASE("an id stands at the end of a heading, apart from its words") {
  CHECK(split_heading("Returns {#returns}").words == "Returns");
  CHECK(split_heading(" Returns {#returns} ").id == "returns");
  CHECK(split_heading("{#only}").id == "only");
  CHECK(split_heading("{#only}").words.empty());
  for (const char* plain :
       {"Returns", "a{#b}", "a {#}", "a {#b c}", "a {b}", "a {#b} c", "a {#{#b}}"}) {
    CAPTURE(plain);
    CHECK(split_heading(plain).words == plain);
    CHECK(split_heading(plain).id.empty());
  }
}

TEST_CASE("headings of one article have names of their own, and an id is its name") {
  Anchors anchors;
  CHECK(anchors.next("Kaina ir Žymės!", "") == "kaina-ir-zymes");
  CHECK(anchors.next("Kaina ir žymės", "") == "kaina-ir-zymes-1");
  CHECK(anchors.next("Kaina", "price") == "price");
  CHECK(anchors.next("?!", "").empty());
}

TEST_CASE("an address leads to a section only where its id is known") {
  const std::string url = "https://wiki.example/a?b=c";
  CHECK(with_anchor(url, "") == url);
  CHECK(with_anchor("", "x").empty());
  CHECK(with_anchor(url + "#top", "x") == url + "#top");
  CHECK(with_anchor(url, "Gr%C4%85_x") == url + "#Gr%C4%85_x");
  CHECK(with_anchor(url, "grąža\"<") == url + "#gr%C4%85%C5%BEa%22%3C");
}

TEST_CASE("what is found names its section as the article's tree does") {
  Article article{.id = ArticleId("delivery"),
                  .language = "en",
                  .title = "Delivery",
                  .body =
                      "Intro.\n\n## Prices {#how-much}\n\nA locker is two euros.\n\n## Time\n\n"
                      "Two days.\n\n## Time\n\nAbroad a fortnight, **really**.\n",
                  .url = "https://shop.example/delivery"};
  const auto tree = parse_markdown(article.body);
  REQUIRE(tree.size() == 7);
  CHECK(tree[1].anchor == "how-much");
  CHECK(plain_text({tree[1]}) == "Prices");
  CHECK(tree[3].anchor == "time");
  CHECK(tree[5].anchor == "time-1");

  const Index index({article}, "en", {});
  const auto price = index.find(article.id, "euros for a locker");
  REQUIRE(price);
  CHECK(price->section == "Prices");
  CHECK(price->anchor == "how-much");
  CHECK(price->url == "https://shop.example/delivery#how-much");
  const auto abroad = index.find(article.id, "abroad a fortnight");
  REQUIRE(abroad);
  CHECK(abroad->section == "Time");
  CHECK(abroad->anchor == "time-1");
  CHECK(abroad->url == "https://shop.example/delivery");
  const auto intro = index.describe(article, "intro");
  CHECK(intro.anchor.empty());
  CHECK(intro.url == "https://shop.example/delivery");
  CHECK(index.search("how-much {#how-much}", 3).size() <= 1);
}

TEST_CASE("an id is no word of its heading wherever it stands in a line's markup") {
  const auto nodes =
      parse_markdown("# **Bold** {#b}\n\n## {#only}\n\n## a `c` {#d} ##\n\ntext {#e}\n");
  REQUIRE(nodes.size() == 3);
  CHECK(nodes[0].anchor == "b");
  CHECK(plain_text({nodes[0]}) == "Bold");
  CHECK(nodes[1].anchor == "d");
  CHECK(plain_text({nodes[1]}) == "a c");
  CHECK(plain_text({nodes[2]}) == "text {#e}");
}

}  // namespace heading_test
