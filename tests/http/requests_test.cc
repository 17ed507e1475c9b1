// SPDX-License-Identifier: MIT
// What is refused, and with which words: bodies, sizes, rates.
#include <doctest/doctest.h>

#include "support/memory_store.h"
#include "support/test_server.h"

namespace requests_test {

using frontdesk::Settings;
using nlohmann::json;
using support::TestServer;
using support::with;

namespace {

/// `count` times the same.
std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::string message(const std::string& text) {
  return json{{"client_id", "m1"}, {"text", text}}.dump();
}

}  // namespace

TEST_CASE("a body that is not what was asked for is refused with a reason") {
  TestServer server;
  const auto visitor = server.start();
  const auto path = visitor.path("/messages");
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"not JSON", "{"},
      {"not JSON at all", "hello"},
      {"something after the end", "{} x"},
      {"a list", "[]"},
      {"a text", "\"text\""},
      {"no client id", R"({"text": "x"})"},
      {"an empty client id", R"({"client_id": "", "text": "x"})"},
      {"a client id with other letters", R"({"client_id": "a b", "text": "x"})"},
      {"a long client id", json{{"client_id", times(65, "a")}, {"text", "x"}}.dump()},
      {"a number for a text", R"({"client_id": "m1", "text": 1})"},
      {"a list for a text", R"({"client_id": "m1", "text": ["x"]})"},
      {"a number for an id", R"({"client_id": 1, "text": "x"})"},
      {"neither text nor choice", R"({"client_id": "m1"})"},
      {"both text and choice", R"({"client_id": "m1", "text": "x", "choice": "person"})"},
      {"nothing for a text", R"({"client_id": "m1", "text": null})"},
      {"an empty text", message("")},
      {"white space only", message(" \n\t ")},
      {"an empty choice", R"({"client_id": "m1", "choice": ""})"},
      {"the same key twice", R"({"client_id": "m1", "text": "x", "text": "y"})"},
      {"too deep",
       R"({"client_id": "m1", "text": "x", "more": )" + times(40, "[") + times(40, "]") + "}"},
      {"too deep by far", times(8000, "[")},
      {"invalid UTF-8", "{\"client_id\": \"m1\", \"text\": \"a\xff\xfe\"}"},
      {"half a letter", "{\"client_id\": \"m1\", \"text\": \"\xc4\"}"},
      {"half a surrogate pair", R"({"client_id": "m1", "text": "\ud83d"})"},
      {"a control character as it is", "{\"client_id\": \"m1\", \"text\": \"a\nb\"}"},
  };
  for (const auto& [what, body] : wrong) {
    const auto answer = server.post_text(path, body, visitor.headers());
    CHECK_MESSAGE(answer.status == 400, what);
    CHECK_MESSAGE(answer.code() == "invalid", what);
    CHECK_MESSAGE(answer.body.find("json.exception") == std::string::npos, what);
  }
  CHECK(server.events(visitor).json()["last"] == 2);
}

TEST_CASE("too many keys and too many attributes are refused") {
  TestServer server;
  json many;
  for (int i = 0; i < 300; ++i) many["k" + std::to_string(i)] = 1;
  CHECK(server.post("/api/v1/conversations", many).status == 400);
  json attributes;
  for (int i = 0; i < 51; ++i) attributes["k" + std::to_string(i)] = "v";
  CHECK(server.post("/api/v1/conversations", {{"attributes", attributes}}).status == 400);
  CHECK(server.post("/api/v1/conversations", {{"attributes", {{"a", {{"b", 1}}}}}}).status == 400);
  CHECK(server.post("/api/v1/conversations", {{"attributes", {{"a", times(1001, "x")}}}}).status ==
        400);
  CHECK(server.post("/api/v1/conversations", {{"page", times(2001, "x")}}).status == 413);
  CHECK(server.post("/api/v1/conversations", {{"attributes", {{"n", 7}, {"b", true}}}}).status ==
        201);
}

TEST_CASE("keys that nobody knows are ignored") {
  TestServer server;
  const auto visitor = server.start();
  const auto answer = server.post_text(visitor.path("/messages"),
                                       R"({"client_id": "m1", "text": "hi", "new": {"a": [1]}})",
                                       visitor.headers());
  CHECK(answer.status == 200);
}

TEST_CASE("only JSON is read, however it is spelled") {
  TestServer server;
  const auto visitor = server.start();
  const auto send = [&](const std::string& type) {
    auto headers = visitor.headers();
    if (!type.empty()) headers.emplace_back("Content-Type", type);
    return support::http(server.port, "POST", visitor.path("/messages"), headers,
                         json{{"client_id", server.next_id()}, {"text", "x"}}.dump());
  };
  for (const auto* wrong : {"text/plain", "application/x-www-form-urlencoded", "",
                            "application/jsonx", "multipart/form-data; boundary=x"}) {
    CHECK_MESSAGE(send(wrong).status == 415, wrong);
    CHECK(send(wrong).code() == "unsupported");
  }
  for (const auto* right : {"application/json", "application/json; charset=utf-8",
                            "Application/JSON", "application/json ; charset=utf-8"}) {
    CHECK_MESSAGE(send(right).status == 200, right);
  }
}

