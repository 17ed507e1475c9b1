// SPDX-License-Identifier: MIT
#include "http/framing.h"

#include <doctest/doctest.h>

#include <random>

namespace framing_test {

using frontdesk::Framer;
using frontdesk::Limits;

namespace {

const Limits kLimits;

/// What became of the bytes, as text: each request, then the state.
std::string verdict(const std::vector<std::string>& pieces) {
  Framer framer(kLimits);
  std::string result;
  for (const auto& piece : pieces) {
    framer.feed(piece);
    while (framer.state() == Framer::State::complete) {
      const auto framed = framer.take();
      result += framed.method + ' ' + framed.target + (framed.keep_alive ? " keep " : " close ");
      for (const auto& [name, value] : framed.headers) result += name + '=' + value + ';';
      result += '[' + framed.body + "]\n";
    }
  }
  if (framer.state() == Framer::State::refused) {
    return result + std::to_string(framer.refusal().status);
  }
  return result + "state " + std::to_string(static_cast<int>(framer.state()));
}

std::vector<std::string> bytewise(const std::string& bytes) {
  std::vector<std::string> result;
  for (const char c : bytes) result.emplace_back(1, c);
  return result;
}

std::string get(const std::string& target, const std::string& headers = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n";
}
std::string post(const std::string& headers, const std::string& body = "") {
  return "POST /x HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n" + body;
}
std::string many(std::size_t count, const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

struct Case {
  std::string name;
  std::string bytes;
  int status;
};

std::vector<Case> malformed() {
  using namespace std::string_literals;
  return {
      {"bare LF after the request line", "GET / HTTP/1.1\nHost: t\r\n\r\n", 400},
      {"bare LF after a header", "GET / HTTP/1.1\r\nHost: t\n\r\n", 400},
      {"bare LF as the end of the head", "GET / HTTP/1.1\r\nHost: t\r\n\n", 400},
      {"bare CR in a value", get("/", "A: b\rc\r\n"), 400},
      {"NUL in a value", get("/", "A: b\0c\r\n"s), 400},
      {"NUL in a name", get("/", "A\0: b\r\n"s), 400},
      {"NUL in the target", get("/a\0b"s), 400},
      {"DEL in a value", get("/", "A: \x7f\r\n"), 400},
      {"folded line", get("/", "A: b\r\n c\r\n"), 400},
      {"folded first header", "GET / HTTP/1.1\r\n Host: t\r\n\r\n", 400},
      {"space before the colon", get("/", "A : b\r\n"), 400},
      {"header without a colon", get("/", "nothing\r\n"), 400},
      {"header without a name", get("/", ": b\r\n"), 400},
      {"name with a bracket", get("/", "A[]: b\r\n"), 400},
      {"name that is not ASCII", get("/", "\xC5\xA1: b\r\n"), 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", get("/", "Host: u\r\n"), 400},
      {"two equal Content-Lengths", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), 400},
      {"two other Content-Lengths", post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), 400},
      {"a list of lengths", post("Content-Length: 1, 1\r\n", "a"), 400},
      {"a signed length", post("Content-Length: +1\r\n", "a"), 400},
      {"a negative length", post("Content-Length: -1\r\n"), 400},
      {"a hexadecimal length", post("Content-Length: 0x1\r\n", "a"), 400},
      {"an empty length", post("Content-Length:\r\n"), 400},
      {"an overflowing length", post("Content-Length: 18446744073709551617\r\n", "a"), 400},
      {"a huge length", post("Content-Length: 9999999999999999999\r\n"), 413},
      {"two Authorizations", get("/", "Authorization: a\r\nAuthorization: b\r\n"), 400},
      {"three spaces", "GET  / HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"a space in the target", get("/a b"), 400},
      {"a tab for a space", "GET\t/\tHTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"no version", "GET /\r\n\r\n", 400},
      {"HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", 505},
      {"HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"a version in small letters", "GET / http/1.1\r\nHost: t\r\n\r\n", 400},
      {"an absolute target", get("http://evil/"), 400},
      {"a target without a slash", get("x"), 400},
      {"an asterisk", "OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"a fragment", get("/a#b"), 400},
      {"raw UTF-8", get("/\xC5\xA1"), 400},
      {"escaped slash", get("/a%2fb"), 400},
      {"escaped NUL", get("/a%00"), 400},
      {"escaped CR", get("/a%0d"), 400},
      {"escaped LF", get("/a%0A"), 400},
      {"escaped LF in the query", get("/?a=%0a"), 400},
      {"escaped NUL in the query", get("/?a=%00"), 400},
      {"a wrong escape", get("/%g0"), 400},
      {"a short escape", get("/%1"), 400},
      {"an escape of four digits", get("/%u002f"), 400},
      {"dots", get("/a/../b"), 400},
      {"escaped dots", get("/a/%2e%2E/b"), 400},
      {"one dot", get("/./a"), 400},
      {"CONNECT", "CONNECT t:443 HTTP/1.1\r\nHost: t\r\n\r\n", 405},
      {"TRACE", "TRACE / HTTP/1.1\r\nHost: t\r\n\r\n", 405},
      {"an unknown method", "BREW / HTTP/1.1\r\nHost: t\r\n\r\n", 501},
      {"a method in small letters", "get / HTTP/1.1\r\nHost: t\r\n\r\n", 501},
      {"a method that is no token", "G(T / HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"chunks", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 411},
      {"chunks and a length", post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "a"),
       411},
      {"identity transfer", post("Content-Length: 1\r\nTransfer-Encoding: identity\r\n", "a"), 411},
      {"a body of no length", post(""), 411},
      {"gzip", post("Content-Length: 1\r\nContent-Encoding: gzip\r\n", "a"), 415},
      {"an odd expectation", post("Content-Length: 1\r\nExpect: tea\r\n", "a"), 417},
      {"a large body", post("Content-Length: 49153\r\n"), 413},
      {"a long target", get("/" + std::string(2048, 'a')), 414},
      {"a long request line without end", std::string(4000, 'a'), 414},
      {"a long segment", get("/" + std::string(129, 'a')), 414},
      {"many headers", get("/", many(64, "A: b\r\n")), 431},
      {"large headers", get("/", "A: " + std::string(8192, 'b') + "\r\n"), 431},
      {"a header without end", "GET / HTTP/1.1\r\nA: " + std::string(20000, 'b'), 431},
      {"two empty lines at first", "\r\n\r\n" + get("/"), 400},
  };
}

std::vector<std::string> well_formed() {
  return {
      get("/"),
      "\r\n" + get("/after-an-empty-line"),
      get("/a/b%20c?q=%C5%A1&x=/&y=a%2Fb?"),
      get("/" + std::string(128, 'a')),
      get("/", "Connection: Keep-Alive, Close\r\n"),
      get("/", "A: 1\r\nA: 2\r\nCookie: a\r\nCookie: b\r\nEmpty:\r\nSpaces: \t x \t\r\n"),
      get("/", many(63, "A: b\r\n")),
      get("/", "Value: \xC5\xA1 100%41\r\n"),
      post("Content-Length: 0\r\n"),
      post("Content-Length: 5\r\nContent-Encoding: identity\r\n", "a\r\n\0b"),
      post("Content-Length: 49152\r\n", std::string(49152, 'z')),
      "POST /api/v1/agent/x HTTP/1.1\r\nHost: t\r\nContent-Length: 65536\r\n\r\n" +
          std::string(65536, 'z'),
      "GET / HTTP/1.0\r\n\r\n",
      "HEAD / HTTP/1.1\r\nHost: t\r\n\r\nDELETE /2 HTTP/1.1\r\nHost: t\r\n\r\n" + get("/3"),
      get("/1") + post("Content-Length: 3\r\n", "abc") + get("/2") + "GET /unfinished HT",
  };
}

}  // namespace

TEST_CASE("malformed requests are refused with the status that names the fault") {
  for (const auto& wrong : malformed()) {
    CAPTURE(wrong.name);
    CHECK(verdict({wrong.bytes}) == std::to_string(wrong.status));
  }
}

TEST_CASE("well-formed requests are framed as they were meant") {
  for (const auto& good : well_formed()) {
    CAPTURE(good.substr(0, 60));
    CHECK(verdict({good}).find("state ") != std::string::npos);
  }
  CHECK(verdict({well_formed()[5]}) ==
        "GET / keep a=1, 2;cookie=a; b;empty=;host=t;spaces=x;[]\nstate 0");
  CHECK(verdict({"GET / HTTP/1.0\r\n\r\n"}) == "GET / close []\nstate 0");
}

TEST_CASE("the verdict does not depend on how the bytes were cut") {
  auto all = well_formed();
  for (const auto& wrong : malformed()) all.push_back(wrong.bytes);
  std::mt19937 random(7);
  for (const auto& bytes : all) {
    const auto whole = verdict({bytes});
    CAPTURE(bytes.substr(0, 60));
    CHECK(verdict(bytewise(bytes)) == whole);
    for (int round = 0; round < 20; ++round) {
      std::vector<std::string> pieces;
      for (std::size_t at = 0; at < bytes.size();) {
        const auto length = 1 + random() % (1 + bytes.size() / (1 + random() % 8));
        pieces.push_back(bytes.substr(at, length));
        at += length;
      }
      CHECK(verdict(pieces) == whole);
    }
  }
}

TEST_CASE("random damage never makes a request out of nothing, however it is cut") {
  std::mt19937 random(11);
  const auto sound = well_formed();
  for (int round = 0; round < 3000; ++round) {
    auto bytes = sound[random() % 6];
    for (int i = 0; i < 3; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    CHECK(verdict(bytewise(bytes)) == verdict({bytes}));
  }
}

TEST_CASE("100 Continue is wanted once, and only by who waits for it") {
  Framer framer(kLimits);
  framer.feed(post("Content-Length: 2\r\nExpect: 100-Continue\r\n"));
  CHECK(framer.take_continue());
  CHECK_FALSE(framer.take_continue());
  framer.feed("ab");
  REQUIRE(framer.state() == Framer::State::complete);
  CHECK(framer.take().body == "ab");

  Framer impatient(kLimits);
  impatient.feed(post("Content-Length: 2\r\nExpect: 100-continue\r\n", "ab"));
  CHECK_FALSE(impatient.take_continue());
}

TEST_CASE("bytes of a body are counted as they come") {
  Framer framer(kLimits);
  framer.feed(post("Content-Length: 10\r\n", "abc"));
  CHECK(framer.body_received() == 3);
  framer.feed("d");
  CHECK(framer.body_received() == 4);
}

}  // namespace framing_test
