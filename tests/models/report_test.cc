// SPDX-License-Identifier: MIT
#include "models/report.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "models/html.h"
#include "models/support.h"

namespace report_test {

using namespace frontdesk;

namespace {

std::vector<JudgedRow> hand_made() {
  return {{.label = "track", .text = "kur mano siunta", .said = "track", .confidence = 0.9},
          {.label = "track", .text = "kada atvyks", .said = "track", .confidence = 0.4},
          {.label = "return",
           .text = "kur mano siuntą grąžinti",
           .said = "track",
           .confidence = 0.8,
           .runner_up = "return",
           .runner_up_confidence = 0.15},
          {.label = "return", .text = "Kur mano siunta?", .said = "hours", .confidence = 0.2},
          {.label = "hours", .text = "kada dirbate", .said = "hours", .confidence = 0.7},
          {.label = "oos", .text = "papasakok anekdotą", .said = "track", .confidence = 0.1},
          {.label = "oos", .text = "koks oras", .said = "hours", .confidence = 0.6},
          {.label = "oos", .text = "...", .said = "", .confidence = 0}};
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// From a section's start to its end.
std::string section(const std::string& page, const std::string& id) {
  const auto begin = page.find("<section id=" + id + ">");
  REQUIRE(begin != std::string::npos);
  return page.substr(begin, page.find("</section>", begin) - begin);
}

// The words that open elements, and those that close them, are as many; void elements aside.
void check_balance(const std::string& page) {
  for (const std::string id : {"figures", "confidence", "threshold", "matrix", "confusions",
                               "stolen", "near", "intents"}) {
    CAPTURE(id);
    CHECK(times(page, "<section id=" + id + ">") == 1);
  }
  for (const std::string name : {"section", "table", "tr", "td", "th", "ul", "li", "details", "div",
                                 "svg", "text", "p", "span", "bdi", "dl", "b", "i", "h2", "h3"}) {
    CAPTURE(name);
    CHECK(times(page, "<" + name + ">") + times(page, "<" + name + " ") ==
          times(page, "</" + name + ">"));
  }
}

}  // namespace

TEST_CASE("what a file says never becomes markup") {
  CHECK(escape_html("<a href=\"x\">'&'</a>") ==
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  CHECK(escape_html("ąčę\tx\n") == "ąčę\tx\n");
  CHECK(escape_html(std::string("a\0b\x1B\x7F", 5)) == "a\uFFFDb\uFFFD\uFFFD");
  CHECK(escape_html("\xFF\xC4x") == "\uFFFD\uFFFDx");
  CHECK(escape_html("\xC2\x85") == "\uFFFD");
  CHECK(has(sentence(std::string(1000, 'x')), std::string(240, 'x') + "…<"));
  CHECK_FALSE(has(sentence(std::string(1000, 'x')), std::string(241, 'x')));

  const std::string evil = "<script>alert('1')</script>\"><img src=x onerror=y>";
  std::vector<JudgedRow> rows;
  for (const double confidence : {0.9, 0.2}) {
    rows.push_back({.label = evil,
                    .text = evil,
                    .said = evil + "2",
                    .confidence = confidence,
                    .runner_up = evil + "3",
                    .known_label = false});
    rows.push_back({.label = "oos", .text = evil, .said = evil, .confidence = confidence});
  }
  const std::string page = report_html(rows, {.file = evil, .model = evil, .threshold = 0.5});
  CHECK_FALSE(has(page, "<script"));
  CHECK_FALSE(has(page, "<img"));
  CHECK_FALSE(has(page, "alert('"));
  check_balance(page);
}

TEST_CASE("the page takes nothing from outside and needs no script") {
  const std::string page = report_html(hand_made(), {.file = "valid.tsv", .threshold = 0.5});
  CHECK(has(page, "default-src 'none'"));
  for (const char* outside :
       {"http://", "https://", "<script", "<link", "<img", "@import", "url("}) {
    CAPTURE(outside);
    CHECK_FALSE(has(page, outside));
  }
  CHECK(has(page, "prefers-color-scheme:dark"));
  CHECK(has(page, "width=device-width"));
  check_balance(page);
  CHECK(page == report_html(hand_made(), {.file = "valid.tsv", .threshold = 0.5}));
}

TEST_CASE("the page has the figures of a hand-made set") {
  const std::string page =
      report_html(hand_made(), {.file = "valid.tsv", .model = "abc123", .threshold = 0.5});
  const std::string space = "\xC2\xA0";
  CHECK(has(page, "abc123"));
  CHECK(has(page, "<b>8" + space + "rows</b>, of which 3 out of scope"));
  CHECK(has(page, "<b>3" + space + "intents</b>"));
  const std::string figures = section(page, "figures");
  CHECK(has(figures, "25 get the right answer</b> and <b>25 a wrong one</b>. The other 50"));
  CHECK(has(figures, "3 of 5 rows in scope, threshold ignored"));
  CHECK(has(figures, "60.0" + space + "%</span> <span class=range>23.1 to 88.2" + space + "%"));
  CHECK(has(figures, "2 of 4 answers"));
  CHECK(has(figures, "1 of 3 rightly understood rows"));
  CHECK(has(figures, "2 of 3 out-of-scope rows are not answered"));
  CHECK(has(section(page, "threshold"),
            "0.500 <span class=\"chip here\">chosen</span></td><td>50.0</td>"));
  CHECK(times(section(page, "confidence"), "<circle") == 8);  // each row in a bin of its own
}

TEST_CASE("stolen rows, confusions and near-duplicates stand with their sentences") {
  const std::string page = report_html(hand_made(), {.file = "valid.tsv", .threshold = 0.5});
  const std::string stolen = section(page, "stolen");
  CHECK(has(stolen, "In scope (1)"));
  CHECK(has(stolen, "kur mano siuntą grąžinti"));
  CHECK(has(stolen, "second was right, 0.15"));
  CHECK(has(stolen, "Out of scope (1)"));
  CHECK(has(stolen, "koks oras"));
  CHECK_FALSE(has(stolen, "Kur mano siunta?"));  // wrong, but held back

  const std::string mixed = section(page, "confusions");
  CHECK(times(mixed, "<details") == 3);
  CHECK(has(mixed, "held back, 0.20"));
  CHECK_FALSE(has(mixed, "papasakok"));  // out of scope and held back: right

  const std::string near = section(page, "near");
  CHECK(has(near, "kur mano siunta<"));
  CHECK(has(near, "Kur mano siunta?"));
  CHECK(has(near, "100&nbsp;% alike"));

  const std::string matrix = section(page, "matrix");
  CHECK(has(matrix, "title=\"return taken for track: 1, 1 answered\">1</td>"));
  CHECK(has(matrix, "title=\"return taken for hours: 1, 0 answered\">1</td>"));
  CHECK(times(matrix, "<th scope=row") == 4);
  CHECK(times(section(page, "intents"), "<th scope=row") == 4);
}

TEST_CASE("a sentence that stands in the file more than once is shown once, with how often") {
  auto rows = hand_made();
  for (int i = 0; i < 2; ++i) rows.push_back(rows[2]);
  const std::string page = report_html(rows, {.file = "x", .threshold = 0.5});
  CHECK(times(section(page, "stolen"), "kur mano siuntą grąžinti") == 1);
  CHECK(has(section(page, "stolen"), "In scope (3)"));
  CHECK(has(section(page, "stolen"), "3 times in the file"));
  CHECK(times(section(page, "confusions"), "kur mano siuntą grąžinti") == 1);
}

TEST_CASE("of many intents the matrix shows those that are mixed up, and says so") {
  std::vector<JudgedRow> rows;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "intent" + std::to_string(i);
    rows.push_back(
        {.label = name, .text = name, .said = i < 3 ? "intent5" : name, .confidence = 0.9});
  }
  const std::string few = section(report_html(rows, {.file = "x", .threshold = 0.5}), "matrix");
  CHECK(has(few, "Of 60 intents, 4 were mixed up with another one; only these are shown."));
  CHECK(times(few, "<th scope=row") == 4);
  for (auto& row : rows) row.said = "intent59";
  const std::string many = section(report_html(rows, {.file = "x", .threshold = 0.5}), "matrix");
  CHECK(has(many, "shown are the 40 that were most often."));
  CHECK(times(many, "<th scope=row") == 40);
}

TEST_CASE("a page stands without rows out of scope, without answers, and without rows at all") {
  auto rows = hand_made();
  std::erase_if(rows, is_out_of_scope);
  const std::string inside = report_html(rows, {.file = "x", .threshold = 0.5});
  CHECK_FALSE(has(inside, "AUROC)</p>"));
  CHECK_FALSE(has(inside, "out of scope held back</th>"));
  check_balance(inside);
  const std::string silent = report_html(rows, {.file = "x", .threshold = 1});
  CHECK(has(silent, "None: no row gets a wrong answer."));
  CHECK_FALSE(has(silent, "nan"));
  check_balance(silent);
  for (auto& row : rows) row.said.clear();
  check_balance(report_html(rows, {.file = "x", .threshold = 0}));
  CHECK(has(report_html({}, {.file = "x", .threshold = 0.5}), "There is no row to judge by."));
}

TEST_CASE(
    "a report is written into a folder that it makes, and a refusal names what could not be") {
  const support::TemporaryFolder folder;
  const ReportSource source{.file = "x", .threshold = 0.5};
  const auto written = write_report(folder.path() / "a" / "b", hand_made(), source);
  REQUIRE(written.ok());
  std::ifstream file(*written);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  CHECK(text == report_html(hand_made(), source));
  const auto refused = write_report(*written, hand_made(), source);  // a file, no folder
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::unavailable);
  CHECK(has(refused.error().message, "report.html"));
}

}  // namespace report_test
