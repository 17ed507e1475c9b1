// SPDX-License-Identifier: MIT
#include "http/article_api.h"

#include <algorithm>

#include "http/error_response.h"
#include "http/gate.h"
#include "http/wire.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMostHits = 8;
// Who searches wants to see what there is, also what would not be offered as an answer; below this it has
// nothing to do with the words.
constexpr double kWorthShowing = 0.05;
constexpr std::size_t kLongestName = 200;

std::string asked(const Request& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? "" : found->second;
}

}  // namespace

Result<Reading> read_reading(const Body& body) {
  auto article = body.text("article");
  auto language = body.text("language");
  auto from = body.text("from", "message");
  const auto helped = body.flag("helped", false);
  for (const auto* field : {&article, &language, &from}) {
    if (!*field) return field->error();
    if ((*field)->size() > kLongestName) return Error{Code::too_large, "at most 200 bytes a field"};
  }
  if (!helped) return helped.error();
  if (article->empty()) return Error{Code::invalid, "'article' is missing"};
  Reading reading{ArticleId(*article), *language, *from};
  if (body.has("helped")) reading.helped = *helped;
  return reading;
}

ArticleApi::ArticleApi(const Site& site)
    : site_(site),
      exempt_(site.settings.limits.exempt),
      requests_(site.settings.limits.article_requests_per_minute / 60.0,
                site.settings.limits.article_requests_per_minute) {}

void ArticleApi::add_to(Router& router) {
  const auto to = [this](Reply (ArticleApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  router.add({"GET", "/api/v1/articles", Access::anybody, to(&ArticleApi::search)});
  router.add({"GET", "/api/v1/articles/:id", Access::anybody, to(&ArticleApi::open)});
  router.add(
      {"POST", "/api/v1/conversations/:id/articles", Access::visitor, to(&ArticleApi::read)});
}

std::chrono::milliseconds ArticleApi::hold_back(const Request& request) {
  if (request.again || exempt_.contains(request.address)) return std::chrono::milliseconds{0};
  return requests_.take(address_group(request.address), site_.conversations.clock().now());
}

Reply ArticleApi::search(const Call& call) {
  const auto words = asked(call.request, "q");
  if (words.find_first_not_of(" \t\r\n") == std::string::npos) {
    return refuse({Code::invalid, "'q' is missing"});
  }
  if (const auto wait = hold_back(call.request); wait.count() > 0) {
    return Reply{.response = too_many(wait, "too many searches from this address")};
  }
  const auto brain = site_.conversations.brain();
  const auto& languages = brain->catalog.languages;
  auto language = asked(call.request, "lang");
  if (std::find(languages.begin(), languages.end(), language) == languages.end()) {
    language = languages.empty() ? "" : languages.front();
  }
  auto hits = brain->library.search(words, language, kMostHits);
  std::erase_if(hits, [](const Hit& hit) { return hit.probability < kWorthShowing; });
  Reply reply{.response = {.body = found_json(hits)}};
  // Typed words are the visitor's own: nobody but his browser keeps them.
  reply.response.headers.emplace_back("Cache-Control", "private, max-age=60");
  return reply;
}

Reply ArticleApi::open(const Call& call) {
  if (const auto wait = hold_back(call.request); wait.count() > 0) {
    return Reply{.response = too_many(wait, "too many articles for this address")};
  }
  const auto brain = site_.conversations.brain();
  const auto* article =
      brain->articles.find(ArticleId(call.parameters.at("id")), asked(call.request, "lang"));
  if (article == nullptr) {
    return refuse({Code::not_found, "there is no such article"});
  }
  Reply reply{.response = {.body = site_.article_json(*article)}};
  reply.response.headers.emplace_back("Cache-Control", "public, max-age=60");
  return reply;
}

Reply ArticleApi::read(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  const auto reading = read_reading(*body);
  if (!reading) return refuse(reading.error());
  auto staged =
      site_.conversations.read(ConversationId(call.parameters.at("id")), call.contact, *reading);
  if (!staged) return refuse(staged.error());
  if (staged->append) {
    if (const auto wait = hold_back(call.request); wait.count() > 0) {
      return Reply{.response = too_many(wait, "too many articles for this address")};
    }
  }
  Reply reply{.response = {.body = events_json(staged->conversation.last, {}, Reader::visitor)}};
  reply.append = std::move(staged->append);
  return reply;
}

}  // namespace frontdesk
