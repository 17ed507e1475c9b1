// SPDX-License-Identifier: MIT
#include "kb-connector/index/spelling.h"

#include <algorithm>
#include <array>
#include <bit>

namespace frontdesk {
namespace {

constexpr std::size_t kShortest = 5;
constexpr std::size_t kShortestStem = 4;
constexpr std::size_t kShortestMended = 6;
constexpr std::size_t kLong = 8;
constexpr std::size_t kLongest = 40;
constexpr std::size_t kCandidates = 8;
constexpr std::size_t kEnding = 5;

std::size_t allowed_in_word(std::size_t length) { return length >= kLong ? 2 : 1; }

// The ending is free, so a stem needs more of its own: "paint(ed)" is one letter from "point".
std::size_t allowed_in_stem(std::size_t length) {
  return length >= kLong ? 2 : length >= kShortestMended ? 1 : 0;
}

std::uint32_t letters_of(std::string_view text) {
  std::uint32_t letters = 0;
  for (const char c : text) letters |= 1U << (static_cast<unsigned char>(c) & 31U);
  return letters;
}

// The fewest mistakes between `text` and a beginning of `word` that leaves at most `rest` bytes, or
// `limit` + 1 when there are more.
std::size_t mistakes(std::string_view text, std::string_view word, std::size_t rest,
                     std::size_t limit) {
  using Row = std::array<std::size_t, kLongest + 1>;
  Row two{};
  Row one{};
  Row now{};
  for (std::size_t j = 0; j <= word.size(); ++j) one[j] = j;
  for (std::size_t i = 1; i <= text.size(); ++i) {
    now[0] = i;
    std::size_t least = now[0];
    for (std::size_t j = 1; j <= word.size(); ++j) {
      const std::size_t other = text[i - 1] == word[j - 1] ? 0 : 1;
      now[j] = std::min({one[j] + 1, now[j - 1] + 1, one[j - 1] + other});
      if (i > 1 && j > 1 && text[i - 1] == word[j - 2] && text[i - 2] == word[j - 1]) {
        now[j] = std::min(now[j], two[j - 2] + 1);
      }
      least = std::min(least, now[j]);
    }
    if (least > limit) return limit + 1;
    two = one;
    one = now;
  }
  const std::size_t from = word.size() - std::min(rest, word.size());
  return std::min(limit + 1,
                  *std::min_element(one.begin() + static_cast<std::ptrdiff_t>(from),
                                    one.begin() + static_cast<std::ptrdiff_t>(word.size() + 1)));
}

}  // namespace

void Spelling::List::add(std::string text, Term stem) {
  if (text.size() >= kShortestStem && text.size() <= kLongest)
    known.push_back({std::move(text), stem});
}

void Spelling::List::sort() {
  std::sort(known.begin(), known.end(),
            [](const Known& a, const Known& b) { return a.text < b.text; });
  const auto same = [](const Known& a, const Known& b) { return a.text == b.text; };
  known.erase(std::unique(known.begin(), known.end(), same), known.end());
  known.shrink_to_fit();
  for (const Known& one : known) letters.push_back(letters_of(one.text));
}

Spelling::Spelling(const std::vector<std::string>& words, const Tokens& tokens) {
  for (const std::string& word : words) {
    const std::string stem = tokens.stem_text(word);
    const Term term = Tokens::term_of_stem(stem);
    words_.add(word, term);
    stems_.add(stem, term);
  }
  words_.sort();
  stems_.sort();
}

// Those that begin as the word does; only when there are none, those with one mistake that may be in the first
// letter, which is rare.
std::vector<const Spelling::Known*> Spelling::search(const List& list, std::string_view word,
                                                     std::size_t rest) {
  std::vector<const Known*> found;
  if (word.size() < kShortest || word.size() > kLongest) return found;
  const std::uint32_t letters = letters_of(word);
  const auto look = [&](std::size_t from, std::size_t to, std::size_t limit) {
    for (std::size_t i = from; i < to; ++i) {
      // Each mistake brings in at most one letter.
      if (static_cast<std::size_t>(std::popcount(list.letters[i] & ~letters)) > limit) continue;
      const std::string& text = list.known[i].text;
      const std::size_t most =
          std::min(limit, rest > 0 ? allowed_in_stem(text.size()) : allowed_in_word(word.size()));
      if (text.size() > word.size() + most || text.size() + most + rest < word.size()) continue;
      const std::size_t count = mistakes(text, word, rest, most);
      if (count > most) continue;
      if (count < limit) found.clear();
      limit = count;
      found.push_back(&list.known[i]);
    }
  };
  const auto first = [](const Known& known, char letter) { return known.text.front() < letter; };
  const auto begin = std::lower_bound(list.known.begin(), list.known.end(), word.front(), first);
  const auto end = std::find_if(begin, list.known.end(),
                                [&](const Known& k) { return k.text.front() != word.front(); });
  look(static_cast<std::size_t>(begin - list.known.begin()),
       static_cast<std::size_t>(end - list.known.begin()), 2);
  if (found.empty()) look(0, list.known.size(), 1);
  if (found.size() > kCandidates) found.resize(kCandidates);
  return found;
}

std::vector<const Spelling::Known*> Spelling::nearest(std::string_view word) const {
  return search(words_, word, 0);
}

std::vector<const Spelling::Known*> Spelling::nearest_stems(std::string_view word) const {
  return search(stems_, word, kEnding);
}

}  // namespace frontdesk
