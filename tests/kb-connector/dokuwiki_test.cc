// SPDX-License-Identifier: MIT
#include "kb-connector/sources/dokuwiki.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "support/replay.h"

namespace dokuwiki_test {

using namespace frontdesk;
using support::Replay;

namespace {

std::string answer(const std::string& value) {
  return "<?xml version=\"1.0\"?>\n<methodResponse><params><param><value>\n" + value +
         "\n</value></param></params></methodResponse>";
}

std::string page(const std::string& id, int changed = 1795346932) {
  return "<value><struct>\n<member><name>id</name><value><string>" + id +
         "</string></value></member>\n<member><name>rev</name><value><int>" +
         std::to_string(changed) + "</int></value></member></struct></value>";
}

std::string pages(const std::string& list) {
  return answer("<array><data>" + list + "</data></array>");
}

struct Wiki {
  void with_user() {
    ::setenv("DOKUWIKI_TEST_SECRET", "s3cret", 1);
    config.user = "frontdesk";
    config.secret = "DOKUWIKI_TEST_SECRET";
    server.on({"dokuwiki.login", "<string>frontdesk</string>", "<string>s3cret</string>"},
              answer("<boolean>1</boolean>"));
  }
  DokuWiki source() {
    config.url = server.url("/");
    return DokuWiki(config, client);
  }

