// SPDX-License-Identifier: MIT
#include "dialogue/verdicts.h"

#include <algorithm>

#include "dialogue/question_key.h"

namespace frontdesk {

void Verdicts::read(std::span<const Event> events) {
  ContactId contact;
  std::map<Sequence, std::string> said;
  std::map<ArticleId, std::string> answered;  // the question that an article answered last
  std::vector<Verdict> here;
  for (const auto& event : events) {
    if (const auto* started = std::get_if<ConversationStarted>(&event.fact)) {
      contact = started->contact;
    } else if (const auto* message = std::get_if<MessageAdded>(&event.fact)) {
      if (message->author == Author::visitor && message->choice.empty()) {
        said[event.sequence] = message->text;
      } else if (message->author == Author::bot && message->decision &&
                 message->decision->action == Action::articles && said.contains(event.cause)) {
        for (const auto& link : message->articles) answered[link.id] = said[event.cause];
      }
    } else if (const auto* rating = std::get_if<ArticleRated>(&event.fact)) {
      const auto question = answered.find(rating->article);
      if (question == answered.end() || question_key(question->second).empty()) continue;
      here.push_back({.question = question->second,
                      .article = rating->article,
                      .language = rating->language,
                      .helped = rating->helped});
    }
  }
  std::reverse(here.begin(), here.end());
  for (auto& verdict : here) {
    int& by_contact = of_contact_[contact];
    int& on_article = of_article_[{verdict.article, verdict.language}];
    if (by_contact >= kOfContact || on_article >= kOfArticle) continue;
    if (!heard_.emplace(contact, verdict.article, question_key(verdict.question)).second) continue;
    ++by_contact;
    ++on_article;
    found_.push_back(std::move(verdict));
  }
}

}  // namespace frontdesk
