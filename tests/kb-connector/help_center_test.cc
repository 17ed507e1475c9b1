// SPDX-License-Identifier: MIT
#include "kb-connector/sources/help_center.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kb-connector/sources/help_center_mapping.h"
#include "support/help_center.h"
#include "support/listing.h"

namespace help_center_test {

using namespace frontdesk;
using nlohmann::json;
using support::list_all;
using support::Listing;
using support::Loopback;
using Setting = support::HelpCenterSetting;

namespace {

constexpr const char* kZendesk =
    "/api/v2/help_center/lt/articles.json?page[size]=100&sort_by=updated_at&sort_order=desc";
constexpr const char* kZendeskEnglish =
    "/api/v2/help_center/en/articles.json?page[size]=100&sort_by=updated_at&sort_order=desc";

json zendesk_article(int id, const std::string& locale, const std::string& title) {
  return {{"id", id},
          {"url", "https://shop.zendesk.com/api/v2/help_center/x.json"},
          {"html_url", "https://shop.zendesk.com/hc/" + locale + "/articles/" + std::to_string(id)},
          {"draft", false},
          {"promoted", false},
          {"section_id", 7},
          {"created_at", "2026-01-01T10:00:00Z"},
          {"updated_at", "2026-03-01T10:00:00Z"},
          {"name", title},
          {"title", title},
          {"body", "<p>Prekę galite <b>grąžinti</b>.</p><script>alert(1)</script>"},
          {"source_locale", "lt"},
          {"locale", locale},
          {"outdated", false},
          {"user_segment_id", nullptr},
          {"permission_group_id", 1},
          {"label_names", {"grąžinimas"}}};
}

json zendesk_list(const json& articles, const json& next = nullptr) {
  return {{"articles", articles},
          {"meta", {{"has_more", !next.is_null()}, {"after_cursor", "x"}}},
          {"links", {{"next", next}, {"prev", nullptr}}}};
}

}  // namespace

TEST_CASE("every built-in mapping can be read") {
  CHECK(help_center_services().size() == 6);
  for (const std::string& service : help_center_services()) {
    std::vector<Problem> problems;
    const auto mapping = read_mapping(help_center_file(service), service + ".yaml", problems);
    CHECK_MESSAGE(mapping.has_value(), service);
    for (const Problem& problem : problems) MESSAGE(service << ": " << problem.text);
    CHECK(problems.empty());
  }
}

TEST_CASE("Zendesk: languages, parts, drafts, segments") {
  Setting set("zendesk");
  auto draft = zendesk_article(2, "lt", "Juodraštis");
  draft["draft"] = true;
  auto inside = zendesk_article(3, "lt", "Darbuotojams");
  inside["user_segment_id"] = 55;
  auto renamed = zendesk_article(4, "lt", "Laukas dingo");
  renamed.erase("user_segment_id");
  auto some = zendesk_article(5, "lt", "Keliems");
  some["user_segment_ids"] = {55, 56};
  auto all = zendesk_article(6, "lt", "Visiems");
  all["user_segment_ids"] = json::array();
  const std::string second = "/api/v2/help_center/lt/articles.json?page%5Bafter%5D=x";
  set.replay.set(kZendesk,
                 zendesk_list(json::array({zendesk_article(1, "lt", "Grąžinimas"), draft}),
                              set.replay.server.url(second)));
  set.replay.set(second, zendesk_list(json::array({inside, renamed, some, all})));
  set.replay.set(kZendeskEnglish,
                 zendesk_list(json::array({zendesk_article(1, "en-us", "Returns")})));
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const Listing read = list_all(source);
  CHECK(read.text() ==
        "lt/1 everybody, lt/3 agents, lt/4 agents, lt/5 agents, lt/6 everybody, en/1 everybody");
  CHECK(read.complete);
  // agent@shop.lt/token:s3cret
  CHECK(set.replay.always("Authorization: Basic YWdlbnRAc2hvcC5sdC90b2tlbjpzM2NyZXQ="));
  REQUIRE(read.entries.size() == 6);
  CHECK(to_text(*read.at(0).updated_at) == "2026-03-01T10:00:00.000Z");

  const auto article = source.fetch(read.at(0));
  REQUIRE_MESSAGE(article.ok(), article.error().message);
  CHECK(article->title == "Grąžinimas");
  CHECK(article->body.find("Prekę galite **grąžinti**.") == 0);
  CHECK(article->body.find("alert") == std::string::npos);
  CHECK(article->url == "https://shop.zendesk.com/hc/lt/articles/1");
  CHECK(article->tags == std::vector<std::string>{"grąžinimas"});
  CHECK(article->language == "lt");
  const auto english = source.fetch(read.at(5));
  REQUIRE(english);
  CHECK(english->title == "Returns");

  // Asked a second time it comes from the server, and only as what it was listed.
  set.replay.set(kZendesk, zendesk_list(json::array({inside})));
  auto entry = read.at(0);
  const auto gone = source.fetch(entry);
  REQUIRE(!gone);
  CHECK(gone.error().code == Code::not_found);
  auto closed = zendesk_article(1, "lt", "Grąžinimas");
  closed["user_segment_id"] = 55;
  set.replay.set(kZendesk, zendesk_list(json::array({closed})));
  const auto restricted = source.fetch(entry);
  REQUIRE(!restricted);
  CHECK(restricted.error().code == Code::not_found);
}

TEST_CASE("Zendesk: a list after some time ends at the first older article, and a draft is gone") {
  Setting set("zendesk");
  set.config.languages = {"lt"};
  auto draft = zendesk_article(2, "lt", "Juodraštis");
  draft["draft"] = true;
  auto old = zendesk_article(3, "lt", "Sena");
  old["updated_at"] = "2026-01-05T10:00:00Z";
  set.replay.set(kZendesk,
                 zendesk_list(json::array({zendesk_article(1, "lt", "Nauja"), draft, old}),
                              set.replay.server.url("/never")));
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const auto since = Time{std::chrono::sys_days{std::chrono::year{2026} / 2 / 1}};
  const Listing read = list_all(source, since);
  CHECK(read.text() == "lt/1 everybody, lt/2 gone");
  CHECK_FALSE(read.complete);
  CHECK(set.replay.server.requests().size() == 1);
}

TEST_CASE("a version changes with what is shown and with nothing else") {
  Setting set("zendesk");
  set.config.languages = {"lt"};
  auto article = zendesk_article(1, "lt", "A");
  set.replay.set(kZendesk, zendesk_list(json::array({article})));
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const std::string first = list_all(source).at(0).version;
  article["vote_sum"] = 12;
  article["updated_at"] = "2026-04-01T10:00:00Z";
  set.replay.set(kZendesk, zendesk_list(json::array({article})));
  CHECK(list_all(source).at(0).version == first);
  article["body"] = "<p>Kita</p>";
  set.replay.set(kZendesk, zendesk_list(json::array({article})));
  CHECK(list_all(source).at(0).version != first);
}

TEST_CASE("a server that asks for patience is heard, in each service's own header") {
  const OutboundSettings none;
  {
    Setting set("zendesk");
    set.config.languages = {"lt"};
    set.replay.fail(kZendesk, 429, "Retry-After: 93\r\n");
    const OutboundClient outbound(set.settings);
    HelpCenter source(set.config, outbound);
    const Listing read = list_all(source);
    REQUIRE(read.error);
    CHECK(read.error->code == Code::rate_limited);
    CHECK(read.error->retry_after_seconds >= 92);
    CHECK(read.error->retry_after_seconds <= 93);
    CHECK(source.retry_at().has_value());
    // Once it answers again all is forgotten.
    set.replay.set(kZendesk, zendesk_list(json::array()));
    CHECK(list_all(source).complete);
    CHECK_FALSE(source.retry_at().has_value());
  }
  {
    Setting set("intercom");
    const auto at = std::chrono::system_clock::now() + std::chrono::seconds(60);
    set.replay.fail(
        "/articles?per_page=250&page=1", 429,
        "X-RateLimit-Reset: " + std::to_string(std::chrono::system_clock::to_time_t(at)) + "\r\n");
    const OutboundClient outbound(set.settings);
    HelpCenter source(set.config, outbound);
    const Listing read = list_all(source);
    REQUIRE(read.error);
    CHECK(read.error->retry_after_seconds > 50);
    CHECK(read.error->retry_after_seconds <= 61);
  }
  {
    Setting set("helpscout");
    set.replay.fail("/v1/collections?page=1", 429, "X-RateLimit-Reset: 40\r\n");
    const OutboundClient outbound(set.settings);
    HelpCenter source(set.config, outbound);
    const Listing read = list_all(source);
    REQUIRE(read.error);
    CHECK(read.error->retry_after_seconds >= 39);
    CHECK(read.error->retry_after_seconds <= 40);
  }
  for (const char* service : {"freshdesk", "chatwoot", "liveagent"}) {
    Setting set(service);
    set.config.languages = {"lt"};
    set.config.options["account"] = "3";
    set.config.options["portal"] = "help";
    set.replay.fail("/api/v2/solutions/categories?per_page=100&page=1", 429, "Retry-After: 7\r\n");
    set.replay.fail("/api/v1/accounts/3/portals/help/articles?page=1&locale=lt&status=published",
                    429, "Retry-After: 7\r\n");
    set.replay.fail("/api/knowledgebase/entries?apikey=s3cret&limitfrom=0&limitcount=100", 429,
                    "Retry-After: 7\r\n");
    const OutboundClient outbound(set.settings);
    HelpCenter source(set.config, outbound);
    const Listing read = list_all(source);
    REQUIRE_MESSAGE(read.error.has_value(), service);
    CHECK_MESSAGE(read.error->code == Code::rate_limited, read.error->message);
    CHECK(source.retry_at().has_value());
    // A secret that stands in an address is in no message.
    CHECK(read.error->message.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("an answer that is not what it should be is an error and no empty list") {
  Setting set("zendesk");
  set.config.languages = {"lt"};
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const auto answer = [&](const std::string& body, int status = 200) {
    const std::lock_guard lock(set.replay.mutex);
    set.replay.answers[kZendesk] = Loopback::answer(status, body);
  };
  const auto code = [&] {
    const Listing read = list_all(source);
    return read.error ? read.error->code : Code::internal;
  };
  answer("<html>sorry</html>");
  CHECK(code() == Code::unavailable);
  answer("{\"articles\": {}}");
  CHECK(code() == Code::unavailable);
  answer("[]");
  CHECK(code() == Code::unavailable);
  answer("{\"articles\": " + std::string(100'000, '['));
  CHECK(code() == Code::too_large);
  answer(std::string(9'000'000, ' '));
  CHECK(code() == Code::too_large);
  answer("{}", 404);
  CHECK(code() == Code::unavailable);
  answer("{}", 401);
  CHECK(code() == Code::unauthenticated);
  answer("{}", 403);
  CHECK(code() == Code::forbidden);
  answer("{}", 500);
  CHECK(code() == Code::unavailable);
  // Wrong types where texts are expected are passed over.
  answer(
      "{\"articles\": [1, null, {}, {\"id\": {}, \"draft\": false}, {\"id\": 1, \"draft\": "
      "\"no\"}]}");
  CHECK(list_all(source).text().empty());
  // A next part at another server would get the secret; one that repeats has no end.
  answer(zendesk_list(json::array(), "https://evil.example/next").dump());
  CHECK(code() == Code::forbidden);
  answer(zendesk_list(json::array(), set.replay.server.url(kZendesk)).dump());
  CHECK(code() == Code::invalid);
}

TEST_CASE("a secret that is not set, and a part that is not known, are errors") {
  Setting set("zendesk");
  set.config.languages = {"lt"};
  set.config.secret = "HELP_CENTER_TEST_NOT_SET";
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const Listing read = list_all(source);
  REQUIRE(read.error);
  CHECK(read.error->code == Code::unauthenticated);
  const auto part = source.list({.page = "7"});
  REQUIRE(!part);
  CHECK(part.error().code == Code::invalid);

  // Without a user the public part is asked for, and no header says who asks.
  set.config.secret.clear();
  set.replay.set(kZendesk, zendesk_list(json::array({zendesk_article(1, "lt", "A")})));
  HelpCenter visitor(set.config, outbound);
  CHECK(list_all(visitor).text() == "lt/1 everybody");
  for (const std::string& request : set.replay.server.requests()) {
    CHECK(request.find("Authorization") == std::string::npos);
  }
}

TEST_CASE("an owner's own mapping is read, and its mistakes have places") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("frontdesk-mapping-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& text) {
    std::ofstream(folder / "own.yaml", std::ios::trunc) << text;
  };
  Setting set("");
  set.config.content = folder;
  set.config.options = {{"mapping", "own.yaml"}};
  set.config.languages = {"lt"};
  const OutboundClient outbound(set.settings);
  write(
      "name: Own\nlist: [{name: article, path: '/all?from={offset}', items: '', link: true}]\n"
      "article: {id: /nr, title: /t~1x, body: /text}\nbody: markdown\n"
      "published: [{field: /open, is: ['1', 'true']}]\n");
  set.replay.set("/all?from=0",
                 json::array({{{"nr", 5}, {"t/x", "Vienas"}, {"text", "x"}, {"open", 1}}}),
                 "Link: </all?p=1>; rel=\"prev\", </all?p=2>; rel=\"next\"\r\n");
  set.replay.set("/all?p=2",
                 json::array({{{"nr", "b/6"}, {"t/x", "Du"}, {"text", "y"}, {"open", true}}}));
  HelpCenter source(set.config, outbound);
  const Listing read = list_all(source);
  CHECK(read.text() == "lt/5 agents, lt/b/6 agents");
  CHECK(source.fetch(read.at(0))->title == "Vienas");

  write(
      "name: Own\nlist: [{name: article, path: 'all', next: links}]\n"
      "article: {title: /t}\ntime: late\neverybody: [{of: folder, field: /x, is: [y]}]\nextra: "
      "1\n");
  HelpCenter wrong(set.config, outbound);
  CHECK(!wrong.list({}));
  std::string said;
  for (const Problem& problem : wrong.problems()) {
    said += problem.at.file + ":" + std::to_string(problem.at.line) + ": " + problem.text + "\n";
  }
  for (const char* part :
       {"own.yaml:2: a path begins with '/'", "own.yaml:2: expected a place in the answer",
        "own.yaml:3: where an article's text is stands nowhere",
        "own.yaml:4: ", "own.yaml:5: no step is named 'folder'", "published", "extra"}) {
    CHECK_MESSAGE(said.find(part) != std::string::npos, said);
  }
  set.config.options = {{"service", "zendesc"}};
  HelpCenter unknown(set.config, outbound);
  REQUIRE(!unknown.problems().empty());
  set.config.options = {{"service", "zendesk"}};
  set.config.url.clear();
  HelpCenter nowhere(set.config, outbound);
  REQUIRE(!nowhere.list({}));
  CHECK(nowhere.problems()[0].text == "a source of Zendesk Help Center needs 'url'");
  CHECK(unknown.problems()[0].text ==
        "the option 'service' names no mapping, did you mean 'zendesk'?");
  std::filesystem::remove_all(folder);
}

}  // namespace help_center_test
