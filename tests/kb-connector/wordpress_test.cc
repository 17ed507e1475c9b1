// SPDX-License-Identifier: MIT
#include "kb-connector/sources/wordpress.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "support/listing.h"
#include "support/replay.h"

namespace wordpress_test {

using namespace frontdesk;
using support::Replay;

namespace {

std::string post(int id, const std::string& status = "publish", bool has_password = false) {
  return R"({"id":)" + std::to_string(id) + R"(,"modified_gmt":"2026-11-20T10:00:00","status":")" +
         status + R"(","content":{"protected":)" + (has_password ? "true" : "false") + "}}";
}

struct Site {
  void with_user() {
    ::setenv("WORDPRESS_TEST_SECRET", "abcd efgh", 1);
    config.user = "ona";
    config.secret = "WORDPRESS_TEST_SECRET";
  }
  WordPress source() {
    config.url = server.url("/");
    return WordPress(config, client);
  }
  void list(const std::vector<std::string>& words, const std::string& posts, int total) {
    server.on(words, "[" + posts + "]", 200, "X-WP-Total: " + std::to_string(total) + "\r\n");
  }

  Replay server;
  OutboundClient client = server.client();
  SourceConfig config;
};

constexpr char kUser[] = "Authorization: Basic b25hOmFiY2QgZWZnaA==";
const Time kSince = Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}};

}  // namespace

TEST_CASE("without a user all posts and pages are listed, and none that has a password") {
  Site site;
  site.config.languages = {"lt", "en"};
  std::string first;
  for (int id = 1; id <= 100; ++id) first += (id == 1 ? "" : ",") + post(id);
  site.list({"GET /wp-json/wp/v2/posts?", "page=1&"}, first, 101);
  site.list({"GET /wp-json/wp/v2/posts?", "page=2&"}, post(101, "publish", true), 101);
  site.list({"GET /wp-json/wp/v2/pages?"}, post(200), 1);
  auto source = site.source();
  const auto listing = support::list_all(source, kSince);
  CHECK(listing.complete);
  const auto& entries = listing.entries;
  CHECK(listing.parts == 3);
  REQUIRE(entries.size() == 102);
  CHECK(entries[0].id == "posts/1");
  CHECK(entries[0].language == "lt");
  CHECK(entries[0].visibility == Visibility::everybody);
  REQUIRE(entries[0].updated_at);
  CHECK(to_text(*entries[0].updated_at) == "2026-11-20T10:00:00.000Z");
  CHECK(entries[100].deleted);
  CHECK(entries[101].id == "pages/200");
  CHECK(site.server.count({"modified_after"}) == 0);
}

TEST_CASE("a list that changed while it was read begins again") {
  Site site;
  site.list({"/posts?"}, post(1), 250);
  auto source = site.source();
  const auto first = source.list({});
  REQUIRE(first);
  REQUIRE(first->next == "0:2:250");
  site.list({"/posts?"}, post(1), 249);
  CHECK(source.list({.page = first->next}).error().code == Code::invalid);
  site.server.on({"/posts?"}, R"({"code":"rest_post_invalid_page_number","data":{"status":400}})",
                 400);
  CHECK(source.list({.page = first->next}).error().code == Code::invalid);
  for (const char* other : {"7:1:-1", "x", "0:0:1", "0:2:250 and more"}) {
    CHECK(source.list({.page = other}).error().code == Code::invalid);
  }
}

TEST_CASE("an empty site has an empty list") {
  Site site;
  site.config.options["types"] = "posts";
  site.list({"/posts?"}, "", 0);
  const auto list = site.source().list({});
  REQUIRE(list);
  CHECK(list->entries.empty());
  CHECK(list->next.empty());
  CHECK(list->complete);
}

TEST_CASE("with a user the changes tell what was deleted, hidden and taken back") {
  Site site;
  site.with_user();
  site.config.options["types"] = "help";
  site.list({"/wp/v2/help?", "modified_after=2026-11-20T00%3A00%3A00Z", "context=edit",
             "status=publish%2Cprivate%2Cdraft%2Cpending%2Cfuture%2Ctrash", kUser},
            post(1) + "," + post(2, "private") + "," + post(3, "trash") + "," + post(4, "draft") +
                "," + post(5, "publish", true) + "," + post(6),
            6);
  // A membership plugin hides the sixth.
  site.server.on({"include=1%2C6"}, "[" + post(1) + "]");
  const auto list = site.source().list({.since = kSince});
  REQUIRE(list);
  CHECK_FALSE(list->complete);
  REQUIRE(list->entries.size() == 6);
  const auto shown = [&](int i) { return list->entries[static_cast<std::size_t>(i)].visibility; };
  CHECK(shown(0) == Visibility::everybody);
  CHECK(shown(1) == Visibility::agents_only);
  CHECK(list->entries[2].deleted);
  CHECK(list->entries[3].deleted);
  CHECK_FALSE(list->entries[4].deleted);
  CHECK(shown(4) == Visibility::agents_only);
  CHECK(shown(5) == Visibility::agents_only);
  CHECK(site.server.count({"include=", "Authorization"}) == 0);
}

