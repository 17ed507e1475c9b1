// SPDX-License-Identifier: MIT
// What handlers stage becomes durable in one batch a turn, and answers leave after it.
#include <doctest/doctest.h>

#include <future>
#include <nlohmann/json.hpp>
#include <semaphore>

#include "front/harness.h"

namespace batch_test {

using namespace std::chrono_literals;
using frontdesk::Append;
using frontdesk::Code;
using frontdesk::Error;
using frontdesk::Request;
using frontdesk::Result;
using frontdesk::Sequence;
using support::Client;
using support::Server;

namespace {

/// A reply that stages one event for the conversation that the path names.
frontdesk::Reply staging(const Request& request, Sequence expected = 0) {
  auto reply = support::text("done " + request.path);
  Append append;
  append.conversation = frontdesk::ConversationId(request.path);
  append.expected = expected;
  append.events.emplace_back();
  reply.append = std::move(append);
  return reply;
}

/// Holds the front inside a handler until the test lets it go, so that what was sent meanwhile comes in
/// one turn.
struct Gate {
  std::promise<void> entered;
  std::promise<void> open;
  frontdesk::Reply wait() {
    entered.set_value();
    open.get_future().wait();
    return support::text("open");
  }
};

}  // namespace

TEST_CASE("requests of one turn are one batch, and an answer is there for each") {
  Gate gate;
  Server server([&](const Request& request) {
    return request.path == "/gate" ? gate.wait() : staging(request);
  });
  Client opener(server.port);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 30; ++i) {
    clients.push_back(std::make_unique<Client>(server.port));
    clients.back()->get("/warm" + std::to_string(i));
    CHECK(clients.back()->answer().status == 200);
  }
  const auto before = server.batches().size();
  opener.get("/gate");
  gate.entered.get_future().wait();
  for (int i = 0; i < 30; ++i) clients[i]->get("/c" + std::to_string(i));
  gate.open.set_value();
  for (int i = 0; i < 30; ++i) {
    CHECK(clients[i]->answer().body == "done /c" + std::to_string(i));
  }
  const auto batches = server.batches();
  REQUIRE(batches.size() == before + 1);
  CHECK(batches.back() == 30);
}

TEST_CASE("a second append of one conversation waits for the next batch and decides anew") {
  Gate gate;
  std::atomic<int> runs{0};
  Server server([&](const Request& request) {
    if (request.path == "/gate") return gate.wait();
    ++runs;
    return staging(request);
  });
  Client opener(server.port);
  Client first(server.port);
  Client second(server.port);
  Client third(server.port);
  opener.get("/gate");
  gate.entered.get_future().wait();
  first.get("/same");
  second.get("/same");
  third.get("/other");
  gate.open.set_value();
  CHECK(first.answer().status == 200);
  CHECK(second.answer().status == 200);
  CHECK(third.answer().status == 200);
  CHECK(server.batches() == std::vector<std::size_t>{2, 1});
  CHECK(runs == 4);
}

TEST_CASE("a conflict runs the handler again, on what is there then") {
  std::atomic<Sequence> last{0};
  std::atomic<int> runs{0};
  Server server(
      [&](const Request& request) {
        const auto seen = last.load();
        // Somebody else writes between the decision and the commit, three times.
        if (++runs <= 3) ++last;
        return staging(request, seen);
      },
      Server::roomy(),
      [&](std::span<const Append> appends) {
        std::vector<Result<Sequence>> results;
        for (const auto& append : appends) {
          if (append.expected == last) {
            results.emplace_back(++last);
          } else {
            results.emplace_back(Error{Code::conflict, "stale"});
          }
        }
        return results;
      });
  Client client(server.port);
  client.post("/c", "{}");
  CHECK(client.answer().body == "done /c");
  CHECK(runs == 4);
  CHECK(last == 4);
}

