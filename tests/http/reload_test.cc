// SPDX-License-Identifier: MIT
// Content that changes under a running server.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "support/test_server.h"

namespace reload_test {

using support::SmallShop;
using support::TestServer;

namespace {

// A copy of the small shop that is served as `frontdesk serve` does: nobody asks for a reload.
struct Live {
  support::TempFolder folder;
  std::filesystem::path content = [this] {
    std::filesystem::copy(SmallShop::instance().path(), folder / "content",
                          std::filesystem::copy_options::recursive);
    return folder / "content";
  }();
  TestServer server{
      {}, TestServer::Kept::in_sqlite, content, frontdesk::basis_of(SmallShop::workspace())};

  static std::string grill(const std::string& advice) {
    return "---\ntitle: Cleaning a charcoal grill\n---\n\n" + advice + "\n";
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(content / "articles" / "en" / name) << text;
  }
  [[nodiscard]] int status(const std::string& id) const {
    return server.get("/api/v1/articles/" + id).status;
  }
  // What a new visitor is told about his grill.
  std::string answer() {
    return server.say(server.start(), "how do i clean my charcoal grill").body;
  }
  bool is_told(const std::string& words) { return answer().find(words) != std::string::npos; }
  template <class There>
  static void wait_until(There there) {
    const auto begin = std::chrono::steady_clock::now();
    while (!there()) {
      const auto waited = std::chrono::steady_clock::now() - begin;
      if (waited > std::chrono::seconds(60)) FAIL("it never came");
    }
  }
};

}  // namespace

TEST_CASE("an article is live after it was saved, and another after it was saved again") {
  Live live;
  CHECK_FALSE(live.is_told("Brush the grate"));
  live.write("grill.md", Live::grill("Brush the grate of the grill."));
  Live::wait_until([&] { return live.is_told("Brush the grate"); });
  CHECK(live.status("grill") == 200);

  // As editors save: beside, then renamed into place.
  std::ofstream(live.folder / "beside") << Live::grill("Burn it off instead.");
  std::filesystem::rename(live.folder / "beside", live.content / "articles/en/grill.md");
  Live::wait_until([&] { return live.is_told("Burn it off"); });

  // What else the bot knows is what it was: nothing was made anew but the articles.
  CHECK(live.server.say(live.server.start(), "when are you open").body.find("Every day from 9.") !=
        std::string::npos);
  CHECK(live.status("delivery") == 200);

  std::filesystem::remove(live.content / "articles/en/grill.md");
  Live::wait_until([&] { return live.status("grill") == 404; });
  CHECK_FALSE(live.is_told("Burn it off"));
}

TEST_CASE("many articles at once, as a checkout brings them, are all live after it") {
  Live live;
  for (int i = 0; i < 80; ++i) {
    live.write("a" + std::to_string(i) + ".md",
               "---\ntitle: Article number " + std::to_string(i) + "\n---\n\nWords.\n");
  }
  live.write("grill.md", Live::grill("Brush the grate of the grill."));
  Live::wait_until([&] { return live.status("grill") == 200; });
  for (int i = 0; i < 80; ++i) CHECK(live.status("a" + std::to_string(i)) == 200);
  CHECK(live.is_told("Brush the grate"));
}

TEST_CASE("a broken article keeps the old content, and the mended one goes live") {
  Live live;
  live.write("grill.md", Live::grill("Brush the grate of the grill."));
  live.server.reload();
  REQUIRE(live.is_told("Brush the grate"));
  live.write("grill.md", "---\ntitel: Cleaning a charcoal grill\n---\n\nBurn it off.\n");
  live.server.reload();
  CHECK(live.is_told("Brush the grate"));
  live.write("grill.md", Live::grill("Burn it off."));
  live.server.reload();
  CHECK(live.is_told("Burn it off"));
}

TEST_CASE("broken content changes nothing, and mended content goes live") {
  const support::TempFolder folder;
  const auto content = folder / "content";
  std::filesystem::copy(SmallShop::instance().path(), content,
                        std::filesystem::copy_options::recursive);
  TestServer server({}, TestServer::Kept::in_memory, content);
  const auto visitor = server.start();
  const auto answer = [&] { return server.say(visitor, "when are you open").body; };
  const auto write = [&](const std::string& tail) {
    std::ofstream(content / "hours.yaml")
        << "intent: hours\nlabel: {lt: Darbo laikas, en: Opening hours}\n"
           "examples: {lt: [kada dirbate], en: [when are you open]}\n"
           "rules: [{id: hours.word, pattern: '\\b(open|dirbate)\\b'}]\n"
        << tail;
    server.reload();
  };
  CHECK(answer().find("Every day from 9.") != std::string::npos);
  write("answer: {lt: Nuo 8 val., en: [\n");
  CHECK(answer().find("Every day from 9.") != std::string::npos);
  write("answer: {lt: Nuo 8 val., en: Every day from 8.}\nsafe_while_waiting: true\n");
  CHECK(answer().find("Every day from 8.") != std::string::npos);
}

}  // namespace reload_test
