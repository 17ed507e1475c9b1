// SPDX-License-Identifier: MIT
#include "http/card_json.h"

namespace frontdesk::wire {
namespace {

Json wants_json(const HandoffCard::Wants& wants) {
  Json json{{"intent", wants.intent.empty() ? Json(nullptr) : Json(wants.intent)},
            {"label", wants.label},
            {"text", wants.text}};
  if (!wants.intent.empty()) {
    json["confidence"] = wants.confidence;
    json["threshold"] = wants.threshold;
  }
  return json;
}

Json tried_json(const HandoffCard::Tried& tried) {
  Json json{{"action", name_of(tried.action)},
            {"title", tried.title},
            {"because", tried.because},
            {"sequence", tried.sequence}};
  if (!tried.articles.empty()) json["articles"] = Json::array();
  for (const auto& shown : tried.articles) {
    Json article{{"id", shown.article.value}, {"title", shown.title}};
    if (shown.helped) article["helped"] = *shown.helped;
    json["articles"].push_back(std::move(article));
  }
  if (!tried.said.empty()) json["said"] = tried.said;
  return json;
}

Json opened_json(const HandoffCard::Opened& opened) {
  Json json{{"id", opened.article.value},
            {"title", opened.title},
            {"language", opened.language},
            {"from", opened.from}};
  if (opened.helped) json["helped"] = *opened.helped;
  return json;
}

Json product_json(const SeenProduct& product) {
  Json json{{"name", product.name}};
  if (!product.price.empty()) json["price"] = product.price;
  if (!product.url.empty()) json["url"] = product.url;
  if (!product.times.empty()) json["times"] = product.times;
  return json;
}

}  // namespace

Json card_json(const HandoffCard& card) {
  Json json{{"reason", name_of(card.reason)},
            {"detail", card.detail},
            {"waited_since", time_json(card.waiting_since)},
            {"wants", card.wants ? wants_json(*card.wants) : Json(nullptr)},
            {"told", Json::array()},
            {"tried", Json::array()},
            {"page", card.page},
            {"referrer", card.referrer},
            {"attributes", card.attributes},
            {"language", card.language},
            {"handed_off_at", time_json(card.handed_off_at)},
            {"answer_by", time_json(card.answer_by)},
            {"who", Json{{"name", card.name},
                         {"verified", card.verified},
                         {"language", card.language},
                         {"page", card.page}}},
            {"read", Json::array()},
            {"pages", Json::array()},
            {"products", Json::array()},
            {"waited", card.waited ? Json(card.waited->count()) : Json(nullptr)},
            {"first_reply", card.first_reply}};
  for (const auto& told : card.told) {
    json["told"].push_back(Json{{"slot", told.slot}, {"label", told.label}, {"value", told.value}});
  }
  for (const auto& tried : card.tried) json["tried"].push_back(tried_json(tried));
  if (!card.meanwhile.empty()) json["meanwhile"] = Json::array();
  for (const auto& tried : card.meanwhile) json["meanwhile"].push_back(tried_json(tried));
  if (const auto& moved = card.transferred) {
    json["transferred"] =
        Json{{"by", moved->by}, {"comment", moved->comment}, {"at", to_text(moved->at)}};
  }
  for (const auto& opened : card.read) json["read"].push_back(opened_json(opened));
  for (const auto& seen : card.pages) {
    json["pages"].push_back(Json{{"page", seen.page}, {"at", to_text(seen.at)}});
  }
  for (const auto& product : card.products) json["products"].push_back(product_json(product));
  return json;
}

}  // namespace frontdesk::wire