TEST_CASE("a message has four thousand letters at most, whatever letters they are") {
  TestServer server;
  const auto visitor = server.start();
  for (const std::string letter : {"a", "ą", "🙂"}) {
    const auto fits = server.say(visitor, times(4000, letter));
    CHECK_MESSAGE(fits.status == 200, letter);
    CHECK(fits.json()["events"][0]["text"] == times(4000, letter));
    const auto over = server.say(visitor, times(4001, letter));
    CHECK_MESSAGE(over.status == 413, letter);
    CHECK(over.code() == "too_large");
  }
  // Many clients write every letter but the plainest as an escape.
  const auto escaped =
      "{\"client_id\": \"escaped\", \"text\": \"" + times(4000, "\\ud83d\\ude42") + "\"}";
  CHECK(server.post_text(visitor.path("/messages"), escaped, visitor.headers()).status == 200);
  const auto ruta = server.agent("Ruta");
  const auto other = server.waiting();
  CHECK(server.command(other, ruta, "messages", {{"client_id", "a1"}, {"text", times(4001, "ą")}})
            .status == 413);
  CHECK(server.command(other, ruta, "messages", {{"client_id", "a1"}, {"text", times(4000, "ą")}})
            .status == 200);
  CHECK(server.command(other, ruta, "close", {{"reason", times(501, "x")}}).status == 413);
}

