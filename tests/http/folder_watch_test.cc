// SPDX-License-Identifier: MIT
#include "cli/folder_watch.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "support/talk.h"

namespace folder_watch_test {

using frontdesk::FolderWatch;
using frontdesk::Settling;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

// A watched folder under a clock of its own.
struct Place {
  support::TempFolder folder;
  fs::path root = [this] {
    fs::create_directories(folder / "content" / "articles" / "lt");
    write("articles/lt/a.md", "one");
    return folder / "content";
  }();
  FolderWatch watch{root};
  Settling::Moment now{1h};

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / "content" / name) << text;
  }
  /// Whether there is news within the next second of looks, a tenth of a second apart.
  bool changes() {
    for (int i = 0; i < 10; ++i) {
      now += 100ms;
      if (watch.changed(now)) return true;
    }
    return false;
  }
};

}  // namespace

TEST_CASE("news is told once, when it lies still") {
  Settling settling(1);
  Settling::Moment now{};
  CHECK_FALSE(settling.is_news(1, now));
  CHECK_FALSE(settling.is_news(2, now));
  CHECK(settling.waits());
  CHECK_FALSE(settling.is_news(3, now + 60ms));
  CHECK_FALSE(settling.is_news(3, now + 120ms));
  CHECK(settling.is_news(3, now + 140ms));
  CHECK_FALSE(settling.waits());
  CHECK_FALSE(settling.is_news(3, now + 900ms));
  // What is as it was again is none.
  CHECK_FALSE(settling.is_news(4, now + 1s));
  CHECK_FALSE(settling.is_news(3, now + 2s));
  CHECK_FALSE(settling.waits());
}

TEST_CASE("what never lies still is told every two seconds") {
  Settling settling(0);
  int told = 0;
  for (int i = 1; i <= 100; ++i) {
    if (settling.is_news(static_cast<std::uint64_t>(i), Settling::Moment(i * 50ms))) ++told;
  }
  CHECK(told == 2);
}

TEST_CASE("a file that is written, added, removed, moved or renamed is a change") {
  Place place;
  CHECK_FALSE(place.changes());
  place.write("articles/lt/a.md", "two");
  CHECK(place.changes());
  CHECK_FALSE(place.changes());
  place.write("articles/lt/b.md", "new");
  CHECK(place.changes());
  fs::rename(place.root / "articles/lt/b.md", place.root / "articles/lt/c.md");
  CHECK(place.changes());
  fs::remove(place.root / "articles/lt/c.md");
  CHECK(place.changes());
  fs::create_directories(place.root / "articles/en/deep");
  place.write("articles/en/deep/d.md", "in a folder that was not there");
  CHECK(place.changes());
  place.write("articles/en/deep/d.md", "changed");
  CHECK(place.changes());
  CHECK_FALSE(place.changes());
}

TEST_CASE(
    "a file that an editor wrote beside and renamed into place is a change, however old it is") {
  Place place;
  const auto target = place.root / "articles/lt/a.md";
  const auto times = fs::last_write_time(target);
  std::ofstream(place.folder / "beside") << "two";
  fs::last_write_time(place.folder / "beside", times);
  fs::rename(place.folder / "beside", target);
  CHECK(place.changes());
  CHECK_FALSE(place.changes());
}

TEST_CASE("what editors and git keep for themselves is none") {
  Place place;
  place.write("articles/lt/.a.md.swp", "x");
  fs::create_directories(place.root / ".git" / "objects");
  place.write(".git/objects/aa", "x");
  CHECK_FALSE(place.changes());
  place.write(".git/objects/aa", "y");
  CHECK_FALSE(place.watch.changed_at_once());
}

TEST_CASE("many files written in a row are one change") {
  Place place;
  int told = 0;
  for (int i = 0; i < 60; ++i) {
    place.write("articles/lt/" + std::to_string(i) + ".md", "x");
    place.now += 20ms;
    if (place.watch.changed(place.now)) ++told;
  }
  CHECK(told == 0);
  CHECK(place.changes());
  CHECK_FALSE(place.changes());
}

TEST_CASE("a folder that goes and comes back, or comes late, is seen") {
  Place place;
  fs::rename(place.root, place.folder / "away");
  CHECK(place.changes());
  fs::create_directories(place.root / "articles/lt");
  place.write("articles/lt/z.md", "x");
  place.now += 2s;
  CHECK(place.changes());
  place.write("articles/lt/z.md", "y");
  CHECK(place.changes());
  FolderWatch none(place.folder / "nowhere");
  CHECK_FALSE(none.changed_at_once());
}

}  // namespace folder_watch_test
