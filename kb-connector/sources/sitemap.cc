// SPDX-License-Identifier: MIT
#include "kb-connector/sources/sitemap.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/ascii.h"
#include "kb-connector/index/tokens.h"
#include "kb-connector/retry_after.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPagesAPart = 20;
constexpr std::size_t kSitemapFiles = 500;
constexpr std::size_t kCachedBytes = 32'000'000;
constexpr int kPageFailures = 3;
constexpr const char* kAgent = "frontdesk";  // as OutboundClient calls itself

Time time_now() { return std::chrono::floor<Time::duration>(std::chrono::system_clock::now()); }

std::string hash_of(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::uint64_t number = hash_bytes(text, 0);
  std::string hex(16, '0');
  for (std::size_t i = hex.size(); i-- > 0; number >>= 4U) hex[i] = kDigits[number & 15U];
  return hex;
}

// "https://shop.example.lt" of "https://shop.example.lt/a?b".
std::string site_of(const std::string& url) {
  const std::size_t host = url.find("://");
  if (host == std::string::npos) return "";
  return lowered(std::string_view(url).substr(0, url.find_first_of("/?#", host + 3)));
}

// "/a?b" of "https://shop.example.lt/a?b#c".
std::string path_of(const std::string& url) {
  const std::size_t begin = url.find_first_of("/?#", url.find("://") + 3);
  if (begin == std::string::npos) return "/";
  const std::string path = url.substr(begin, url.find('#') - begin);
  return path.starts_with("/") ? path : "/" + path;
}

bool is_sitemap_address(const std::string& url) {
  const std::string path = path_of(url);
  return path.find("sitemap") != std::string::npos || path.ends_with(".xml") ||
         path.ends_with(".gz") || path.ends_with(".txt");
}

std::string header(const OutboundResponse& response, const char* name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? "" : found->second;
}

bool is_redirect(int status) { return status > 300 && status < 309 && status != 304; }

bool says_noindex(const OutboundResponse& response) {
  const std::string tag = fold(header(response, "x-robots-tag"));
  return tag.find("noindex") != std::string::npos || tag.find("none") != std::string::npos;
}

}  // namespace

SitemapSource::SitemapSource(SourceConfig config, const OutboundClient& outbound, fs::path data,
                             PageReader reader)
    : config_(std::move(config)),
      outbound_(outbound),
      file_(std::move(data) / "pages.json"),
      reader_(std::move(reader)),
      site_(site_of(config_.url)) {}

Result<OutboundResponse> SitemapSource::get(const std::string& url, std::size_t bytes,
                                            const Page* known, int redirects) {
  OutboundRequest request;
  request.url = url;
  request.redirects = redirects;
  request.answer_bytes = bytes;
  request.timeout = std::chrono::seconds{30};
  if (known != nullptr && !known->etag.empty()) {
    request.headers.emplace_back("If-None-Match", known->etag);
  }
  if (known != nullptr && !known->modified.empty()) {
    request.headers.emplace_back("If-Modified-Since", known->modified);
  }
  auto response = outbound_.send(request);
  if (!response) return response;
  if (response->status == 429 || response->status >= 500) {
    const Time now = time_now();
    retry_at_ = retry_after(header(*response, "retry-after"), now);
    Error error{response->status == 429 ? Code::rate_limited : Code::unavailable,
                path_of(url) + " answered " + std::to_string(response->status), 60};
    if (retry_at_) {
      error.retry_after_seconds =
          static_cast<int>(std::chrono::ceil<std::chrono::seconds>(*retry_at_ - now).count());
    }
    return error;
  }
  return response;
}

bool SitemapSource::is_ours(const std::string& url) const {
  return site_of(url) == site_ && path_of(url).starts_with(config_.option("path", "/")) &&
         robots_.allows(path_of(url));
}

Result<Done> SitemapSource::read_robots() {
  // Cut at its limit by Robots; what is beyond twice of it is no robots.txt at all.
  auto response = get(site_ + "/robots.txt", 2 * kRobotsBytes, nullptr);
  if (!response) return response.error();
  robots_ = response->status < 300 ? Robots(response->body, kAgent) : Robots();
  return Done{};
}

Result<Done> SitemapSource::add_urls(const std::string& sitemap, const ListPosition& position,
                                     bool indexes, std::vector<std::string>& more) {
  if (site_of(sitemap) != site_ || !robots_.allows(path_of(sitemap))) {
    return Error{Code::forbidden, "the sitemap " + path_of(sitemap) + " may not be read"};
  }
  auto response = get(sitemap, kSitemapBytes, nullptr);
  if (!response) return response.error();
  if (response->status != 200) {
    return Error{
        response->status == 404 ? Code::not_found : Code::unavailable,
        "the sitemap " + path_of(sitemap) + " answered " + std::to_string(response->status), 60};
  }
  auto file = read_sitemap(response->body);
  if (!file) return Error{file.error().code, path_of(sitemap) + ": " + file.error().message};
  std::map<std::string, std::string> language;  // of an address, by what other entries say
  for (const SitemapUrl& url : file->urls) {
    for (const auto& [name, address] : url.languages) language[address] = name;
  }
  for (SitemapUrl& url : file->urls) {
    const bool old = position.since && url.modified && *url.modified < *position.since;
    if (file->index) {
      if (indexes && !old && more.size() < kSitemapFiles) more.push_back(url.url);
      continue;
    }
    if (old || !is_ours(url.url) || urls_.size() >= kSitemapUrls) continue;
    if (!listed_.insert(url.url).second) continue;
    const auto known = language.find(url.url);
    const std::string own = known == language.end() ? "" : known->second;
    url.languages.clear();
    if (!own.empty()) url.languages[own] = url.url;
    urls_.push_back(std::move(url));
  }
  return Done{};
}