  Replay server;
  OutboundClient client = server.client();
  SourceConfig config;
};

}  // namespace

TEST_CASE("a wiki of files lists all that a visitor may read") {
  Wiki wiki;
  wiki.config.languages = {"lt", "en"};
  wiki.server.on({"POST /lib/exe/xmlrpc.php", "dokuwiki.getPagelist", "<name>depth</name>"},
                 pages(page("grazinimas") + page("en:returns", 1795346000) + page("info:apie")));
  const auto list = wiki.source().list({.since = Time{}});
  REQUIRE(list);
  CHECK(list->complete);
  CHECK(list->next.empty());
  REQUIRE(list->entries.size() == 3);
  CHECK(list->entries[0].id == "en:returns");
  CHECK(list->entries[0].language == "en");
  CHECK(list->entries[0].version == "1795346000");
  CHECK(list->entries[1].language == "lt");
  CHECK(list->entries[1].visibility == Visibility::everybody);
  REQUIRE(list->entries[1].updated_at);
  CHECK(to_text(*list->entries[1].updated_at) == "2026-11-22T11:28:52.000Z");
  CHECK(list->entries[2].language == "lt");
}

TEST_CASE("with a user a page is for everybody only where the access rules say so") {
  Wiki wiki;
  wiki.with_user();
  wiki.server.on({"getPagelist"}, pages(page("grazinimas") + page("vidinis:algos") + page("x")));
  wiki.server.on({"wiki.aclCheck"}, answer("<struct></struct>"));
  wiki.server.on({"wiki.aclCheck", ">grazinimas<"}, answer("<int>1</int>"));
  wiki.server.on({"wiki.aclCheck", ">vidinis:algos<"}, answer("<int>0</int>"));
  const auto list = wiki.source().list({});
  REQUIRE(list);
  REQUIRE(list->entries.size() == 3);
  CHECK(list->entries[0].visibility == Visibility::everybody);
  CHECK(list->entries[1].visibility == Visibility::agents_only);
  CHECK(list->entries[2].visibility == Visibility::agents_only);
  CHECK(wiki.server.count({"Authorization: Basic ZnJvbnRkZXNrOnMzY3JldA=="}) == 5);
}

TEST_CASE("a wrong password is an error and no list of the public pages") {
  Wiki wiki;
  wiki.with_user();
  wiki.server.on({"dokuwiki.login"}, answer("<boolean>0</boolean>"));
  wiki.server.on({"getPagelist"}, pages(page("grazinimas")));
  CHECK(wiki.source().list({}).error().code == Code::unauthenticated);
  CHECK(wiki.server.count({"getPagelist"}) == 0);
  wiki.config.secret = "DOKUWIKI_TEST_SECRET_NOT_SET";
  CHECK(wiki.source().list({}).error().code == Code::unauthenticated);
}

TEST_CASE("a large wiki is listed in parts") {
  Wiki wiki;
  std::string all;
  for (int i = 0; i < 60; ++i) all += page("p" + std::to_string(100 + i));
  wiki.server.on({"getPagelist"}, pages(all));
  auto source = wiki.source();
  const auto first = source.list({});
  REQUIRE(first);
  CHECK(first->entries.size() == 50);
  const auto second = source.list({.page = first->next});
  REQUIRE(second);
  CHECK(second->entries.size() == 10);
  CHECK(second->entries.back().id == "p159");
  CHECK(second->next.empty());
  CHECK(source.list({.page = "60"}).error().code == Code::invalid);
  CHECK(source.list({.page = "a"}).error().code == Code::invalid);
  CHECK(wiki.source().list({.page = "50"}).error().code == Code::invalid);
  CHECK(wiki.server.count({"getPagelist"}) == 1);
}

TEST_CASE("an empty wiki of files has an empty list") {
  Wiki wiki;
  wiki.server.on({"getPagelist"}, pages(""));
  const auto list = wiki.source().list({});
  REQUIRE(list);
  CHECK(list->entries.empty());
  CHECK(list->complete);
}

TEST_CASE("an answer that is no XML-RPC is no list") {
  Wiki wiki;
  auto source = wiki.source();
  const auto code_after = [&](const std::string& body, int status = 200) {
    wiki.server.on({"getPagelist"}, body, status);
    return source.list({}).error().code;
  };
  CHECK(code_after("") == Code::unavailable);
  CHECK(code_after("<html><body>Login</body></html>") == Code::unavailable);
  CHECK(code_after("<methodResponse><params><param><value><array>") == Code::unavailable);
  CHECK(code_after("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]>" +
                   pages("").substr(22)) == Code::unavailable);
  // What this wiki says when the user may not call it.
  CHECK(code_after(answer("<struct></struct>")) == Code::forbidden);
  CHECK(code_after(answer("<struct></struct>"), 401) == Code::unauthenticated);
  CHECK(code_after("<methodResponse><fault><value><struct><member><name>faultString</name>"
                   "<value>XML-RPC server not enabled.</value></member></struct></value></fault>"
                   "</methodResponse>") == Code::forbidden);
  CHECK(code_after("", 404) == Code::forbidden);
  CHECK(code_after("", 503) == Code::unavailable);
}

TEST_CASE("an article of DokuWiki is its page under its first heading") {
  Wiki wiki;
  wiki.server.on(
      {"wiki.getPageHTML", "<string>pagalba:grazinimas</string>"},
      answer("<string>\n&lt;h1 class=&quot;sectionedit1&quot; id=&quot;g&quot;&gt;Prekių &amp;amp; "
             "grąžinimas&lt;/h1&gt;\n&lt;div class=&quot;level1&quot;&gt;&lt;p&gt;Per 14 "
             "dienų.&lt;/p&gt;&lt;/div&gt;\n&lt;!-- EDIT{} --&gt;&lt;h2&gt;Kur&lt;/h2&gt;"
             "&lt;p&gt;Pašte.&lt;/p&gt;</string>"));
  wiki.server.on({"wiki.getPageHTML", ">be_antrastes<"},
                 answer("<string>&lt;p&gt;Tekstas&lt;/p&gt;</string>"));
  auto source = wiki.source();
  const auto article = source.fetch({.id = "pagalba:grazinimas", .language = "lt"});
  REQUIRE(article);
  CHECK(article->title == "Prekių & grąžinimas");
  CHECK(article->body.starts_with("Per 14 dienų."));
  CHECK(article->body.find("## Kur") != std::string::npos);
  CHECK(article->url == wiki.server.url("/doku.php?id=pagalba:grazinimas"));
  CHECK(article->tags == std::vector<std::string>{"pagalba"});
  const auto plain = source.fetch({.id = "be_antrastes"});
  REQUIRE(plain);
  CHECK(plain->title == "be antrastes");
}

TEST_CASE("a page that is gone or forbidden is not found") {
  Wiki wiki;
  wiki.server.on({"wiki.getPageHTML"}, answer("<string></string>"));
  auto source = wiki.source();
  CHECK(source.fetch({.id = "x"}).error().code == Code::not_found);
  wiki.server.on({"wiki.getPageHTML"}, answer("<struct></struct>"), 401);
  CHECK(source.fetch({.id = "x"}).error().code == Code::not_found);
}

}  // namespace dokuwiki_test
