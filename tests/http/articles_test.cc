// SPDX-License-Identifier: MIT
// Articles of other places under a running server: who finds them, and when.
#include <doctest/doctest.h>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/test_server.h"

namespace articles_test {

using namespace frontdesk;
using support::SmallShop;
using support::TestServer;

namespace {

// A copy of the small shop with three sources: "wiki", whose articles the test puts into the store, "manual", a
// file beside it, and "folder", a folder of Markdown beside it.
struct Place {
  support::TempFolder folder;
  std::filesystem::path content = [this] {
    std::filesystem::copy(SmallShop::instance().path(), folder / "content",
                          std::filesystem::copy_options::recursive);
    std::filesystem::create_directories(folder / "folder" / "en");
    std::ofstream(folder / "manual.csv") << "id,question,answer,published,lang\n";
    // A classifier of so few sentences is sure of everything else.
    std::ofstream(folder / "content" / "out_of_scope.yaml")
        << "out_of_scope:\n  en: [cleaning a charcoal grill, how do i clean my charcoal grill, "
           "supplier margins of charcoal grills, margin, charcoal grill, the grill is dirty]\n";
    std::ofstream(folder / "content" / "sources.yaml")
        << "sources:\n"
           "  wiki: {kind: markdown, options: {folder: ../nowhere}}\n"
           "  manual: {kind: csv, every: 5, options: {file: ../manual.csv}}\n"
           "  folder: {kind: markdown, options: {folder: ../folder}}\n";
    return folder / "content";
  }();
  TestServer server{{}, TestServer::Kept::in_sqlite, content};

