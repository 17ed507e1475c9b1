// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/html.h"

#include <doctest/doctest.h>

#include <random>

#include "kb-connector/ingest/address.h"
#include "kb-connector/ingest/iso_time.h"
#include "kb-connector/ingest/page_head.h"
#include "kb-connector/markdown.h"

namespace html_test {

using namespace frontdesk;

namespace {

const std::string kUrl = "https://shop.example/help/returns";

std::string markdown(const std::string& html) { return clean_fragment(html, kUrl).body; }

/// The page's words as its reader would see them.
std::string shown(const std::string& html) { return plain_text(parse_markdown(markdown(html))); }

}  // namespace

TEST_CASE("headings, paragraphs, emphasis, lists, quotes and code become Markdown") {
  CHECK(markdown("<h2>Returns</h2><p>Within <b>14 days</b>,\n  <i>unused</i>.<p>By post.") ==
        "## Returns\n\nWithin **14 days**, *unused*.\n\nBy post.");
  CHECK(markdown("one<br>two<br><br>three<br>") == "one\\\ntwo\\\nthree");
  CHECK(markdown("<ul><li>a<ul><li>b<li>c</ul><li><p>d<p>e</ul>") ==
        "- a\n  - b\n  - c\n- d\n\n  e");
  CHECK(markdown("<ol start=9><li>a<li>b<pre>x\n  y</pre></ol>") ==
        "9. a\n10. b\n\n    ```\n    x\n      y\n    ```");
  CHECK(markdown("<ul><li>a</ul><ul><li>b</ul>") == "- a\n\n* b");
  CHECK(markdown("<ul><li></li><li>a</li></ul>") == "- a");
  CHECK(markdown("<blockquote><p>a<p>b</blockquote>c") == "> a\n>\n> b\n\nc");
  CHECK(markdown("run <code>a `b`</code> <kbd>Ctrl</kbd>") == "run `` a `b` `` `Ctrl`");
  CHECK(markdown("<pre><span>if</span> (a)\n```</pre>") == "````\nif (a)\n```\n````");
  CHECK(markdown("<dl><dt>Size</dt><dd>Large</dd></dl>") == "**Size**\n\nLarge");
  CHECK(markdown("<div>a<div>b</div>c</div>") == "a\n\nb\n\nc");
  CHECK(markdown("see <img src=x alt='the red button'>") == "see the red button");
}

TEST_CASE("a table of data is a table, one that places things is its text") {
  CHECK(markdown("<table><caption>Prices</caption><tr><th>Size<th>Price"
                 "<tr><td>a|b<td><p>2</p><p>euros</p></table>after") ==
        "**Prices**\n\n| Size | Price |\n| --- | --- |\n| a\\|b | 2 euros |\n\nafter");
  CHECK(markdown("<table><tr><td><h2>Left</h2><td><ul><li>a</ul></table>") == "## Left\n\n- a");
  CHECK(markdown("<table><tr><td>a<tr><td>b</table>") == "a\n\nb");
}

TEST_CASE("links are absolute and lead where a reader may go") {
  CHECK(markdown("<a href='/k'>Prices</a>") == "[Prices](https://shop.example/k)");
  CHECK(markdown("<a href='../x y(1)?a=1&amp;b=2'> Here </a>!") ==
        "[Here](https://shop.example/x%20y%281%29?a=1&b=2) !");
  CHECK(markdown("<a href='mailto:a@b.example'>us</a>") == "[us](mailto:a@b.example)");
  CHECK(markdown("<a href='#top'>up</a> <a>nowhere</a>") == "up nowhere");
  CHECK(markdown("<a href='/k'>[a] *b* <b>c</b></a>") ==
        "[\\[a\\] \\*b\\* c](https://shop.example/k)");
  for (const auto* address :
       {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "&#106;avascript:x",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x", "//", "http:///x",
        "https:", "mailto:", "\x01javascript:x"}) {
    CAPTURE(address);
    CHECK(markdown(std::string("<a href=\"") + address + "\">words</a>") == "words");
  }
  const auto page = clean_fragment(
      "<a href=/b>1</a><a href=/a>2</a><a href=/b>3</a><a href='tel:+370'>4</a>", kUrl);
  CHECK(page.links == std::vector<std::string>{"https://shop.example/b", "https://shop.example/a"});
  CHECK(clean_fragment("<a href=/b>1</a>", "").body == "1");
  // What would be an entity in Markdown stays as it is.
  CHECK(parse_markdown(markdown("<a href='https://a.example/?x=1&amp;copy;'>a</a>"))[0]
            .children[0]
            .href == "https://a.example/?x=1&copy%3B");
}

TEST_CASE("text never becomes markup") {
  for (const auto* text : {"# no heading",
                           "- no item",
                           "+ no item",
                           "* no item",
                           "1. no item",
                           "12) no item",
                           "> no quote",
                           "```",
                           "~~~",

                           "---",
                           "===",
                           "***",
                           "| a | b |",
                           "|---|",
                           ":--",
                           "a*b*c",
                           "_a_",
                           "__a__",
                           "**a**",
                           "`a`",
                           "[a](https://x.example)",
                           "![a](b)",
                           "[a]: b",
                           "[^1]",
                           "\\",
                           "\\*",
                           "&amp;",
                           "&#60;",
                           "&copy",
                           "<b>",
                           "</b>",
                           "<!-- a -->",
                           "<https://x.example>",
                           "a < b",
                           "a <b",
                           "https://x.example/a_b_c",
                           "www.x.example",
                           "C#",
                           "#",
                           "!",
                           "{{name}}",
                           "{name}",
                           "~~a~~",
                           "a\\",
                           "<?x?>",
                           "<![CDATA[x]]>",
                           "- [ ] a",
                           "a  b\u00A0c"}) {
    std::string html;
    for (const char* c = text; *c != 0; ++c) {
      html += *c == '<' ? "&lt;" : *c == '&' ? "&amp;" : std::string(1, *c);
    }
    std::string expected;
    for (const char c : std::string(text)) {
      if (c != ' ' || (!expected.empty() && !expected.ends_with(' '))) expected += c;
    }
    for (std::size_t at; (at = expected.find("\u00A0")) != std::string::npos;) {
      expected.replace(at, 2, " ");
    }
    CAPTURE(text);
    CAPTURE(markdown("<p>" + html + "</p>"));
    const auto blocks = parse_markdown(markdown("<p>" + html + "</p>"));
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].type == "p");
    REQUIRE(blocks[0].children.size() == 1);
    CHECK(blocks[0].children[0].type == "text");
    CHECK(blocks[0].children[0].text == expected);
    CHECK(shown("<p>first<br>" + html + "</p>") == "first\n" + expected);
    CHECK(shown("<h2>" + html + "</h2>") == expected);
    CHECK(shown("<ul><li>" + html + "</ul>") == expected);
    CHECK(shown("<p><i>" + html + "</i></p>") == expected);
    CHECK(shown("<p>x <b>" + html + "</b> y</p>") == "x " + expected + " y");
    CHECK(shown("<p>x<a href=/y>" + html + "</a>y</p>") == "x" + expected + "y");
    CHECK(shown("<table><tr><td>a<td>b<tr><td>" + html + "<td>c</table>") ==
          "a · b\n" + expected + " · c");
    CHECK(plain_words(html) == expected);
  }
}

