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
using nlohmann::json;
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
    std::ofstream(folder / "content" / "bot.yaml", std::ios::app)
        << "variables: {code_word: swordfish}\n";
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
  for (const char* words : {"supplier+margins+of+charcoal+grills", "margin", "forty+percent"}) {
    for (const char* language : {"", "&lang=en", "&lang=lt"}) {
      const auto found = place.server.get("/api/v1/articles?q=" + std::string(words) + language);
      CHECK(found.status == 200);
      CHECK_FALSE(has(found.body, "margin"));
    }
  }
  // Nor does the server say of it, or put it under an agent's message.
  const auto read =
      place.server.post(visitor.path("/articles"), {{"article", "wiki:margin"}}, visitor.headers());
  CHECK(read.status == 404);

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
  REQUIRE(place.server.command(visitor, ruta, "take").status == 200);
  const auto sent =
      place.server.command(visitor, ruta, "messages",
                           {{"client_id", "a1"}, {"text", "Look"}, {"articles", {"wiki:margin"}}});
  CHECK(sent.status == 400);
  CHECK_FALSE(has(place.server.events(visitor).body, "margin"));
}

TEST_CASE("visitors search the articles and get passages, with where they stand") {
  TestServer server;
  const auto answer = server.get("/api/v1/articles?q=large+and+small+euros&lang=en");
  CHECK(answer.status == 200);
  CHECK(answer.header("cache-control") == "private, max-age=60");
  const auto found = answer.json()["articles"];
  REQUIRE(found.size() == 1);
  CHECK(found[0]["id"] == "delivery");
  CHECK(found[0]["language"] == "en");
  CHECK(found[0]["section"] == "Prices");
  CHECK(found[0]["anchor"] == "prices");
  CHECK(has(found[0]["snippet"], "\xEE\x80\x80large\xEE\x80\x81"));
  CHECK(found[0]["reviewed"] == "2026-11-20");
  const auto article = server.get("/api/v1/articles/delivery?lang=en").json();
  CHECK(article["reviewed"] == "2026-11-20");
  const auto& tree = article["body"];
  CHECK(tree[1]["anchor"] == "prices");
  // In another language where there is nothing in this one; drafts never; nothing where nothing fits.
  CHECK(server.get("/api/v1/articles?q=parcel+locker&lang=lt").json()["articles"].size() == 1);
  CHECK(server.get("/api/v1/articles?q=parcel+locker").json()["articles"].size() == 1);
  CHECK(server.get("/api/v1/articles?q=not+ready&lang=en").json()["articles"].empty());
  CHECK(server.get("/api/v1/articles?q=qwrtp+zxcvb&lang=en").json()["articles"].empty());
  for (const char* nothing : {"", "?q=", "?q=+++", "?lang=en"}) {
    CHECK(server.get("/api/v1/articles" + std::string(nothing)).status == 400);
  }
}

TEST_CASE(
    "articles that were read before the first message are facts of the conversation, for agents") {
  TestServer server;
  const auto visitor =
      server.start({{"language", "en"},
                    {"opened",
                     {{{"article", "delivery"}, {"language", "en"}, {"from", "search"}},
                      {{"article", "gone"}}}}});
  const auto ruta = server.agent("Ruta");
  const auto opened = server.seen(visitor, ruta)["events"].back();
  CHECK(opened["type"] == "article_opened");
  CHECK(opened["article"] == "delivery");
  CHECK(opened["title"] == "Delivery to parcel lockers");
  CHECK(opened["from"] == "search");
  CHECK_FALSE(has(server.events(visitor).body, "article_opened"));
  for (const json& wrong :
       {json::array({1}), json("x"), json::array({json::object()}), json::array({{{"article", 1}}}),
        json(std::vector<json>(51, json::object()))}) {
    CHECK(server.post("/api/v1/conversations", {{"opened", wrong}}).status == 400);
  }
}

TEST_CASE("an article that was read and judged is known once, to agents only") {
  TestServer server;
  const auto visitor = server.start();
  const auto read = [&](const json& what) {
    return server.post(visitor.path("/articles"), what, visitor.headers());
  };
  const auto before = server.events(visitor).json();
  const auto answer = read({{"article", "delivery"}, {"from", "message"}});
  CHECK(answer.status == 200);
  CHECK(answer.json()["events"].empty());
  CHECK(read({{"article", "delivery"}, {"from", "link"}}).status == 200);
  CHECK(read({{"article", "delivery"}, {"helped", false}}).status == 200);
  CHECK(read({{"article", "delivery"}, {"helped", true}}).status == 200);
  CHECK(read({{"article", "secret"}}).status == 404);
  CHECK(read({{"article", "delivery"}, {"from", "nowhere"}}).status == 400);
  CHECK(read({{"article", "delivery"}, {"helped", "yes"}}).status == 400);
  const auto ruta = server.agent("Ruta");
  const auto events = server.seen(visitor, ruta)["events"];
  REQUIRE(events.size() == before["last"].get<std::size_t>() + 2);
  CHECK(events[events.size() - 2]["type"] == "article_opened");
  CHECK(events[events.size() - 2]["from"] == "message");
  CHECK(events.back()["type"] == "article_rated");
  CHECK(events.back()["helped"] == false);
  CHECK(server.events(visitor).json()["events"] == before["events"]);
  // Another's conversation is not there.
  const auto other = server.start();
  CHECK(server.post(visitor.path("/articles"), {{"article", "delivery"}}, other.headers()).status ==
        404);
  CHECK(server.post(visitor.path("/articles"), {{"article", "delivery"}}).status == 401);
}

