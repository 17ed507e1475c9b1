// SPDX-License-Identifier: MIT
#include "kb-connector/sources/mediawiki.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "support/replay.h"

namespace mediawiki_test {

using namespace frontdesk;
using support::Replay;

namespace {

constexpr char kSite[] = R"({"query":{"general":{"mainpage":"Pagrindinis puslapis","lang":"lt",)"
                         R"("server":"//wiki.example","articlepath":"/wiki/$1"}}})";

std::string page(int id, const std::string& title, bool read, const std::string& more = "") {
  return R"({"pageid":)" + std::to_string(id) + R"(,"ns":0,"title":")" + title +
         R"(","pagelanguage":"lt","touched":"2026-11-20T10:00:00Z","lastrevid":)" +
         std::to_string(id * 10) + more + R"(,"actions":{"read":)" + (read ? "true" : "false") +
         R"(},"revisions":[{"revid":1,"timestamp":"2026-11-19T08:30:00Z"}]})";
}

std::string pages(const std::string& list, const std::string& more = "") {
  return R"({"batchcomplete":true)" + more + R"(,"query":{"pages":[)" + list + "]}}";
}

struct Wiki {
  Wiki() { server.on({"meta=siteinfo"}, kSite); }

  void with_user() {
    ::setenv("MEDIAWIKI_TEST_SECRET", "bot secret", 1);
    config.user = "Admin@frontdesk";
    config.secret = "MEDIAWIKI_TEST_SECRET";
    server.on({"type=login"}, R"({"query":{"tokens":{"logintoken":"t+\\"}}})", 200,
              "Set-Cookie: kb_session=one; path=/; HttpOnly\r\n");
    server.on({"action=login"}, R"({"login":{"result":"Success"}})", 200,
              "Set-Cookie: kb_BPsession=two; path=/\r\nSet-Cookie: kbUser=Admin\r\n");
  }
  MediaWiki source() {
    config.url = server.url("/api.php");
    return MediaWiki(config, client);
  }

  Replay server;
  OutboundClient client = server.client();
  SourceConfig config;
};

const Time kSince =
    std::chrono::floor<Time::duration>(std::chrono::system_clock::now()) - std::chrono::hours{2};

}  // namespace

TEST_CASE("a wiki's complete list has every page that is an article, part by part") {
  Wiki wiki;
  wiki.server.on({"generator=allpages"},
                 pages(page(1, "Pagrindinis puslapis", true) + "," + page(2, "Grąžinimas", true),
                       R"(,"continue":{"gapcontinue":"P","continue":"gapcontinue||"})"));
  wiki.server.on({"generator=allpages", "gapcontinue=P"},
                 pages(page(3, "Pristatymas", true) + "," + page(4, "Algos", false)));
  auto source = wiki.source();
  const auto first = source.list({});
  REQUIRE(first);
  CHECK(first->complete);
  REQUIRE_FALSE(first->next.empty());
  REQUIRE(first->entries.size() == 2);
  CHECK(first->entries[0].deleted);  // the main page
  const SourceEntry& entry = first->entries[1];
  CHECK(entry.id == "2");
  CHECK(entry.language == "lt");
  CHECK(entry.version == "20@2026-11-20T10:00:00Z");
  REQUIRE(entry.updated_at);
  CHECK(to_text(*entry.updated_at) == "2026-11-19T08:30:00.000Z");
  CHECK(entry.visibility == Visibility::everybody);

  const auto second = source.list({.page = first->next});
  REQUIRE(second);
  CHECK(second->next.empty());
  REQUIRE(second->entries.size() == 2);
  CHECK_FALSE(second->entries[0].deleted);
  CHECK(second->entries[1].deleted);  // a visitor may not read it, and we are one
  CHECK(wiki.server.count({"meta=siteinfo"}) == 1);
  CHECK(wiki.server.count({"maxlag=5"}) == 3);
}

