// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/style_sheets.h"

#include <doctest/doctest.h>

#include <string>

#include "kb-connector/ingest/css.h"
#include "kb-connector/ingest/html.h"
#include "kb-connector/markdown.h"

namespace style_sheets_test {

using namespace frontdesk;

namespace {

/// What a reader sees of "a <span class='x y' id='z'>poison</span> b", under a sheet.
std::string shown(const std::string& sheet, const std::string& around = "") {
  const auto page = clean_page("<html><head>" + around + "<style>" + sheet +
                                   "</style></head><body><p>a <span class='x y' id='z'>poison "
                                   "<b>c</b></span> b</p></body></html>",
                               "https://shop.example/");
  return plain_text(parse_markdown(page.body));
}

}  // namespace

TEST_CASE("text that the page's own style sheet hides is left out") {
  for (const auto* sheet : {".x{display:none}",
                            "span.x { display : NONE !important ; }",
                            "#z{display:none}",
                            ".x.y{visibility:hidden}",
                            "h1, .x , h2 {font-size:0}",
                            ".x{font-size:1px;color:red}",
                            ".x{text-indent:-9999px}",
                            ".x{position:absolute;left:-5000px}",
                            ".x{color:#fff}",
                            ".x{color:white;background:#ffffff}",
                            "body{background:#222}.x{color:#222}",
                            "p{background-color:red}.x{color:rgb(255,0,0)}",
                            "/* } */ .x{/*;*/display:none/**/}",
                            "<!-- .x{display:none} -->",
                            "a:hover{color:red}.x{display:none}",
                            "@media screen{.x{display:none}}",
                            "@media all { a{color:red} .x{display:none} }",
                            "@font-face{font-family:a;src:url('}')}.x{display:none}",
                            "b::after{content:'}{'}.x{display:none}",
                            ".x{d\\69splay:n\\6f ne}",
                            ".\\78 {display:none}",
                            ".x{display:block}.x{display:none}",
                            "#z{display:none}.x{display:block}",
                            ".x{display:none!important}#z{display:block}",
                            ".x{display:none",
                            "}.x{display:none}",
                            "@charset 'utf-8';.x{display:none}",
                            ".x{;;:;display:none}"}) {
    CAPTURE(sheet);
    CHECK(shown(sheet) == "a b");
  }
  CHECK(shown("", "<style>.x{display:none}</style>") == "a b");
  CHECK(clean_fragment("<style>.x{display:none}</style>a<p class=x>poison</p>", "").body == "a");
}

TEST_CASE("what a sheet does not surely hide is read") {
  for (const auto* sheet :
       {"", ".x{display:inline}", ".other{display:none}", ".x.other{display:none}",
        "div.x{display:none}", ".a .x{display:none}", ".x:empty{display:none}",
        ".x[hidden]{display:none}", ".x{display:none}.x{display:block}",
        ".x{display:none}#z{display:block}", "@media print{.x{display:none}}",
        "@media (max-width: 600px){.x{display:none}}", "@keyframes x{from{display:none}}",
        // Folded away, until somebody asks for it or has a wider screen.
        ".x{display:none}.x.open{display:block}",
        ".x{display:none}#more:checked ~ .x{display:block}",
        ".x{visibility:hidden}.x:target{visibility:visible}",
        ".x{display:none}@media (min-width: 600px){.x{display:block}}",
        // What a script shows when it has begun.
        "body{visibility:hidden}", "html,body{display:none}",
        // The hack against gaps.
        ".x{font-size:0}.x,b{color:red}p b{}#z{font-size:16px}",
        // Colours of which one is not known.
        ".x{color:#fff}.dark p{background:#000}", "body{background:#000}.x{color:#fff}",
        ".x{color:#fff;background:url(a.png)}", ".x{opacity:0}"}) {
    CAPTURE(sheet);
    CHECK(shown(sheet) == "a poison c b");
  }
  CHECK(shown("p{font-size:0}span{font-size:14px}") == "a poison c b");
  const std::string link = "<link rel=stylesheet href=/s.css>";
  CHECK(shown(".x{color:#fff}", link) == "a poison c b");
  CHECK(shown("@import 'a.css';.x{color:#fff}") == "a poison c b");
  CHECK(shown(".x{color:#fff;background:#fff}", link) == "a b");
  CHECK(shown(".x{display:none}", link) == "a b");
  CHECK(shown("", "<style media=print>.x{display:none}</style>") == "a poison c b");
  CHECK(shown("", "<style type=text/less>.x{display:none}</style>") == "a poison c b");
  CHECK(shown("", "<noscript><style>.x{display:none}</style></noscript>") == "a poison c b");
  // An element's own style wins over a sheet, unless the sheet insists.
  const auto own = [](const std::string& sheet) {
    return clean_fragment("<style>" + sheet + "</style>a<i class=x style='display:block'>b</i>", "")
        .body;
  };
  CHECK(own(".x{display:none}") == "a*b*");
  CHECK(own(".x{display:none !important}") == "a");
}

TEST_CASE("a page whose main part waits for a script is read") {
  CHECK(clean_page("<style>.app{display:none}</style><div class=app><main><p>a</main></div>", "")
            .body == "a");
  CHECK(clean_page("<style>main{visibility:hidden}</style><main><p>a</main>", "").body == "a");
}

TEST_CASE("a hostile style sheet costs little and hides nothing else") {
  const auto times = [](const std::string& text, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += text;
    return out;
  };
  for (const auto& sheet : {times(".x{display:", 20000), times("@media all{", 20000),
                            times("(", 100000), times("\"", 100001), times("\\", 100001),
                            times("/*", 50000), times(".x.x", 50000) + "{display:none}",
                            times(".a,", 50000) + "b{display:none}", times(".a{color:red}", 20000),
                            times("}", 100000), times("a:not(", 20000), times("a[", 20000)}) {
    CAPTURE(sheet.substr(0, 20));
    CHECK(shown(sheet).starts_with("a "));
    CHECK(read_style_sheet(sheet).rules.size() <= kSheetRules);
  }
  // Many elements, all of which many rules are about.
  const auto page = "<style>" + times(".x{font-size:0}p{color:red}", 4000) + "</style>" +
                    times("<p class=x>", 20000) + "<i>a</i>";
  CHECK(clean_page(page, "").body.size() < 100);
}

TEST_CASE("a sheet is read into rules, and a selector into what it asks") {
  const auto sheet =
      read_style_sheet("@import url(a.css);p.a#b , .c > d.e:hover{Color: Red;left:0!important}");
  CHECK(sheet.imports);
  REQUIRE(sheet.rules.size() == 1);
  const auto& rule = sheet.rules[0];
  CHECK(rule.selectors == std::vector<Selector>{{"p", "b", {"a"}}});
  CHECK(rule.sometimes == std::vector<Selector>{{"d", "", {"e"}}});
  REQUIRE(rule.declared.size() == 2);
  CHECK(rule.declared[0].property == "color");
  CHECK(rule.declared[0].value == "red");
  CHECK_FALSE(rule.declared[0].important);
  CHECK(rule.declared[1].value == "0");
  CHECK(rule.declared[1].important);
}

}  // namespace style_sheets_test
