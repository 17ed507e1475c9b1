// SPDX-License-Identifier: MIT
#include "kb-connector/sources/dokuwiki.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "kb-connector/index/heading.h"
#include "kb-connector/markdown.h"
#include "kb-connector/sources/xml_rpc.h"

namespace frontdesk {
namespace {

using nlohmann::json;

constexpr char kEndpoint[] = "/lib/exe/xmlrpc.php";
constexpr std::size_t kAccessAtOnce =
    50;  // pages whose access is asked for until a part of the list is handed on
constexpr int kMayRead = 1;  // AUTH_READ

// Takes the first heading out of `body`, if the body begins with one.
std::string take_heading(std::string& body) {
  const auto begin = body.find_first_not_of(" \n");
  if (begin == std::string::npos || body[begin] != '#') return "";
  const auto text = body.find_first_not_of('#', begin);
  const auto end = std::min(body.find('\n', begin), body.size());
  if (text == std::string::npos || text >= end) return "";
  const auto line = std::string_view(body).substr(text, end - text);
  std::string title = plain_text(parse_markdown(split_heading(line).words));
  body.erase(0, body.find_first_not_of('\n', end) == std::string::npos
                    ? body.size()
                    : body.find_first_not_of('\n', end));
  return title;
}

}  // namespace

DokuWiki::DokuWiki(SourceConfig config, const OutboundClient& outbound)
    : config_(std::move(config)), calls_(config_, outbound), root_(without_slashes(config_.url)) {
  if (root_.ends_with(kEndpoint)) root_.resize(root_.size() - sizeof kEndpoint + 1);
  api_ = root_ + kEndpoint;
}

Result<SourceList> DokuWiki::list(const ListPosition& position) {
  std::size_t from = 0;
  const std::string& page = position.page;
  if (page.empty()) {
    if (const auto read = read_pages(); !read) return read.error();
  } else if (std::from_chars(page.data(), page.data() + page.size(), from).ptr !=
                 page.data() + page.size() ||
             from >= pages_.size()) {
    return Error{Code::invalid, "this part of the list is not ours"};
  }
  SourceList list;
  list.complete = true;
  const std::size_t to = std::min(pages_.size(), from + kAccessAtOnce);
  for (std::size_t i = from; i < to; ++i) {
    auto entry = entry_of(pages_[i]);
    if (!entry) return entry.error();
    list.entries.push_back(std::move(*entry));
  }
  if (to < pages_.size()) list.next = std::to_string(to);
  return list;
}

Result<Done> DokuWiki::read_pages() {
  const auto listed =
      call("dokuwiki.getPagelist", {config_.option("namespace"), json{{"depth", 0}}});
  if (!listed) return ApiCalls::no_list(listed.error());
  if (!listed->is_array()) {
    return Error{Code::forbidden, "the wiki does not list its pages for this user"};
  }
  pages_.clear();
  for (const json& page : *listed) {
    if (!page.is_object() || text_at(page, "id").empty()) continue;
    pages_.push_back({text_at(page, "id"), number_at(page, "rev")});
  }
  std::sort(pages_.begin(), pages_.end(), [](const Page& a, const Page& b) { return a.id < b.id; });
  return Done{};
}

Result<SourceEntry> DokuWiki::entry_of(const Page& page) {
  SourceEntry entry;
  entry.id = page.id;
  entry.language = language_of(page.id);
  entry.version = std::to_string(page.changed);
  if (page.changed > 0) entry.updated_at = Time{std::chrono::seconds{page.changed}};
  if (calls_.has_user()) {
    const auto access = call("wiki.aclCheck", {page.id, "", json::array()});
    if (!access) return ApiCalls::no_list(access.error());
    const bool open = access->is_number_integer() && access->get<std::int64_t>() >= kMayRead;
    entry.visibility = open ? Visibility::everybody : Visibility::agents_only;
  } else {
    entry.visibility = Visibility::everybody;
  }
  return entry;
}

Result<Article> DokuWiki::fetch(const SourceEntry& entry) {
  const auto html = call("wiki.getPageHTML", json::array({entry.id}));
  if (!html) {
    const Code code = html.error().code;
    const bool gone = code == Code::forbidden || code == Code::unauthenticated;
    return gone ? Error{Code::not_found, "the page may not be read"} : html.error();
  }
  // A page that is not there is an empty text.
  if (!html->is_string() || html->get<std::string>().empty()) {
    return Error{Code::not_found, "there is no page " + entry.id};
  }
  Article article;
  article.id = ArticleId(entry.id);
  article.language = entry.language;
  article.url = root_ + "/doku.php?id=" + url_encoded(entry.id, ":");
  auto clean = reader_.read_fragment(html->get<std::string>(), article.url);
  if (!clean) return clean.error();
  article.body = std::move(clean->body);
  article.title = take_heading(article.body);
  if (article.title.empty()) {
    article.title = entry.id.substr(entry.id.rfind(':') + 1);
    std::replace(article.title.begin(), article.title.end(), '_', ' ');
  }
  const auto space = entry.id.rfind(':');
  if (space != std::string::npos) article.tags.push_back(entry.id.substr(0, space));
  return article;
}

std::string DokuWiki::language_of(const std::string& id) const {
  const std::string first = id.substr(0, std::min(id.find(':'), id.size()));
  const auto& languages = config_.languages;
  if (first != id && std::find(languages.begin(), languages.end(), first) != languages.end()) {
    return first;
  }
  return languages.empty() ? "" : languages.front();
}

Result<Done> DokuWiki::check_password() {
  if (!calls_.has_user() || password_checked_) return Done{};
  const auto password = calls_.password();
  if (!password) return password.error();
  password_checked_ = true;
  const auto right = call("dokuwiki.login", {calls_.user(), *password});
  if (right && right->is_boolean() && right->get<bool>()) return Done{};
  password_checked_ = false;
  if (!right) return right.error();
  return Error{Code::unauthenticated, "the wiki does not let " + calls_.user() + " log in"};
}

Result<json> DokuWiki::call(const std::string& method, const json& parameters) {
  if (const auto checked = check_password(); !checked) return checked.error();
  OutboundRequest request;
  request.method = "POST";
  request.url = api_;
  request.headers = {{"Content-Type", "text/xml"}};
  request.body = write_xml_rpc(method, parameters);
  const auto response = calls_.send(std::move(request),
                                    calls_.has_user() ? ApiCalls::As::user : ApiCalls::As::visitor);
  if (!response) return response.error();
  if (response->status != 200) return calls_.refused(*response);
  return read_xml_rpc(response->body);
}

}  // namespace frontdesk
