// SPDX-License-Identifier: MIT
#include "kb-connector/sources/csv.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "kb-connector/sources.h"
#include "kb-connector/sync.h"
#include "support/build.h"
#include "support/memory_store.h"

namespace csv_test {

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

SourceConfig lithuanian() {
  SourceConfig config;
  config.name = "faq";
  config.kind = "csv";
  config.languages = {"lt", "en"};
  return config;
}

CsvArticles read(const std::string& bytes) { return read_csv(bytes, "faq.csv", lithuanian()); }

// The problems as lines, as an author sees them.
std::string said(const CsvArticles& articles) {
  std::string text;
  for (const Problem& problem : articles.problems) {
    text += std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column) + ": " +
            problem.text + "\n";
  }
  return text;
}

bool says(const CsvArticles& articles, const std::string& part) {
  const bool found = said(articles).find(part) != std::string::npos;
  if (!found) MESSAGE(said(articles));
  return found;
}

}  // namespace

TEST_CASE("a row of a CSV file is an article with all its columns") {
  const auto articles = read(
      "question;answer;alt_questions;lang;tags;url;published\r\n"
      "Kaip grąžinti prekę?;Per 14 dienų.;netiko batai | noriu "
      "grąžinti;lt;grąžinimas|pinigai;https://shop.example/g;taip\r\n"
      "Gift cards;Valid for a year.;;en;;;yes\r\n"
      "Juodraštis;Dar ne.;;lt;;;ne\r\n");
  CHECK(said(articles).empty());
  REQUIRE(articles.rows.size() == 2);
  const auto& row = articles.rows[0];
  CHECK(row.article.title == "Kaip grąžinti prekę?");
  CHECK(row.article.body == "Per 14 dienų.");
  CHECK(row.article.questions == std::vector<std::string>{"netiko batai", "noriu grąžinti"});
  CHECK(row.article.tags == std::vector<std::string>{"grąžinimas", "pinigai"});
  CHECK(row.article.url == "https://shop.example/g");
  CHECK(row.article.language == "lt");
  CHECK(row.article.at.line == 2);
  CHECK(row.entry.id == row.article.id.value);
  CHECK(row.entry.visibility == Visibility::everybody);
  CHECK(articles.rows[1].article.language == "en");
}

TEST_CASE("a comma separates where the first line says so, and tags then need a bar") {
  const auto articles =
      read("answer,question,tags\n\"Two days, or three\",\"How \"\"long\"\"?\",a|b\n");
  CHECK(said(articles).empty());
  REQUIRE(articles.rows.size() == 1);
  CHECK(articles.rows[0].article.title == "How \"long\"?");
  CHECK(articles.rows[0].article.body == "Two days, or three");
  CHECK(articles.rows[0].article.tags == std::vector<std::string>{"a", "b"});
  CHECK(articles.rows[0].article.language == "lt");
  CHECK(articles.rows[0].entry.visibility == Visibility::agents_only);
}

TEST_CASE("a quoted answer keeps its lines, and the rows after it keep their numbers") {
  const auto articles = read("question;answer\n\nA;\"first; line\n\nthird\"\nB;\n\"C\" ;c\n");
  REQUIRE(articles.rows.size() == 2);
  CHECK(articles.rows[0].article.body == "first; line\n\nthird");
  CHECK(articles.rows[1].article.title == "C");
  CHECK(says(articles, "6:3: the answer is empty"));
}

TEST_CASE("bytes of windows-1257 and of UTF-8 with a mark are read alike") {
  const auto plain = read("question;answer\nKaip grąžinti žiedą?;Štai taip.\n");
  const auto marked = read("\xEF\xBB\xBFquestion;answer\nKaip grąžinti žiedą?;Štai taip.\n");
  const auto baltic = read("question;answer\nKaip gr\xE0\xFEinti \xFEied\xE0?;\xD0tai taip.\n");
  REQUIRE(plain.rows.size() == 1);
  REQUIRE(marked.rows.size() == 1);
  REQUIRE(baltic.rows.size() == 1);
  CHECK(baltic.rows[0].article.title == "Kaip grąžinti žiedą?");
  CHECK(baltic.rows[0].article.body == "Štai taip.");
  CHECK(marked.rows[0].entry.id == plain.rows[0].entry.id);
  CHECK(baltic.rows[0].entry.version == plain.rows[0].entry.version);
}

