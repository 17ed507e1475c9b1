// SPDX-License-Identifier: MIT
#include "kb-connector/index/spelling.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace frontdesk {
namespace {

constexpr std::size_t kShortest = 5;
constexpr std::size_t kLong = 8;
constexpr std::size_t kLongest = 40;
constexpr std::size_t kCandidates = 8;

bool before(std::string_view a, std::string_view b) {
  return std::tuple(a.front(), a.size(), a) < std::tuple(b.front(), b.size(), b);
}

// Mistakes between two words, or `limit` + 1 when there are more.
std::size_t mistakes(std::string_view a, std::string_view b, std::size_t limit) {
  using Row = std::array<std::size_t, kLongest + 3>;
  Row two{};
  Row one{};
  Row now{};
  for (std::size_t j = 0; j <= b.size(); ++j) one[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    std::size_t least = now[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({one[j] + 1, now[j - 1] + 1, one[j - 1] + other});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], two[j - 2] + 1);
      }
      least = std::min(least, now[j]);
    }
    if (least > limit) return limit + 1;
    two = one;
    one = now;
  }
  return one[b.size()];
}

}  // namespace

Spelling::Spelling(std::vector<std::string> words) : words_(std::move(words)) {
  std::erase_if(words_,
                [](const auto& w) { return w.size() < kShortest - 1 || w.size() > kLongest + 2; });
  std::sort(words_.begin(), words_.end(), before);
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
}

std::vector<std::string_view> Spelling::nearest(std::string_view word) const {
  std::vector<std::string_view> found;
  if (word.size() < kShortest || word.size() > kLongest) return found;
  std::size_t limit = word.size() >= kLong ? 2 : 1;
  const auto first = std::partition_point(words_.begin(), words_.end(), [&](const auto& w) {
    return std::tuple(w.front(), w.size()) < std::tuple(word.front(), word.size() - limit);
  });
  const std::size_t longest = word.size() + limit;
  for (auto at = first; at != words_.end(); ++at) {
    if (at->front() != word.front() || at->size() > longest) break;
    const std::size_t count = mistakes(word, *at, limit);
    if (count > limit) continue;
    if (count < limit) found.clear();
    limit = count;
    found.push_back(*at);
  }
  if (found.size() > kCandidates) found.resize(kCandidates);
  return found;
}

}  // namespace frontdesk