  void put(const std::string& id, const std::string& title, const std::string& body,
           Visibility visibility) {
    SyncChange change;
    // Not due, so that no sync of the server's comes in between.
    change.state = {.source = "wiki", .synced_at = server.clock.now()};
    change.put = {{.key = {"wiki", ArticleId(id), "en"},
                   .version = "1",
                   .visibility = visibility,
                   .fetched_at = server.clock.now(),
                   .article = {.language = "en", .title = title, .body = body}}};
    REQUIRE(server.store().sync(change));
    server.reload();
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / "folder" / "en" / name) << text;
  }
  // The rows of "manual": id, question, answer.
  void write_manual(const std::vector<std::array<std::string, 3>>& rows) const {
    std::ofstream file(folder / "manual.csv");
    file << "id,question,answer,published,lang\n";
    for (const auto& [id, question, answer] : rows) {
      file << id << ',' << question << ',' << answer << ",yes,en\n";
    }
  }
  // What the bot says to a new visitor, with the articles it shows.
  std::string answer(const std::string& question) {
    std::string said;
    const auto added = server.say(server.start(), question).json();
    for (const auto& event : added["events"]) {
      if (event["type"] != "message" || event["author"] == "bot") said += event.dump() + "\n";
    }
    return said;
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an article of a source for everybody is found and opened by visitors") {
  Place place;
  place.put("grill", "Cleaning a charcoal grill", "Brush the grate of the grill while it is warm.",
            Visibility::everybody);
  const auto said = place.answer("how do i clean my charcoal grill");
  CHECK(has(said, "wiki:grill"));
  CHECK(has(said, "Cleaning a charcoal grill"));
  const auto opened = place.server.get("/api/v1/articles/wiki:grill?lang=en");
  CHECK(opened.status == 200);
  CHECK(has(opened.body, "while it is warm"));
  CHECK(place.server.get("/api/v1/articles/delivery?lang=en").status == 200);
}

TEST_CASE("a visitor can neither find nor open an article for agents only, and an agent can both") {
  Place place;
  place.put("margin", "Supplier margins of charcoal grills",
            "The margin on charcoal grills is forty percent.", Visibility::agents_only);
  for (const char* question : {"supplier margins of charcoal grills", "margin", "charcoal grill"}) {
    const auto said = place.answer(question);
    CHECK_FALSE(has(said, "wiki:margin"));
    CHECK_FALSE(has(said, "forty percent"));
    CHECK_FALSE(has(said, "Supplier"));
  }
  for (const char* id : {"wiki:margin", "wiki%3Amargin", "margin"}) {
    for (const char* language : {"", "?lang=en", "?lang=lt"}) {
      CHECK(place.server.get("/api/v1/articles/" + std::string(id) + language).status == 404);
      CHECK(place.server.get("/api/v1/agent/articles/" + std::string(id) + language).status == 401);
    }
  }
  const auto visitor = place.server.start();
  CHECK(place.server.tap(visitor, "article:wiki:margin").status >= 400);
  CHECK_FALSE(has(place.server.events(visitor).body, "forty"));
  CHECK_FALSE(has(place.server.get("/api/v1/widget").body, "margin"));

  const auto ruta = place.server.agent("Ruta");
  const auto found =
      place.server.get("/api/v1/agent/search?q=margin+of+charcoal+grills&lang=en", ruta).json();
  REQUIRE(found["articles"].size() >= 1);
  CHECK(found["articles"][0]["id"] == "wiki:margin");
  CHECK(found["articles"][0]["agents_only"] == true);
  const auto opened = place.server.get("/api/v1/agent/articles/wiki:margin?lang=en", ruta);
  CHECK(opened.status == 200);
  CHECK(has(opened.body, "forty percent"));
  CHECK(place.server.get("/api/v1/agent/articles/secret?lang=en", ruta).status == 404);
}

TEST_CASE("an article that is restricted or gone is out of visitors' reach with the next look") {
  Place place;
  place.put("grill", "Cleaning a charcoal grill", "Brush the grate.", Visibility::everybody);
  CHECK(place.server.get("/api/v1/articles/wiki:grill").status == 200);
  SyncChange change;
  change.state.source = "wiki";
  change.restricted = {{"wiki", ArticleId("grill"), "en"}};
  REQUIRE(place.server.store().sync(change));
  place.server.reload();
  CHECK(place.server.get("/api/v1/articles/wiki:grill").status == 404);
  CHECK_FALSE(has(place.answer("how do i clean my charcoal grill"), "wiki:grill"));
}

TEST_CASE("a server syncs a source that is due, and what it brought and lost goes live") {
  Place place;
  const std::vector<std::array<std::string, 3>> letters{{"b", "Letter b", "A letter."},
                                                        {"c", "Letter c", "A letter."},
                                                        {"d", "Letter d", "A letter."},
                                                        {"e", "Letter e", "A letter."}};
  const auto with_grill = [&](const std::string& advice) {
    auto rows = letters;
    rows.push_back({"grill", "Cleaning a charcoal grill", advice});
    return rows;
  };
  place.write_manual(with_grill("Brush the grate of the grill."));
  // Nothing is known of the sources before the content is looked at.
  std::ofstream(place.content / "widget.yaml", std::ios::app) << "# looked at\n";
  place.server.reload();
  place.server.sync();
  place.server.reload();
  CHECK(has(place.answer("how do i clean my charcoal grill"), "Brush the grate"));

  place.write_manual(with_grill("Burn it off instead."));
  place.server.sync();
  place.server.reload();
  CHECK(has(place.answer("how do i clean my charcoal grill"), "Brush the grate"));
  place.server.clock.tick(std::chrono::minutes(5));
  place.server.sync();
  place.server.reload();
  CHECK(has(place.answer("how do i clean my charcoal grill"), "Burn it off"));

  place.write_manual(letters);
  place.server.clock.tick(std::chrono::minutes(5));
  place.server.sync();
  place.server.reload();
  CHECK_FALSE(has(place.answer("how do i clean my charcoal grill"), "manual:grill"));

  // The source that is not there is known to be in trouble, and hurt nobody.
  const auto states = *place.server.store().source_states();
  REQUIRE(states.size() == 3);
  CHECK(states[2].source == "wiki");
  CHECK(states[2].failures > 0);
  CHECK(states[1].source == "manual");
  CHECK(states[1].failures == 0);
}

TEST_CASE(
    "a folder of Markdown that is a source is live when it is saved, and a slip takes nothing") {
  Place place;
  const auto article = [](const std::string& title, const std::string& body) {
    return "---\ntitle: " + title + "\n---\n\n" + body + "\n";
  };
  const auto wait_for = [&](const std::string& words) {
    const auto begin = std::chrono::steady_clock::now();
    while (!has(place.server.get("/api/v1/articles/folder:grill").body, words)) {
      if (std::chrono::steady_clock::now() - begin > std::chrono::seconds(60)) FAIL("not live");
    }
  };
  for (const char* name : {"b", "c", "d", "e"}) {
    place.write(std::string(name) + ".md", article(std::string("Letter ") + name, "A letter."));
  }
  place.write("grill.md", article("Cleaning a charcoal grill", "Brush the grate of the grill."));
  std::ofstream(place.content / "widget.yaml", std::ios::app) << "# looked at\n";
  wait_for("Brush the grate");
  place.write("grill.md", article("Cleaning a charcoal grill", "Burn it off instead."));
  wait_for("Burn it off");
  place.write("grill.md", "---\ntitel: Cleaning a charcoal grill\n---\n\nSoap.\n");
  place.write("b.md", article("Letter b", "Another letter."));
  const auto begin = std::chrono::steady_clock::now();
  while (!has(place.server.get("/api/v1/articles/folder:b").body, "Another letter")) {
    if (std::chrono::steady_clock::now() - begin > std::chrono::seconds(60)) FAIL("not live");
  }
  CHECK(has(place.server.get("/api/v1/articles/folder:grill").body, "Burn it off"));
  CHECK(has(place.answer("how do i clean my charcoal grill"), "Burn it off"));
}

TEST_CASE("broken content is logged once with its place, and holds up no article of a source") {
  std::ostringstream heard;
  const auto logger = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(heard)));
  {
    Place place;
    place.put("grill", "Cleaning a charcoal grill", "Brush the grate.", Visibility::everybody);
    std::ofstream(place.content / "hours.yaml") << "intent: hours\nansver: {en: x}\n";
    place.server.reload();
    place.server.reload();
    place.put("oven", "Cleaning an oven", "Use vinegar.", Visibility::everybody);
    place.put("grill", "Cleaning a charcoal grill", "Burn it off.", Visibility::everybody);
    // A file that is written again with the same mistake is no news.
    std::ofstream(place.content / "hours.yaml") << "intent: hours\nansver: {en: x}\n";
    place.server.reload();
    CHECK(place.server.get("/api/v1/articles/wiki:oven").status == 200);
    CHECK(has(place.server.get("/api/v1/articles/wiki:grill").body, "Burn it off."));
  }
  spdlog::set_default_logger(logger);
  const auto log = heard.str();
  const auto first = log.find("hours.yaml:2:1: error: ");
  REQUIRE(first != std::string::npos);
  CHECK(log.find("hours.yaml:2:1: error: ", first + 1) == std::string::npos);
}