TEST_CASE("a mistake is said with its line and column, and the other rows stay") {
  const auto articles = read(
      "question;answer;lang;published;url;answr\n"
      "Ąžuolas;\"x\"y;lt;taip;;\n"
      "B;b;lietuvių;taip;;\n"
      "C;c;de;taip;;\n"
      "D;d;lt;gal;;\n"
      "E;e;lt;taip;javascript:alert(1);\n"
      ";f;lt;taip;;\n"
      "Good;g;lt;taip;;\n"
      "GOOD;h;lt;taip;;\n"
      "I;i;lt;taip;;;over\n"
      "J\n"
      "K;\"never ends\n");
  CHECK(articles.rows.size() == 1);
  CHECK(says(articles, "1:36: the column 'answr' is not read, did you mean 'answer'?"));
  CHECK(says(articles, "2:12: text after the closing quote"));
  CHECK(says(articles, "3:5: expected a language as lt or en, found 'lietuvių'"));
  CHECK(says(articles, "4:5: 'de' is not one of the languages of this source"));
  CHECK(says(articles, "5:8: expected yes or no (taip or ne), found 'gal'"));
  CHECK(says(articles, "6:13: expected an address that begins with https://"));
  CHECK(says(articles, "7:1: the question is empty"));
  CHECK(says(articles, "9:1: line 8 has the same in the same language"));
  CHECK(says(articles, "10:15: the first line names 6 columns"));
  CHECK(says(articles, "11:1: the line ends before its question and answer"));
  CHECK(says(articles, "12:3: this quoted field never ends"));
}

TEST_CASE("a file without the two columns is one problem and no article") {
  CHECK(says(read("klausimas;atsakymas\na;b\n"), "1:1: expected a first line that names"));
  CHECK(says(read(""), "1:1: expected a first line"));
  CHECK(says(read(std::string(kCsvBytes + 1, 'x')), "1:1: the file is larger than 10 MB"));
}

TEST_CASE("an id joins the languages of an article and lets its question change") {
  const auto before = read("id;question;answer;lang\nr1;Grąžinimas;a;lt\nr1;Returns;b;en\n");
  const auto after = read("id;question;answer;lang\nr1;Kaip grąžinti;a;lt\nr1;Returns;b;en\n");
  REQUIRE(before.rows.size() == 2);
  REQUIRE(after.rows.size() == 2);
  CHECK(before.rows[0].entry.id == "r1");
  CHECK(before.rows[1].entry.id == "r1");
  CHECK(before.rows[0].entry.version != after.rows[0].entry.version);
  CHECK(before.rows[1].entry.version == after.rows[1].entry.version);
}

TEST_CASE("a CSV file as a source lists, fetches, and never empties by mistake") {
  const fs::path folder = fs::temp_directory_path() / ("frontdesk-csv-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const auto write = [&](const std::string& text) {
    std::ofstream(folder / "faq.csv", std::ios::binary | std::ios::trunc) << text;
  };
  SourceConfig config = lithuanian();
  config.content = folder;
  config.options["file"] = "faq.csv";
  CsvSource source(config);

  const auto missing = source.list({});
  REQUIRE(!missing);
  CHECK(missing.error().code == Code::unavailable);

  write("question;answer\nA;a\nB;b\n");
  const auto listed = source.list({});
  REQUIRE(listed);
  CHECK(listed->complete);
  CHECK(listed->next.empty());
  REQUIRE(listed->entries.size() == 2);
  const auto fetched = source.fetch(listed->entries[1]);
  REQUIRE(fetched);
  CHECK(fetched->title == "B");
  // Another process fetches what this one listed.
  CsvSource fresh(config);
  REQUIRE(fresh.fetch(listed->entries[0]));

  write("question;answer\nA;a\nB;b\nC\n");
  support::MemoryStore store;
  const support::ManualClock clock;
  const SyncSummary summary = sync_source(config, source, store, clock, {});
  CHECK(summary.added == 2);
  REQUIRE(summary.problems.size() == 1);
  CHECK(summary.problems[0].at.line == 4);

  write("A;a\nB;b\n");
  const auto broken = source.list({});
  REQUIRE(!broken);
  CHECK(broken.error().code == Code::unavailable);
  CHECK(source.problems().size() == 1);
  config.at = {"sources.yaml", 3, 5};
  CHECK(lint_source(config).front().at.file == "faq.csv");
  config.options["file"] = "none.csv";
  CHECK(lint_source(config).front().at.file == "sources.yaml");

  write("question;answer\nA;a\n");
  REQUIRE(source.list({}));
  const auto gone = source.fetch(listed->entries[1]);
  REQUIRE(!gone);
  CHECK(gone.error().code == Code::not_found);
  fs::remove_all(folder);
}

}  // namespace csv_test