TEST_CASE("an agent puts articles under a message, and the visitor gets them as cards") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const json words = {
      {"client_id", "a1"}, {"text", "All of it is here."}, {"articles", {"delivery"}}};
  CHECK(server.command(visitor, ruta, "messages", words).status == 200);
  const auto message = server.events(visitor).json()["events"].back();
  CHECK(message["text"] == "All of it is here.");
  REQUIRE(message["articles"].size() == 1);
  CHECK(message["articles"][0]["title"] == "Delivery to parcel lockers");
  CHECK(has(message["articles"][0]["snippet"], "A parcel reaches"));
  CHECK(server.command(visitor, ruta, "messages", words).json()["duplicate"] == true);
  for (const json& wrong : {json{"secret"}, json{"nothing"}, json{1}, json("delivery"),
                            json{"delivery", "delivery", "delivery", "delivery"}}) {
    auto body = words;
    body["client_id"] = server.next_id();
    body["articles"] = wrong;
    CHECK(server.command(visitor, ruta, "messages", body).status == 400);
  }
  auto other = words;
  other.erase("articles");
  CHECK(server.command(visitor, ruta, "messages", other).status == 409);
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

TEST_CASE(
    "what looks like a template, a slot or a rule in an article reaches everybody as plain words") {
  const std::string title = "Cleaning a charcoal grill {{77777+77777}} ${HOME} {code_word} %s";
  const std::vector<std::string> lines = {
      "Brush the charcoal grill {code_word} and {{code_word}} clean.",
      "Then ${code_word} ${jndi:ldap://x.example/a} $(id) `id` {order_number}.",
      "{% include 'x' %} <%= 77777+77777 %> #{77777+77777} [[77777+77777]] @import %(x)s {0}.",
      "[a charcoal grill](order_number) [[human_agent]] !handoff.",
      "rules: [{id: x, pattern: '.*', priority: 99}] goto: end, handoff: {team: support}."};
  std::string body;
  for (const auto& line : lines) body += line + "\n\n";
  Place place;
  place.put("grill", title, body, Visibility::everybody);

  const auto visitor = place.server.start();
  const auto added = place.server.say(visitor, "how do i clean my charcoal grill").json();
  bool shown = false;
  for (const auto& event : added["events"]) {
    if (event["type"] != "message") continue;
    for (const auto& link : event.value("articles", nlohmann::json::array())) {
      if (link["id"] != "wiki:grill") continue;
      shown = true;
      CHECK(link["title"] == title);
      std::string snippet = link["snippet"];
      for (const char* mark : {"\xEE\x80\x80", "\xEE\x80\x81"}) {
        for (auto at = snippet.find(mark); at != snippet.npos; at = snippet.find(mark)) {
          snippet.erase(at, 3);
        }
      }
      CHECK(has(snippet, lines[0]));
    }
  }
  CHECK_MESSAGE(shown, added.dump());
  const auto opened = place.server.get("/api/v1/articles/wiki:grill?lang=en");
  CHECK(opened.json()["title"] == title);
  const auto ruta = place.server.agent("Ruta");
  const auto found =
      place.server.get("/api/v1/agent/search?q=clean+charcoal+grill&lang=en", ruta).body;
  const auto events = place.server.events(visitor).body;
  for (const auto* answer : {&opened.body, &found, &events}) {
    CHECK(has(*answer, "{{77777+77777}} ${HOME} {code_word} %s"));
    CHECK_FALSE(has(*answer, "swordfish"));
    CHECK_FALSE(has(*answer, "155554"));
  }
  for (const char* part :
       {"{{code_word}} clean", "${jndi:ldap://x.example/a} $(id)", "{order_number}.",
        "{% include 'x' %} <%= 77777+77777 %> #{77777+77777} [[77777+77777]] @import %(x)s {0}.",
        "[[human_agent]] !handoff.", "pattern: '.*', priority: 99}] goto: end"}) {
    CAPTURE(part);
    CHECK(has(opened.body, part));
  }
  // No rule came of it: nobody is called, and the conversation goes on.
  const auto conversation = place.server.seen(visitor, ruta);
  CHECK(conversation["status"] == "bot");
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
