// SPDX-License-Identifier: MIT
#include "kb-connector/sources/help_center.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "kb-connector/sources/help_center_mapping.h"
#include "support/loopback.h"

namespace help_center_test {

using namespace frontdesk;
using nlohmann::json;
using support::Loopback;

namespace {

// A server of recorded shapes: what it answers to each path with its query. Every answer may be changed.
struct Replay {
  std::map<std::string, std::string> answers;  // target -> whole answer
  std::mutex mutex;
  Loopback server{[this](const std::string& request) {
    const std::lock_guard lock(mutex);
    const std::size_t begin = request.find(' ') + 1;
    const auto found = answers.find(request.substr(begin, request.find(' ', begin) - begin));
    return found == answers.end() ? Loopback::answer(404, "{}") : found->second;
  }};

  void set(const std::string& target, const json& body, const std::string& headers = "") {
    const std::lock_guard lock(mutex);
    answers[target] = Loopback::answer(200, body.dump(), headers);
  }
  void fail(const std::string& target, int status, const std::string& headers = "") {
    const std::lock_guard lock(mutex);
    answers[target] = Loopback::answer(status, "{}", headers);
  }
  // Whether every request had this line in its head.
  bool always(const std::string& line) const {
    const auto requests = server.requests();
    return !requests.empty() &&
           std::all_of(requests.begin(), requests.end(), [&](const auto& each) {
             return each.find(line + "\r\n") != std::string::npos;
           });
  }
};

struct Setting {
  Replay replay;
  SourceConfig config;
  OutboundSettings settings;

  explicit Setting(const std::string& service) {
    ::setenv("HELP_CENTER_TEST_SECRET", "s3cret", 1);
    config.name = "help";
    config.kind = "help_center";
    config.url = replay.server.url("");
    config.languages = {"lt", "en"};
    config.user = "agent@shop.lt";
    config.secret = "HELP_CENTER_TEST_SECRET";
    config.options["service"] = service;
    settings.allow = {replay.server.place()};
  }
};

struct Read {
  std::vector<SourceEntry> entries;
  bool complete = false;
  std::optional<Error> error;

  // "lt/12 everybody, en/12 agents, lt/13 gone"
  [[nodiscard]] std::string text() const {
    if (error) return std::string(name_of(error->code)) + ": " + error->message;
    std::string out;
    for (const SourceEntry& entry : entries) {
      if (!out.empty()) out += ", ";
      out += entry.language + "/" + entry.id +
             (entry.deleted                               ? " gone"
              : entry.visibility == Visibility::everybody ? " everybody"
                                                          : " agents");
    }
    return out;
  }
  [[nodiscard]] const SourceEntry& at(std::size_t i) const { return entries.at(i); }
};

Read read_all(HelpCenter& source, std::optional<Time> since = std::nullopt) {
  Read read;
  ListPosition position{.since = since};
  do {
    auto part = source.list(position);
    if (!part) {
      read.error = part.error();
      return read;
    }
    read.entries.insert(read.entries.end(), part->entries.begin(), part->entries.end());
    position.page = part->next;
    read.complete = part->complete;
  } while (!position.page.empty());
  return read;
}

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
  const std::string second = "/api/v2/help_center/lt/articles.json?page%5Bafter%5D=x";
  set.replay.set(kZendesk,
                 zendesk_list(json::array({zendesk_article(1, "lt", "Grąžinimas"), draft}),
                              set.replay.server.url(second)));
  set.replay.set(second, zendesk_list(json::array({inside, renamed})));
  set.replay.set(kZendeskEnglish,
                 zendesk_list(json::array({zendesk_article(1, "en-us", "Returns")})));
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const Read read = read_all(source);
  CHECK(read.text() == "lt/1 everybody, lt/3 agents, lt/4 agents, en/1 everybody");
  CHECK(read.complete);
  // agent@shop.lt/token:s3cret
  CHECK(set.replay.always("Authorization: Basic YWdlbnRAc2hvcC5sdC90b2tlbjpzM2NyZXQ="));
  REQUIRE(read.entries.size() == 4);
  CHECK(to_text(*read.at(0).updated_at) == "2026-03-01T10:00:00.000Z");

