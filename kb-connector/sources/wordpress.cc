// SPDX-License-Identifier: MIT
#include "kb-connector/sources/wordpress.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

#include "kb-connector/markdown.h"

namespace frontdesk {
namespace {

using nlohmann::json;

constexpr int kPostsAtOnce = 100;  // WordPress refuses more

bool is_protected(const json& post) {
  if (!text_at(post, "password").empty()) return true;
  const auto content = post.find("content");
  // What does not say that it is open is not.
  if (content == post.end() || !content->is_object()) return true;
  const auto flag = content->find("protected");
  return flag == content->end() || !flag->is_boolean() || flag->get<bool>();
}

std::int64_t total_of(const OutboundResponse& response) {
  const auto header = response.headers.find("x-wp-total");
  std::int64_t total = -1;
  if (header != response.headers.end()) {
    const std::string& text = header->second;
    std::from_chars(text.data(), text.data() + text.size(), total);
  }
  return total;
}

std::string code_of(const OutboundResponse& response) {
  const auto answer = json::parse(response.body, nullptr, false);
  return answer.is_object() ? text_at(answer, "code") : "";
}

// "posts/12": a REST base and a number, nothing that leads elsewhere.
bool is_post_id(const std::string& id) {
  const auto slash = id.find('/');
  return slash != 0 && slash != std::string::npos && slash + 1 < id.size() &&
         std::all_of(id.begin() + static_cast<long>(slash) + 1, id.end(),
                     [](char c) { return c >= '0' && c <= '9'; }) &&
         id.substr(0, slash).find_first_of(".?#&%") == std::string::npos;
}

std::vector<std::string> types_of(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) {
    std::erase(part, ' ');
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

}  // namespace

WordPress::WordPress(SourceConfig config, const OutboundClient& outbound)
    : config_(std::move(config)), calls_(config_, outbound), api_(without_slashes(config_.url)) {
  if (api_.find("rest_route=") == std::string::npos && !api_.ends_with("/wp-json")) {
    api_ += "/wp-json";
  }
  api_ += "/wp/v2/";
  std::vector<std::string> languages = config_.languages;
  if (languages.empty()) languages = {""};
  if (config_.option("lang_parameter").empty()) languages.resize(1);
  for (const std::string& type : types_of(config_.option("types", "posts,pages"))) {
    for (const std::string& language : languages) shelves_.push_back({type, language});
  }
}

Result<SourceList> WordPress::list(const ListPosition& position) {
  const auto place = read_place(position.page);
  if (!place || place->shelf >= shelves_.size()) {
    return Error{Code::invalid, "this part of the list is not ours"};
  }
  const Shelf& shelf = shelves_[place->shelf];
  const bool changes = position.since && calls_.has_user();
  Fields query = {{"per_page", std::to_string(kPostsAtOnce)},
                  {"page", std::to_string(place->page)},
                  {"order", "asc"},
                  {"orderby", changes ? "modified" : "id"},
                  {"_fields", "id,modified_gmt,status,password,content.protected"}};
  if (changes) {
    query.emplace_back("modified_after", to_text(*position.since).substr(0, 19) + "Z");
  }
  if (calls_.has_user()) {
    query.emplace_back("context", "edit");
    query.emplace_back("status",
                       changes ? "publish,private,draft,pending,future,trash" : "publish,private");
  }
  if (const auto name = config_.option("lang_parameter"); !name.empty()) {
    query.emplace_back(name, shelf.language);
  }
  const auto response = get(shelf.type, query, reader());
  if (!response) return response.error();
  if (code_of(*response) == "rest_post_invalid_page_number") {
    return Error{Code::invalid, "the list became shorter while it was read"};
  }
  if (response->status != 200) return ApiCalls::no_list(ApiCalls::refused(*response));
  const auto posts = read_json(*response);
  if (!posts) return posts.error();
  if (!posts->is_array()) return Error{Code::unavailable, "the site's answer is no list"};
  const std::int64_t total = total_of(*response);
  if (place->total >= 0 && total != place->total) {
    return Error{Code::invalid, "the list changed while it was read"};
  }

  const auto open = open_to_visitors(shelf, *posts);
  if (!open) return open.error();
  SourceList list;
  list.complete = !changes;
  for (const json& post : *posts) {
    if (number_at(post, "id") > 0) list.entries.push_back(entry_of(shelf, post, *open));
  }
  const bool more = total >= 0 ? static_cast<std::int64_t>(place->page) * kPostsAtOnce < total
                               : std::cmp_equal(posts->size(), kPostsAtOnce);
  if (more) {
    list.next = std::to_string(place->shelf) + ":" + std::to_string(place->page + 1) + ":" +
                std::to_string(total);
  } else if (place->shelf + 1 < shelves_.size()) {
    list.next = std::to_string(place->shelf + 1) + ":1:-1";
  }
  return list;
}

std::optional<WordPress::Place> WordPress::read_place(const std::string& page) {
  Place place;
  if (page.empty()) return place;
  char colon = 0, other = 0;
  std::istringstream in(page);
  if (!(in >> place.shelf >> colon >> place.page >> other >> place.total) || colon != ':' ||
      other != ':' || place.page < 1 || !in.eof()) {
    return std::nullopt;
  }
  return place;
}

Result<std::optional<std::set<std::int64_t>>> WordPress::open_to_visitors(const Shelf& shelf,
                                                                          const json& posts) {
  std::set<std::int64_t> open;
  std::string ids;
  for (const json& post : posts) {
    if (text_at(post, "status") != "publish" || is_protected(post)) continue;
    open.insert(number_at(post, "id"));
    ids += (ids.empty() ? "" : ",") + std::to_string(number_at(post, "id"));
  }
  if (!calls_.has_user() || open.empty()) return std::optional(open);
  Fields query = {{"include", ids},
                  {"per_page", std::to_string(kPostsAtOnce)},
                  {"_fields", "id,content.protected"}};
  if (const auto name = config_.option("lang_parameter"); !name.empty()) {
    query.emplace_back(name, shelf.language);
  }
  const auto response = get(shelf.type, query, As::visitor);
  if (!response) return response.error();
  if (response->status == 401 || response->status == 403)
    return std::optional<std::set<std::int64_t>>();
  if (response->status != 200) return ApiCalls::no_list(ApiCalls::refused(*response));
  const auto seen = read_json(*response);
  if (!seen) return seen.error();
  open.clear();
  for (const json& post : *seen) {
    if (!is_protected(post)) open.insert(number_at(post, "id"));
  }
  return std::optional(open);
}

SourceEntry WordPress::entry_of(const Shelf& shelf, const json& post,
                                const std::optional<std::set<std::int64_t>>& open) const {
  const std::int64_t id = number_at(post, "id");
  const std::string status = text_at(post, "status");
  const std::string modified = text_at(post, "modified_gmt");
  SourceEntry entry;
  entry.id = shelf.type + "/" + std::to_string(id);
  entry.language = shelf.language;
  entry.version = modified + " " + status + (is_protected(post) ? " protected" : "");
  entry.updated_at = parse_utc(modified);
  entry.deleted = status != "publish" && status != "private";
  if (is_protected(post) && !calls_.has_user()) entry.deleted = true;
  if (status == "publish" && !is_protected(post)) {
    const bool seen = open && open->contains(id);
    entry.visibility = !open  ? config_.visibility
                       : seen ? Visibility::everybody
                              : Visibility::agents_only;
  }
  return entry;
}

Result<Article> WordPress::fetch(const SourceEntry& entry) {
  if (!is_post_id(entry.id)) return Error{Code::not_found, "no post has the id " + entry.id};
  const Fields common = {{"_fields", "id,link,title,content,_links,_embedded"},
                         {"_embed", "wp:term"}};
  Fields query = common;
  As as = As::visitor;
  if (entry.visibility != Visibility::everybody && calls_.has_user()) {
    as = As::user;
    query.emplace_back("context", "edit");
  }
  auto response = get(entry.id, query, as);
  if (!response) return response.error();
  const bool closed = response->status == 401 || response->status == 403;
  if (closed && as == As::visitor && calls_.has_user() &&
      config_.visibility == Visibility::everybody) {
    response = get(entry.id, common, As::user);
    if (!response) return response.error();
  }
  // WordPress answers 401 for a post that is not there any more, so as not to say whether it is. Without its
  // own word for it the whole site is in the way, not this post.
  if (response->status != 200) {
    if (code_of(*response).starts_with("rest_")) {
      return Error{Code::not_found, "the post is gone, or may not be read"};
    }
    return ApiCalls::no_list(ApiCalls::refused(*response));
  }
  const auto post = read_json(*response);
  if (!post) return post.error();
  if (!post->is_object() || (entry.visibility == Visibility::everybody && is_protected(*post))) {
    return Error{Code::not_found, "the post may not be read"};
  }
  Article article;
  article.id = ArticleId(entry.id);
  article.language = entry.language;
  article.url = text_at(*post, "link");
  const json title = post->value("title", json::object());
  // Only with context=edit; what is rendered says "Private: " before it.
  article.title = text_at(title, "raw");
  if (article.title.empty()) article.title = plain(text_at(title, "rendered"));
  auto clean = reader_.read_fragment(text_at(post->value("content", json::object()), "rendered"),
                                     article.url);
  if (!clean) return clean.error();
  article.body = std::move(clean->body);
  const json embedded = post->value("_embedded", json::object());
  for (const json& terms :
       embedded.is_object() ? embedded.value("wp:term", json::array()) : json()) {
    for (const json& term : terms) {
      const std::string slug = text_at(term, "slug");
      if (slug != "uncategorized" && !slug.empty()) {
        article.tags.push_back(plain(text_at(term, "name")));
      }
    }
  }
  return article;
}

std::string WordPress::plain(const std::string& html) {
  if (html.find_first_of("<&") == std::string::npos) return html;
  const auto clean = reader_.read_fragment(html, api_);
  return clean ? plain_text(parse_markdown(clean->body)) : "";
}

Result<OutboundResponse> WordPress::get(const std::string& path, const Fields& query, As as) {
  OutboundRequest request;
  request.url = with_query(api_ + path, query);
  return calls_.send(std::move(request), as);
}

}  // namespace frontdesk
