// SPDX-License-Identifier: MIT
// A web site whose articles visitors read, and everything that may become of it: a running server, the site on
// the loopback address, real pages read by the real child, and a clock that is moved by hand.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include "support/loopback.h"
#include "support/test_server.h"

namespace bad_sources_test {

using namespace frontdesk;
using namespace std::chrono_literals;
using support::Loopback;
using support::SmallShop;
using support::TestServer;

namespace {

class Site {
 public:
  Site() {
    set("/robots.txt", "User-agent: *\nAllow: /\n");
    for (int i = 0; i < 30; ++i) {
      const std::string number = std::to_string(i);
      page("/letters/" + number, "Letter " + number, "A letter of number " + number + ".");
    }
    page("/grill", "Cleaning a charcoal grill", "Brush the grate of the grill while it is warm.");
    list();
  }

  void set(const std::string& path, const std::string& body, const std::string& type = "text/plain",
           int status = 200, const std::string& headers = "") {
    const std::lock_guard lock(mutex_);
    answers_[path] = Loopback::answer(status, body, "Content-Type: " + type + "\r\n" + headers);
  }
  void page(const std::string& path, const std::string& title, const std::string& text) {
    set(path, "<html lang=en><head><title>" + title + "</title></head><main><p>" + text + "</main>",
        "text/html; charset=utf-8");
    pages_.insert(path);
  }
  /// The sitemap of every page there is.
  void list() {
    std::string text = "<urlset>";
    for (const auto& path : pages_) text += "<url><loc>" + server_.url(path) + "</loc></url>";
    set("/sitemap.xml", text + "</urlset>", "application/xml");
  }
  /// Every answer from now on; empty: the site's own again.
  void always(const std::string& answer) {
    const std::lock_guard lock(mutex_);
    always_ = answer;
  }
  [[nodiscard]] std::string url(const std::string& path) const { return server_.url(path); }
  [[nodiscard]] std::string place() const { return server_.place(); }
  [[nodiscard]] std::size_t asked() const { return server_.requests().size(); }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> answers_;
  std::set<std::string> pages_;
  std::string always_;
  Loopback server_{[this](const std::string& request) {
    const std::lock_guard lock(mutex_);
    if (!always_.empty()) return always_;
    const auto begin = request.find(' ') + 1;
    const auto found = answers_.find(request.substr(begin, request.find(' ', begin) - begin));
    return found == answers_.end() ? Loopback::answer(404, "") : found->second;
  }};
};

struct Place {
  support::TempFolder folder;
  Site site;
  std::filesystem::path content = [this] {
    std::filesystem::copy(SmallShop::instance().path(), folder / "content",
                          std::filesystem::copy_options::recursive);
    std::ofstream(folder / "content" / "out_of_scope.yaml")
        << "out_of_scope:\n  en: [cleaning a charcoal grill, how do i clean my charcoal grill, "
           "charcoal grill, the grill is dirty, ačiū už žąsį]\n";
    return folder / "content";
  }();
  TestServer server{[this](Settings& settings) { settings.outbound.allow = {site.place()}; },
                    TestServer::Kept::in_sqlite, content};