TEST_CASE("whatever stands in a line reads back as the same words") {
  std::mt19937 random(7);
  const std::string marks = "ab1 *_`[]()<>#!|\\~-+=.:&\"'";
  for (int round = 0; round < 3000; ++round) {
    std::string html = "x";
    std::string words = "x";
    for (int i = 0; i < 12; ++i) {
      static const char* const kTags[] = {"<b>", "</b>", "<i>", "</i>", "<a href=/q>", "</a>"};
      if (random() % 4 == 0) {
        html += kTags[random() % 6];
        continue;
      }
      const char c = marks[random() % marks.size()];
      html += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
      if (c != ' ' || !words.ends_with(' ')) words += c;
    }
    while (words.ends_with(' ')) words.pop_back();
    CAPTURE(html);
    CAPTURE(markdown(html));
    REQUIRE(shown(html) == words);
  }
}

TEST_CASE("what is no content is left out") {
  CHECK(markdown("a<script>alert(1)</script><style>p{}</style><svg><text>x</text></svg>"
                 "<iframe src=x>y</iframe><object>z</object><template><p>t</template>"
                 "<form><input value=v><p>f</form><nav>n</nav><footer>g</footer>"
                 "<noscript>s</noscript><!-- c --><p onclick='x()' style='color:red'>b") ==
        "a\n\nb");
  CHECK(markdown("<p>a</p>&lt;script&gt;alert(1)&lt;/script&gt;") ==
        "a\n\n\\<script>alert(1)\\</script>");
  CHECK(markdown("was <del>20</del> 15 euros") == "was 15 euros");
  CHECK(markdown("<h3><button>How long?</button></h3><button>Buy</button>") == "### How long?");
}

