// SPDX-License-Identifier: MIT
#include "dialogue/reading.h"

namespace frontdesk {

Result<Done> take_reading(const Brain& brain, Draft& draft, const Reading& reading) {
  if (reading.from != "message" && reading.from != "search" && reading.from != "link") {
    return Error{Code::invalid, "'from' must be message, search or link"};
  }
  const auto* article = brain.articles.find(reading.article, reading.language);
  if (article == nullptr) {
    return Error{Code::not_found, "there is no such article"};
  }
  if (draft.conversation().status == Status::closed) return Done{};
  const Actor visitor{ActorKind::visitor, draft.conversation().contact.value};
  if (!draft.conversation().opened.contains(article->id)) {
    if (draft.conversation().opened.size() >= kMostOpened) return Done{};
    draft.add(visitor, ArticleOpened{.article = article->id,
                                     .language = article->language,
                                     .title = article->title,
                                     .from = reading.from});
  }
  if (reading.helped && !draft.conversation().rated.contains(article->id)) {
    draft.add(visitor, ArticleRated{.article = article->id,
                                    .language = article->language,
                                    .helped = *reading.helped});
  }
  return Done{};
}

}  // namespace frontdesk
