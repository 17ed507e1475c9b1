// SPDX-License-Identifier: MIT
// Each hosted service's own shapes; what is common to all, and Zendesk, is in help_center_test.cc.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "kb-connector/sources/help_center.h"
#include "support/help_center.h"
#include "support/listing.h"

namespace help_center_services_test {

using namespace frontdesk;
using nlohmann::json;
using support::list_all;
using support::Listing;
using Setting = support::HelpCenterSetting;

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
  const Listing read = list_all(source);
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
  const Listing read = list_all(source);
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
  const Listing read = list_all(source);
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
  CHECK(list_all(closed).text() == "lt/12 agents, en/13 agents");
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
  const Listing read = list_all(source);
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
  CHECK(list_all(single).text() == "en/10 everybody");
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
  const Listing read = list_all(source);
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

}  // namespace help_center_services_test
