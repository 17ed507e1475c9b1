// SPDX-License-Identifier: MIT
#include "http/wire_json.h"

namespace frontdesk::wire {

std::string write(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json time_json(const std::optional<Time>& time) {
  return time ? Json(to_text(*time)) : Json(nullptr);
}

Json texts_json(const LocalText& texts) {
  auto json = Json::object();
  for (const auto& [language, text] : texts) json[language] = text;
  return json;
}

Json article_links(const std::vector<ArticleLink>& articles) {
  auto list = Json::array();
  for (const auto& article : articles) {
    Json each{{"id", article.id.value},
              {"title", article.title},
              {"url", article.url},
              {"snippet", article.snippet}};
    if (!article.section.empty()) each["section"] = article.section;
    if (!article.anchor.empty()) each["anchor"] = article.anchor;
    if (!article.review_by.empty()) each["review_by"] = article.review_by;
    if (!article.reviewed.empty()) each["reviewed"] = article.reviewed;
    list.push_back(std::move(each));
  }
  return list;
}

}  // namespace frontdesk::wire
