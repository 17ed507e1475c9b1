// SPDX-License-Identifier: MIT
#include "http/agent_article_api.h"

#include <algorithm>

#include "http/gate.h"
#include "http/wire.h"

namespace frontdesk {

void AgentArticleApi::add_to(Router& router) {
  const auto to = [this](Reply (AgentArticleApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string base = "/api/v1/agent";
  router.add({"GET", base + "/search", Access::agent, to(&AgentArticleApi::search)});
  router.add({"GET", base + "/articles/:id", Access::agent, to(&AgentArticleApi::article)});
}

Reply AgentArticleApi::search(const Call& call) {
  const auto text = call.request.query.find("q");
  const auto language = call.request.query.find("lang");
  if (text == call.request.query.end() || text->second.empty()) {
    return refuse({Code::invalid, "'q' is missing"});
  }
  constexpr std::size_t kMost = 10;
  return Reply{.slow = [brain = site_.conversations.brain(), question = text->second,
                        language = language == call.request.query.end() ? "" : language->second] {
    const auto& languages = brain->catalog.languages;
    const bool known = std::find(languages.begin(), languages.end(), language) != languages.end();
    const auto& spoken = known || languages.empty() ? language : languages.front();
    std::vector<AgentHit> hits;
    for (auto& hit : brain->library.search(question, spoken, kMost)) hits.push_back({hit, false});
    for (auto& hit : brain->agents_library.search(question, spoken, kMost)) {
      hits.push_back({hit, true});
    }
    std::stable_sort(hits.begin(), hits.end(), [](const AgentHit& a, const AgentHit& b) {
      return a.hit.probability > b.hit.probability;
    });
    if (hits.size() > kMost) hits.resize(kMost);
    return Response{.body = hits_json(hits)};
  }};
}

Reply AgentArticleApi::article(const Call& call) {
  const auto brain = site_.conversations.brain();
  const ArticleId id(call.parameters.at("id"));
  const auto found = call.request.query.find("lang");
  const std::string language = found == call.request.query.end() ? "" : found->second;
  const Article* article = brain->articles.find(id, language);
  if (article == nullptr || article->language != language) {
    const Article* agents = brain->agents_articles.find(id, language);
    if (article == nullptr || (agents != nullptr && agents->language == language)) article = agents;
  }
  if (article == nullptr) {
    return refuse({Code::not_found, "there is no such article"});
  }
  return Reply{.response = {.body = site_.article_json(*article)}};
}

}  // namespace frontdesk