TEST_CASE("hidden text is left out") {
  for (const auto* hidden : {"style='display:none'",
                             "style='DISPLAY : None !important'",
                             "style='visibility:hidden'",
                             "hidden",
                             "hidden=''",
                             "aria-hidden=true",
                             "style='font-size:0'",
                             "style='font-size: 0px'",
                             "style='font-size:1px'",
                             "style='font-size:0.01em'",
                             "style='text-indent:-9999px'",
                             "style='position:absolute;left:-10000px'",
                             "style='color:#fff'",
                             "style='color: white'",
                             "style='color:rgb(255, 255, 254)'",
                             "style='color:#123456;background:#123456'",
                             "style='color:red;background-color:rgb(255,0,0)'",
                             "style='color:transparent'",
                             "style='color:rgba(0,0,0,0)'",
                             "style='display:/**/none'",
                             "class='a sr-only b'"}) {
    CAPTURE(hidden);
    CHECK(markdown(std::string("<p>a <span ") + hidden + ">poison <b>x</b></span>b</p>") == "a b");
  }
  CHECK(markdown("<div bgcolor=black><p>a <font color='#000000'>x</font>") == "a");
  for (const auto* visible :
       {"style='display:block'", "style='color:#000'", "style='font-size:12px'",
        "aria-hidden=false", "style='color:#fff;background:#000'", "style='font-size:0.9em'",
        "style='left:-5px'", "style='color:#fff;background:url(a.png)'", "style='opacity:0'",
        "style=';;:;'"}) {
    CAPTURE(visible);
    CHECK(markdown(std::string("a <span ") + visible + ">seen</span>") == "a seen");
  }
  CHECK(markdown("<div style='background:#000'><p style='color:#fff'>seen") == "seen");
}

