// SPDX-License-Identifier: MIT
#include "kb-connector/index/synonyms.h"

#include <algorithm>

#include "nlu/normalise.h"

namespace frontdesk {

Synonyms::Synonyms(const std::vector<std::vector<std::string>>& groups, const Tokens& tokens) {
  for (const auto& group : groups) {
    std::vector<Member> members;
    for (const std::string& text : group) {
      Member member;
      const std::string folded = fold(text);
      for (const std::string_view word : words_of(folded)) {
        member.words.emplace_back(word);
        member.stems.push_back(tokens.stem(word));
      }
      const bool known = std::any_of(members.begin(), members.end(), [&](const Member& other) {
        return other.stems == member.stems;
      });
      if (!member.words.empty() && !known) members.push_back(std::move(member));
    }
    if (members.size() < 2) continue;
    for (std::size_t m = 0; m < members.size(); ++m) {
      by_first_stem_.emplace(members[m].stems.front(), Place{groups_.size(), m});
    }
    groups_.push_back(std::move(members));
  }
}

std::vector<Synonyms::Match> Synonyms::find(const std::vector<Term>& stems) const {
  std::vector<Match> matches;
  for (std::size_t begin = 0; begin < stems.size(); ++begin) {
    const auto [from, to] = by_first_stem_.equal_range(stems[begin]);
    for (auto place = from; place != to; ++place) {
      const auto& group = groups_[place->second.group];
      const auto& said = group[place->second.member].stems;
      if (said.size() > stems.size() - begin ||
          !std::equal(said.begin(), said.end(),
                      stems.begin() + static_cast<std::ptrdiff_t>(begin))) {
        continue;
      }
      Match match{begin, begin + said.size(), {}};
      for (std::size_t m = 0; m < group.size(); ++m) {
        if (m != place->second.member) match.instead.push_back(group[m].words);
      }
      matches.push_back(std::move(match));
    }
  }
  return matches;
}

}  // namespace frontdesk
