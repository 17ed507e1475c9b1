// SPDX-License-Identifier: MIT
// Event streams: one conversation's, and the agents' list.
#include <doctest/doctest.h>

#include "support/test_server.h"

namespace stream_test {

using nlohmann::json;
using support::EventReader;
using support::Headers;
using support::TestServer;
using support::with;

namespace {

/// The generation of a frame's id, and its sequence.
std::pair<std::string, std::uint64_t> parts(const std::string& id) {
  const auto colon = id.rfind(':');
  return {id.substr(0, colon), std::strtoull(id.c_str() + colon + 1, nullptr, 10)};
}

/// The sequences of the next `count` frames.
std::vector<std::uint64_t> next(EventReader& stream, int count) {
  std::vector<std::uint64_t> all;
  for (int i = 0; i < count; ++i) all.push_back(parts(stream.next().id).second);
  return all;
}

using Sequences = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a stream tells what happened and then what happens, one event a frame") {
  TestServer server;
  const auto visitor = server.start();
  (void)server.say(visitor, "when are you open");
  const auto events = server.events(visitor).json()["events"];
  EventReader stream(server.port, visitor.path("/events"), visitor.headers());
  CHECK(stream.head().status == 200);
  CHECK(stream.head().header("content-type") == "text/event-stream");
  CHECK(stream.head().header("cache-control").find("no-store") != std::string::npos);
  CHECK(stream.head().headers.count("x-accel-buffering") == 1);
  for (const auto& event : events) {
    const auto frame = stream.next();
    CHECK(frame.event == "");
    CHECK(frame.json() == event);
    CHECK(parts(frame.id).first == server.store().generation());
    CHECK(parts(frame.id).second == event["sequence"]);
  }
  const auto said = server.say(visitor, "a person please").json()["events"];
  for (const auto& event : said) CHECK(stream.next().json() == event);
}

TEST_CASE("a stream goes on after the position it is given, in every form") {
  TestServer server;
  const auto visitor = server.start();
  (void)server.say(visitor, "when are you open");
  const auto generation = server.store().generation();
  const auto read = [&](const std::string& query, const Headers& headers, int count) {
    EventReader stream(server.port, visitor.path("/events") + query,
                       with(visitor.headers(), headers));
    return next(stream, count);
  };
  CHECK(read("?after=3", {}, 1) == Sequences{4});
  CHECK(read("?after=" + generation + ":3", {}, 1) == Sequences{4});
  CHECK(read("", {{"Last-Event-ID", "3"}}, 1) == Sequences{4});
  CHECK(read("", {{"Last-Event-ID", generation + ":3"}}, 1) == Sequences{4});
  // The address is newer than what a browser remembers.
  CHECK(read("?after=3", {{"Last-Event-ID", "2"}}, 1) == Sequences{4});
  // Of another database, or nonsense: everything again.
  CHECK(read("?after=another-generation:3", {}, 3) == Sequences{2, 3, 4});
  CHECK(read("", {{"Last-Event-ID", "another-generation:3"}}, 3) == Sequences{2, 3, 4});
  CHECK(read("?after=x", {}, 3) == Sequences{2, 3, 4});
}

TEST_CASE("reading without a stream takes a position in both forms too") {
  TestServer server;
  const auto visitor = server.start();
  const auto generation = server.store().generation();
  CHECK(server.events(visitor, "?after=" + generation + ":2").json()["events"].empty());
  CHECK(server.events(visitor, "?after=other:2").json()["events"].size() == 1);
}

TEST_CASE("a visitor's stream holds nothing for agents, and an agent's holds everything") {
  TestServer server;
  const auto visitor = server.waiting();
  const auto ruta = server.serving("Ruta");
  EventReader his(server.port, visitor.path("/events?after=5"), visitor.headers());
  EventReader hers(server.port, visitor.desk_path("/events?after=5"), ruta);
  REQUIRE(
      server.command(visitor, ruta, "notes", {{"client_id", "n1"}, {"text", "a secret"}}).status ==
      200);
  REQUIRE(
      server.command(visitor, ruta, "messages", {{"client_id", "a1"}, {"text", "Hello"}}).status ==
      200);
  CHECK(next(hers, 3) == Sequences{6, 7, 8});
  // He waited when he came; where in the queue is told as a signal.
  const auto place = his.next();
  CHECK(place.event == "waiting");
  CHECK(place.id == "");
  const auto joined = his.next().json();
  CHECK(joined["sequence"] == 7);
  CHECK(joined["previous"] == 5);
  CHECK(his.next().json()["text"] == "Hello");
}

TEST_CASE("the list's stream begins with a snapshot and goes on with rows") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto first = server.waiting();
  EventReader stream(server.port, "/api/v1/agent/events", ruta);
  const auto snapshot = stream.next();
  CHECK(snapshot.event == "snapshot");
  CHECK(snapshot.id == "");
  CHECK(snapshot.json() == server.get("/api/v1/agent/conversations?status=open", ruta).json());

  const auto second = server.start();
  auto row = stream.next();
  CHECK(row.event == "row");
  CHECK(row.id == "");
  CHECK(row.json()["conversation"] == second.id);
  CHECK(row.json()["status"] == "bot");
  REQUIRE(server.command(first, ruta, "take").status == 200);
  row = stream.next();
  CHECK(row.json()["conversation"] == first.id);
  CHECK(row.json()["owner"]["name"] == "Ruta");
  REQUIRE(server.command(first, ruta, "close").status == 200);
  // A row that is closed is told, so that it can be taken off the list.
  CHECK(stream.next().json()["status"] == "closed");

  EventReader again(server.port, "/api/v1/agent/events", ruta);
  const auto anew = again.next().json()["conversations"];
  REQUIRE(anew.size() == 1);
  CHECK(anew[0]["conversation"] == second.id);
}

TEST_CASE("a visitor's oldest stream gives way to the one above the limit") {
  TestServer server([](auto& settings) {
    settings.limits.exempt.clear();
    settings.limits.streams_per_visitor = 1;
  });
  const auto visitor = server.start();
  EventReader first(server.port, visitor.path("/events?after=2"), visitor.headers());
  EventReader second(server.port, visitor.path("/events?after=2"), visitor.headers());
  const auto bye = first.next();
  CHECK(bye.event == "bye");
  CHECK(bye.json() == json{{"reason", "replaced"}});
  CHECK(first.next().ended);
  (void)server.say(visitor, "hello");
  CHECK(second.next().json()["text"] == "hello");
}

TEST_CASE("a stream ends with a goodbye when the server stops") {
  auto server = std::make_unique<TestServer>();
  const auto visitor = server->start();
  EventReader stream(server->port, visitor.path("/events?after=2"), visitor.headers());
  server.reset();
  const auto bye = stream.next();
  CHECK(bye.event == "bye");
  CHECK(bye.json()["reason"] == "shutdown");
}

}  // namespace stream_test
