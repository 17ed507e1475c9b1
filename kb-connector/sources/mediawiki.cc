// SPDX-License-Identifier: MIT
#include "kb-connector/sources/mediawiki.h"

#include <algorithm>
#include <utility>

namespace frontdesk {
namespace {

using nlohmann::json;

// What a visitor may ask for at once by number.
constexpr int kPagesAtOnce = 50;
// Less than the 90 days after which recent changes are dropped.
constexpr std::chrono::hours kRecent{24 * 80};

// An answer of api.php that is an error, as ours.
Error wiki_error(const json& error) {
  const std::string code = text_at(error, "code");
  const std::string text = "the wiki says: " + text_at(error, "info").substr(0, 300);
  if (code == "nosuchpageid" || code == "missingtitle" || code == "permissiondenied" ||
      code == "pagecannotexist") {
    return {Code::not_found, text};
  }
  if (code == "readapidenied") return {Code::forbidden, text};
  if (code == "assertuserfailed" || code == "notloggedin") return {Code::unauthenticated, text};
  if (code == "ratelimited") return {Code::rate_limited, text};
  if (code == "maxlag" || code == "readonly" || code.starts_with("internal_api_error")) {
    return {Code::unavailable, text};
  }
  if (code == "badcontinue") return {Code::invalid, text};
  return {Code::forbidden, text};
}

bool flag_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

bool may_be_read(const json& page) {
  const auto actions = page.find("actions");
  return actions != page.end() && actions->is_object() && flag_of(*actions, "read");
}

const json& at_path(const json& object, std::initializer_list<const char*> path) {
  static const json kNothing;
  const json* here = &object;
  for (const char* key : path) {
    const auto found = here->is_object() ? here->find(key) : here->end();
    if (!here->is_object() || found == here->end()) return kNothing;
    here = &*found;
  }
  return *here;
}

std::string main_language(std::string language) {
  return language.substr(0, std::min(language.find('-'), language.size()));
}

std::string numbers_text(const std::vector<std::int64_t>& numbers, std::size_t from,
                         std::size_t count) {
  std::string out;
  for (std::size_t i = from; i < std::min(numbers.size(), from + count); ++i) {
    out += (out.empty() ? "" : "|") + std::to_string(numbers[i]);
  }
  return out;
}

const std::vector<std::pair<std::string, std::string>> kAboutPages = {
    {"prop", "info|revisions"}, {"rvprop", "ids|timestamp"}, {"intestactions", "read"}};

// api.php's `continue` object is what a part of our list is called.
Result<std::vector<std::pair<std::string, std::string>>> read_continue(const std::string& page) {
  std::vector<std::pair<std::string, std::string>> fields;
  if (page.empty()) return fields;
  const json object = json::parse(page, nullptr, false);
  if (!object.is_object()) return Error{Code::invalid, "this part of the list is not ours"};
  for (const auto& [key, value] : object.items()) {
    if (value.is_string()) fields.emplace_back(key, value.get<std::string>());
  }
  return fields;
}

std::string next_of(const json& answer) {
  const json& more = at_path(answer, {"continue"});
  return more.is_object() ? more.dump() : "";
}

}  // namespace

MediaWiki::MediaWiki(SourceConfig config, const OutboundClient& outbound)
    : config_(std::move(config)),
      calls_(config_, outbound),
      api_(without_slashes(config_.url)),
      namespace_(config_.option("namespace", "0")) {
  if (!api_.ends_with(".php")) api_ += "/api.php";
}

Result<SourceList> MediaWiki::list(const ListPosition& position) {
  const auto known = site();
  if (!known) return ApiCalls::no_list(known.error());
  const auto oldest = std::chrono::system_clock::now() - kRecent;
  if (position.since && *position.since > oldest) {
    return list_changes(*position.since, position.page);
  }
  return list_all(position.page);
}

Result<SourceList> MediaWiki::list_all(const std::string& page) {
  const auto more = read_continue(page);
  if (!more) return more.error();
  Fields fields = {{"action", "query"},
                   {"generator", "allpages"},
                   {"gaplimit", std::to_string(kPagesAtOnce)},
                   {"gapfilterredir", "nonredirects"},
                   {"gapnamespace", namespace_}};
  fields.insert(fields.end(), kAboutPages.begin(), kAboutPages.end());
  fields.insert(fields.end(), more->begin(), more->end());
  const auto answer = ask(fields, reader());
  if (!answer) return answer.error();
  auto list = entries_of(at_path(*answer, {"query", "pages"}));
  if (!list) return list;
  list->next = next_of(*answer);
  list->complete = true;
  return list;
}

Result<SourceList> MediaWiki::list_changes(Time since, const std::string& page) {
  const auto more = read_continue(page);
  if (!more) return more.error();
  Fields fields = {{"action", "query"},
                   {"list", "recentchanges"},
                   {"rcdir", "newer"},
                   {"rcstart", to_text(since).substr(0, 19) + "Z"},
                   {"rctype", "edit|new|log"},
                   {"rcprop", "title|ids|timestamp|loginfo"},
                   {"rclimit", std::to_string(kPagesAtOnce)}};
  fields.insert(fields.end(), more->begin(), more->end());
  const auto changes = ask(fields, reader());
  if (!changes) return changes.error();
  // Pages of every namespace: one that left ours is told by where it is now.
  std::set<std::int64_t> ids;
  for (const json& change : at_path(*changes, {"query", "recentchanges"})) {
    if (const std::int64_t id = number_at(change, "pageid"); id > 0) ids.insert(id);
  }
  SourceList list;
  if (!ids.empty()) {
    Fields about = {{"action", "query"},
                    {"pageids", numbers_text({ids.begin(), ids.end()}, 0, kPagesAtOnce)}};
    about.insert(about.end(), kAboutPages.begin(), kAboutPages.end());
    const auto pages = ask(about, reader());
    if (!pages) return pages.error();
    auto entries = entries_of(at_path(*pages, {"query", "pages"}));
    if (!entries) return entries;
    list = std::move(*entries);
  }
  list.next = next_of(*changes);
  return list;
}

Result<SourceList> MediaWiki::entries_of(const json& pages) {
  SourceList list;
  const auto open = open_to_visitors(pages);
  if (!open) return open.error();
  for (const json& page : pages) {
    const std::int64_t id = number_at(page, "pageid");
    if (id <= 0) continue;
    SourceEntry entry;
    entry.id = std::to_string(id);
    entry.language = main_language(text_at(page, "pagelanguage"));
    if (entry.language.empty()) entry.language = site_->language;
    const bool ours = std::to_string(number_at(page, "ns")) == namespace_ &&
                      !flag_of(page, "redirect") && text_at(page, "title") != site_->main_page;
    const bool readable = calls_.has_user() ? may_be_read(page) : open->contains(id);
    entry.deleted = flag_of(page, "missing") || !ours || !readable;
    if (flag_of(page, "missing")) {
      // Nobody knows any more which language it had.
      std::set<std::string> languages(config_.languages.begin(), config_.languages.end());
      languages.insert(entry.language);
      for (const std::string& language : languages) {
        entry.language = language;
        list.entries.push_back(entry);
      }
      continue;
    }
    if (!entry.deleted) {
      const std::int64_t revision = number_at(page, "lastrevid");
      if (revision == 0) continue;  // a later part of this answer, about what is known already
      const auto& wanted = config_.languages;
      if (!wanted.empty() &&
          std::find(wanted.begin(), wanted.end(), entry.language) == wanted.end()) {
        continue;
      }
      entry.version = std::to_string(revision) + "@" + text_at(page, "touched");
      const json& revisions = at_path(page, {"revisions"});
      if (revisions.is_array() && !revisions.empty()) {
        entry.updated_at = parse_utc(text_at(revisions[0], "timestamp"));
      }
      entry.visibility = open->contains(id) ? Visibility::everybody : Visibility::agents_only;
    }
    list.entries.push_back(std::move(entry));
  }
  return list;
}

Result<std::set<std::int64_t>> MediaWiki::open_to_visitors(const json& pages) {
  std::set<std::int64_t> open;
  const auto add = [&](const json& seen) {
    for (const json& page : seen) {
      if (may_be_read(page)) open.insert(number_at(page, "pageid"));
    }
  };
  if (!calls_.has_user()) {
    add(pages);
    return open;
  }
  std::vector<std::int64_t> ids;
  for (const json& page : pages) {
    if (may_be_read(page)) ids.push_back(number_at(page, "pageid"));
  }
  for (std::size_t from = 0; from < ids.size(); from += kPagesAtOnce) {
    const auto seen = ask({{"action", "query"},
                           {"pageids", numbers_text(ids, from, kPagesAtOnce)},
                           {"prop", "info"},
                           {"intestactions", "read"}},
                          As::visitor);
    if (!seen && seen.error().code == Code::forbidden) return open;  // the whole wiki is closed
    if (!seen) return seen.error();
    add(at_path(*seen, {"query", "pages"}));
  }
  return open;
}

Result<Article> MediaWiki::fetch(const SourceEntry& entry) {
  const auto known = site();
  if (!known) return known.error();
  const As as = entry.visibility == Visibility::everybody ? As::visitor : reader();
  const auto answer = ask({{"action", "parse"},
                           {"pageid", entry.id},
                           {"prop", "text|categories"},
                           {"disableeditsection", "1"},
                           {"disabletoc", "1"}},
                          as);
  if (!answer) return answer.error();
  const json& parsed = at_path(*answer, {"parse"});
  Article article;
  article.id = ArticleId(entry.id);
  article.language = entry.language;
  article.title = text_at(parsed, "title");
  std::string page = article.title;
  std::replace(page.begin(), page.end(), ' ', '_');
  article.url = (*known)->article_url;
  if (const auto place = article.url.find("$1"); place != std::string::npos) {
    article.url.replace(place, 2, url_encoded(page, "/:(),!*'@;"));
  }
  if (article.title.ends_with("/" + entry.language)) {
    article.title.resize(article.title.size() - entry.language.size() - 1);
  }
  for (const json& category : at_path(parsed, {"categories"})) {
    if (flag_of(category, "hidden")) continue;
    std::string tag = text_at(category, "category");
    std::replace(tag.begin(), tag.end(), '_', ' ');
    if (!tag.empty()) article.tags.push_back(std::move(tag));
  }
  auto clean = reader_.read_fragment(text_at(parsed, "text"), article.url);
  if (!clean) return clean.error();
  article.body = std::move(clean->body);
  return article;
}

Result<const MediaWiki::Site*> MediaWiki::site() {
  if (!site_) {
    const auto answer = ask({{"action", "query"}, {"meta", "siteinfo"}}, reader());
    if (!answer) return answer.error();
    const json& general = at_path(*answer, {"query", "general"});
    Site site;
    site.main_page = text_at(general, "mainpage");
    site.language = main_language(text_at(general, "lang"));
    site.article_url = text_at(general, "server") + text_at(general, "articlepath");
    // A wiki that serves both http and https names its server without either.
    if (site.article_url.starts_with("//")) {
      site.article_url = api_.substr(0, api_.find(':') + 1) + site.article_url;
    }
    site_ = std::move(site);
  }
  return &*site_;
}

Result<json> MediaWiki::ask(Fields fields, As as) {
  fields.insert(fields.end(), {{"format", "json"}, {"formatversion", "2"}, {"maxlag", "5"}});
  if (as == As::visitor) return ask_once(fields, as);
  fields.emplace_back("assert", "user");
  if (cookies_.empty()) {
    if (const auto logged_in = log_in(); !logged_in) return logged_in.error();
    return ask_once(fields, as);
  }
  auto answer = ask_once(fields, as);
  if (!answer && answer.error().code == Code::unauthenticated) {  // the session ended meanwhile
    cookies_.clear();
    if (const auto logged_in = log_in(); !logged_in) return logged_in.error();
    answer = ask_once(fields, as);
  }
  return answer;
}

Result<json> MediaWiki::ask_once(const Fields& fields, As as) {
  OutboundRequest request;
  request.method = "POST";
  request.url = api_;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = form(fields);
  std::string cookies;
  if (as == As::user) {
    for (const auto& [name, value] : cookies_) {
      cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    }
  }
  if (!cookies.empty()) request.headers.emplace_back("Cookie", cookies);
  const auto response = calls_.send(std::move(request));
  if (!response) return response.error();
  if (response->status != 200) return ApiCalls::no_list(ApiCalls::refused(*response));
  auto answer = read_json(*response);
  if (!answer) return answer;
  const json& error = at_path(*answer, {"error"});
  if (error.is_object()) {
    const Error ours = wiki_error(error);
    const bool wait = ours.code == Code::unavailable || ours.code == Code::rate_limited;
    if (!wait) return ours;
    Error waiting = calls_.later(*response, ours.message);
    waiting.code = ours.code;
    return waiting;
  }
  if (as == As::user) {
    std::string_view lines;
    if (const auto header = response->headers.find("set-cookie");
        header != response->headers.end()) {
      lines = header->second;
    }
    while (!lines.empty()) {
      const std::string_view line = lines.substr(0, lines.find('\n'));
      lines.remove_prefix(std::min(line.size() + 1, lines.size()));
      const std::string_view pair = line.substr(0, line.find(';'));
      if (const auto equals = pair.find('='); equals != std::string_view::npos) {
        cookies_[std::string(pair.substr(0, equals))] = std::string(pair.substr(equals + 1));
      }
    }
  }
  return answer;
}

Result<Done> MediaWiki::log_in() {
  const auto password = calls_.password();
  if (!password) return password.error();
  const Fields common = {{"format", "json"}, {"formatversion", "2"}};
  Fields fields = {{"action", "query"}, {"meta", "tokens"}, {"type", "login"}};
  fields.insert(fields.end(), common.begin(), common.end());
  const auto token = ask_once(fields, As::user);
  if (!token) return token.error();
  fields = {{"action", "login"},
            {"lgname", calls_.user()},
            {"lgpassword", *password},
            {"lgtoken", text_at(at_path(*token, {"query", "tokens"}), "logintoken")}};
  fields.insert(fields.end(), common.begin(), common.end());
  const auto answer = ask_once(fields, As::user);
  if (!answer) return answer.error();
  if (text_at(at_path(*answer, {"login"}), "result") != "Success") {
    cookies_.clear();
    return Error{Code::unauthenticated, "the wiki does not let " + calls_.user() + " log in"};
  }
  return Done{};
}

}  // namespace frontdesk
