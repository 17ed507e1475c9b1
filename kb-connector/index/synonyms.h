// SPDX-License-Identifier: MIT
#pragma once
// Words that mean the same to a search: "čekis" is asked for, "kvitas" is written.
//
// A group holds words or short phrases, of any language. A question that holds one member of a group is
// also searched for the others, at half the weight of its own words (0.7 loses more where a group is loose
// than it wins: stackfaq .871 against .897). A member may hold beginnings of
// words ("siunt*"): a question has it when its words begin so, but it is no text to search for.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kb-connector/index/tokens.h"

namespace frontdesk {

/// Immutable; any thread.
class Synonyms {
 public:
  static constexpr float kWeight = 0.5F;

  /// A run of a question's words and what may stand in its place.
  struct Match {
    std::size_t begin = 0;                          // first word
    std::size_t end = 0;                            // after the last word
    std::vector<std::vector<std::string>> instead;  // folded words of each other member
  };

  Synonyms(const std::vector<std::vector<std::string>>& groups, const Tokens& tokens);

  /// The members of groups that stand in a question, given its folded words and, beside them, their stems.
  [[nodiscard]] std::vector<Match> find(const std::vector<std::string_view>& words,
                                        const std::vector<Term>& stems) const;

 private:
  struct Member {
    std::vector<std::string> words;  // folded
    std::vector<Term> stems;
    std::vector<bool> is_beginning;  // per word
    bool is_text = true;             // no word is a beginning
  };
  struct Place {
    std::size_t group = 0;
    std::size_t member = 0;
  };
  static bool stands(const Member& member, std::span<const std::string_view> words,
                     std::span<const Term> stems);

  std::vector<std::vector<Member>> groups_;
  std::multimap<Term, Place> by_first_stem_;
  std::vector<Place> beginnings_;  // members whose first word is one
};

}  // namespace frontdesk