Result<Done> SitemapSource::read_sitemaps(const ListPosition& position) {
  std::vector<std::string> files;
  if (is_sitemap_address(config_.url)) {
    files = {config_.url};
  } else {
    files = robots_.sitemaps();
    if (files.empty()) files = {site_ + "/sitemap.xml"};
  }
  std::vector<std::string> more;
  for (const std::string& file : files) {
    if (auto added = add_urls(file, position, true, more); !added) return added;
  }
  std::vector<std::string> none;
  for (const std::string& file : more) {
    if (auto added = add_urls(file, position, false, none); !added) return added;
  }
  return Done{};
}

Result<Done> SitemapSource::begin(const ListPosition& position) {
  if (site_.empty()) return Error{Code::invalid, "the source has no address"};
  retry_at_.reset();
  urls_.clear();
  listed_.clear();
  articles_.clear();
  addresses_.clear();
  article_bytes_ = 0;
  failed_in_a_row_ = 0;
  complete_ = !position.since;
  if (!loaded_) load_pages();
  if (auto read = read_robots(); !read) return read;
  if (!robots_.allows(config_.option("path", "/"))) {
    // One that forbids only parts leaves these out; who forbids all of it wants no visit, and no article
    // is taken away for that without the owner's knowledge.
    return Error{Code::forbidden, "robots.txt forbids to read " + config_.option("path", "/")};
  }
  return read_sitemaps(position);
}

Result<SourceList> SitemapSource::list(const ListPosition& position) {
  std::size_t at = 0;
  if (position.page.empty()) {
    if (auto begun = begin(position); !begun) return begun.error();
  } else {
    const char* end = position.page.data() + position.page.size();
    const auto read = std::from_chars(position.page.data(), end, at);
    if (read.ec != std::errc() || read.ptr != end || at >= urls_.size()) {
      return Error{Code::invalid, "this part of the list is not known any more"};
    }
  }
  SourceList list;
  const std::size_t stop = std::min(at + kPagesAPart, urls_.size());
  for (; at < stop; ++at) {
    const auto seen = read_page(urls_[at], false);
    if (!seen) return seen.error();
    if (*seen == Seen::left_out) continue;
    failed_in_a_row_ = *seen == Seen::failed ? failed_in_a_row_ + 1 : 0;
    const auto page = pages_.find(urls_[at].url);
    if (page == pages_.end()) {
      complete_ = false;
      continue;
    }
    for (const SourceEntry& entry : page->second.entries) {
      if (!addresses_.emplace(Key{entry.language, entry.id}, urls_[at].url).second) continue;
      list.entries.push_back(entry);
      list.entries.back().visibility = config_.visibility;
    }
  }
  if (at < urls_.size()) {
    list.next = std::to_string(at);
    return list;
  }
  if (complete_)
    std::erase_if(pages_, [&](const auto& page) { return !listed_.contains(page.first); });
  save_pages();
  list.complete = complete_;
  return list;
}

Result<SitemapSource::Seen> SitemapSource::read_page(const SitemapUrl& url, bool anew) {
  const auto known = pages_.find(url.url);
  // Redirects are followed here, because robots.txt has a say in where they lead.
  auto response =
      get(url.url, kPageBytes, anew || known == pages_.end() ? nullptr : &known->second, 0);
  for (int hop = 0; hop < kMostRedirects && response && is_redirect(response->status); ++hop) {
    std::string to = header(*response, "location");
    if (to.starts_with("/")) to = site_ + to;
    if (!is_ours(to)) break;
    response = get(to, kPageBytes, nullptr, 0);
  }
  if (!response) {
    const Error& error = response.error();
    if (error.code == Code::too_large || error.code == Code::forbidden ||
        error.code == Code::invalid) {
      pages_.erase(url.url);
      return Seen::left_out;
    }
    if (error.code == Code::rate_limited || failed_in_a_row_ + 1 >= kPageFailures) return error;
    return Seen::failed;
  }
  if (response->status == 304 && known != pages_.end()) return Seen::unchanged;
  const bool readable =
      response->status == 200 && is_ours(response->url) && !says_noindex(*response);
  if (!readable) {
    pages_.erase(url.url);
    return Seen::left_out;
  }
  auto page = reader_.read_page(response->body, header(*response, "content-type"), response->url);
  if (!page && page.error().code == Code::unavailable) return page.error();
  const bool another = page && !page->canonical.empty() && page->canonical != url.url &&
                       listed_.contains(page->canonical);
  if (!page || page->noindex || another) {
    pages_.erase(url.url);
    return Seen::left_out;
  }
  take(url, *response, std::move(*page));
  return Seen::read;
}

