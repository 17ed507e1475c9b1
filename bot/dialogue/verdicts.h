// SPDX-License-Identifier: MIT
#pragma once
// What readers said of the articles that answered them, for the search to learn how sure it may be.
//
// Pure: read from the facts of conversations, so an erasure takes a question from here too. A reader may be
// wrong, or mean harm: one contact is heard three times, and one article has twenty verdicts at most, the
// newest. What all of them together may weigh is bounded where they are learnt from (kb-connector/index).

#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/event.h"
#include "kb-connector/index/index.h"

namespace frontdesk {

/// Collects verdicts from conversations, which are read from the newest to the oldest.
class Verdicts {
 public:
  static constexpr int kOfContact = 3;
  static constexpr int kOfArticle = 20;

  /// All facts of one conversation. The question is that which the article was given in answer to; a rating
  /// of an article that answered none is passed over, and so is an earlier one of the same question.
  void read(std::span<const Event> events);

  /// What was found, the newest first.
  [[nodiscard]] const std::vector<Verdict>& found() const { return found_; }

 private:
  std::vector<Verdict> found_;
  std::map<ContactId, int> of_contact_;
  std::map<std::pair<ArticleId, std::string>, int> of_article_;    // and language
  std::set<std::tuple<ContactId, ArticleId, std::string>> heard_;  // and the question's key
};

}  // namespace frontdesk