TEST_CASE("an intent shows an article of a source, and the next best or a person when it is gone") {
  Place place;
  std::ofstream(place.content / "grill.yaml")
      << "intent: grill\nlabel: {en: Grills, lt: Kepsninės}\n"
         "examples: {en: [something about grills], lt: [kaip valyti kepsninę]}\n"
         "rules: [{id: grill.word, pattern: 'grill'}]\narticles: [wiki:grill]\n";
  place.put("grill", "Cleaning a charcoal grill", "Brush the grate.", Visibility::everybody);
  CHECK(has(place.answer("my grill is dirty"), "wiki:grill"));
  place.put("other", "A dirty grill", "Soap does it when a grill is dirty.", Visibility::everybody);
  CHECK(has(place.answer("my grill is dirty"), "wiki:grill"));

  const auto remove = [&](const std::string& id) {
    SyncChange change;
    change.state = {.source = "wiki", .synced_at = place.server.clock.now()};
    change.gone = {{{"wiki", ArticleId(id), "en"}, ""}};
    REQUIRE(place.server.store().sync(change));
    place.server.reload();
  };
  remove("grill");
  const auto next_best = place.answer("my grill is dirty");
  CHECK_FALSE(has(next_best, "wiki:grill"));
  CHECK((has(next_best, "wiki:other") || has(next_best, "handoff_requested")));
  remove("other");
  CHECK(has(place.answer("my grill is dirty"), "handoff_requested"));
}

TEST_CASE("articles of a source that is not named any more are not used") {
  Place place;
  place.put("grill", "Cleaning a charcoal grill", "Brush the grate.", Visibility::everybody);
  CHECK(place.server.get("/api/v1/articles/wiki:grill").status == 200);
  std::filesystem::remove(place.content / "sources.yaml");
  place.server.reload();
  CHECK(place.server.get("/api/v1/articles/wiki:grill").status == 404);
  CHECK(place.server.get("/api/v1/articles/delivery").status == 200);
}

}  // namespace articles_test
