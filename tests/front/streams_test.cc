// SPDX-License-Identifier: MIT
// Event streams, parked requests, and the end.
#include <doctest/doctest.h>

#include <future>

#include "front/harness.h"

namespace streams_test {

using namespace std::chrono_literals;
using frontdesk::EventSource;
using frontdesk::Request;
using support::Client;
using support::Server;

namespace {

/// Frames that a test appends, read by any number of streams from where each of them is.
struct Log {
  std::mutex mutex;
  std::vector<std::string> frames;
  std::atomic<int> pulls{0};
  std::atomic<int> alive{0};

  void add(std::string frame) {
    const std::lock_guard lock(mutex);
    frames.push_back(std::move(frame));
  }
};

class LogSource : public EventSource {
 public:
  explicit LogSource(Log& log) : log_(log) { ++log_.alive; }
  ~LogSource() override { --log_.alive; }
  Chunk pull() override {
    ++log_.pulls;
    const std::lock_guard lock(log_.mutex);
    if (next_ == log_.frames.size()) return {};
    auto frame = log_.frames[next_++];
    const bool end = frame == "end\n\n";
    return {.bytes = std::move(frame), .more = next_ < log_.frames.size(), .close = end};
  }

 private:
  Log& log_;
  std::size_t next_ = 0;
};

Server::Handler streaming(Log& log, std::string owner = "") {
  return [&log, owner](const Request& request) -> frontdesk::Reply {
    if (request.path != "/events") return support::echo(request);
    frontdesk::Reply reply;
    reply.stream.emplace();
    reply.stream->topics = {"news"};
    reply.stream->owner = owner;
    reply.stream->source = std::make_unique<LogSource>(log);
    reply.stream_headers = {{"Access-Control-Allow-Origin", "https://shop.example"}};
    return reply;
  };
}

/// After this the front has seen everything that was sent or announced before.
void settle(const Server& server) {
  Client client(server.port);
  client.get("/settle", "Connection: close\r\n");
  CHECK(client.answer().status == 200);
  CHECK(client.closes());
}

}  // namespace

TEST_CASE("a stream begins with what there is and goes on with what is announced") {
  Log log;
  log.add("data: 1\n\n");
  log.add("data: 2\n\n");
  Server server(streaming(log));
  Client client(server.port);
  client.get("/events");
  REQUIRE(client.expect("HTTP/1.1 200 OK\r\n"));
  REQUIRE(client.expect("Content-Type: text/event-stream\r\n"));
  REQUIRE(client.expect("Access-Control-Allow-Origin: https://shop.example\r\n\r\n"));
  REQUIRE(client.expect("data: 1\n\ndata: 2\n\n"));
  log.add("data: 3\n\n");
  server.front.announce("news");
  CHECK(client.expect("data: 3\n\n"));
  CHECK(client.unread().empty());
}

TEST_CASE("a stream without news still sends its head, and other topics do not wake it") {
  Log log;
  Server server(streaming(log));
  Client client(server.port);
  client.get("/events");
  REQUIRE(client.expect("\r\n\r\n"));
  settle(server);
  const int pulls = log.pulls;
  server.front.announce("gossip");
  settle(server);
  CHECK(log.pulls == pulls);
}

TEST_CASE("many announcements between two turns are one pull or a few, never lost") {
  Log log;
  Server server(streaming(log));
  Client client(server.port);
  client.get("/events");
  REQUIRE(client.expect("\r\n\r\n"));
  for (int i = 0; i < 1000; ++i) {
    log.add("data: " + std::to_string(i) + "\n\n");
    server.front.announce("news");
  }
  CHECK(client.expect("data: 999\n\n"));
}

TEST_CASE("a stream that has ended is closed after its last bytes") {
  Log log;
  log.add("data: 1\n\n");
  log.add("end\n\n");
  Server server(streaming(log));
  Client client(server.port);
  client.get("/events");
  CHECK(client.expect("end\n\n"));
  CHECK(client.closes());
  settle(server);
  CHECK(log.alive == 0);
}

TEST_CASE("heartbeats come every fifteen seconds, give or take a fifth, and only in silence") {
  Log log;
  Server server(streaming(log));
  Client client(server.port);
  client.get("/events");
  REQUIRE(client.expect("\r\n\r\n"));
  server.pass(11'900ms);
  settle(server);
  server.pass(6'200ms);
  REQUIRE(client.expect(": \n\n"));
  server.pass(11'900ms);
  log.add("data: 1\n\n");
  server.front.announce("news");
  REQUIRE(client.expect("data: 1\n\n"));
  CHECK(client.unread().empty());
  server.pass(11'900ms);
  settle(server);
  log.add("data: 2\n\n");
  server.front.announce("news");
  REQUIRE(client.expect("data: 2\n\n"));
  CHECK(client.unread().empty());
}

TEST_CASE("a reader who does not read holds one chunk, and is cut after fifteen seconds") {
  Log log;
  Server server(streaming(log));
  Client stuck(server.port, 4096);
  stuck.get("/events");
  REQUIRE(stuck.expect("\r\n\r\n"));
  const std::string frame = "data: " + std::string(16000, 'x') + "\n\n";
  for (int i = 0; i < 200; ++i) {
    log.add(frame);
  }
  server.front.announce("news");
  // Turns go by; the source is asked only as long as the kernel takes bytes.
  for (int i = 0; i < 300; ++i) settle(server);
  const int pulls = log.pulls;
  CHECK(pulls < 100);
  for (int i = 0; i < 20; ++i) {
    server.front.announce("news");
    settle(server);
  }
  CHECK(log.pulls == pulls);
  CHECK(log.alive == 1);
  server.pass(14s);
  settle(server);
  CHECK(log.alive == 1);
  server.pass(1100ms);
  settle(server);
  settle(server);
  CHECK(log.alive == 0);
}

TEST_CASE("a reader who is slow but reads gets everything in order") {
  Log log;
  std::string all;
  for (int i = 0; i < 200; ++i) {
    log.add("data: " + std::to_string(i) + std::string(8000, 'x') + "\n\n");
    all += log.frames.back();
  }
  log.add("end\n\n");
  Server server(streaming(log));
  Client client(server.port, 4096);
  client.get("/events");
  REQUIRE(client.expect("\r\n\r\n"));
  CHECK(client.closes());
  CHECK(client.unread() == all + "end\n\n");
}

TEST_CASE("of one owner's streams the oldest goes when there are too many") {
  Log log;
  Server server(streaming(log, "contact 1"));
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::make_unique<Client>(server.port));
    clients.back()->get("/events");
    REQUIRE(clients.back()->expect("\r\n\r\n"));
  }
  for (int i = 0; i < 2; ++i) {
    CHECK(clients[i]->expect("event: bye\ndata: {\"reason\":\"replaced\"}\n\n"));
    CHECK(clients[i]->closes());
  }
  settle(server);
  CHECK(log.alive == 4);
  log.add("data: 1\n\n");
  server.front.announce("news");
  for (int i = 2; i < 6; ++i) CHECK(clients[i]->expect("data: 1\n\n"));
}

TEST_CASE("a stream that is old enough is sent away to come back") {
  Log log;
  Server server(streaming(log));
  Client client(server.port);
  client.get("/events");
  REQUIRE(client.expect("\r\n\r\n"));
  server.pass(std::chrono::seconds(3600 * 12 / 10 + 1));
  CHECK(client.expect("retry: "));
  CHECK(client.expect("event: bye\ndata: {\"reason\":\"age\"}\n\n"));
  CHECK(client.closes());
}

TEST_CASE("a stream whose reader has gone is forgotten") {
  Log log;
  Server server(streaming(log));
  {
    Client client(server.port);
    client.get("/events");
    REQUIRE(client.expect("\r\n\r\n"));
    CHECK(log.alive == 1);
  }
  settle(server);
  settle(server);
  CHECK(log.alive == 0);
}

TEST_CASE("a parked request answers when its topic is announced, or when its time is over") {
  std::atomic<bool> news{false};
  Server server([&](const Request& request) -> frontdesk::Reply {
    if (request.path != "/wait") return support::echo(request);
    if (news) return support::text("news");
    if (request.timed_out) return support::text("nothing");
    return {.park = frontdesk::Reply::Park{{"a", "b"}, 25s}};
  });
  Client client(server.port);
  client.get("/wait");
  settle(server);
  server.front.announce("b");  // a false alarm: the handler looks and waits on
  settle(server);
  server.pass(24s);
  settle(server);
  news = true;
  server.front.announce("b");
  CHECK(client.answer().body == "news");

  news = false;
  client.get("/wait");
  settle(server);
  server.pass(25s);
  CHECK(client.answer().body == "nothing");
}

TEST_CASE("stop answers what is in flight, says goodbye to streams, and accepts nobody") {
  Log log;
  std::promise<void> go;
  auto gone = go.get_future().share();
  const auto events = streaming(log);
  Server server([&](const Request& request) -> frontdesk::Reply {
    if (request.path == "/wait") {
      if (request.timed_out) return support::text("too late");
      return {.park = frontdesk::Reply::Park{{"never"}, 25s}};
    }
    if (request.path == "/slow") {
      return {.slow = [gone] {
        gone.wait();
        return frontdesk::Response{.body = "1"};
      }};
    }
    return events(request);
  });
  Client idle(server.port);
  idle.get("/");
  CHECK(idle.answer().status == 200);
  Client stream(server.port);
  stream.get("/events");
  REQUIRE(stream.expect("\r\n\r\n"));
  Client parked(server.port);
  parked.get("/wait");
  Client slow(server.port);
  slow.get("/slow");
  settle(server);

  server.front.stop();
  CHECK(idle.closes());
  CHECK(stream.expect("event: bye\ndata: {\"reason\":\"shutdown\"}\n\n"));
  CHECK(stream.closes());
  const auto answer = parked.answer();
  CHECK(answer.body == "too late");
  CHECK(answer.has("Connection: close"));
  Client late(server.port);
  CHECK_FALSE(late.connected());
  go.set_value();
  CHECK(slow.answer().status == 200);
  stream.hang_up();
  parked.hang_up();
  slow.hang_up();
  server.stop();
  CHECK(log.alive == 0);
}

TEST_CASE("stop before run, and from a signal handler's point of view twice, is fine") {
  frontdesk::Front front({}, {}, support::echo, {});
  REQUIRE(front.listen("127.0.0.1", 0).ok());
  front.stop();
  front.stop();
  front.run();
  CHECK(front.figures().connections == 0);
}

TEST_CASE("announcements from several threads all arrive") {
  Log log;
  Server server(streaming(log));
  Client client(server.port);
  client.get("/events");
  REQUIRE(client.expect("\r\n\r\n"));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 100; ++k) {
        log.add("data: " + std::to_string(i) + "." + std::to_string(k) + "\n\n");
        server.front.announce("news");
      }
    });
  }
  for (auto& thread : threads) thread.join();
  log.add("data: last\n\n");
  server.front.announce("news");
  CHECK(client.expect("data: last\n\n"));
}

}  // namespace streams_test