TEST_CASE("a page is its main part, under its headline, with what its head says") {
  const auto page = clean_page(
      "<!doctype html><html lang='lt-LT'><head><title>Grąžinimas – Parduotuvė</title>"
      "<link rel=canonical href='/g?a=1'><meta name=robots content='NOINDEX, follow'>"
      "<meta property='article:modified_time' content='2026-03-01T12:00:00+02:00'></head>"
      "<body><header>Logo</header><nav>Meniu</nav><main><header><h1>Prekių <b>grąžinimas</b></h1>"
      "</header><p>Per 14 dienų.</p><aside>Reklama</aside></main><div>Šalia</div></body></html>",
      kUrl);
  CHECK(page.title == "Prekių grąžinimas");
  CHECK(page.language == "lt");
  CHECK(page.canonical == "https://shop.example/g?a=1");
  CHECK(page.noindex);
  CHECK(page.modified == parse_iso_time("2026-03-01T10:00:00Z"));
  CHECK(page.body == "Per 14 dienų.");
  CHECK_FALSE(page.truncated);

  CHECK(clean_page("<div>x</div><div role=main>a</div>", kUrl).body == "a");
  CHECK(clean_page("<p>x</p><article>short</article><article>a longer one</article>", kUrl).body ==
        "a longer one");
  const auto plain = clean_page("<title>T</title><header>x</header><p>a</p><aside>y</aside>", kUrl);
  CHECK(plain.title == "T");
  CHECK(plain.body == "a");
  CHECK_FALSE(plain.noindex);
  CHECK_FALSE(plain.modified.has_value());
  CHECK(
      clean_page("<base href='https://other.example/d/'><main><a href=e>x</a></main>", kUrl).body ==
      "[x](https://other.example/d/e)");
  // Nothing says where the head ends.
  const auto loose = clean_page(
      "<!doctype html>\n<title>T</title><noscript><img></noscript><meta name=robots content=none>"
      "<article>a</article>",
      kUrl);
  CHECK(loose.noindex);
  CHECK(loose.body == "a");
  CHECK(clean_page("", kUrl).body.empty());
  CHECK(clean_page("<html><body></body></html>", kUrl).body.empty());
}

TEST_CASE("a page without a head has its title from what there is") {
  struct Page {
    const char* html;
    const char* title;
    const char* body;
  };
  for (const auto& [html, title, body] :
       {Page{"<!doctype html><html lang=lt><main><h1>T</h1><p>a</main></html>", "T", "a"},
        Page{"<main>\n<h1>T</h1>\n<p>a</main>", "T", "a"},
        Page{"<html><title>T</title><meta charset=utf-8><main><p>a</main>", "T", "a"},
        Page{"<html><body><header><h1>Shop</h1></header><main><h2>T</h2><p>a</main>", "T", "a"},
        Page{"<html><head><meta property='og:title' content=' T \n'></head><main><p>a</main>", "T",
             "a"},
        Page{"<html><title>T</title><main><h2>b</h2><p>a</main>", "T", "## b\n\na"},
        Page{"<html><main><p>a</main></html>", "returns", "a"}, Page{"a", "returns", "a"}}) {
    CAPTURE(html);
    const auto page = clean_page(html, kUrl);
    CHECK(page.title == title);
    CHECK(page.body == body);
  }
  const auto titled = [](const char* url) { return clean_page("<main>a", url).title; };
  CHECK(titled("https://a.example/x/Gift-cards_2.html?a=/b#c") == "Gift cards 2");
  CHECK(titled("https://a.example/gr%C4%85%C5%BEinimas/") == "grąžinimas");
  CHECK(titled("https://a.example/a%E2%80%AEb%0Ac") == "ab c");
  for (const auto* nothing :
       {"", "https://a.example", "https://a.example/", "https://a.example/index.php",
        "https://a.example/17.html", "https://a.example/%FF", "https://a.example/.x",
        "https://a.example/%"}) {
    CAPTURE(nothing);
    CHECK(titled(nothing).empty());
  }
}

TEST_CASE("a form around a whole page is the page, one to fill in is no content") {
  const auto body = [](const std::string& html) { return clean_page(html, kUrl).body; };
  CHECK(body("<body><form action=x><h1>T</h1><p>text</p></form></body>") == "text");
  CHECK(
      body(
          "<body><form><input type=hidden name=state value=x><header>Shop</header><nav>n</nav><div>"
          "<h1>T</h1><p>text</p><input name=q><select><option>o</select><button>Go</button></div>"
          "<footer>f</footer></form>") == "text");
  CHECK(body("<body><main><form><h1>T</h1><p>text</p></form></main>") == "text");
  CHECK(body("<body><form><div><main><h1>T</h1><p>text</main></div></form>") == "text");
  // A second one is to be filled in.
  CHECK(body("<form><h1>T</h1><p>a longer text</p></form><form>search</form>") == "a longer text");
  CHECK(body("<h1>T</h1><p>Write to us.</p><form><label>Your name, address and telephone</label>"
             "<input><p>Send</form>") == "Write to us.");
  CHECK(body("<main><p>Some text of an article.</p><form><p>Was it helpful?</p></form></main>") ==
        "Some text of an article.");
  // A piece of a page that is one form is left out all the same.
  CHECK(markdown("<form><p>Log in</p></form>").empty());
}

