// SPDX-License-Identifier: MIT
#pragma once
// Words that mean the same to a search: "čekis" is asked for, "kvitas" is written.
//
// A group holds words or short phrases, of any language. A question that holds one member of a group is
// also searched for the others, at 0.7 of the weight of its own words.

#include <map>
#include <string>
#include <vector>

#include "kb-connector/index/tokens.h"

namespace frontdesk {

/// Immutable; any thread.
class Synonyms {
 public:
  static constexpr float kWeight = 0.7F;

  /// A run of a question's words and what may stand in its place.
  struct Match {
    std::size_t begin = 0;                          // first word
    std::size_t end = 0;                            // after the last word
    std::vector<std::vector<std::string>> instead;  // folded words of each other member
  };

  Synonyms(const std::vector<std::vector<std::string>>& groups, const Tokens& tokens);

  /// The members of groups that stand in a question, given its words' stems in order.
  [[nodiscard]] std::vector<Match> find(const std::vector<Term>& stems) const;

 private:
  struct Member {
    std::vector<std::string> words;  // folded
    std::vector<Term> stems;
  };
  struct Place {
    std::size_t group = 0;
    std::size_t member = 0;
  };
  std::vector<std::vector<Member>> groups_;
  std::multimap<Term, Place> by_first_stem_;
};

}  // namespace frontdesk
