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
        const std::size_t end = static_cast<std::size_t>(word.data() - folded.data()) + word.size();
        member.words.emplace_back(word);
        member.stems.push_back(tokens.stem(word));
        member.is_beginning.push_back(end < folded.size() && folded[end] == '*');
        if (member.is_beginning.back()) member.is_text = false;
      }
      const bool known = std::any_of(members.begin(), members.end(), [&](const Member& other) {
        return other.stems == member.stems && other.is_beginning == member.is_beginning;
      });
      if (!member.words.empty() && !known) members.push_back(std::move(member));
    }
    if (members.size() < 2) continue;
    for (std::size_t m = 0; m < members.size(); ++m) {
      const Place place{groups_.size(), m};
      if (members[m].is_beginning.front())
        beginnings_.push_back(place);
      else
        by_first_stem_.emplace(members[m].stems.front(), place);
    }
    groups_.push_back(std::move(members));
  }
}

// Whether a question, from some word on, begins with a member.
bool Synonyms::stands(const Member& member, std::span<const std::string_view> words,
                      std::span<const Term> stems) {
  if (member.words.size() > words.size()) return false;
  for (std::size_t i = 0; i < member.words.size(); ++i) {
    const bool same = member.is_beginning[i] ? words[i].starts_with(member.words[i])
                                             : stems[i] == member.stems[i];
    if (!same) return false;
  }
  return true;
}

std::vector<Synonyms::Match> Synonyms::find(const std::vector<std::string_view>& words,
                                            const std::vector<Term>& stems) const {
  std::vector<Match> matches;
  for (std::size_t begin = 0; begin < stems.size(); ++begin) {
    const auto add = [&](const Place& place) {
      const auto& group = groups_[place.group];
      const auto& said = group[place.member];
      if (!stands(said, std::span(words).subspan(begin), std::span(stems).subspan(begin))) return;
      Match match{begin, begin + said.words.size(), {}};
      for (std::size_t m = 0; m < group.size(); ++m) {
        if (m != place.member && group[m].is_text) match.instead.push_back(group[m].words);
      }
      if (!match.instead.empty()) matches.push_back(std::move(match));
    };
    const auto [from, to] = by_first_stem_.equal_range(stems[begin]);
    for (auto place = from; place != to; ++place) add(place->second);
    for (const Place& place : beginnings_) add(place);
  }
  return matches;
}

}  // namespace frontdesk
