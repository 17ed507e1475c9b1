// SPDX-License-Identifier: MIT
// Typing, seen and who looks on, from the call to the other side's stream.
#include <doctest/doctest.h>

#include "support/test_server.h"

namespace signals_http_test {

using nlohmann::json;
using std::chrono::seconds;
using support::EventReader;
using support::TestServer;

namespace {

/// The next frame that is a signal of a person, as {"event", ...its data}.
json next_signal(EventReader& stream) {
  for (;;) {
    const auto frame = stream.next();
    if (frame.id != "" || frame.event == "waiting") continue;
    auto json = frame.json();
    json["event"] = frame.event;
    return json;
  }
}

}  // namespace

TEST_CASE("typing and reading are told both ways, and nothing of it is stored") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const auto last = server.seen(visitor, ruta)["last"].get<int>();
  EventReader theirs(server.port, visitor.path("/events"), visitor.headers());
  EventReader ours(server.port, visitor.desk_path("/events"), ruta);
  const json nothing = json::object();

  CHECK(server.post(visitor.path("/typing"), nothing, visitor.headers()).json() == nothing);
  CHECK(next_signal(ours) == json{{"event", "typing"}, {"author", "visitor"}});
  CHECK(server.post(visitor.desk_path("/typing"), nothing, ruta).json() == nothing);
  CHECK(next_signal(theirs) == json{{"event", "typing"}, {"name", "Ruta"}});

  CHECK(server.post(visitor.path("/seen"), {{"last", last}}, visitor.headers()).status == 200);
  CHECK(next_signal(ours) == json{{"event", "seen"}, {"last", last}});
  // Further than there is something is as far as there is something; back is nowhere.
  CHECK(server.post(visitor.desk_path("/seen"), {{"last", 9999}}, ruta).status == 200);
  CHECK(next_signal(theirs) == json{{"event", "seen"}, {"last", last}});
  CHECK(server.post(visitor.desk_path("/seen"), {{"last", 1}}, ruta).status == 200);
  server.clock.tick(seconds{3});
  (void)server.post(visitor.desk_path("/typing"), nothing, ruta);
  CHECK(next_signal(theirs)["event"] == "typing");

  CHECK(server.seen(visitor, ruta)["last"] == last);
  // Whoever comes later is told how things are now: nobody types any more.
  server.clock.tick(seconds{7});
  EventReader later(server.port, visitor.path("/events"), visitor.headers());
  CHECK(next_signal(later) == json{{"event", "seen"}, {"last", last}});
}

TEST_CASE("only the typing and reading of whoever has the conversation is told to the visitor") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  EventReader theirs(server.port, visitor.path("/events"), visitor.headers());
  EventReader ours(server.port, visitor.desk_path("/events"), jonas);
  REQUIRE(server.command(visitor, ruta, "take").status == 200);
  const json nothing = json::object();

  CHECK(server.post(visitor.desk_path("/seen"), {{"last", 1}}, jonas).status == 200);
  CHECK(server.post(visitor.desk_path("/typing"), nothing, jonas).status == 200);
  CHECK(server.post(visitor.desk_path("/typing"), nothing, ruta).status == 200);
  // Nobody is told of himself.
  CHECK(next_signal(ours) == json{{"event", "typing"}, {"author", "agent"}, {"name", "Ruta"}});
  CHECK(next_signal(theirs) == json{{"event", "typing"}, {"name", "Ruta"}});
}

TEST_CASE("agents see who else has a conversation open") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.agent("Ruta");
  const auto jonas = server.agent("Jonas");
  EventReader first(server.port, visitor.desk_path("/events"), ruta);
  {
    EventReader second(server.port, visitor.desk_path("/events"), jonas);
    CHECK(next_signal(first) == json{{"event", "viewers"}, {"names", {"Jonas"}}});
    CHECK(next_signal(second) == json{{"event", "viewers"}, {"names", {"Ruta"}}});
  }
  CHECK(next_signal(first) == json{{"event", "viewers"}, {"names", json::array()}});
}

TEST_CASE("a visitor who signals without end is held back") {
  TestServer server([](auto& settings) { settings.limits.exempt.clear(); });
  const auto visitor = server.start();
  int held = 0;
  for (int i = 0; i < 25; ++i) {
    const auto answer = server.post(visitor.path("/typing"), json::object(), visitor.headers());
    if (answer.status == 429) ++held;
  }
  CHECK(held == 5);
}

TEST_CASE("who waits for one answer is not woken by a signal") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto last = server.events(visitor).json()["last"].get<int>();
  std::thread typing([&] {
    for (int i = 0; i < 5; ++i) {
      server.clock.tick(seconds{3});
      (void)server.post(visitor.path("/typing"), json::object(), visitor.headers());
    }
  });
  const auto answer = server.events(visitor, "?wait=1&after=" + std::to_string(last));
  typing.join();
  CHECK(answer.json()["events"].empty());
}

}  // namespace signals_http_test