TEST_CASE("a wiki's changes tell of pages that were deleted, moved away or became redirects") {
  Wiki wiki;
  wiki.server.on({"list=recentchanges"},
                 R"({"query":{"recentchanges":[{"pageid":2},{"pageid":3},{"pageid":3},)"
                 R"({"pageid":5,"logtype":"move"},{"pageid":6},{"pageid":0}]}})");
  std::string moved = page(5, "Naudotojas:Ona", true);
  moved.replace(moved.find("\"ns\":0"), 6, "\"ns\":2");
  wiki.server.on({"pageids=2%7C3%7C5%7C6"},
                 pages(R"({"pageid":2,"missing":true},)" + page(3, "Pristatymas", true) + "," +
                       moved + "," + page(6, "Senas", true, R"(,"redirect":true)")));
  wiki.config.languages = {"lt", "en"};
  const auto list = wiki.source().list({.since = kSince});
  REQUIRE(list);
  CHECK_FALSE(list->complete);
  std::vector<std::string> gone;
  for (const auto& entry : list->entries) {
    if (entry.deleted) gone.push_back(entry.id + entry.language);
  }
  CHECK(gone == std::vector<std::string>{"2en", "2lt", "5lt", "6lt"});
  CHECK(list->entries.size() == 5);
  CHECK(wiki.server.count({"rcstart=" + to_text(kSince).substr(0, 10)}) == 1);
}

TEST_CASE("changes that a wiki has forgotten are looked for in the complete list") {
  Wiki wiki;
  wiki.server.on({"generator=allpages"}, pages(page(2, "Grąžinimas", true)));
  const auto list = wiki.source().list({.since = kSince - std::chrono::hours{24 * 100}});
  REQUIRE(list);
  CHECK(list->complete);
}

TEST_CASE("an empty wiki has an empty list, and its changes too") {
  Wiki wiki;
  wiki.server.on({"generator=allpages"}, R"({"batchcomplete":true})");
  wiki.server.on({"list=recentchanges"}, R"({"query":{"recentchanges":[]}})");
  auto source = wiki.source();
  const auto all = source.list({});
  REQUIRE(all);
  CHECK(all->entries.empty());
  CHECK(all->complete);
  const auto changes = source.list({.since = kSince});
  REQUIRE(changes);
  CHECK(changes->entries.empty());
}

TEST_CASE("what a visitor may not read is for agents only, and is fetched by the wiki's user") {
  Wiki wiki;
  wiki.with_user();
  const std::string user = "Cookie: kbUser=Admin; kb_BPsession=two; kb_session=one";
  wiki.server.on({"generator=allpages", user, "assert=user"},
                 pages(page(2, "Grąžinimas", true) + "," + page(3, "Algos", true)));
  wiki.server.on({"pageids=2%7C3"}, pages(page(2, "", true) + "," + page(3, "", false)));
  wiki.server.on({"meta=siteinfo", user}, kSite);
  wiki.server.on({"action=parse"}, R"({"error":{"code":"permissiondenied","info":"no"}})");
  auto source = wiki.source();
  const auto list = source.list({});
  REQUIRE(list);
  REQUIRE(list->entries.size() == 2);
  CHECK(list->entries[0].visibility == Visibility::everybody);
  CHECK(list->entries[1].visibility == Visibility::agents_only);
  CHECK(wiki.server.count({"action=login"}) == 1);
  CHECK(wiki.server.count({"lgpassword=bot%20secret", "lgtoken=t%2B%5C"}) == 1);
  CHECK(wiki.server.count({"pageids=2%7C3", "Cookie:"}) == 0);

  CHECK(source.fetch(list->entries[0]).error().code == Code::not_found);
  CHECK(source.fetch(list->entries[1]).error().code == Code::not_found);
  CHECK(wiki.server.count({"action=parse", "pageid=2", "Cookie:"}) == 0);
  CHECK(wiki.server.count({"action=parse", "pageid=3", user}) == 1);
}

TEST_CASE("a wiki that is closed to visitors has articles for agents only") {
  const char* closed = R"({"error":{"code":"readapidenied","info":"You need read permission"}})";
  Wiki wiki;
  wiki.server.on({}, closed);
  CHECK(wiki.source().list({}).error().code == Code::forbidden);

  wiki.with_user();
  wiki.server.on({"meta=siteinfo", "Cookie:"}, kSite);
  wiki.server.on({"generator=allpages", "Cookie:"}, pages(page(2, "Grąžinimas", true)));
  const auto list = wiki.source().list({});
  REQUIRE(list);
  REQUIRE(list->entries.size() == 1);
  CHECK(list->entries[0].visibility == Visibility::agents_only);
}