  Place() {
    // A server that runs looks at its content when that has changed.
    std::ofstream(content / "sources.yaml")
        << "sources:\n  site: {kind: sitemap, url: '" << site.url("/sitemap.xml")
        << "', every: 5, languages: [en, lt], visibility: everybody}\n";
    server.reload();
    sync(0min);
  }
  void sync(std::chrono::minutes later = 16min) {
    server.clock.tick(later);
    server.sync();
    server.reload();
  }
  SourceState state() {
    const auto states = *server.store().source_states();
    REQUIRE(states.size() == 1);
    return states.front();
  }
  std::string answer(const std::string& question, const std::string& language = "en") {
    return server.say(server.start({{"language", language}}), question).body;
  }
  // What a visitor reads of the article, asked for and opened.
  bool reads(const std::string& words) {
    const auto said = answer("how do i clean my charcoal grill");
    const auto at = said.find("site:");
    if (at == std::string::npos || said.find(words) == std::string::npos) return false;
    const auto id = said.substr(at, said.find('"', at) - at);
    const auto opened = server.get("/api/v1/articles/" + id);
    return opened.status == 200 && opened.body.find(words) != std::string::npos;
  }
};

const std::string kBefore = "Brush the grate";

}  // namespace

TEST_CASE("a site that answers 500 for an hour is left alone, and visitors keep what they had") {
  Place place;
  CHECK(place.reads(kBefore));
  CHECK(place.state().articles == 31);

  place.site.always(Loopback::answer(500, "broken"));
  const auto before = place.site.asked();
  for (int minute = 0; minute < 60; ++minute) {
    place.sync(1min);
    if (minute % 20 == 0) CHECK(place.reads(kBefore));
  }
  CHECK(place.site.asked() - before <= 12);
  CHECK(place.state().failures >= 4);
  CHECK(place.reads(kBefore));

  place.site.always("");
  place.site.page("/grill", "Cleaning a charcoal grill", "Burn it off instead.");
  place.sync();
  CHECK(place.reads("Burn it off"));
  CHECK(place.state().failures == 0);
}

TEST_CASE("whatever becomes of a site, visitors keep the articles they had") {
  Place place;
  REQUIRE(place.reads(kBefore));
  const std::string metadata = "Location: http://169.254.169.254/latest/meta-data/\r\n";
  const std::string endless(3 * 1024 * 1024, ' ');
  std::string many = "<urlset>";
  for (int i = 0; i < 1000; ++i)
    many += "<url><loc>http://169.254.169.254/" + std::to_string(i) + "</loc></url>";
  const std::vector<std::pair<const char*, std::function<void()>>> troubles = {
      {"an empty list", [&] { place.site.set("/sitemap.xml", "<urlset/>", "application/xml"); }},
      {"a list of somebody else's pages",
       [&] { place.site.set("/sitemap.xml", many + "</urlset>", "application/xml"); }},
      {"a list that is no list",
       [&] { place.site.set("/sitemap.xml", "<html>Welcome", "text/html"); }},
      {"a list with entities",
       [&] {
         place.site.set(
             "/sitemap.xml",
             "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><urlset>&b;</urlset>",
             "application/xml");
       }},
      {"no list", [&] { place.site.set("/sitemap.xml", "", "text/plain", 404); }},
      {"a list that leads to the machine's own secrets",
       [&] { place.site.set("/sitemap.xml", "", "text/plain", 302, metadata); }},
      {"a list that leads to itself",
       [&] {
         place.site.set("/sitemap.xml", "", "text/plain", 302,
                        "Location: " + place.site.url("/sitemap.xml") + "\r\n");
       }},
      {"rules that forbid", [&] { place.site.set("/robots.txt", "User-agent: *\nDisallow: /\n"); }},
      {"rules that cannot be read", [&] { place.site.set("/robots.txt", "", "text/plain", 503); }},
      {"rules that lead to the machine's own secrets",
       [&] { place.site.set("/robots.txt", "", "text/plain", 302, metadata); }},
      {"every answer too late to be asked again",
       [&] { place.site.always(Loopback::answer(429, "", "Retry-After: 600\r\n")); }},
      {"every answer without end", [&] { place.site.always(Loopback::answer(200, endless)); }},
      {"every answer cut off",
       [&] { place.site.always("HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n<urlset>"); }},
      {"every answer no HTTP", [&] { place.site.always("\x16\x03\x01\x02"); }},
  };
  for (const auto& [what, happens] : troubles) {
    CAPTURE(what);
    happens();
    place.sync(25h);  // all of it is looked at once a day
    CHECK(place.reads(kBefore));
    CHECK(place.state().articles == 31);
    const auto state = place.state();
    CHECK_FALSE((state.error.empty() && state.held.empty()));

    place.site.always("");
    place.site.set("/robots.txt", "User-agent: *\nAllow: /\n");
    place.site.list();
    place.sync();
    CHECK(place.state().error.empty());
    CHECK(place.state().held.empty());
  }
}

TEST_CASE(
    "pages that break, mislead or are written as in the nineties leave the others as they are") {
  Place place;
  REQUIRE(place.reads(kBefore));
  place.site.set("/letters/1", "", "text/html", 302,
                 "Location: http://169.254.169.254/latest/\r\n");
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<div>";
  place.site.set("/letters/2", "<title>Letter two</title>" + deep + "bottom", "text/html");
  place.site.set("/letters/3", std::string(3 * 1024 * 1024, 'x'), "text/html");
  place.site.set("/letters/4", "%PDF-1.7", "application/pdf");
  place.sync();
  CHECK(place.reads(kBefore));
  CHECK(place.state().failures == 0);
  CHECK(place.state().held.empty());
  CHECK(place.state().articles == 31);  // a list of changes takes nothing away

  // A page that is new, in windows-1257.
  place.site.page("/goose", "", "");
  place.site.set("/goose",
                 "<html lang=lt><title>A\xE8i\xFB u\xFE \xFE\xE0s\xE1</title><main><p>\xDE\xE0sis "
                 "skrenda \xE1 "
                 "\xFEiem\xE0.</main>",
                 "text/html; charset=windows-1257");
  place.site.list();
  place.sync();
  const auto said = place.answer("ačiū už žąsį", "lt");
  CHECK(said.find("Ačiū už žąsį") != std::string::npos);
  CHECK(said.find("skrenda į žiemą") != std::string::npos);
  CHECK(place.reads(kBefore));

  // The daily look at all of it: what cannot be read any more is gone; what is only deep is not.
  place.sync(25h);
  CHECK(place.state().articles == 29);
  CHECK(place.reads(kBefore));
}

}  // namespace bad_sources_test
