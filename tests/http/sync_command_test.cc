// SPDX-License-Identifier: MIT
// `frontdesk sync`, as its caller sees it: what it prints and how it ends.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "store/sqlite_store.h"
#include "support/heard.h"
#include "support/talk.h"

namespace sync_command_test {

using namespace frontdesk;

namespace {

struct Place {
  support::TempFolder folder;
  std::string out;
  std::string err;

  Place() {
    std::filesystem::create_directories(folder / "content");
    std::filesystem::create_directories(folder / "manual" / "lt");
  }
  void sources(const std::string& text) const {
    std::ofstream(folder / "content" / "sources.yaml") << text;
  }
  void article(const std::string& name) const {
    std::ofstream(folder / "manual" / "lt" / (name + ".md"))
        << "---\ntitle: Straipsnis " << name << "\n---\nŽodžiai.\n";
  }
  void remove(const std::string& name) const {
    std::filesystem::remove(folder / "manual" / "lt" / (name + ".md"));
  }
  int sync(const std::string& source = "", bool confirm = false) {
    SyncCommand command;
    command.places.content = folder / "content";
    command.places.data = folder / "data";
    command.source = source;
    command.confirm = confirm;
    const support::Heard heard;
    const int code = frontdesk::sync(command);
    out = heard.out.str();
    err = heard.err.str();
    return code;
  }
  [[nodiscard]] std::size_t articles() const {
    auto store = SqliteStore::open(folder / "data" / "frontdesk.db");
    REQUIRE(store);
    return (*store)->articles()->size();
  }
};

bool has(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

const char* const kManual = "sources:\n  manual: {kind: markdown, options: {folder: ../manual}}\n";

}  // namespace

TEST_CASE("sync fetches what is new and changed, and prints a summary a source") {
  Place place;
  place.sources(kManual);
  for (const char* name : {"a", "b", "c", "d", "e"}) place.article(name);
  CHECK(place.sync() == kGood);
  CHECK(place.out == "manual: 5 new, 0 changed, 0 unchanged, 0 gone, 0 held, 0 failed\n");
  CHECK(has(place.err, "manual: 5 of 5 fetched"));
  CHECK(place.articles() == 5);
  place.remove("e");
  place.article("f");
  CHECK(place.sync("manual") == kGood);
  CHECK(place.out == "manual: 1 new, 0 changed, 4 unchanged, 1 gone, 0 held, 0 failed\n");
}

TEST_CASE("sync ends with 1 while something is held, and --confirm lets it through") {
  Place place;
  place.sources(kManual);
  for (const char* name : {"a", "b", "c", "d"}) place.article(name);
  REQUIRE(place.sync() == kGood);
  for (const char* name : {"a", "b", "c"}) place.remove(name);
  CHECK(place.sync() == kNotGood);
  CHECK(has(place.out, "held: 3 of 4 articles would go"));
  CHECK(has(place.out, "--confirm"));
  CHECK(place.articles() == 4);
  CHECK(place.sync("manual", true) == kGood);
  CHECK(place.articles() == 1);
}

TEST_CASE("sync ends with 2 when sources.yaml is wrong or does not name the source") {
  Place place;
  CHECK(place.sync() == kBadInput);
  CHECK(has(place.err, "names no source"));
  place.sources(kManual);
  CHECK(place.sync("manua") == kBadInput);
  CHECK(has(place.err, "there is no source 'manua'; there are: manual"));
  place.sources(std::string(kManual) + "  bad: {kind: markdwn}\n");
  CHECK(place.sync() == kBadInput);
  CHECK(has(place.err, "sources.yaml:3:"));
  CHECK(place.out.empty());
}

TEST_CASE("sync ends with 3 when a source cannot be asked, and goes on with the others") {
  Place place;
  place.sources(std::string("sources:\n  lost: {kind: markdown, options: {folder: ../nowhere}}\n") +
                std::string(kManual).substr(9));
  place.article("a");
  CHECK(place.sync() == kCouldNotRun);
  CHECK(has(place.out, "lost: 0 new"));
  CHECK(has(place.out, "ended early: the folder of articles is not there"));
  CHECK(has(place.out, "manual: 1 new"));
}

}  // namespace sync_command_test