TEST_CASE("a site that answers no visitor has articles as the owner says") {
  Site site;
  site.with_user();
  site.config.options["types"] = "posts";
  site.list({"/posts?", kUser}, post(1) + "," + post(2, "private"), 2);
  site.server.on({"include=1"}, R"({"code":"rest_not_logged_in"})", 401);
  const auto closed = site.source().list({});
  REQUIRE(closed);
  CHECK(closed->entries[0].visibility == Visibility::agents_only);
  site.config.visibility = Visibility::everybody;
  const auto open = site.source().list({});
  REQUIRE(open);
  CHECK(open->entries[0].visibility == Visibility::everybody);
  CHECK(open->entries[1].visibility == Visibility::agents_only);
}

TEST_CASE("a user who may not list private posts is the owner's to mend") {
  Site site;
  site.with_user();
  site.server.on({"/posts?"}, R"({"code":"rest_forbidden_context"})", 401);
  CHECK(site.source().list({}).error().code == Code::unauthenticated);
  site.server.on({"/posts?"}, R"({"code":"rest_invalid_param"})", 400);
  CHECK(site.source().list({}).error().code == Code::forbidden);
}

TEST_CASE("each language of a plugin is listed by itself") {
  Site site;
  site.config.options = {{"types", "posts"}, {"lang_parameter", "lang"}};
  site.config.languages = {"lt", "en"};
  site.list({"/posts?", "&lang=lt"}, post(1), 1);
  site.list({"/posts?", "&lang=en"}, post(2), 1);
  auto source = site.source();
  const auto lithuanian = source.list({});
  REQUIRE(lithuanian);
  CHECK(lithuanian->entries[0].language == "lt");
  const auto english = source.list({.page = lithuanian->next});
  REQUIRE(english);
  CHECK(english->entries[0].language == "en");
  CHECK(english->next.empty());
}

TEST_CASE("a site that is busy says when to come again, and one that is broken does not") {
  Site site;
  site.server.on({"/posts?"}, "", 429, "Retry-After: 30\r\n");
  auto source = site.source();
  CHECK(source.list({}).error().code == Code::rate_limited);
  CHECK(source.retry_at());
  site.server.on({"/posts?"}, "<h1>Error establishing a database connection</h1>", 500);
  CHECK(source.list({}).error().code == Code::unavailable);
  CHECK_FALSE(source.retry_at());
  site.server.on({"/posts?"}, "<html>Log in first</html>");
  CHECK(source.list({}).error().code == Code::unavailable);
}

TEST_CASE("an article of WordPress is its content, without what a browser would run") {
  Site site;
  site.server.on(
      {"GET /wp-json/wp/v2/posts/4?"},
      R"({"id":4,"link":"https://shop.example/x/","title":{"rendered":"Kaip &#038; kada"},)"
      R"("content":{"rendered":"<p>Labas <b>rytas</b></p><script>alert(1)</script>)"
      R"(<h2>Skyrius</h2>\n","protected":false},"_embedded":{"wp:term":[[)"
      R"({"name":"Uncategorized","slug":"uncategorized"},{"name":"Gr\u0105\u017einimas","slug":"g"}],[]]}})");
  auto source = site.source();
  const auto article = source.fetch({.id = "posts/4", .language = "lt"});
  REQUIRE(article);
  CHECK(article->title == "Kaip & kada");
  CHECK(article->url == "https://shop.example/x/");
  CHECK(article->tags == std::vector<std::string>{"Grąžinimas"});
  CHECK(article->body.find("Labas **rytas**") != std::string::npos);
  CHECK(article->body.find("## Skyrius") != std::string::npos);
  CHECK(article->body.find("alert") == std::string::npos);
}

TEST_CASE("a post that is gone, or got a password meanwhile, is not found") {
  Site site;
  auto source = site.source();
  const SourceEntry entry{.id = "posts/7", .visibility = Visibility::everybody};
  site.server.on({"/posts/7?"}, R"({"code":"rest_forbidden","data":{"status":401}})", 401);
  CHECK(source.fetch(entry).error().code == Code::not_found);
  site.server.on({"/posts/7?"}, R"({"code":"rest_post_invalid_id"})", 404);
  CHECK(source.fetch(entry).error().code == Code::not_found);
  site.server.on({"/posts/7?"},
                 R"({"title":{"rendered":"x"},"content":{"rendered":"","protected":true}})");
  CHECK(source.fetch(entry).error().code == Code::not_found);
  // A firewall, or a site that moved, is no reason to let go of the articles.
  site.server.on({"/posts/7?"}, "<h1>Blocked</h1>", 403);
  CHECK(source.fetch(entry).error().code == Code::forbidden);
  site.server.on({"/posts/7?"}, "<h1>Not here</h1>", 404);
  CHECK(source.fetch(entry).error().code == Code::forbidden);
  const auto before = site.server.requests().size();
  for (const char* id : {"posts/../users/1", "posts", "/7", "posts/7/revisions", "a?b/7"}) {
    CHECK(source.fetch({.id = id}).error().code == Code::not_found);
  }
  CHECK(site.server.requests().size() == before);
}

TEST_CASE("a private post is fetched by the user, a public one by nobody") {
  Site site;
  site.with_user();
  site.server.on({"/posts/5?"}, R"({"code":"rest_forbidden"})", 401);
  auto source = site.source();
  CHECK_FALSE(source.fetch({.id = "posts/5", .visibility = Visibility::everybody}));
  CHECK(site.server.count({"/posts/5?", "Authorization"}) == 0);
  CHECK_FALSE(source.fetch({.id = "posts/5", .visibility = Visibility::agents_only}));
  CHECK(site.server.count({"/posts/5?", kUser, "context=edit"}) == 1);
}

}  // namespace wordpress_test
