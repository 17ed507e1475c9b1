// SPDX-License-Identifier: MIT
#include "models/typos.h"

#include <cstdint>
#include <vector>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kShortest = 4;

// Steele, Lea, Flood, 2014: small, and the same on every platform.
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t limit) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::size_t>((z ^ (z >> 31)) % limit);
  }

 private:
  std::uint64_t state_;
};

bool is_plain(std::string_view word) {
  for (const char c : word) {
    if (c < 'a' || c > 'z') return false;
  }
  return true;
}

}  // namespace

std::string with_typo(const std::string& text, unsigned seed) {
  std::uint64_t start = seed * 0x9E3779B97F4A7C15ULL;
  for (const char c : text) start = (start ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  SplitMix64 random(start);
  std::vector<std::pair<std::size_t, std::size_t>> words;  // begin, size
  for (const auto word : words_of(text)) {
    if (word.size() >= kShortest && is_plain(word)) {
      words.emplace_back(static_cast<std::size_t>(word.data() - text.data()), word.size());
    }
  }
  std::string copy = text;
  if (words.empty()) return copy;
  const std::size_t certain = random.below(words.size());
  // From the back, so that earlier places stay where they are.
  for (std::size_t i = words.size(); i-- > 0;) {
    if (i != certain && random.below(3) != 0) continue;
    const auto [begin, size] = words[i];
    const std::size_t at = begin + random.below(size - 1);
    switch (random.below(4)) {
      case 0: copy.erase(at, 1); break;
      case 1: copy.insert(at, 1, copy[at]); break;
      case 2: std::swap(copy[at], copy[at + 1]); break;
      default: copy[at] = static_cast<char>('a' + random.below(26)); break;
    }
  }
  return copy;
}

}  // namespace frontdesk
