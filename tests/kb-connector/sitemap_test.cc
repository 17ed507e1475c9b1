// SPDX-License-Identifier: MIT
#include "kb-connector/sources/sitemap.h"

#include <doctest/doctest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>

#include "support/listing.h"
#include "support/loopback.h"

namespace sitemap_test {

using namespace frontdesk;
using support::list_all;
using support::Listing;
using support::Loopback;
namespace fs = std::filesystem;

namespace {

std::string packed(const std::string& text) {
  z_stream stream{};
  constexpr int kGzipHead = 16 + MAX_WBITS;
  constexpr int kMemory = 8;
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipHead, kMemory, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// A small web site: what it answers to each path.
struct Site {
  fs::path data = fs::temp_directory_path() / ("frontdesk-sitemap-" + std::to_string(getpid()));
  std::map<std::string, std::string> answers;
  std::mutex mutex;
  Loopback server{[this](const std::string& request) {
    const std::lock_guard lock(mutex);
    const std::size_t begin = request.find(' ') + 1;
    const auto found = answers.find(request.substr(begin, request.find(' ', begin) - begin));
    if (found == answers.end()) return Loopback::answer(404, "");
    const std::size_t tag = found->second.find("ETag: ");
    if (tag != std::string::npos) {
      const std::string value =
          found->second.substr(tag + 6, found->second.find('\r', tag) - tag - 6);
      if (request.find("If-None-Match: " + value + "\r\n") != std::string::npos) {
        return Loopback::answer(304, "");
      }
    }
    return found->second;
  }};
  SourceConfig config;
  OutboundSettings settings;

  Site() {
    fs::remove_all(data);
    config.name = "site";
    config.kind = "sitemap";
    config.url = url("/sitemap.xml");
    config.languages = {"lt", "en"};
    config.visibility = Visibility::everybody;
    settings.allow = {server.place()};
    settings.answer_bytes = 1000;  // each call says how much it takes
  }
  ~Site() { fs::remove_all(data); }

  [[nodiscard]] std::string url(const std::string& path) const { return server.url(path); }
  void set(const std::string& path, const std::string& body, const std::string& headers = "",
           int status = 200) {
    const std::lock_guard lock(mutex);
    answers[path] = Loopback::answer(status, body, headers);
  }
  void page(const std::string& path, const std::string& title, const std::string& text,
            const std::string& head = "", const std::string& headers = "") {
    set(path,
        "<!doctype html><html lang=lt><head><title>" + title + "</title>" + head +
            "</head><body><nav>Meniu</nav><main><p>" + text + "</p></main></body></html>",
        "Content-Type: text/html; charset=utf-8\r\n" + headers);
  }
  void remove(const std::string& path) {
    const std::lock_guard lock(mutex);
    answers.erase(path);
  }
  // A sitemap of entries, each "<loc>" and what else stands in it.
  void sitemap(const std::vector<std::string>& entries) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"x\" "
        "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">";
    for (const std::string& each : entries) text += "<url>" + each + "</url>";
    set("/sitemap.xml", text + "</urlset>");
  }
  [[nodiscard]] std::string loc(const std::string& path, const std::string& more = "") const {
    return "<loc>" + url(path) + "</loc>" + more;
  }
  [[nodiscard]] std::size_t asked(const std::string& path) const {
    const auto requests = server.requests();
    return static_cast<std::size_t>(std::count_if(
        requests.begin(), requests.end(),
        [&](const std::string& each) { return each.starts_with("GET " + path + " "); }));
  }
};

// "lt/a lt/b": languages and ids; of what names a question only where it stands.
std::string names(const Listing& listing) {
  if (listing.error) return listing.text();
  std::string out;
  for (const SourceEntry& entry : listing.entries) {
    out += (out.empty() ? "" : " ") + entry.language + entry.id.substr(0, entry.id.find("-") + 1) +
           (entry.id.find('-') == std::string::npos ? entry.id : "");
  }
  return out;
}

}  // namespace

TEST_CASE("a site's pages are listed and read, and what no visitor should find is left out") {
  Site site;
  site.set("/robots.txt", "User-agent: *\nDisallow: /private\n");
  site.sitemap({site.loc("/a", "<lastmod>2026-03-01</lastmod>"), site.loc("/private/b"),
                site.loc("/hidden"), site.loc("/tagged"), site.loc("/copy"), site.loc("/gone"),
                site.loc("/login"), site.loc("/file.pdf"), site.loc("/moved"),
                "<loc>https://elsewhere.example/x</loc>", "<loc>javascript:alert(1)</loc>"});
  site.page("/a", "Grąžinimas", "Per 14 dienų.");
  site.page("/private/b", "Slapta", "x");
  site.page("/hidden", "Slepiama", "x", "<meta name=robots content='noindex, follow'>");
  site.page("/tagged", "Slepiama", "x", "", "X-Robots-Tag: noindex\r\n");
  site.page("/copy", "Kopija", "x", "<link rel=canonical href='/a'>");
  site.set("/login", "", "", 403);
  site.set("/file.pdf", "%PDF", "Content-Type: application/pdf\r\n");
  site.set("/moved", "", "Location: /private/b\r\n", 301);
  const OutboundClient outbound(site.settings);
  SitemapSource source(site.config, outbound, site.data);
  const Listing listed = list_all(source);
  CHECK(names(listed) == "lt/a");
  CHECK(listed.complete);
  CHECK(site.asked("/private/b") == 0);
  REQUIRE(listed.entries.size() == 1);
  CHECK(listed.entries[0].visibility == Visibility::everybody);
  CHECK(to_text(*listed.entries[0].updated_at) == "2026-03-01T00:00:00.000Z");
  const auto article = source.fetch(listed.entries[0]);
  REQUIRE(article);
  CHECK(article->title == "Grąžinimas");
  CHECK(article->body.find("Per 14 dienų.") == 0);
  CHECK(article->url == site.url("/a"));
  CHECK(site.asked("/a") == 1);
  // A second time, or by another process, the page is read again.
  REQUIRE(source.fetch(listed.entries[0]));
  SitemapSource fresh(site.config, outbound, site.data);
  REQUIRE(list_all(fresh).complete);
  REQUIRE(fresh.fetch(listed.entries[0]));
}

TEST_CASE("questions that a page answers are articles of their own") {
  Site site;
  site.sitemap({site.loc("/duk")});
  const auto faq = [](const std::string& answer) {
    return "<script type='application/ld+json'>{\"@context\": \"https://schema.org\", \"@type\": "
           "\"FAQPage\", \"mainEntity\": [{\"@type\": \"Question\", \"name\": \"Kaip grąžinti?\", "
           "\"acceptedAnswer\": {\"@type\": \"Answer\", \"text\": \"<p>" +
           answer +
           "</p>\"}}, {\"@type\": \"Question\", \"name\": \"Kada grįš pinigai?\", "
           "\"acceptedAnswer\": {\"@type\": \"Answer\", \"text\": \"Per penkias dienas.\"}}]}"
           "</script>";
  };
  site.page("/duk", "DUK", "Kaip grąžinti? Per 14 dienų.", faq("Per 14 dienų."));
  const OutboundClient outbound(site.settings);
  SitemapSource source(site.config, outbound, site.data);
  const Listing listed = list_all(source);
  REQUIRE_MESSAGE(listed.entries.size() == 2, names(listed));
  const auto first = source.fetch(listed.entries[0]);
  REQUIRE(first);
  CHECK(first->title == "Kaip grąžinti?");
  CHECK(first->body.find("Per 14 dienų.") == 0);
  CHECK(first->url == site.url("/duk"));
  // Another answer is another version of the same article.
  site.page("/duk", "DUK", "Kaip grąžinti? Per 14 dienų.", faq("Per 30 dienų."));
  const Listing again = list_all(source);
  REQUIRE(again.entries.size() == 2);
  CHECK(again.entries[0].id == listed.entries[0].id);
  CHECK(again.entries[0].version != listed.entries[0].version);
  CHECK(again.entries[1].version == listed.entries[1].version);
}

TEST_CASE("an index of packed sitemaps is read, and languages are what pages and alternates say") {
  Site site;
  site.config.url = site.url("/");
  site.set("/robots.txt", "Sitemap: " + site.url("/index.xml") + "\n");
  site.set("/index.xml", "<sitemapindex><sitemap><loc>" + site.url("/one.xml.gz") +
                             "</loc><lastmod>2026-03-01</lastmod></sitemap><sitemap><loc>" +
                             site.url("/two.txt") +
                             "</loc><lastmod>2026-01-01</lastmod></sitemap>"
                             "</sitemapindex>");
  const std::string link = "<xhtml:link rel='alternate' hreflang='";
  site.set("/one.xml.gz",
           packed("<urlset xmlns:xhtml='y'><url>" +
                  site.loc("/lt", link + "lt-LT' href='" + site.url("/lt") + "'/>" + link +
                                      "en' href='" + site.url("/en") + "'/>") +
                  "</url><url>" + site.loc("/en") + "</url><url>" + site.loc("/de") +
                  "</url></urlset>"));
  site.set("/two.txt", site.url("/c") + "\n" + site.url("/d") + "\n");
  const auto bare = [&](const std::string& path, const std::string& lang) {
    site.set(path,
             "<html" + lang + "><head><title>T</title></head><body><p>Tekstas</p></body></html>",
             "Content-Type: text/html\r\n");
  };
  bare("/lt", "");
  bare("/en", "");
  bare("/de", " lang=de");
  bare("/c", " lang=en-GB");
  bare("/d", "");
  const OutboundClient outbound(site.settings);
  SitemapSource source(site.config, outbound, site.data);
  CHECK(names(list_all(source)) == "lt/lt en/en en/c lt/d");
  // After some time only the list that changed is read.
  const auto since = Time{std::chrono::sys_days{std::chrono::year{2026} / 2 / 1}};
  const Listing later = list_all(source, since);
  CHECK(names(later) == "lt/lt en/en");
  CHECK_FALSE(later.complete);
}

TEST_CASE(
    "a page that did not change is asked for and not read again, by another process as well") {
  Site site;
  site.sitemap({site.loc("/a", "<lastmod>2026-01-01</lastmod>"),
                site.loc("/b", "<lastmod>2026-03-01</lastmod>"), site.loc("/c")});
  for (const char* path : {"/a", "/b", "/c"}) {
    site.page(path, "T", "Tekstas", "", std::string("ETag: \"v1") + path + "\"\r\n");
  }
  const OutboundClient outbound(site.settings);
  const Listing first = [&] {
    SitemapSource source(site.config, outbound, site.data);
    return list_all(source);
  }();
  CHECK(names(first) == "lt/a lt/b lt/c");
  SitemapSource source(site.config, outbound, site.data);
  const Listing second = list_all(source);
  CHECK(second.complete);
  REQUIRE(second.entries.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(second.entries[i].version == first.entries[i].version);
  const auto requests = site.server.requests();
  CHECK(requests.back().find("If-None-Match: \"v1/c\"") != std::string::npos);

  const std::size_t before = site.asked("/a");
  const auto since = Time{std::chrono::sys_days{std::chrono::year{2026} / 2 / 1}};
  CHECK(names(list_all(source, since)) == "lt/b lt/c");
  CHECK(site.asked("/a") == before);

  std::ofstream(site.data / "pages.json", std::ios::trunc) << "{\"x\": [1]}";
  SitemapSource spoilt(site.config, outbound, site.data);
  CHECK(names(list_all(spoilt)) == "lt/a lt/b lt/c");
}

TEST_CASE("without a readable robots.txt nothing is read, and one that forbids all is said") {
  Site site;
  site.sitemap({site.loc("/a")});
  site.page("/a", "T", "Tekstas");
  const OutboundClient outbound(site.settings);
  SitemapSource source(site.config, outbound, site.data);
  CHECK(names(list_all(source)) == "lt/a");  // 404: everything may be read

  site.set("/robots.txt", "", "Retry-After: 120\r\n", 503);
  const Listing down = list_all(source);
  REQUIRE(down.error);
  CHECK(down.error->code == Code::unavailable);
  CHECK(source.retry_at().has_value());

  site.set("/robots.txt", "User-agent: frontdesk\nDisallow: /\n");
  const Listing forbidden = list_all(source);
  REQUIRE(forbidden.error);
  CHECK(forbidden.error->code == Code::forbidden);
  CHECK(site.asked("/a") == 1);
}

TEST_CASE("a page that cannot be read now is listed as before, and three end the list") {
  Site site;
  site.sitemap({site.loc("/a"), site.loc("/b")});
  site.page("/a", "A", "Tekstas");
  site.page("/b", "B", "Tekstas");
  const OutboundClient outbound(site.settings);
  SitemapSource source(site.config, outbound, site.data);
  REQUIRE(list_all(source).complete);
  site.set("/a", "", "", 500);
  const Listing known = list_all(source);
  CHECK(names(known) == "lt/a lt/b");
  CHECK(known.complete);

  site.sitemap({site.loc("/b"), site.loc("/n")});
  site.set("/n", "", "", 500);
  const Listing missing = list_all(source);
  CHECK(names(missing) == "lt/b");
  CHECK_FALSE(missing.complete);

  site.sitemap({site.loc("/1"), site.loc("/2"), site.loc("/3"), site.loc("/b")});
  for (const char* path : {"/1", "/2", "/3"}) site.set(path, "", "", 502);
  const Listing down = list_all(source);
  REQUIRE(down.error);
  CHECK(down.error->code == Code::unavailable);

  site.sitemap({site.loc("/b")});
  site.set("/b", "", "Retry-After: 30\r\n", 429);
  const Listing limited = list_all(source);
  REQUIRE(limited.error);
  CHECK(limited.error->code == Code::rate_limited);
  CHECK(limited.error->retry_after_seconds > 0);
}

TEST_CASE(
    "more pages than a part holds are listed in parts, within the path that the owner named") {
  Site site;
  site.config.options["path"] = "/duk/";
  std::vector<std::string> entries = {site.loc("/x")};
  for (int i = 0; i < 45; ++i) {
    const std::string path = "/duk/" + std::to_string(i);
    entries.push_back(site.loc(path));
    site.page(path, "T" + std::to_string(i), "Tekstas");
  }
  site.sitemap(entries);
  const OutboundClient outbound(site.settings);
  SitemapSource source(site.config, outbound, site.data);
  const auto first = source.list({});
  REQUIRE(first);
  CHECK(first->entries.size() == 20);
  CHECK_FALSE(first->complete);
  CHECK(list_all(source).entries.size() == 45);
  CHECK(site.asked("/x") == 0);
  const auto unknown = SitemapSource(site.config, outbound, site.data).list({.page = "20"});
  REQUIRE(!unknown);
  CHECK(unknown.error().code == Code::invalid);
}

TEST_CASE("a sitemap with entities, or that unpacks to too much, or is none, is refused") {
  const auto code = [](const std::string& bytes) {
    const auto file = read_sitemap(bytes);
    return file ? Code::internal : file.error().code;
  };
  CHECK(code("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><urlset><url><loc>"
             "https://x.lt/&b;</loc></url></urlset>") == Code::invalid);
  CHECK(code("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><urlset/>") == Code::invalid);
  CHECK(code("<html><body>Sorry</body></html>") == Code::invalid);
  CHECK(code("") == Code::invalid);
  CHECK(code("Sorry, we are closed.") == Code::invalid);
  CHECK(code("<urlset><url><loc>https://x.lt/a</loc></url><url>") == Code::invalid);
  CHECK(code(packed(std::string(20'000'000, ' '))) == Code::too_large);
  CHECK(code(packed("<urlset>" + std::string(5'000'000, ' '))) == Code::too_large);
  CHECK(code(packed("<urlset></urlset>").substr(0, 20)) == Code::invalid);
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<a>";
  CHECK(code("<urlset>" + deep) == Code::invalid);

  std::string many = "<urlset>";
  for (std::size_t i = 0; i < kSitemapUrls + 10; ++i) {
    many += "<url><loc>https://x.lt/" + std::to_string(i) + "</loc></url>";
  }
  const auto file = read_sitemap(many + "</urlset>");
  REQUIRE(file);
  CHECK(file->urls.size() == kSitemapUrls);
  CHECK_FALSE(file->index);
}

}  // namespace sitemap_test
