// SPDX-License-Identifier: MIT
#include "outbound/client.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <atomic>
#include <cstdlib>

#include "support/loopback.h"

namespace client_test {

using namespace frontdesk;
using support::Loopback;

namespace {

OutboundSettings allowing(const std::string& place) {
  OutboundSettings settings;
  settings.allow = {place};
  return settings;
}

Code refusal(const OutboundClient& client, const OutboundRequest& request) {
  const auto response = client.send(request);
  REQUIRE_FALSE(response.ok());
  return response.error().code;
}

/// gzip's form of a text.
std::string packed(const std::string& text) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("addresses of every special range are not public, their neighbours are") {
  struct Row {
    const char* address;
    bool is_public;
  };
  const Row rows[] = {
      {"0.0.0.0", false},
      {"0.255.255.255", false},
      {"1.0.0.0", true},
      {"9.255.255.255", true},
      {"10.0.0.0", false},
      {"10.255.255.255", false},
      {"11.0.0.0", true},
      {"100.63.255.255", true},
      {"100.64.0.0", false},
      {"100.127.255.255", false},
      {"100.128.0.0", true},
      {"126.255.255.255", true},
      {"127.0.0.1", false},
      {"127.255.255.255", false},
      {"128.0.0.0", true},
      {"169.253.255.255", true},
      {"169.254.169.254", false},
      {"169.255.0.0", true},
      {"172.15.255.255", true},
      {"172.16.0.0", false},
      {"172.31.255.255", false},
      {"172.32.0.0", true},
      {"192.0.0.8", false},
      {"192.0.1.0", true},
      {"192.0.2.1", false},
      {"192.88.99.1", false},
      {"192.167.255.255", true},
      {"192.168.0.1", false},
      {"192.168.255.255", false},
      {"192.169.0.0", true},
      {"198.17.255.255", true},
      {"198.18.0.0", false},
      {"198.19.255.255", false},
      {"198.20.0.0", true},
      {"198.51.100.7", false},
      {"203.0.113.7", false},
      {"203.0.114.0", true},
      {"223.255.255.255", true},
      {"224.0.0.1", false},
      {"239.255.255.255", false},
      {"240.0.0.0", false},
      {"255.255.255.255", false},
      {"8.8.8.8", true},
      // IPv6
      {"::", false},
      {"::1", false},
      {"::ffff:8.8.8.8", false},
      {"::ffff:127.0.0.1", false},
      {"::8.8.8.8", false},
      {"64:ff9b::808:808", false},
      {"64:ff9b:1::1", false},
      {"100::1", false},
      {"2001::1", false},
      {"2001:1ff:ffff::1", false},
      {"2001:200::1", true},
      {"2001:db8::1", false},
      {"2001:db9::1", true},
      {"2002:7f00:1::", false},
      {"3ffe::1", true},
      {"3fff::1", false},
      {"3fff:fff::1", false},
      {"fc00::1", false},
      {"fdff::1", false},
      {"fe80::1", false},
      {"febf::1", false},
      {"fec0::1", false},
      {"ff02::1", false},
      {"4000::1", false},
      {"2606:4700::1111", true},
      {"2a00:1450:4001::1", true},
      // not addresses
      {"", false},
      {"localhost", false},
      {"8.8.8", false},
      {"8.8.8.8.8", false},
      {"0x08080808", false},
      {"[2606:4700::1111]", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.address);
    CHECK(is_public_address(row.address) == row.is_public);
  }
}

TEST_CASE("what is allowed by name is called, with its method, headers and body") {
  const Loopback shop([](const std::string&) {
    return Loopback::answer(201, R"({"id": "R-9"})", "X-Shop:  yes \r\n");
  });
  const OutboundClient client(allowing(shop.place()));
  const auto response = client.send({.method = "POST",
                                     .url = shop.url("/returns?x=1"),
                                     .headers = {{"Idempotency-Key", "c1:7:make"}},
                                     .body = "{\"a\":1}"});
  REQUIRE(response.ok());
  CHECK(response->status == 201);
  CHECK(response->body == R"({"id": "R-9"})");
  CHECK(response->headers.at("x-shop") == "yes ");
  const auto request = shop.requests().front();
  CHECK(request.starts_with("POST /returns?x=1 HTTP/1.1\r\n"));
  CHECK(request.find("\r\nIdempotency-Key: c1:7:make\r\n") != std::string::npos);
  CHECK(request.find("\r\nExpect:") == std::string::npos);
  CHECK(request.ends_with("\r\n\r\n{\"a\":1}"));
}

TEST_CASE("a POST without a body says that it has none, and HEAD waits for none") {
  const Loopback shop([](const std::string& request) {
    return request.starts_with("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"
                                       : Loopback::answer(204, "");
  });
  const OutboundClient client(allowing(shop.place()));
  REQUIRE(client.send({.method = "POST", .url = shop.url()}));
  CHECK(shop.requests().front().find("Content-Length: 0\r\n") != std::string::npos);
  const auto head = client.send({.method = "HEAD", .url = shop.url()});
  REQUIRE(head.ok());
  CHECK(head->status == 200);
}

TEST_CASE("an answer of any status is an answer") {
  const Loopback shop([](const std::string&) { return Loopback::answer(503, "down"); });
  const auto response = OutboundClient(allowing(shop.place())).send({.url = shop.url()});
  REQUIRE(response.ok());
  CHECK(response->status == 503);
}

TEST_CASE("plain http, other ports and private addresses are refused before anything is sent") {
  const Loopback shop([](const std::string&) { return Loopback::answer(200, ""); });
  const OutboundClient client(OutboundSettings{});
  const auto port = std::to_string(shop.port());
  CHECK(refusal(client, {.url = shop.url()}) == Code::forbidden);
  CHECK(refusal(client, {.url = "https://127.0.0.1:" + port + "/"}) == Code::forbidden);
  CHECK(refusal(client, {.url = "https://127.0.0.1/"}) == Code::forbidden);
  CHECK(refusal(client, {.url = "https://localhost/"}) == Code::forbidden);
  CHECK(refusal(client, {.url = "https://[::1]/"}) == Code::forbidden);
  CHECK(refusal(client, {.url = "https://[::ffff:127.0.0.1]/"}) == Code::forbidden);
  CHECK(refusal(client, {.url = "https://10.1.2.3/"}) == Code::forbidden);
  CHECK(refusal(client, {.url = "https://169.254.169.254/latest/meta-data"}) == Code::forbidden);
  // Other ways to write 127.0.0.1.
  for (const auto* host : {"127.1", "0x7f000001", "2130706433", "0177.0.0.1"}) {
    CAPTURE(host);
    CHECK(refusal(client, {.url = "https://" + std::string(host) + "/"}) == Code::forbidden);
  }
  CHECK(shop.requests().empty());
}

TEST_CASE("what is allowed is one host with one port, not its other ports") {
  const Loopback shop([](const std::string&) { return Loopback::answer(200, "fine"); });
  const Loopback secret([](const std::string&) { return Loopback::answer(200, "secret"); });
  const OutboundClient client(allowing(shop.place()));
  CHECK(client.send({.url = shop.url()}).ok());
  CHECK(refusal(client, {.url = secret.url()}) == Code::forbidden);
  CHECK(secret.requests().empty());
}

TEST_CASE("only http and https addresses without a user can be called") {
  const OutboundClient client(OutboundSettings{});
  for (const auto* url :
       {"", "nonsense", "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/",
        "https://user:pass@example.org/", "https://user@example.org/", "https://exa mple.org/",
        "https://example.org/a\r\nX: y"}) {
    CAPTURE(url);
    CHECK(refusal(client, {.url = url}) == Code::invalid);
  }
}

TEST_CASE("a redirect is an answer like any other and is not followed") {
  const Loopback target([](const std::string&) { return Loopback::answer(200, "secret"); });
  const Loopback shop([&](const std::string&) {
    return Loopback::answer(302, "", "Location: " + target.url() + "\r\n");
  });
  auto settings = allowing(shop.place());
  settings.allow.push_back(target.place());
  const auto response = OutboundClient(settings).send({.url = shop.url()});
  REQUIRE(response.ok());
  CHECK(response->status == 302);
  CHECK(response->body.empty());
  CHECK(target.requests().empty());
}

TEST_CASE("a redirect is followed by who asked for it, and the answer says where it came from") {
  const Loopback shop([](const std::string& request) {
    if (request.starts_with("GET /old ")) {
      return Loopback::answer(301, "moved", "Location: /folder/middle\r\n");
    }
    if (request.starts_with("GET /folder/middle ")) {
      return Loopback::answer(308, "", "Location: new?a=1#part\r\n");
    }
    return Loopback::answer(200, "here", "X-Last: yes\r\n");
  });
  const OutboundClient client(allowing(shop.place()));
  const auto response = client.send(
      {.url = shop.url("/old"), .headers = {{"Authorization", "Basic x"}}, .redirects = 2});
  REQUIRE(response.ok());
  CHECK(response->status == 200);
  CHECK(response->body == "here");
  CHECK(response->url == shop.url("/folder/new?a=1"));
  CHECK(response->headers.count("location") == 0);
  REQUIRE(shop.requests().size() == 3);
  CHECK(shop.requests().back().find("Authorization: Basic x") != std::string::npos);

  CHECK(refusal(client, {.url = shop.url("/old"), .redirects = 1}) == Code::invalid);
  const auto straight = client.send({.url = shop.url("/x"), .redirects = 5});
  REQUIRE(straight.ok());
  CHECK(straight->url == shop.url("/x"));
}

TEST_CASE("a redirect in a circle ends") {
  const Loopback shop(
      [](const std::string&) { return Loopback::answer(302, "", "Location: /again\r\n"); });
  const OutboundClient client(allowing(shop.place()));
  CHECK(refusal(client, {.url = shop.url(), .redirects = 1000}) == Code::invalid);
  CHECK(shop.requests().size() == 6);
}

TEST_CASE("each redirect is checked like a call of its own") {
  const Loopback secret([](const std::string&) { return Loopback::answer(200, "secret"); });
  std::string target;
  const Loopback shop([&](const std::string&) {
    return Loopback::answer(302, "", "Location: " + target + "\r\n");
  });
  const OutboundClient client(allowing(shop.place()));
  const auto refused = [&](const std::string& url) {
    target = url;
    return refusal(client, {.url = shop.url(), .redirects = 5});
  };
  CHECK(refused("http://169.254.169.254/latest/meta-data/") == Code::forbidden);
  CHECK(refused("https://169.254.169.254/latest/meta-data/") == Code::forbidden);
  CHECK(refused("//169.254.169.254/") == Code::forbidden);
  CHECK(refused("https://[::ffff:169.254.169.254]/") == Code::forbidden);
  CHECK(refused(secret.url()) == Code::forbidden);
  CHECK(refused("file:///etc/passwd") == Code::invalid);
  CHECK(refused("https://user:word@example.org/") == Code::invalid);
  CHECK(refused("https://") == Code::invalid);
  CHECK(secret.requests().empty());
}

TEST_CASE("another host learns no secret from a redirect") {
  const Loopback other([](const std::string&) { return Loopback::answer(200, "fine"); });
  const Loopback shop([&](const std::string&) {
    return Loopback::answer(307, "", "Location: " + other.url("/x") + "\r\n");
  });
  auto settings = allowing(shop.place());
  settings.allow.push_back(other.place());
  const auto response = OutboundClient(settings).send({.method = "POST",
                                                       .url = shop.url(),
                                                       .headers = {{"authorization", "Bearer s1"},
                                                                   {"apikey", "s2"},
                                                                   {"Cookie", "s3"},
                                                                   {"Accept", "text/html"}},
                                                       .body = "s4",
                                                       .redirects = 1});
  REQUIRE(response.ok());
  CHECK(response->url == other.url("/x"));
  const auto request = other.requests().front();
  CHECK(request.find("Accept: text/html") != std::string::npos);
  for (const auto* secret : {"s1", "s2", "s3", "s4"}) {
    CAPTURE(secret);
    CHECK(shop.requests().front().find(secret) != std::string::npos);
    CHECK(request.find(secret) == std::string::npos);
  }
}

TEST_CASE("a posted form that is answered with a redirect is not posted again") {
  const Loopback shop([](const std::string& request) {
    if (request.starts_with("POST")) return Loopback::answer(303, "", "Location: /done\r\n");
    return Loopback::answer(200, "done");
  });
  const auto response = OutboundClient(allowing(shop.place()))
                            .send({.method = "POST",
                                   .url = shop.url(),
                                   .headers = {{"Content-Type", "text/plain"}},
                                   .body = "order",
                                   .redirects = 1});
  REQUIRE(response.ok());
  CHECK(shop.requests().back().starts_with("GET /done "));
  CHECK(shop.requests().back().find("Content-Type") == std::string::npos);
}

TEST_CASE("all redirects together take no longer than one call may") {
  std::atomic<int> calls = 0;
  const Loopback shop([&](const std::string&) {
    return ++calls < 3 ? Loopback::answer(302, "", "Location: /again\r\n") : std::string();
  });
  const auto begin = std::chrono::steady_clock::now();
  CHECK(refusal(OutboundClient(allowing(shop.place())),
                {.url = shop.url(), .timeout = std::chrono::milliseconds{200}, .redirects = 5}) ==
        Code::unavailable);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{2});
}

TEST_CASE("a request may ask for a larger answer than the settings have, or for a smaller one") {
  const Loopback shop(
      [](const std::string&) { return Loopback::answer(200, std::string(1000, 'x')); });
  auto settings = allowing(shop.place());
  settings.answer_bytes = 100;
  CHECK(OutboundClient(settings).send({.url = shop.url(), .answer_bytes = 1000}).ok());
  settings.answer_bytes = 10000;
  CHECK(refusal(OutboundClient(settings), {.url = shop.url(), .answer_bytes = 999}) ==
        Code::too_large);
}

TEST_CASE("a packed answer is unpacked, and its limit is that of the unpacked bytes") {
  const Loopback shop([](const std::string& request) {
    const std::size_t size = request.starts_with("GET /bomb") ? 50 * 1024 * 1024 : 1000;
    return Loopback::answer(200, packed(std::string(size, 'x')), "Content-Encoding: gzip\r\n");
  });
  const OutboundClient client(allowing(shop.place()));
  const auto response = client.send({.url = shop.url()});
  REQUIRE(response.ok());
  CHECK(response->body == std::string(1000, 'x'));
  CHECK(refusal(client, {.url = shop.url("/bomb")}) == Code::too_large);
}

TEST_CASE("an answer without end is cut off") {
  const Loopback shop([](const std::string&) {
    // No length, and far more than anybody reads.
    return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(16 << 20, 'x');
  });
  CHECK(refusal(OutboundClient(allowing(shop.place())), {.url = shop.url()}) == Code::too_large);
}

TEST_CASE("an answer above the size limit is cut off, one of exactly that size is not") {
  const Loopback shop([](const std::string& request) {
    const std::size_t size = request.starts_with("GET /big") ? 1001 : 1000;
    return Loopback::answer(200, std::string(size, 'x'));
  });
  auto settings = allowing(shop.place());
  settings.answer_bytes = 1000;
  const OutboundClient client(settings);
  CHECK(refusal(client, {.url = shop.url("/big")}) == Code::too_large);
  const auto fits = client.send({.url = shop.url("/fits")});
  REQUIRE(fits.ok());
  CHECK(fits->body.size() == 1000);
}

TEST_CASE("nobody waits longer than the shorter of the two limits") {
  const Loopback shop([](const std::string&) { return ""; });
  const OutboundClient client(allowing(shop.place()));
  const auto begin = std::chrono::steady_clock::now();
  CHECK(refusal(client, {.url = shop.url(), .timeout = std::chrono::milliseconds{50}}) ==
        Code::unavailable);
  auto settings = allowing(shop.place());
  settings.total_seconds = 0.05;
  CHECK(refusal(OutboundClient(settings), {.url = shop.url(), .timeout = std::chrono::hours{1}}) ==
        Code::unavailable);
  // No time at all is very little time, not all the time in the world.
  CHECK(refusal(client, {.url = shop.url(), .timeout = std::chrono::milliseconds{0}}) ==
        Code::unavailable);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{4});
}

TEST_CASE("nobody listening is unavailable, later") {
  std::string place;
  {
    const Loopback gone([](const std::string&) { return ""; });
    place = gone.place();
  }
  const auto response = OutboundClient(allowing(place)).send({.url = "http://" + place + "/"});
  REQUIRE_FALSE(response.ok());
  CHECK(response.error().code == Code::unavailable);
  CHECK(response.error().retry_after_seconds > 0);
}

TEST_CASE("every cookie is kept, and the last of another repeated header") {
  const Loopback shop([](const std::string&) {
    return Loopback::answer(
        200, "", "Set-Cookie: a=1; path=/\r\nX-Word: one\r\nset-cookie: b=2\r\nX-Word: two\r\n");
  });
  const auto response = OutboundClient(allowing(shop.place())).send({.url = shop.url()});
  REQUIRE(response.ok());
  CHECK(response->headers.at("set-cookie") == "a=1; path=/\nb=2");
  CHECK(response->headers.at("x-word") == "two");
}

TEST_CASE("a line break in a header or a method is refused") {
  const Loopback shop([](const std::string&) { return Loopback::answer(200, ""); });
  const OutboundClient client(allowing(shop.place()));
  const auto with = [&](const std::string& name, const std::string& value) {
    return refusal(client, {.url = shop.url(), .headers = {{name, value}}});
  };
  CHECK(with("X-Name", "a\r\nX-Other: b") == Code::invalid);
  CHECK(with("X-Name", "a\nb") == Code::invalid);
  CHECK(with("X-Name\r\nX-Other", "b") == Code::invalid);
  CHECK(with("X-Name", std::string("a\0b", 3)) == Code::invalid);
  CHECK(refusal(client, {.method = "GET / HTTP/1.1\r\nX: y", .url = shop.url()}) == Code::invalid);
  CHECK(shop.requests().empty());
}

TEST_CASE("a proxy named in the environment is not used") {
  const Loopback proxy([](const std::string&) { return Loopback::answer(200, "proxied"); });
  const Loopback shop([](const std::string&) { return Loopback::answer(200, "direct"); });
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  const auto response = OutboundClient(allowing(shop.place())).send({.url = shop.url()});
  ::unsetenv("http_proxy");
  REQUIRE(response.ok());
  CHECK(response->body == "direct");
  CHECK(proxy.requests().empty());
}

}  // namespace client_test
