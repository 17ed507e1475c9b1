// SPDX-License-Identifier: MIT
#pragma once
// A web site's pages, as its sitemap lists them.
//
//   kind: sitemap
//   url: https://shop.example.lt/sitemap.xml    # or the site itself: robots.txt names its sitemaps
//   options: {path: /pagalba/}                  # only pages whose path begins so
//
// Only pages of the sitemap's own scheme, host and port are read, and of them those that robots.txt allows
// (robots.h): a site without one (4xx) allows all; while it cannot be read nothing is. A page is left out
// when it says `noindex` (a meta element or X-Robots-Tag), when another page of the list is its `canonical`,
// and when it is gone, forbidden or no HTML. A page is an article, and each question that it says it answers
// (FAQPage in JSON-LD) is one of its own; a page with little text besides these is no article itself.
//
// The id is the path, and for a question the path, "#q-" and a hash of the question. The version is a hash of
// what was read. The language is that of the page's `lang`, else of the sitemap's hreflang, else the
// source's first. Everybody can read these pages, yet whether the bot shows them is the owner's word
// (`visibility`).
//
// A list reads the pages it lists: with `since` those whose `lastmod` is later or missing. What a page's
// server said of its version (ETag, Last-Modified) is kept in `data`, so that an unchanged page is asked for
// but not sent again. A page that cannot be read now is listed as before, and when it is not known the list
// is not complete; three in a row end the list.

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb-connector/ingest/page.h"
#include "kb-connector/source.h"
#include "kb-connector/source_config.h"
#include "kb-connector/sources/robots.h"
#include "kb-connector/sources/sitemap_file.h"
#include "outbound/client.h"

namespace frontdesk {

class SitemapSource final : public KnowledgeSource {
 public:
  SitemapSource(SourceConfig config, const OutboundClient& outbound, std::filesystem::path data,
                PageReader reader = PageReader());

  Result<SourceList> list(const ListPosition& position) override;
  Result<Article> fetch(const SourceEntry& entry) override;
  [[nodiscard]] std::optional<Time> retry_at() const override { return retry_at_; }

 private:
  using Key = std::pair<std::string, std::string>;  // language, id
  struct Page {
    std::string etag;
    std::string modified;  // as the server wrote it
    std::vector<SourceEntry> entries;
  };
  enum class Seen { read, unchanged, left_out, failed };

  Result<Done> begin(const ListPosition& position);
  Result<Done> read_robots();
  Result<Done> read_sitemaps(const ListPosition& position);
  Result<Done> add_urls(const std::string& sitemap, const ListPosition& position, bool indexes,
                        std::vector<std::string>& more);
  Result<Seen> read_page(const SitemapUrl& url, bool anew);
  void take(const SitemapUrl& url, const OutboundResponse& response, CleanPage page);
  void add_article(Page& page, Article article, std::optional<Time> updated);
  Result<OutboundResponse> get(const std::string& url, std::size_t bytes, const Page* known,
                               int redirects = kMostRedirects);
  [[nodiscard]] bool is_ours(const std::string& url) const;
  void load_pages();
  void save_pages() const;

  SourceConfig config_;
  const OutboundClient& outbound_;
  std::filesystem::path file_;  // of pages_
  PageReader reader_;
  std::string site_;  // "https://shop.example.lt"
  Robots robots_;
  std::vector<SitemapUrl> urls_;
  std::set<std::string> listed_;  // addresses in urls_
  bool complete_ = false;
  int failed_in_a_row_ = 0;
  std::map<std::string, Page> pages_;  // by address
  bool loaded_ = false;
  std::map<Key, Article>
      articles_;  // read by this list and not fetched yet, as far as there is room
  std::map<Key, std::string> addresses_;  // of every entry of this list
  std::size_t article_bytes_ = 0;
  std::optional<Time> retry_at_;
};

}  // namespace frontdesk