TEST_CASE("a body above the limit is refused before it is read") {
  TestServer server;
  const auto visitor = server.start();
  const auto answer =
      server.post_text(visitor.path("/messages"), times(70'000, " "), visitor.headers());
  CHECK(answer.status == 413);
  CHECK(answer.code() == "too_large");
}

TEST_CASE("a message of emoji only is understood as a message without words") {
  TestServer server;
  const auto visitor = server.start();
  const auto answer = server.say(visitor, "🙂🙂👍🏽");
  CHECK(answer.status == 200);
  const auto events = answer.json()["events"];
  CHECK(events[0]["text"] == "🙂🙂👍🏽");
  CHECK(events[1]["author"] == "bot");
  CHECK(events[1]["quick_replies"].back()["choice"] == "person");
}

TEST_CASE("an agent's commands are refused when they are not what was asked for") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto send = [&](const std::string& what, const std::string& body) {
    const auto answer = server.post_text(visitor.desk_path("/" + what), body, ruta);
    CHECK_MESSAGE(answer.code() == "invalid", body);
    return answer.status;
  };
  CHECK(send("take", "{}") == 400);
  CHECK(send("take", R"({"epoch": "1"})") == 400);
  CHECK(send("take", R"({"epoch": -1})") == 400);
  CHECK(send("take", R"({"epoch": 1.0})") == 400);
  CHECK(send("take", R"({"epoch": null})") == 400);
  CHECK(send("messages", R"({"epoch": 1, "text": "x"})") == 400);
  CHECK(send("messages", R"({"epoch": 1, "client_id": "a1", "text": " "})") == 400);
  CHECK(send("notes", R"({"epoch": 1, "client_id": "ä", "text": "x"})") == 400);
  CHECK(send("transfer", R"({"epoch": 1, "to": "returns"})") == 400);
  CHECK(send("close", R"({"epoch": 1, "reason": 7})") == 400);
  CHECK(server.post("/api/v1/agent/conversations/nowhere/take", {{"epoch", 1}}, ruta).status ==
        404);
  CHECK(server.get("/api/v1/agent/conversations/nowhere", ruta).status == 404);
  CHECK(server.get("/api/v1/agent/conversations/nowhere/events", ruta).status == 404);
}

TEST_CASE("a visitor who writes too fast is told when to go on") {
  const auto strict = [](Settings& settings) { settings.limits.exempt.clear(); };
  TestServer server(strict);
  const auto visitor = server.start();
  const auto at_once = [&](const std::string& id) {
    return server.post(visitor.path("/messages"),
                       {{"client_id", id}, {"text", "when are you open"}}, visitor.headers());
  };
  for (int i = 0; i < 5; ++i) CHECK(at_once("m" + std::to_string(i)).status == 200);
  const auto refused = at_once("m5");
  CHECK(refused.status == 429);
  CHECK(refused.code() == "rate_limited");
  const int seconds = std::stoi(refused.header("retry-after"));
  CHECK(seconds >= 1);
  // A repeat is no new message, and another visitor is not meant.
  CHECK(at_once("m0").status == 200);
  CHECK(server.say(server.start(), "hello").status == 200);
  server.clock.tick(std::chrono::seconds(seconds));
  CHECK(at_once("m5").status == 200);
}

TEST_CASE("a message that had to be decided again counts once") {
  TestServer server([](Settings& settings) { settings.limits.exempt.clear(); });
  for (int round = 0; round < 5; ++round) {
    const auto visitor = server.start();
    std::vector<int> statuses(5);
    std::vector<std::thread> senders;
    for (int i = 0; i < 5; ++i) {
      senders.emplace_back([&, i] {
        const json body = {{"client_id", "m" + std::to_string(i)}, {"text", "when are you open"}};
        statuses[i] = server.post(visitor.path("/messages"), body, visitor.headers()).status;
      });
    }
    for (auto& sender : senders) sender.join();
    CHECK(statuses == std::vector<int>(5, 200));
    CHECK(server.events(visitor).json()["last"] == 12);
  }
}

TEST_CASE("a visitor's messages of a minute and handoffs of an hour are limited") {
  TestServer server([](Settings& settings) {
    settings.limits.exempt.clear();
    settings.limits.messages_per_minute = 6;
    settings.limits.handoffs_per_hour = 1;
  });
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.start();
  CHECK(server.say(visitor, "a person please").status == 200);
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  REQUIRE(server.command(visitor, ruta, "return").status == 200);
  CHECK(server.say(visitor, "a person please").status == 429);
  int said = 0;
  while (server.say(visitor, "when are you open").status == 200 && said < 20) ++said;
  CHECK(said < 8);
}

TEST_CASE("new conversations of one address are limited, unless the address is exempt") {
  const auto few = [](Settings& settings) {
    settings.limits.exempt = {"10.1.0.0/16"};
    settings.limits.conversations_per_hour = 2;
    settings.trusted_proxies = {"127.0.0.0/8"};
  };
  TestServer server(few);
  const auto begin = [&](const std::string& address) {
    return server.post("/api/v1/conversations", {{"language", "en"}},
                       {{"X-Forwarded-For", address}});
  };
  CHECK(begin("192.0.2.1").status == 201);
  CHECK(begin("192.0.2.1").status == 201);
  const auto third = begin("192.0.2.1");
  CHECK(third.status == 429);
  CHECK(third.code() == "rate_limited");
  CHECK(std::stoi(third.header("retry-after")) > 60);
  CHECK(begin("192.0.2.2").status == 201);
  for (int i = 0; i < 5; ++i) CHECK(begin("10.1.2.3").status == 201);
}

TEST_CASE("searches and articles of one address are limited") {
  TestServer server([](Settings& settings) {
    settings.limits.exempt.clear();
    settings.limits.article_requests_per_minute = 3;
  });
  const auto search = [&] { return server.get("/api/v1/articles?q=locker").status; };
  CHECK(search() == 200);
  CHECK(server.get("/api/v1/articles/delivery").status == 200);
  CHECK(server.get("/api/v1/articles?q=").status == 400);  // costs nothing
  CHECK(search() == 200);
  const auto refused = server.get("/api/v1/articles/delivery");
  CHECK(refused.status == 429);
  CHECK(refused.code() == "rate_limited");
  CHECK_FALSE(refused.header("retry-after").empty());
  CHECK(search() == 429);
  server.clock.tick(std::chrono::seconds{20});
  CHECK(search() == 200);
  CHECK(search() == 429);
}

TEST_CASE(
    "an agent's requests are limited, so that a loop in a console cannot hold up the others") {
  TestServer server([](Settings& settings) {
    settings.limits.exempt.clear();
    settings.limits.agent_requests_per_second = 1;
  });
  const auto ruta = server.agent("Ruta");
  int answered = 0;
  support::HttpAnswer answer;
  while ((answer = server.get("/api/v1/agent/me", ruta)).status == 200 && answered < 50) ++answered;
  CHECK(answer.status == 429);
  CHECK(std::stoi(answer.header("retry-after")) >= 1);
  CHECK(answered == 5);
  CHECK(server.get("/api/v1/agent/me", server.agent("Jonas")).status == 200);
}

TEST_CASE("nothing is acknowledged that could not be stored") {
  TestServer server;
  const auto visitor = server.start();
  auto& store = dynamic_cast<support::MemoryStore&>(server.store());
  store.full = true;
  const auto answer = server.say(visitor, "hello", "m1");
  CHECK(answer.status == 503);
  CHECK(answer.code() == "unavailable");
  CHECK(std::stoi(answer.header("retry-after")) >= 1);
  CHECK(server.post("/api/v1/conversations", json::object()).status == 503);
  CHECK(server.events(visitor).json()["last"] == 2);
  store.full = false;
  CHECK(server.say(visitor, "hello", "m1").status == 200);
}

}  // namespace requests_test