TEST_CASE("a wiki's user with a wrong password, or without one, is the owner's to mend") {
  Wiki wiki;
  wiki.with_user();
  wiki.server.on({"action=login"}, R"({"login":{"result":"Failed","reason":"wrong"}})");
  CHECK(wiki.source().list({}).error().code == Code::unauthenticated);
  wiki.config.secret = "MEDIAWIKI_TEST_SECRET_NOT_SET";
  CHECK(wiki.source().list({}).error().code == Code::unauthenticated);
}

TEST_CASE("a session that ended is begun anew, once") {
  Wiki wiki;
  wiki.with_user();
  wiki.server.on({"generator=allpages"}, R"({"error":{"code":"assertuserfailed","info":"out"}})");
  CHECK(wiki.source().list({}).error().code == Code::unauthenticated);
  CHECK(wiki.server.count({"action=login"}) == 2);
}

TEST_CASE("a wiki that lags or is busy is left alone for as long as it says") {
  Wiki wiki;
  const Time before = std::chrono::floor<Time::duration>(std::chrono::system_clock::now());
  const auto wait_of = [&](const std::string& body, int status, Code code) {
    wiki.server.on({"generator=allpages"}, body, status, "Retry-After: 60\r\n");
    auto source = wiki.source();
    const auto list = source.list({});
    CHECK(list.error().code == code);
    CHECK(list.error().retry_after_seconds > 50);
    REQUIRE(source.retry_at());
    CHECK(*source.retry_at() >= before + std::chrono::seconds{60});
  };
  wait_of(R"({"error":{"code":"maxlag","info":"Waiting for a database: 7 s"}})", 200,
          Code::unavailable);
  wait_of("busy", 503, Code::unavailable);
  wait_of("slow down", 429, Code::rate_limited);
}

TEST_CASE("what is no answer of a wiki is an error and no list") {
  Wiki wiki;
  auto source = wiki.source();
  wiki.server.on({"generator=allpages"}, "<html>Moved to another provider</html>");
  CHECK(source.list({}).error().code == Code::unavailable);
  wiki.server.on({"generator=allpages"}, "", 404);
  CHECK(source.list({}).error().code == Code::forbidden);
  wiki.server.on({"generator=allpages"}, R"({"error":{"code":"badcontinue","info":"?"}})");
  CHECK(source.list({}).error().code == Code::invalid);
  CHECK(source.list({.page = "somebody else's"}).error().code == Code::invalid);
}

TEST_CASE("an article of a wiki is its text, with address and categories") {
  Wiki wiki;
  wiki.server.on(
      {"action=parse", "pageid=7"},
      R"({"parse":{"title":"Kaip grąžinti?/lt","text":"<div class=\"mw-parser-output\">)"
      R"(<p>Per <b>14</b> dienų.</p><h2><span id=\"Kur\">Kur</span></h2><p>Pašte.</p>)"
      R"(<!-- NewPP limit report --></div>","categories":[{"category":"Prekių_grąžinimas"},)"
      R"({"category":"Slapta","hidden":true}]}})");
  const auto article = wiki.source().fetch({.id = "7", .language = "lt"});
  REQUIRE(article);
  CHECK(article->title == "Kaip grąžinti?");
  CHECK(article->url == "http://wiki.example/wiki/Kaip_gr%C4%85%C5%BEinti%3F/lt");
  CHECK(article->tags == std::vector<std::string>{"Prekių grąžinimas"});
  CHECK(article->body.find("Per **14** dienų.") != std::string::npos);
  CHECK(article->body.find("## Kur") != std::string::npos);
  CHECK(article->body.find("NewPP") == std::string::npos);

  wiki.server.on({"action=parse"}, R"({"error":{"code":"nosuchpageid","info":"none"}})");
  CHECK(wiki.source().fetch({.id = "7"}).error().code == Code::not_found);
}

}  // namespace mediawiki_test
