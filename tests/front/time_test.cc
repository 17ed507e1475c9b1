// SPDX-License-Identifier: MIT
// Slow and silent clients, with a clock that the tests move.
#include <doctest/doctest.h>

#include "front/harness.h"

namespace time_test {

using namespace std::chrono_literals;
using support::Client;
using support::Server;

namespace {

/// After this the front has seen everything that was sent to it before.
void settle(const Server& server) {
  Client client(server.port);
  client.get("/settle", "Connection: close\r\n");
  CHECK(client.answer().status == 200);
  CHECK(client.closes());
}

}  // namespace

TEST_CASE("a client that never finishes its head is told so after ten seconds and no sooner") {
  Server server(support::echo);
  Client client(server.port);
  client.send("GET / HTTP/1.1\r\nHost:");
  settle(server);
  for (int i = 0; i < 9; ++i) {
    server.pass(1s);
    client.send(" t");  // drops by drops change nothing
    settle(server);
  }
  CHECK(server.front.figures().refused == 0);
  server.pass(1100ms);
  CHECK(client.answer().status == 408);
  CHECK(client.closes());
}

TEST_CASE("a silent client is sent away without a word") {
  Server server(support::echo);
  Client client(server.port);
  settle(server);
  server.pass(10'100ms);
  CHECK(client.closes());
  CHECK(client.unread().empty());
}

TEST_CASE("an idle connection is kept for thirty seconds") {
  Server server(support::echo);
  Client client(server.port);
  client.get("/");
  CHECK(client.answer().status == 200);
  server.pass(29s);
  client.get("/");
  CHECK(client.answer().status == 200);
  server.pass(30'100ms);
  CHECK(client.closes());
}

TEST_CASE("a body may take its time but not crawl") {
  Server server(support::echo);
  const std::string head = "POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 16000\r\n\r\n";
  Client crawling(server.port);
  Client steady(server.port);
  crawling.send(head + "x");
  steady.send(head);
  settle(server);
  for (int second = 0; second < 5; ++second) {
    steady.send(std::string(1000, 'x'));
    settle(server);
    server.pass(1s);
  }
  CHECK(crawling.answer().status == 408);
  for (int second = 0; second < 11; ++second) {
    steady.send(std::string(1000, 'x'));
    settle(server);
    server.pass(1s);
  }
  CHECK(steady.answer().status == 200);
}

TEST_CASE("a client that does not read its answer is cut, others go on") {
  const std::string large(3'000'000, 'y');
  Server server([&](const frontdesk::Request& request) {
    return support::text(request.path == "/large" ? large : "small");
  });
  Client stuck(server.port, 4096);
  stuck.get("/large");
  settle(server);
  CHECK(server.front.figures().connections >= 1);
  server.pass(14s);
  settle(server);
  server.pass(2s);
  settle(server);
  // What the kernel had already taken still arrives; the rest never does.
  CHECK(stuck.answer().status == 0);
}

TEST_CASE("hundreds of silent and slow clients do not hold up another") {
  Server server(support::echo);
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 500; ++i) {
    idle.push_back(std::make_unique<Client>(server.port));
    REQUIRE(idle.back()->connected());
    if (i % 5 == 0) idle.back()->send("POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nx");
  }
  Client client(server.port);
  for (int i = 0; i < 100; ++i) {
    client.get("/");
    CHECK(client.answer().status == 200);
  }
}

TEST_CASE("who has waited too long for a handler is told to come later") {
  Server* self = nullptr;
  Server server([&](const frontdesk::Request& request) {
    // Each takes longer than a whole batch may.
    self->time.move(150ms);
    return support::echo(request);
  });
  self = &server;
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 12; ++i) clients.push_back(std::make_unique<Client>(server.port));
  for (auto& client : clients) client->get("/");
  int served = 0;
  int refused = 0;
  for (auto& client : clients) {
    const auto answer = client->answer();
    served += answer.status == 200;
    if (answer.status == 503) {
      ++refused;
      CHECK(answer.has("Retry-After: "));
    }
  }
  // How many came in one turn is the machine's affair; that everybody was answered is ours.
  CHECK(served + refused == 12);
  CHECK(served >= 1);
}

}  // namespace time_test