void SitemapSource::take(const SitemapUrl& url, const OutboundResponse& response, CleanPage page) {
  Article article;
  article.language = page.language;
  if (article.language.empty() && !url.languages.empty()) {
    article.language = url.languages.begin()->first;
  }
  if (article.language.empty() && !config_.languages.empty()) {
    article.language = config_.languages.front();
  }
  const auto& wanted = config_.languages;
  Page& kept = pages_[url.url] = {header(response, "etag"), header(response, "last-modified"), {}};
  if (!is_language(article.language)) return;
  if (!wanted.empty() &&
      std::find(wanted.begin(), wanted.end(), article.language) == wanted.end()) {
    return;
  }
  article.url = url.url;
  const std::optional<Time> updated = url.modified ? url.modified : page.modified;
  std::size_t answers = 0;
  for (PageQuestion& question : page.questions) {
    answers += question.question.size() + question.answer.size();
    Article each = article;
    each.id = ArticleId(path_of(url.url) + "#q-" + hash_of(fold(question.question)));
    each.title = std::move(question.question);
    each.body = std::move(question.answer);
    add_article(kept, std::move(each), updated);
  }
  if (!page.questions.empty() && page.body.size() < 2 * answers) return;
  article.id = ArticleId(path_of(url.url));
  article.title = std::move(page.title);
  article.body = std::move(page.body);
  add_article(kept, std::move(article), updated);
}

void SitemapSource::add_article(Page& page, Article article, std::optional<Time> updated) {
  if (article.title.empty() || article.body.empty()) return;
  page.entries.push_back({.id = article.id.value,
                          .language = article.language,
                          .version = hash_of(article.title + '\0' + article.body),
                          .updated_at = updated});
  const std::size_t bytes = article.title.size() + article.body.size();
  if (article_bytes_ + bytes > kCachedBytes) return;
  article_bytes_ += bytes;
  articles_[{article.language, article.id.value}] = std::move(article);
}

Result<Article> SitemapSource::fetch(const SourceEntry& entry) {
  const Key key{entry.language, entry.id};
  auto cached = articles_.find(key);
  if (cached == articles_.end()) {
    const auto address = addresses_.find(key);
    SitemapUrl url{.url = address == addresses_.end()
                              ? site_ + entry.id.substr(0, entry.id.find('#'))
                              : address->second};
    if (!is_language(entry.language)) return Error{Code::not_found, "there is no such page"};
    url.languages[entry.language] = url.url;
    article_bytes_ = 0;  // room for this one
    auto seen = read_page(url, true);
    if (!seen) return seen.error();
    if (*seen == Seen::failed) return Error{Code::unavailable, "the page cannot be read now", 60};
    cached = articles_.find(key);
  }
  if (cached == articles_.end()) return Error{Code::not_found, "the page is gone"};
  Article article = std::move(cached->second);
  articles_.erase(cached);
  return article;
}

void SitemapSource::load_pages() {
  loaded_ = true;
  std::ifstream in(file_, std::ios::binary);
  const auto json = nlohmann::json::parse(in, nullptr, false);
  if (!json.is_object()) return;
  for (const auto& [url, said] : json.items()) {
    Page page;
    // A file that somebody else wrote into is as good as none: every page is read again.
    try {
      page.etag = said.at("etag").get<std::string>();
      page.modified = said.at("modified").get<std::string>();
      for (const auto& each : said.at("articles")) {
        SourceEntry entry{.id = each.at("id").get<std::string>(),
                          .language = each.at("language").get<std::string>(),
                          .version = each.at("version").get<std::string>()};
        if (each.contains("updated_at")) {
          entry.updated_at = from_millis(each.at("updated_at").get<std::int64_t>());
        }
        page.entries.push_back(std::move(entry));
      }
    } catch (const nlohmann::json::exception&) {
      pages_.clear();
      return;
    }
    pages_.emplace(url, std::move(page));
  }
}

void SitemapSource::save_pages() const {
  auto json = nlohmann::json::object();
  for (const auto& [url, page] : pages_) {
    auto articles = nlohmann::json::array();
    for (const SourceEntry& entry : page.entries) {
      nlohmann::json each = {
          {"id", entry.id}, {"language", entry.language}, {"version", entry.version}};
      if (entry.updated_at) each["updated_at"] = to_millis(*entry.updated_at);
      articles.push_back(std::move(each));
    }
    json[url] = {
        {"etag", page.etag}, {"modified", page.modified}, {"articles", std::move(articles)}};
  }
  std::error_code error;
  fs::create_directories(file_.parent_path(), error);
  const fs::path fresh = file_.string() + ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (!out) return;  // it only saves reading pages again
  }
  fs::rename(fresh, file_, error);
}

}  // namespace frontdesk
