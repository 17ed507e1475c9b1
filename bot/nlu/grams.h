// SPDX-License-Identifier: MIT
#pragma once
// Which n-grams a message has, as hashes: the one loop behind building a vocabulary, extracting features,
// and naming what decided.

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "nlu/features.h"
#include "nlu/normalise.h"

namespace frontdesk {

inline constexpr std::uint64_t kWordSeed = 0x9E3779B97F4A7C15ULL;
inline constexpr std::uint64_t kCharSeed = 0xC2B2AE3D27D4EB4FULL;
inline constexpr std::uint64_t kSkipSeed = 0x165667B19E3779F9ULL;
inline constexpr std::uint64_t kConceptSeed = 0x27D4EB2F165667C5ULL;
inline constexpr std::uint64_t kEnd = 1;  // stands for a message's beginning and end

inline std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 0x100000001B3ULL;
}

// Multiplying alone leaves low bits weak; the table looks at those.
inline std::uint64_t finish(std::uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93ULL;
  return hash ^ (hash >> 32);
}

/// The words of a text of model_text, which point into it.
inline std::vector<std::string_view> words_of_model_text(std::string_view text) {
  std::vector<std::string_view> parts;
  parts.reserve(text.size() / 4 + 1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

/// The hash of one word, before finish().
inline std::uint64_t hash_of_word(std::string_view word) {
  std::uint64_t hash = kWordSeed;
  for (std::size_t at = 0; at < word.size();) hash = mix(hash, next_code_point(word, at));
  return hash;
}

/// Plans as bits: those that look at an n-gram, and those that are asked for.
constexpr unsigned plan_bit(Vocabulary::Plan plan) { return 1U << static_cast<unsigned>(plan); }
inline constexpr unsigned kPlain = plan_bit(Vocabulary::Plan::plain);
inline constexpr unsigned kWideOnly = plan_bit(Vocabulary::Plan::wide);
inline constexpr unsigned kAllPlans = kPlain | kWideOnly;

/// An n-gram of a message.
struct Gram {
  std::uint64_t hash = 0;
  Vocabulary::Block block = Vocabulary::words;
  unsigned plans = kAllPlans;  // that look at it
  /// words and skips: of the words numbered first to last; concepts: of the concepts at these places of the
  /// message; characters: of the word numbered first, where `last` is packed by kGramPlace:
  /// begin * kGramPlace + length - 1 in code points, the blank before the word being number 0.
  std::size_t first = 0;
  std::size_t last = 0;
};

/// Calls `visit` for every gram of a message that one of `plans` looks at. Each plan's grams come in an order
/// that does not depend on whether the other is asked for too.
inline constexpr std::size_t kGramPlace = 8;
template <class Visit>
class Grams {
 public:
  Grams(const ModelMessage& message, unsigned plans, Visit visit)
      : message_(message), plans_(plans), visit_(visit) {
    words_.clear();
    characters();
    words();
    concepts();
  }

 private:
  void characters() {
    const std::string_view text = message_.text;
    const std::size_t shortest = plans_ & kPlain ? 2 : 3;
    constexpr std::size_t kLongest = 5;
    for (std::size_t at = 0; at < text.size();) {
      letters_.assign(1, ' ');
      std::uint64_t hash = kWordSeed;
      while (at < text.size() && text[at] != ' ') {
        const auto byte = static_cast<unsigned char>(text[at]);
        letters_.push_back(byte < 0x80 ? text[at++] : next_code_point(text, at));
        hash = mix(hash, letters_.back());
      }
      ++at;
      letters_.push_back(' ');
      const std::size_t word = words_.size();
      words_.push_back(hash);
      for (std::size_t from = 0; from + shortest <= letters_.size(); ++from) {
        std::uint64_t gram = kCharSeed;
        const std::size_t end = std::min(letters_.size(), from + kLongest);
        for (std::size_t to = from; to < end; ++to) {
          gram = mix(gram, letters_[to]);
          const std::size_t length = to + 1 - from;
          if (length < shortest) continue;
          visit_(Gram{finish(gram), Vocabulary::characters, length == 2 ? kPlain : kAllPlans, word,
                      from * kGramPlace + length - 1});
        }
      }
    }
  }

  void words() {
    const bool wide = (plans_ & kWideOnly) != 0;
    const std::size_t count = words_.size();
    const auto say = [&](std::uint64_t hash, unsigned plans, std::size_t first, std::size_t last) {
      visit_(Gram{finish(hash), Vocabulary::words, plans, first, last});
    };
    for (std::size_t i = 0; i < count; ++i) {
      say(words_[i], kAllPlans, i, i);
      if (i + 1 < count) say(mix(words_[i], words_[i + 1]), kAllPlans, i, i + 1);
      if (!wide) continue;
      if (i + 2 < count)
        say(mix(mix(words_[i], words_[i + 1]), words_[i + 2]), kWideOnly, i, i + 2);
      for (std::size_t j = i + 2; j < std::min(count, i + 4); ++j) {
        visit_(Gram{finish(mix(mix(kSkipSeed, words_[i]), words_[j])), Vocabulary::skips, kWideOnly,
                    i, j});
      }
    }
    if (!wide || count == 0) return;
    say(mix(kEnd, words_[0]), kWideOnly, 0, 0);
    say(mix(words_[count - 1], kEnd), kWideOnly, count - 1, count - 1);
    if (count < 2) return;
    say(mix(mix(kEnd, words_[0]), words_[1]), kWideOnly, 0, 1);
    say(mix(mix(words_[count - 2], words_[count - 1]), kEnd), kWideOnly, count - 2, count - 1);
  }

  void concepts() {
    for (std::size_t i = 0; i < message_.concepts.size(); ++i) {
      visit_(Gram{finish(mix(kConceptSeed, message_.concepts[i] + 1U)), Vocabulary::concepts,
                  kAllPlans, i, i});
    }
  }

  const ModelMessage& message_;
  unsigned plans_;
  Visit visit_;
  static inline thread_local std::vector<char32_t> letters_;
  static inline thread_local std::vector<std::uint64_t> words_;
};

}  // namespace frontdesk
