// SPDX-License-Identifier: MIT
#include "kb-connector/sources/robots.h"

#include <doctest/doctest.h>

namespace robots_test {

using namespace frontdesk;

namespace {

bool allows(const std::string& text, const std::string& path) {
  return Robots(text, "frontdesk").allows(path);
}

}  // namespace

TEST_CASE("without rules everything may be read") {
  CHECK(Robots().allows("/a"));
  CHECK(allows("", "/a"));
  CHECK(allows("User-agent: *\nDisallow:\n", "/a"));
  CHECK(allows("Disallow: /\n", "/a"));
}

TEST_CASE("the longest rule that matches decides, and Allow between two as long") {
  const std::string text =
      "User-agent: *\nDisallow: /help\nAllow: /help/public\nDisallow: /help/public/old\n"
      "Allow: /same\nDisallow: /same\n";
  CHECK_FALSE(allows(text, "/help/x"));
  CHECK(allows(text, "/help/public/x"));
  CHECK_FALSE(allows(text, "/help/public/old.html"));
  CHECK(allows(text, "/same"));
  CHECK(allows(text, "/other"));
  CHECK(allows("User-agent: *\nDisallow: /\n", "/robots.txt"));
}

TEST_CASE("a group that names this program counts instead of the one for everybody") {
  const std::string text =
      "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: FrontDesk/1.0\nDisallow: /no # "
      "x\n"
      "\nUser-agent: frontdesk\nDisallow: /neither\n";
  CHECK(allows(text, "/a"));
  CHECK_FALSE(allows(text, "/no"));
  CHECK_FALSE(allows(text, "/neither"));
  CHECK(allows("User-agent: frontdesk\nAllow: /\nUser-agent: *\nDisallow: /\n", "/a"));
  CHECK(
      allows(
          "User-agent: frontdesk\n\nUser-agent: other\nDisallow: /\nUser-agent: *\nDisallow: /b\n",
          "/b") == false);
}

TEST_CASE("a star stands for any text and a dollar sign for the end") {
  const std::string text = "user-agent: *\r\ndisallow: /*.pdf$\r\ndisallow: /a*b*c\r\n";
  CHECK_FALSE(allows(text, "/x/y.pdf"));
  CHECK(allows(text, "/x/y.pdf?page=1"));
  CHECK_FALSE(allows(text, "/a-b-c-d"));
  CHECK(allows(text, "/a-c-b"));
  CHECK_FALSE(allows("User-agent: *\nDisallow: /x$\n", "/x"));
  CHECK(allows("User-agent: *\nDisallow: /x$\n", "/xy"));
}

TEST_CASE("letters may be written with a percent sign in the file and in the path") {
  CHECK_FALSE(allows("User-agent: *\nDisallow: /žinynas\n", "/%C5%BEinynas/a"));
  CHECK_FALSE(allows("User-agent: *\nDisallow: /%c5%beinynas\n", "/žinynas"));
  CHECK_FALSE(allows("User-agent: *\nDisallow: /%61\n", "/a"));
  CHECK(allows("User-agent: *\nDisallow: /a%2Fb\n", "/a/b"));
}

TEST_CASE("sitemaps are collected wherever they stand, and a file too long is cut") {
  const std::string text =
      "Sitemap: https://x.lt/a.xml\nUser-agent: other\nDisallow: /\nsitemap:https://x.lt/b.xml\n";
  CHECK(Robots(text, "frontdesk").sitemaps() ==
        std::vector<std::string>{"https://x.lt/a.xml", "https://x.lt/b.xml"});
  std::string large = "User-agent: *\n" + std::string(kRobotsBytes, '#') + "\nDisallow: /\n";
  CHECK(allows(large, "/a"));
}

TEST_CASE("a pattern of many stars takes no time on a long path") {
  std::string pattern;
  for (int i = 0; i < 1000; ++i) pattern += "*a";
  CHECK(allows("User-agent: *\nDisallow: /" + pattern + "b\n", "/" + std::string(2000, 'a')));
}

}  // namespace robots_test
