// SPDX-License-Identifier: MIT
#include "nlu/near_words.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace frontdesk {
namespace {

constexpr std::size_t kNone = ~std::size_t{0};

// The hash of a word without its letter at `skipped`.
std::uint64_t hash_without(std::string_view word, std::size_t skipped = kNone) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i != skipped) hash = (hash ^ static_cast<unsigned char>(word[i])) * 0x9E3779B97F4A7C15ULL;
  }
  return hash ^ (hash >> 29);
}

bool may_stand(std::string_view word) {
  return word.size() >= NearWords::kShortest && word.size() <= NearWords::kLongest &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_one_edit(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() > a.size() + 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  const auto same = [&](std::size_t x, std::size_t y) { return a.substr(x) == b.substr(y); };
  if (a.size() < b.size()) return same(i, i + 1);
  if (i == a.size() || same(i + 1, i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && same(i + 2, i + 2);
}

}  // namespace

NearWords::NearWords(const std::vector<std::string>& words) {
  std::unordered_set<std::string_view> taken;
  for (const auto& word : words) {
    if (may_stand(word) && taken.insert(word).second) words_.push_back(word);
  }
  std::size_t count = 0;
  for (const auto& word : words_) count += word.size() + 1;
  std::size_t size = 4;
  while (size < count * 2) size *= 2;
  table_.resize(size);
  const auto put = [&](std::uint64_t hash, std::size_t word) {
    std::size_t at = hash & (size - 1);
    while (table_[at].word != 0) at = (at + 1) & (size - 1);
    table_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(word + 1)};
  };
  for (std::size_t w = 0; w < words_.size(); ++w) {
    put(hash_without(words_[w]), w);
    for (std::size_t i = 0; i < words_[w].size(); ++i) put(hash_without(words_[w], i), w);
  }
}

template <class Visit>
void NearWords::for_each_word(std::uint64_t hash, Visit visit) const {
  const std::size_t mask = table_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (std::size_t at = hash & mask; table_[at].word != 0; at = (at + 1) & mask) {
    if (table_[at].tag == tag) visit(table_[at].word - 1);
  }
}

bool NearWords::knows(std::string_view word) const {
  if (words_.empty() || !may_stand(word)) return false;
  bool found = false;
  for_each_word(hash_without(word), [&](std::size_t w) { found = found || words_[w] == word; });
  return found;
}

std::string_view NearWords::nearest(std::string_view word) const {
  if (words_.empty() || !may_stand(word)) return {};
  std::size_t best = words_.size();
  const auto visit = [&](std::size_t w) {
    if (w >= best || !is_one_edit(word, words_[w])) return;
    if (word.size() < kAnyFirst && word.front() != words_[w].front()) return;
    best = w;
  };
  for_each_word(hash_without(word), visit);
  for (std::size_t i = 0; i < word.size(); ++i) for_each_word(hash_without(word, i), visit);
  return best < words_.size() ? std::string_view(words_[best]) : std::string_view{};
}

}  // namespace frontdesk
