// SPDX-License-Identifier: MIT
// `frontdesk check` on content that names articles of sources.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "store/sqlite_store.h"
#include "support/heard.h"
#include "support/talk.h"

namespace check_command_test {

using namespace frontdesk;

namespace {

struct Place {
  support::TempFolder folder;
  Places places{.content = folder / "content", .data = folder / "data"};

  explicit Place(const std::string& article) {
    std::filesystem::create_directories(folder / "content");
    write("bot.yaml", "languages: [en]\n");
    write("sources.yaml", "sources:\n  wiki: {kind: csv, options: {file: wiki.csv}}\n");
    write("wiki.csv", "question,answer,lang\nWhat is it?,A thing.,en\n");
    write("grill.yaml",
          "intent: grill\nlabel: {en: Grills}\nexamples: {en: [how do i clean a grill]}\narticles: "
          "[" +
              article + "]\n");
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / "content" / name) << text;
  }
  /// A database in which the source was synced with these articles.
  void synced(const std::vector<SourcedArticle>& articles,
              const std::vector<Tombstone>& gone = {}) const {
    auto store = SqliteStore::open(places.data / "frontdesk.db");
    REQUIRE(store);
    SyncChange change;
    change.state = {.source = "wiki", .synced_at = from_millis(1)};
    change.put = articles;
    change.gone = gone;
    REQUIRE((*store)->sync(change));
  }
  /// What is said of grill.yaml, and how it ends.
  std::pair<std::string, int> check(bool strict = false) const {
    int code = kGood;
    std::string all;
    {
      const support::Heard heard;
      code = frontdesk::check(places, "text", strict);
      all = heard.out.str();
    }
    std::string said;
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("grill.yaml:4:")) said += line + "\n";
    }
    if (code == kBadInput && said.empty()) MESSAGE(all);
    return {said, code};
  }
};

SourcedArticle article(const std::string& id, Visibility visibility = Visibility::everybody) {
  return {.key = {"wiki", ArticleId(id), "en"},
          .version = "1",
          .visibility = visibility,
          .article = {.language = "en", .title = "T", .body = "Words."}};
}

/// Both parts, each shown when it is another.
void expect(const std::pair<std::string, int>& found, const std::string& said, int code) {
  CHECK(found.first == said);
  CHECK(found.second == code);
}

}  // namespace

TEST_CASE("without a database an article of a source is taken on trust, and that is said") {
  const Place place("wiki:12");
  const auto note =
      "grill.yaml:4:12: note: whether 'wiki' has the article 'wiki:12' cannot be told without a "
      "database; see --data\n";
  expect(place.check(), note, kGood);
  // Who writes content in CI cannot do anything about it.
  CHECK(place.check(true).first == note);
  CHECK_FALSE(std::filesystem::exists(place.places.data));
}

TEST_CASE("an article of a source that is not configured is an error where it stands") {
  expect(Place("wikki:12").check(),
         "grill.yaml:4:12: error: the article 'wikki:12' is of no source in sources.yaml, did you "
         "mean 'wiki'?\n",
         kBadInput);
  expect(Place("grill").check(), "grill.yaml:4:12: error: there is no article 'grill'\n",
         kBadInput);
}

TEST_CASE("with a database an article of a source is looked up") {
  const Place place("wiki:12");
  place.synced({article("12")});
  expect(place.check(), "", kGood);

  const Place hidden("wiki:12");
  hidden.synced({article("12", Visibility::agents_only)});
  expect(hidden.check(),
         "grill.yaml:4:12: warning: the article 'wiki:12' is not for visitors: "
         "none is shown it\n",
         kGood);
  CHECK(hidden.check(true).second == kNotGood);

  const Place gone("wiki:12");
  gone.synced({article("13")}, {{{"wiki", ArticleId("12"), "en"}, ""}});
  expect(gone.check(), "grill.yaml:4:12: warning: the article 'wiki:12' is gone from its source\n",
         kGood);

  const Place wrong("wiki:returms");
  wrong.synced({article("returns")});
  expect(wrong.check(),
         "grill.yaml:4:12: error: there is no article 'wiki:returms', did you "
         "mean 'wiki:returns'?\n",
         kBadInput);
}

TEST_CASE("what a source has that was never synced cannot be known yet") {
  const Place place("wiki:12");
  REQUIRE(SqliteStore::open(place.places.data / "frontdesk.db"));
  expect(place.check(),
         "grill.yaml:4:12: note: whether there is an article 'wiki:12' shows "
         "when 'wiki' is synced\n",
         kGood);
}

}  // namespace check_command_test