TEST_CASE("a conflict that does not end is answered 503, so that the client tries again") {
  std::atomic<int> runs{0};
  Server server(
      [&](const Request& request) {
        ++runs;
        return staging(request);
      },
      Server::roomy(),
      [](std::span<const Append> appends) {
        return std::vector<Result<Sequence>>(appends.size(), Error{Code::conflict, "stale"});
      });
  Client client(server.port);
  client.get("/c");
  const auto answer = client.answer();
  CHECK(answer.status == 503);
  CHECK(nlohmann::json::parse(answer.body)["error"]["code"] == "unavailable");
  CHECK(answer.has("Retry-After: 1"));
  CHECK(runs == 9);
}

TEST_CASE("nothing is acknowledged that did not become durable") {
  enum class Fault { unavailable, throws, short_answer };
  for (const auto fault : {Fault::unavailable, Fault::throws, Fault::short_answer}) {
    Server server([](const Request& request) { return staging(request); }, Server::roomy(),
                  [fault](std::span<const Append> appends) {
                    if (fault == Fault::throws) throw std::runtime_error("secret");
                    const auto count = fault == Fault::short_answer ? 0 : appends.size();
                    return std::vector<Result<Sequence>>(
                        count, Error{Code::unavailable, "The disk is full.", 7});
                  });
    Client client(server.port);
    client.get("/c");
    const auto answer = client.answer();
    CHECK(answer.status == (fault == Fault::unavailable ? 503 : 500));
    CHECK(answer.has("Retry-After: 7") == (fault == Fault::unavailable));
    CHECK(answer.body.find("secret") == std::string::npos);
  }
}

TEST_CASE("slow work runs beside the front and its answer comes back") {
  std::promise<void> go;
  auto gone = go.get_future().share();
  Server server([&](const Request& request) -> frontdesk::Reply {
    if (request.path != "/slow") return support::echo(request);
    return {.slow = [gone] {
      gone.wait();
      return frontdesk::Response{.body = "\"slow\""};
    }};
  });
  Client slow(server.port);
  slow.get("/slow");
  Client quick(server.port);
  quick.get("/quick");
  CHECK(quick.answer().status == 200);
  go.set_value();
  CHECK(slow.answer().body == "\"slow\"");
  slow.get("/after");
  CHECK(slow.answer().body == "GET /after ");
}

TEST_CASE("when the side pool is full, who comes is told to come later") {
  std::promise<void> go;
  auto gone = go.get_future().share();
  std::counting_semaphore<> begun(0);
  Server server([&](const Request&) -> frontdesk::Reply {
    return {.slow = [gone, &begun] {
      begun.release();
      gone.wait();
      return frontdesk::Response{.body = "1"};
    }};
  });
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 30; ++i) {
    clients.push_back(std::make_unique<Client>(server.port));
    clients.back()->get("/");
    // Whoever is run does not stand in the queue any more, but not before he is.
    if (i < 2) begun.acquire();
  }
  // Eight do not fit: two run, twenty wait. They are answered while the others are held.
  int refused = 0;
  std::vector<pollfd> waiting;
  for (auto& client : clients)
    waiting.push_back({.fd = client->fd(), .events = POLLIN, .revents = 0});
  while (refused < 8 && poll(waiting.data(), waiting.size(), 10'000) > 0) {
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      waiting[i].fd = -1;
      const auto answer = clients[i]->answer();
      CHECK(answer.status == 503);
      CHECK(answer.has("Retry-After: "));
      ++refused;
    }
  }
  CHECK(refused == 8);
  go.set_value();
}

TEST_CASE("a client that leaves before its answer leaves nothing behind") {
  Gate gate;
  Server server([&](const Request& request) {
    return request.path == "/gate" ? gate.wait() : staging(request);
  });
  Client opener(server.port);
  opener.get("/gate");
  gate.entered.get_future().wait();
  {
    Client hasty(server.port);
    hasty.get("/c");
  }
  gate.open.set_value();
  CHECK(opener.answer().status == 200);
  opener.get("/last");
  CHECK(opener.answer().status == 200);
  server.stop();
  CHECK(server.front.figures().connections == 0);
}

}  // namespace batch_test