TEST_CASE("a title has at most 200 characters") {
  std::string stuffed = "<h1>";
  for (int i = 0; i < 300; ++i) stuffed += "ąž ";
  const auto title = clean_page(stuffed + "</h1>", kUrl).title;
  CHECK(title.starts_with("ąž ąž"));
  CHECK(title.size() <= 400);
  CHECK(title.size() > 300);
}

TEST_CASE("a heading keeps the id that links to it end with, and only a known one") {
  const auto body = [](const std::string& html) {
    return clean_page("<title>T</title>" + html, kUrl).body;
  };
  CHECK(body("<p>x<h2 id=returns>Returns</h2><p>a") == "x\n\n## Returns {#returns}\n\na");
  CHECK(body("<p>x<h2>Returns</h2><p>a") == "x\n\n## Returns\n\na");
  // MediaWiki names a heading twice, first for old links; DokuWiki and WordPress once.
  CHECK(body("<p>x<h2><span id='Gr.C4.85'></span><span class='mw-headline' id='Grą_ž'>Grą "
             "ž</span></h2>") == "x\n\n## Grą ž {#Gr%C4%85%5F%C5%BE}");
  CHECK(body("<p>x<h3 class=sectionedit2 id=prekes_kaina>Kaina</h3>") ==
        "x\n\n### Kaina {#prekes_kaina}");
  CHECK(body("<p>x<h2><a id=a-1></a>One</h2>") == "x\n\n## One {#a-1}");
  // Whatever an id has in it, nothing of it is markup.
  CHECK(body("<p>x<h2 id='*a*](b)<i>}'>One</h2>") == "x\n\n## One {#%2Aa%2A%5D%28b%29%3Ci%3E%7D}");
  CHECK(body("<p>x<h2 id='a b'>One</h2>") == "x\n\n## One");
  CHECK(body("<p>x<h2 id='" + std::string(300, 'a') + "'>One</h2>") == "x\n\n## One");
  CHECK(body("<p>x<h2 id=empty></h2><p>a") == "x\n\na");
}

TEST_CASE("questions of JSON-LD are read, clean") {
  const auto page = clean_page(
      R"(<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "FAQPage", "mainEntity": [
          {"@type": "Question", "name": "How <b>long</b>?", "acceptedAnswer":
            {"@type": "Answer", "text": "<p>Two days. <a href='/d'>More</a> <span hidden>x</span></p>"}},
          {"@type": ["Question"], "name": "No answer"},
          {"@type": "Question", "name": "Many?", "suggestedAnswer": [{"text": "One."}, {"text": "Two."}]}]},
        {"@type": "HowTo", "name": "Send it back", "step": [
          {"@type": "HowToStep", "text": "Pack it"},
          {"@type": "HowToSection", "itemListElement": [{"name": "Print"}, {"text": "Send"}]}]}]}
      </script><script type="application/ld+json">{"broken</script><p>a)",
      kUrl);
  REQUIRE(page.questions.size() == 3);
  CHECK(page.questions[0].question == "How long?");
  CHECK(page.questions[0].answer == "Two days. [More](https://shop.example/d)");
  CHECK(page.questions[1].answer == "One.");
  CHECK(page.questions[2].question == "Send it back");
  CHECK(page.questions[2].answer == "1. Pack it\n2. Print\n3. Send");
  CHECK(page.body == "a");

  const auto deep = "<script type='application/ld+json'>" + std::string(100000, '[') + "</script>";
  CHECK(clean_page(deep, kUrl).questions.empty());
}

}  // namespace html_test