  const auto article = source.fetch(read.at(0));
  REQUIRE_MESSAGE(article.ok(), article.error().message);
  CHECK(article->title == "Grąžinimas");
  CHECK(article->body.find("Prekę galite **grąžinti**.") == 0);
  CHECK(article->body.find("alert") == std::string::npos);
  CHECK(article->url == "https://shop.zendesk.com/hc/lt/articles/1");
  CHECK(article->tags == std::vector<std::string>{"grąžinimas"});
  CHECK(article->language == "lt");
  const auto english = source.fetch(read.at(3));
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
  const Read read = read_all(source, since);
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
  const std::string first = read_all(source).at(0).version;
  article["vote_sum"] = 12;
  article["updated_at"] = "2026-04-01T10:00:00Z";
  set.replay.set(kZendesk, zendesk_list(json::array({article})));
  CHECK(read_all(source).at(0).version == first);
  article["body"] = "<p>Kita</p>";
  set.replay.set(kZendesk, zendesk_list(json::array({article})));
  CHECK(read_all(source).at(0).version != first);
}

TEST_CASE("a server that asks for patience is heard, in each service's own header") {
  const OutboundSettings none;
  {
    Setting set("zendesk");
    set.config.languages = {"lt"};
    set.replay.fail(kZendesk, 429, "Retry-After: 93\r\n");
    const OutboundClient outbound(set.settings);
    HelpCenter source(set.config, outbound);
    const Read read = read_all(source);
    REQUIRE(read.error);
    CHECK(read.error->code == Code::rate_limited);
    CHECK(read.error->retry_after_seconds >= 92);
    CHECK(read.error->retry_after_seconds <= 93);
    CHECK(source.retry_at().has_value());
    // Once it answers again all is forgotten.
    set.replay.set(kZendesk, zendesk_list(json::array()));
    CHECK(read_all(source).complete);
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
    const Read read = read_all(source);
    REQUIRE(read.error);
    CHECK(read.error->retry_after_seconds > 50);
    CHECK(read.error->retry_after_seconds <= 61);
  }
  {
    Setting set("helpscout");
    set.replay.fail("/v1/collections?page=1", 429, "X-RateLimit-Reset: 40\r\n");
    const OutboundClient outbound(set.settings);
    HelpCenter source(set.config, outbound);
    const Read read = read_all(source);
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
    const Read read = read_all(source);
    REQUIRE_MESSAGE(read.error.has_value(), service);
    CHECK_MESSAGE(read.error->code == Code::rate_limited, read.error->message);
    CHECK(source.retry_at().has_value());
    // A secret that stands in an address is in no message.
    CHECK(read.error->message.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("Help Scout: collections, parts, and a text that is fetched apart") {
  Setting set("helpscout");
  set.config.languages = {"lt"};
  const auto collections = [](int page, const json& items) {
    return json{{"collections", {{"page", page}, {"pages", 2}, {"count", 2}, {"items", items}}}};
  };
  set.replay.set(
      "/v1/collections?page=1",
      collections(1, json::array({{{"id", "c1"}, {"visibility", "public"}, {"name", "Pagalba"}}})));
  set.replay.set(
      "/v1/collections?page=2",
      collections(2, json::array({{{"id", "c2"}, {"visibility", "private"}, {"name", "Vidus"}}})));
  const auto item = [](const std::string& id, const std::string& status) {
    return json{{"id", id},
                {"number", 1},
                {"collectionId", "c1"},
                {"status", status},
                {"hasDraft", false},
                {"name", "Straipsnis " + id},
                {"publicUrl", "https://shop.helpscoutdocs.com/article/" + id},
                {"updatedAt", "2026-03-01T10:00:00Z"}};
  };
  const auto list = [](const json& items) {
    return json{{"articles", {{"page", 1}, {"pages", 1}, {"count", 1}, {"items", items}}}};
  };
  const std::string rest = "&status=published&sort=updatedAt&order=desc&pageSize=100";
  set.replay.set("/v1/collections/c1/articles?page=1" + rest,
                 list(json::array({item("a1", "published"), item("a2", "notpublished")})));
  set.replay.set("/v1/collections/c2/articles?page=1" + rest,
                 list(json::array({item("b1", "published")})));
  auto whole = item("a1", "published");
  whole["text"] = "<p>Per 14 dienų.</p>";
  whole["keywords"] = {"pinigai"};
  set.replay.set("/v1/articles/a1", {{"article", whole}});
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const Read read = read_all(source);
  CHECK(read.text() == "lt/a1 everybody, lt/b1 agents");
  CHECK(read.complete);
  CHECK(set.replay.always("Authorization: Basic czNjcmV0Olg="));  // s3cret:X
  const auto article = source.fetch(read.at(0));
  REQUIRE_MESSAGE(article.ok(), article.error().message);
  CHECK(article->body.find("Per 14 dienų.") == 0);
  CHECK(article->tags == std::vector<std::string>{"pinigai"});

  const auto gone = source.fetch(read.at(1));
  REQUIRE(!gone);
  CHECK(gone.error().code == Code::not_found);
  whole["status"] = "notpublished";
  set.replay.set("/v1/articles/a1", {{"article", whole}});
  const auto withdrawn = source.fetch(read.at(0));
  REQUIRE(!withdrawn);
  CHECK(withdrawn.error().code == Code::not_found);
}

TEST_CASE("LiveAgent: only published articles, and who may read them") {
  Setting set("liveagent");
  set.config.languages = {"lt"};
  const auto entry = [](const std::string& id, const std::string& type, const std::string& status,
                        const std::string& access) {
    return json{{"kb_entry_id", id},
                {"urlcode", "123"},
                {"title", "Įrašas " + id},
                {"content", "<p>Tekstas</p>"},
                {"rtype", type},
                {"rstatus", status},
                {"access", access},
                {"datechanged", "2026-03-01 10:00:00"},
                {"full_url", "https://shop.ladesk.com/" + id}};
  };
  json first = json::array();
  for (int i = 0; i < 100; ++i) first.push_back(entry("c" + std::to_string(i), "C", "P", "P"));
  first[0] = entry("1", "A", "P", "P");
  first[1] = entry("2", "A", "P", "I");
  first[2] = entry("3", "A", "N", "P");
  const std::string path = "/api/knowledgebase/entries?apikey=s3cret&limitfrom=";
  set.replay.set(path + "0&limitcount=100", {{"response", {{"entries", first}}}});
  set.replay.set(path + "100&limitcount=100",
                 {{"response", {{"entries", json::array({entry("4", "A", "P", "P")})}}}});
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const Read read = read_all(source);
  CHECK(read.text() == "lt/1 everybody, lt/2 agents, lt/4 everybody");
  CHECK(set.replay.always("apikey: s3cret"));
  REQUIRE(read.entries.size() == 3);
  CHECK(to_text(*read.at(0).updated_at) == "2026-03-01T10:00:00.000Z");
  const auto article = source.fetch(read.at(0));
  REQUIRE(article);
  CHECK(article->body.find("Tekstas") == 0);
}

TEST_CASE("Intercom: translations, each with its own state") {
  Setting set("intercom");
  set.config.visibility = Visibility::everybody;
  const auto content = [](const std::string& title, const std::string& state) {
    return json{{"type", "article_content"},
                {"title", title},
                {"body", "<p>" + title + " tekstas</p>"},
                {"state", state},
                {"updated_at", 1772359200},
                {"url", "https://help.shop.lt/" + title}};
  };
  json article = content("Grąžinimas", "published");
  article["id"] = "12";
  article["default_locale"] = "lt";
  article["translated_content"] = {{"type", "article_translated_content"},
                                   {"lt", content("Grąžinimas", "published")},
                                   {"en", content("Returns", "draft")},
                                   {"de", content("Retouren", "published")},
                                   {"pl", nullptr}};
  json alone = content("Alone", "published");
  alone["id"] = "13";
  alone["default_locale"] = "en";
  alone["translated_content"] = nullptr;
  json draft = content("Draft", "draft");
  draft["id"] = "14";
  draft["default_locale"] = "en";
  const auto list = [](int page, const json& data) {
    return json{
        {"type", "list"},
        {"pages", {{"type", "pages"}, {"page", page}, {"per_page", 250}, {"total_pages", 2}}},
        {"total_count", 3},
        {"data", data}};
  };
  set.replay.set("/articles?per_page=250&page=1", list(1, json::array({article})));
  set.replay.set("/articles?per_page=250&page=2", list(2, json::array({alone, draft})));
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const Read read = read_all(source);
  CHECK(read.text() == "lt/12 everybody, en/13 everybody");
  CHECK(set.replay.always("Authorization: Bearer s3cret"));
  CHECK(set.replay.always("Intercom-Version: 2.11"));
  CHECK(to_text(*read.at(0).updated_at) == "2026-03-01T10:00:00.000Z");
  const auto fetched = source.fetch(read.at(0));
  REQUIRE(fetched);
  CHECK(fetched->title == "Grąžinimas");

  // What the API does not say, the owner does: nothing is for everybody unless he wants it.
  set.config.visibility = Visibility::agents_only;
  HelpCenter closed(set.config, outbound);
  CHECK(read_all(closed).text() == "lt/12 agents, en/13 agents");
}

TEST_CASE("Freshdesk: categories, folders within folders, articles in each language") {
  Setting set("freshdesk");
  set.config.options["locales"] = "lt, en";
  const auto article = [](int id, int status, const std::string& title) {
    return json{{"id", id},
                {"type", 1},
                {"status", status},
                {"title", title},
                {"description", "<p>Tekstas</p>"},
                {"description_text", "Tekstas"},
                {"folder_id", 4},
                {"category_id", 3},
                {"tags", {"x"}},
                {"updated_at", "2026-03-01T10:00:00Z"}};
  };
  const auto folder = [](int id, int visibility, int inside) {
    return json{
        {"id", id}, {"name", "F"}, {"visibility", visibility}, {"sub_folders_count", inside}};
  };
  const std::string rest = "?per_page=100&page=1";
  for (const std::string locale : {"lt", "en"}) {
    set.replay.set("/api/v2/solutions/categories/" + locale + rest, json::array({{{"id", 3}}}));
    set.replay.set("/api/v2/solutions/categories/3/folders/" + locale + rest,
                   json::array({folder(4, 1, 1), folder(5, 3, 0)}));
    set.replay.set("/api/v2/solutions/folders/4/subfolders/" + locale + rest,
                   json::array({folder(6, 2, 0)}));
    set.replay.set("/api/v2/solutions/folders/5/articles/" + locale + rest,
                   json::array({article(20, 2, "Vidinis " + locale)}));
    set.replay.set("/api/v2/solutions/folders/6/articles/" + locale + rest,
                   json::array({article(30, 2, "Prisijungus " + locale)}));
    json many = json::array();
    for (int i = 100; i < 200; ++i) many.push_back(article(i, 1, "Juodraštis"));
    many[0] = article(10, 2, "Grąžinimas " + locale);
    set.replay.set("/api/v2/solutions/folders/4/articles/" + locale + rest, many);
    set.replay.set("/api/v2/solutions/folders/4/articles/" + locale + "?per_page=100&page=2",
                   json::array({article(11, 2, "Antras " + locale)}));
  }
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const Read read = read_all(source);
  CHECK(read.text() ==
        "lt/10 everybody, lt/11 everybody, lt/30 agents, lt/20 agents, "
        "en/10 everybody, en/11 everybody, en/30 agents, en/20 agents");
  CHECK(read.complete);
  const auto fetched = source.fetch(read.at(4));
  REQUIRE(fetched);
  CHECK(fetched->title == "Grąžinimas en");

  // Without `locales` the paths have no language.
  Setting plain("freshdesk");
  plain.replay.set("/api/v2/solutions/categories" + rest, json::array({{{"id", 3}}}));
  plain.replay.set("/api/v2/solutions/categories/3/folders" + rest, json::array({folder(4, 1, 0)}));
  auto english = article(10, 2, "Returns");
  english["language"] = "en";
  plain.replay.set("/api/v2/solutions/folders/4/articles" + rest, json::array({english}));
  const OutboundClient other(plain.settings);
  HelpCenter single(plain.config, other);
  CHECK(read_all(single).text() == "en/10 everybody");
}

TEST_CASE("Chatwoot: Markdown, one list a language, and no article is read alone") {
  Setting set("chatwoot");
  set.config.options["account"] = "3";
  set.config.options["portal"] = "help";
  const auto article = [](int id, const std::string& status, const std::string& locale) {
    return json{{"id", id},
                {"category_id", 1},
                {"category", {{"id", 1}, {"slug", "x"}, {"locale", locale}}},
                {"title", "Straipsnis"},
                {"content", "## Antraštė\n\nTekstas su **svarbiu** žodžiu."},
                {"description", ""},
                {"status", status},
                {"updated_at", 1772359200},
                {"views", 3}};
  };
  const auto path = [](int page, const std::string& locale) {
    return "/api/v1/accounts/3/portals/help/articles?page=" + std::to_string(page) +
           "&locale=" + locale + "&status=published";
  };
  json many = json::array();
  for (int i = 0; i < 25; ++i) many.push_back(article(100 + i, "archived", "lt"));
  many[0] = article(1, "published", "lt");
  set.replay.set(path(1, "lt"), {{"payload", many}, {"meta", {{"articles_count", 26}}}});
  set.replay.set(path(2, "lt"), {{"payload", json::array({article(2, "published", "lt")})}});
  set.replay.set(
      path(1, "en"),
      {{"payload", json::array({article(3, "published", "en"), article(4, "draft", "en")})}});
  const OutboundClient outbound(set.settings);
  HelpCenter source(set.config, outbound);
  const Read read = read_all(source);
  CHECK(read.text() == "lt/1 everybody, lt/2 everybody, en/3 everybody");
  CHECK(set.replay.always("api_access_token: s3cret"));
  const auto fetched = source.fetch(read.at(1));
  REQUIRE(fetched);
  CHECK(fetched->body == "## Antraštė\n\nTekstas su **svarbiu** žodžiu.");
  // Asked for again, the part of the list is read, never the article itself.
  REQUIRE(source.fetch(read.at(1)));
  for (const std::string& request : set.replay.server.requests()) {
    CHECK(request.find("/articles?page=") != std::string::npos);
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
    const Read read = read_all(source);
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
  CHECK(read_all(source).text().empty());
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
  const Read read = read_all(source);
  REQUIRE(read.error);
  CHECK(read.error->code == Code::unauthenticated);
  const auto part = source.list({.page = "7"});
  REQUIRE(!part);
  CHECK(part.error().code == Code::invalid);

  // Without a user the public part is asked for, and no header says who asks.
  set.config.secret.clear();
  set.replay.set(kZendesk, zendesk_list(json::array({zendesk_article(1, "lt", "A")})));
  HelpCenter visitor(set.config, outbound);
  CHECK(read_all(visitor).text() == "lt/1 everybody");
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
  const Read read = read_all(source);
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
