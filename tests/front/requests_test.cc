// SPDX-License-Identifier: MIT
// Requests and answers over real sockets.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "front/harness.h"

namespace requests_test {

using namespace std::chrono_literals;
using support::Client;
using support::Server;

namespace {

std::string code_of(const support::Answer& answer) {
  return nlohmann::json::parse(answer.body)["error"]["code"];
}

}  // namespace

TEST_CASE("a request is answered and the connection stays open for the next") {
  Server server(support::echo);
  Client client(server.port);
  for (int i = 0; i < 3; ++i) {
    client.post("/a/b", "body " + std::to_string(i));
    const auto answer = client.answer();
    CHECK(answer.status == 200);
    CHECK(answer.body == "POST /a/b body " + std::to_string(i));
    CHECK(answer.has("X-Content-Type-Options: nosniff\r\n"));
    CHECK(answer.has("Referrer-Policy: no-referrer\r\n"));
    CHECK(answer.has("Cache-Control: no-store\r\n"));
  }
  CHECK(server.front.figures().batches == 0);
}

TEST_CASE("pipelined requests are answered in their order") {
  Server server(support::echo);
  Client client(server.port);
  std::string bytes;
  for (int i = 0; i < 50; ++i) {
    bytes += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: test\r\n\r\n";
  }
  client.send(bytes);
  for (int i = 0; i < 50; ++i) CHECK(client.answer().body == "GET /" + std::to_string(i) + " ");
}

TEST_CASE("a request that comes byte by byte is answered like any other") {
  Server server(support::echo);
  Client client(server.port);
  const std::string bytes = "POST /slow HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc";
  for (const char c : bytes) client.send({&c, 1});
  CHECK(client.answer().body == "POST /slow abc");
}

TEST_CASE("a handler sees path, query and headers as they were meant") {
  Server server([](const frontdesk::Request& request) {
    std::string all = request.path + '|' + std::to_string(request.segments.size());
    for (const auto& [name, value] : request.query) all += '|' + name + '=' + value;
    return support::text(all + '|' + request.header("authorization") + '|' +
                         request.header("x-none") + '|' + request.address);
  });
  Client client(server.port);
  client.get("/a//%C5%A1/c?q=kur+mano%20siunta?&t=a=b&q=2&empty=",
             "Authorization: Bearer 100%41\r\n");
  CHECK(client.answer().body ==
        "/a//\xC5\xA1/c|3|empty=|q=kur mano siunta?|t=a=b|Bearer 100%41||127.0.0.1");
}

TEST_CASE("a client's own headers cannot pose as his address") {
  const auto address = [](const frontdesk::Request& request) {
    return support::text(request.address);
  };
  const std::string lies = "REMOTE_ADDR: 1.1.1.1\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n";
  Server direct(address);
  Client client(direct.port);
  client.get("/", lies);
  CHECK(client.answer().body == "127.0.0.1");

  Server behind_proxy(address, Server::roomy(), {}, {"127.0.0.1"});
  Client proxied(behind_proxy.port);
  proxied.get("/", lies);
  CHECK(proxied.answer().body == "203.0.113.9");
}

TEST_CASE("HEAD gets the length of the body and no body; 204 gets no length") {
  Server server([](const frontdesk::Request& request) {
    if (request.path == "/none") return frontdesk::Reply{.response = {.status = 204}};
    return support::text("hello");
  });
  Client client(server.port);
  client.send("HEAD /x HTTP/1.1\r\nHost: t\r\n\r\n");
  REQUIRE(client.expect("\r\n\r\n"));
  CHECK(client.unread().empty());
  client.get("/none");
  const auto none = client.answer();
  CHECK(none.status == 204);
  CHECK_FALSE(none.has("Content-Length"));
  client.get("/x");
  CHECK(client.answer().body == "hello");
}

TEST_CASE("Range and compression are not honoured, whatever a client asks") {
  Server server([](const frontdesk::Request&) { return support::text(std::string(5000, 'x')); });
  Client client(server.port);
  client.get("/", "Range: bytes=0-1,0-1,0-1\r\nAccept-Encoding: gzip, br\r\n");
  const auto answer = client.answer();
  CHECK(answer.status == 200);
  CHECK(answer.body.size() == 5000);
}

TEST_CASE("what is refused is answered as JSON, and the connection ends in peace") {
  struct {
    std::string bytes;
    int status;
    std::string code;
  } cases[] = {
      {"POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 60000\r\n\r\n" + std::string(60000, 'x'),
       413, "too_large"},
      {"POST /x HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
       411, "invalid"},
      {"GET /" + std::string(3000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n", 414, "too_large"},
      {"GET / HTTP/1.1\r\nHost: t\r\nX: " + std::string(9000, 'a') + "\r\n\r\n", 431, "too_large"},
      {"\x16\x03\x01\x02 TLS, by mistake\r\n", 400, "invalid"},
      {"BREW / HTTP/1.1\r\nHost: t\r\n\r\n", 501, "unsupported"},
  };
  Server server(support::echo);
  for (const auto& refused : cases) {
    Client client(server.port);
    client.send(refused.bytes);
    const auto answer = client.answer();
    CHECK(answer.status == refused.status);
    CHECK(code_of(answer) == refused.code);
    CHECK(answer.has("Connection: close\r\n"));
    CHECK(answer.has("nosniff"));
    CHECK(client.closes());
  }
}

TEST_CASE("agents may send larger bodies than visitors") {
  Server server([](const frontdesk::Request& request) {
    return support::text(std::to_string(request.body.size()));
  });
  Client client(server.port);
  client.post("/api/v1/agent/conversations/c/messages", std::string(60000, 'x'));
  CHECK(client.answer().body == "60000");
  client.post("/api/v1/conversations/c/messages", std::string(60000, 'x'));
  CHECK(client.answer().status == 413);
}

TEST_CASE(
    "a client that waits for 100 Continue gets it, once, and only for a body that is welcome") {
  Server server(support::echo);
  Client client(server.port);
  const std::string head =
      "POST /x HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: ";
  client.send(head + "4\r\n\r\n");
  REQUIRE(client.expect("HTTP/1.1 100 Continue\r\n\r\n"));
  client.send("body");
  CHECK(client.answer().body == "POST /x body");

  client.send(head + "999999\r\n\r\n");
  CHECK(client.answer().status == 413);
}

TEST_CASE("HTTP/1.0 is answered and closed") {
  Server server(support::echo);
  Client client(server.port);
  client.send("GET /old HTTP/1.0\r\n\r\n");
  CHECK(client.answer().body == "GET /old ");
  CHECK(client.closes());
}

TEST_CASE("a connection ends after as many requests as it may have") {
  auto limits = Server::roomy();
  limits.requests_per_connection = 2;
  Server server(support::echo, limits);
  Client client(server.port);
  client.get("/1");
  CHECK_FALSE(client.answer().has("Connection: close"));
  client.get("/2");
  CHECK(client.answer().has("Connection: close"));
  CHECK(client.closes());
}

TEST_CASE("what a handler throws is not told to the client") {
  Server server([](const frontdesk::Request& request) -> frontdesk::Reply {
    if (request.path == "/slow") {
      return {.slow = []() -> frontdesk::Response { throw std::runtime_error("secret"); }};
    }
    if (request.path == "/odd") throw 42;
    throw std::runtime_error("secret");
  });
  Client client(server.port);
  for (const auto* path : {"/", "/slow", "/odd"}) {
    client.get(path);
    const auto answer = client.answer();
    CHECK(answer.status == 500);
    CHECK(code_of(answer) == "internal");
    CHECK((answer.head + answer.body).find("secret") == std::string::npos);
  }
}

TEST_CASE("a header that would split the response is left out") {
  Server server([](const frontdesk::Request&) {
    auto reply = support::text("x");
    reply.response.headers = {
        {"X-Bad", "a\r\nSet-Cookie: b"}, {"Bad Name", "x"}, {"X-Good", "yes"}};
    return reply;
  });
  Client client(server.port);
  client.get("/");
  const auto answer = client.answer();
  CHECK(answer.status == 200);
  CHECK(answer.has("X-Good: yes\r\n"));
  CHECK_FALSE(answer.has("Set-Cookie"));
  CHECK_FALSE(answer.has("Bad Name"));
}

TEST_CASE("an answer that is larger than the socket takes leaves in parts") {
  const std::string large(3'000'000, 'y');
  Server server([&](const frontdesk::Request&) { return support::text(large); });
  Client slow(server.port, 4096);
  slow.get("/");
  Client other(server.port);
  for (int i = 0; i < 3; ++i) {
    other.get("/");
    CHECK(other.answer().body.size() == large.size());
  }
  CHECK(slow.answer().body == large);
}

TEST_CASE("more connections from one address than it may have are refused, others are not") {
  frontdesk::Limits limits;
  limits.connections_per_address = 2;
  Server server(support::echo, limits);
  Client first(server.port);
  Client second(server.port);
  first.get("/");
  second.get("/");
  CHECK(first.answer().status == 200);
  CHECK(second.answer().status == 200);
  Client third(server.port);
  const auto answer = third.answer();
  CHECK(answer.status == 429);
  CHECK(answer.has("Retry-After: "));
  CHECK(third.closes());
}

TEST_CASE("a place of an address is free again when its connection is gone") {
  frontdesk::Limits limits;
  limits.connections_per_address = 1;
  Server server(support::echo, limits);
  for (int i = 0; i < 5; ++i) {
    Client client(server.port);
    client.get("/", "Connection: close\r\n");
    CHECK(client.answer().status == 200);
    CHECK(client.closes());
  }
}

TEST_CASE("above the limit of connections a newcomer is told so") {
  auto limits = Server::roomy();
  limits.connections = 1;
  Server server(support::echo, limits);
  Client first(server.port);
  first.get("/");
  CHECK(first.answer().status == 200);
  Client second(server.port);
  CHECK(second.answer().status == 503);
  CHECK(second.closes());
}

TEST_CASE("a port that is taken, and a host that is none, are errors and no crash") {
  Server server(support::echo);
  const auto handler = [](const frontdesk::Request&) { return frontdesk::Reply{}; };
  frontdesk::Front other({}, {}, handler, {});
  CHECK(other.listen("127.0.0.1", server.port).error().code == frontdesk::Code::unavailable);
  CHECK(other.listen("no such host", 0).error().code == frontdesk::Code::invalid);
}

}  // namespace requests_test
