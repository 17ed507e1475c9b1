// SPDX-License-Identifier: MIT
#include "kb-connector/markdown.h"

#include <doctest/doctest.h>

#include <chrono>

namespace markdown_test {

using namespace frontdesk;

namespace {

// "p(text strong(text))" of a tree.
std::string shape(const std::vector<MarkdownNode>& nodes) {
  std::string out;
  for (const MarkdownNode& node : nodes) {
    if (!out.empty()) out += ' ';
    out += node.type;
    if (node.level > 0) out += std::to_string(node.level);
    if (!node.children.empty()) out += "(" + shape(node.children) + ")";
  }
  return out;
}

int depth(const std::vector<MarkdownNode>& nodes) {
  int deepest = 0;
  for (const MarkdownNode& node : nodes) deepest = std::max(deepest, 1 + depth(node.children));
  return deepest;
}

}  // namespace

TEST_CASE("an article becomes a tree of blocks and parts") {
  const auto nodes = parse_markdown(
      "# Title\n\nSome **strong** and *soft* `code`  \nnext\n\n- one\n- two\n  1. deep\n\n> "
      "quote\n\n"
      "```\nblock\n```\n");
  CHECK(shape(nodes) ==
        "h1(text) p(text strong(text) text em(text) text code text break text) "
        "ul(li(text) li(text ol(li(text)))) quote(p(text)) code");
  CHECK(nodes[0].children[0].text == "Title");
  CHECK(nodes[4].text == "block\n");
}

TEST_CASE("paragraphs after an item's first are blocks of it") {
  CHECK(shape(parse_markdown("- one\n\n  more\n")) == "ul(li(text p(text)))");
}

TEST_CASE("only safe links are links; of others the words stay") {
  const auto nodes = parse_markdown(
      "[a](https://x.lt/y) [b](javascript:alert(1)) [c](data:text/html,x) [d](other.md) "
      "[e](mailto:a@b.lt) [f](JaVaScRiPt:x) https://bare.lt");
  int links = 0;
  for (const MarkdownNode& part : nodes.at(0).children) {
    if (part.type != "link") continue;
    ++links;
    CHECK(is_safe_link(part.href));
  }
  CHECK(links == 3);
  CHECK(plain_text(nodes) == "a b c d e f https://bare.lt");
  CHECK(is_safe_link("tel:+37060000000"));
  CHECK_FALSE(is_safe_link("//x.lt"));
  CHECK_FALSE(is_safe_link("java\nscript:x"));
  CHECK_FALSE(is_safe_link("https://x.lt/ y"));
  CHECK_FALSE(is_safe_link("vbscript:x"));
  CHECK_FALSE(is_safe_link(""));
}

TEST_CASE("HTML never gets through") {
  const auto nodes = parse_markdown(
      "<div onclick=x>block</div>\n\ntext <b>bold</b> <img src=x onerror=y> "
      "![cat](https://x.lt/c.png)\n\n"
      "<script>alert(1)</script>\n");
  CHECK(shape(nodes) == "p(text)");
  CHECK(plain_text(nodes).find('<') == std::string::npos);
  CHECK(plain_text(nodes).find("bold") != std::string::npos);
  CHECK(plain_text(nodes).find("cat") != std::string::npos);
}

TEST_CASE("a table is read row by row") {
  CHECK(plain_text(parse_markdown("| Dydis | Ilgis |\n|---|---|\n| M | 70 |\n")) ==
        "Dydis · Ilgis\nM · 70");
}

TEST_CASE("plain text has a block a line") {
  CHECK(plain_text(parse_markdown("# A\n\nb\nc\n\n- d\n- e\n")) == "A\nb c\nd\ne");
  CHECK(plain_text(parse_markdown("use `x` here")) == "use x here");
  CHECK(parse_markdown("").empty());
  CHECK(parse_markdown("\xFF\xFE").size() == 1);
}

TEST_CASE("deep and huge texts cost little and stay shallow") {
  for (const std::string& piece :
       {std::string("> "),      std::string("- "),       std::string(">"),
        std::string("1. "),     std::string("["),        std::string("![["),
        std::string("*a_ "),    std::string("`"),        std::string("[a](<"),
        std::string("<!--"),    std::string("**a "),     std::string("|"),
        std::string("&#"),      std::string("[a]: x\n"), std::string("a@b.c "),
        std::string("http://"), std::string("]("),       std::string("\\"),
        std::string("<a"),      std::string("~~"),       std::string("[^1]"),
        std::string("|\n|-\n")}) {
    CAPTURE(piece);
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    const auto begin = std::chrono::steady_clock::now();
    const auto nodes = parse_markdown(text);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
    CHECK(depth(nodes) <= kMarkdownDepth * 2 + 2);
  }
  std::string nested;
  for (int i = 0; i < 200; ++i)
    nested += std::string(static_cast<std::size_t>(i) * 2, ' ') + "- x\n";
  CHECK(depth(parse_markdown(nested)) <= kMarkdownDepth * 2 + 2);
}

}  // namespace markdown_test
