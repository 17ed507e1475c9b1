// SPDX-License-Identifier: MIT
// Pages, health, and what other origins may do.
#include <doctest/doctest.h>

#include "support/test_server.h"

namespace pages_test {

using frontdesk::Settings;
using nlohmann::json;
using support::Headers;
using support::TestServer;
using support::with;

namespace {

const std::string kShop = "https://shop.example";

void allow_shop(Settings& settings) { settings.allowed_origins = {kShop}; }

}  // namespace

TEST_CASE("a page on the list may read what visitors read, and no other page") {
  TestServer server(allow_shop);
  const auto visitor = server.start();
  const auto from = [&](const std::string& origin) {
    return server.get(visitor.path("/events"), with(visitor.headers(), {{"Origin", origin}}));
  };
  CHECK(from(kShop).header("access-control-allow-origin") == kShop);
  CHECK(from(kShop).header("access-control-allow-credentials") == "");
  for (const auto* origin : {"https://evil.example", "https://shop.example.evil.example", "null",
                             "http://shop.example", "https://shop.example:8443"}) {
    const auto answer = from(origin);
    CHECK_MESSAGE(answer.header("access-control-allow-origin") == "", origin);
    CHECK(answer.header("vary") == "Origin");
  }
  // Errors and streams are read by the same page.
  CHECK(server.get(visitor.path("/events"), {{"Origin", kShop}})
            .header("access-control-allow-origin") == kShop);
  support::EventReader stream(server.port, visitor.path("/events"),
                              with(visitor.headers(), {{"Origin", kShop}}));
  CHECK(stream.head().headers.count("access-control-allow-origin") == 1);
}

TEST_CASE("a browser that asks first is told what a page on the list may send") {
  TestServer server(allow_shop);
  const auto ask = [&](const std::string& origin, const std::string& target) {
    return support::http(server.port, "OPTIONS", target,
                         {{"Origin", origin},
                          {"Access-Control-Request-Method", "POST"},
                          {"Access-Control-Request-Headers", "authorization,content-type"}});
  };
  const auto answer = ask(kShop, "/api/v1/conversations");
  CHECK(answer.status == 204);
  CHECK(answer.header("access-control-allow-origin") == kShop);
  CHECK(answer.header("access-control-allow-methods").find("POST") != std::string::npos);
  CHECK(answer.header("access-control-allow-headers").find("Authorization") != std::string::npos);
  CHECK(
      ask("https://evil.example", "/api/v1/conversations").header("access-control-allow-origin") ==
      "");
}

TEST_CASE("no other origin is ever told that it may act as an agent") {
  TestServer server(allow_shop);
  const auto ruta = server.agent("Ruta");
  for (const auto* target :
       {"/api/v1/agent/me", "/api//v1/agent/me", "/api/v1/agent/conversations"}) {
    for (const auto* method : {"GET", "OPTIONS"}) {
      const auto answer =
          support::http(server.port, method, target, with(ruta, {{"Origin", kShop}}));
      for (const auto& [name, value] : answer.headers) {
        CHECK_MESSAGE(!name.starts_with("access-control"), target);
      }
    }
  }
}

TEST_CASE("pages run no script but ours, and only pages on the list may hold the widget") {
  TestServer server(allow_shop);
  const auto widget = server.get("/widget/");
  const auto console = server.get("/console/");
  // A build without the web files has no pages; the rest of this file holds all the same.
  if (widget.status == 404) return;
  for (const auto* answer : {&widget, &console}) {
    CHECK(answer->status == 200);
    CHECK(answer->header("content-type") == "text/html; charset=utf-8");
    const auto policy = answer->header("content-security-policy");
    CHECK(policy.find("default-src 'none'") != std::string::npos);
    CHECK(policy.find("script-src 'self'") != std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(answer->header("x-content-type-options") == "nosniff");
    CHECK(answer->header("referrer-policy") == "no-referrer");
  }
  const auto ancestors = [](const support::HttpAnswer& answer) {
    const auto policy = answer.header("content-security-policy");
    return policy.substr(policy.find("frame-ancestors"));
  };
  CHECK(ancestors(widget) == "frame-ancestors 'self' " + kShop);
  CHECK(ancestors(console) == "frame-ancestors 'none'");
}

TEST_CASE("a folder's address gets its slash on this server and no other") {
  TestServer server;
  for (const auto* target : {"/console", "//console"}) {
    const auto answer = server.get(target);
    if (answer.status == 404) return;  // built without the web files
    CHECK(answer.status == 308);
    CHECK(answer.header("location") == "/console/");
  }
}

TEST_CASE("no address leads out of the files that were built in") {
  TestServer server;
  for (const auto* target : {"/console/../../etc/passwd", "/console/%2e%2e/x", "/widget/..%2fx",
                             "/console/%00", "/etc/passwd", "/widget.js/x"}) {
    const auto answer = server.get(target);
    CHECK_MESSAGE((answer.status == 400 || answer.status == 404), target);
    CHECK_MESSAGE(answer.code() != "", target);
  }
}

TEST_CASE("the sample page of the content is served") {
  TestServer server;
  const auto answer = server.get("/");
  CHECK(answer.status == 200);
  CHECK(answer.header("content-type") == "text/html; charset=utf-8");
  CHECK(answer.body.find("Small shop") != std::string::npos);
}

TEST_CASE("health, readiness and figures are there for whoever watches") {
  TestServer server;
  CHECK(server.get("/healthz").json() == json{{"status", "ok"}});
  CHECK(server.get("/readyz").json() == json{{"status", "ready"}});
  (void)server.start();
  const auto metrics = server.get("/metrics");
  CHECK(metrics.status == 200);
  CHECK(metrics.header("content-type").starts_with("text/plain"));
  CHECK(metrics.body.find("\nfrontdesk_appends_total 1\n") != std::string::npos);
  CHECK(metrics.body.find("# TYPE frontdesk_requests_total counter") != std::string::npos);
  const auto head = support::http(server.port, "HEAD", "/healthz");
  CHECK(head.status == 200);
  CHECK(head.body == "");
}

TEST_CASE("every error has a code and a message, wherever it comes from") {
  TestServer server;
  const auto visitor = server.start();
  const auto check = [](const support::HttpAnswer& answer, int status) {
    CHECK(answer.status == status);
    CHECK(answer.code() != "");
    CHECK(answer.header("content-type") == "application/json");
  };
  check(server.get("/nothing"), 404);
  check(server.get("/" + std::string(3000, 'a')), 414);
  check(server.get("/healthz", {{"X-Long", std::string(9000, 'a')}}), 431);
  check(server.get("/healthz", {{"Transfer-Encoding", "chunked"}}), 411);
  check(server.get("/%zz"), 400);
  check(support::http(server.port, "BREW", "/"), 501);
  check(server.post_text(visitor.path("/messages"), "{}",
                         with(visitor.headers(), {{"Content-Encoding", "gzip"}})),
        415);
}

}  // namespace pages_test
