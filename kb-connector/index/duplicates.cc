// SPDX-License-Identifier: MIT
#include "kb-connector/index/duplicates.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <queue>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "kb-connector/index/tokens.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kRunWords = 3;
constexpr std::size_t kRowsOfKey = 4;
constexpr std::size_t kTextKeys = std::tuple_size_v<LikenessKeys> - 1;
constexpr std::size_t kMinima = kTextKeys * kRowsOfKey;
constexpr std::size_t kCompared = 16;
constexpr unsigned kNumberBits = 32;

constexpr std::size_t kSameOfHundred = 85;
constexpr std::size_t kContainedOfHundred = 95;
constexpr std::size_t kContainedRuns = 20;
constexpr std::size_t kLongerBy = 3;

using Hashes = std::vector<std::uint64_t>;  // sorted, each once

void make_set(Hashes& hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

// Two renderings of a page have the same letters, so only ASCII's are made alike; that costs a tenth of folding.
bool in_word(unsigned char c) {
  return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void add_words(std::string_view text, Hashes& words) {
  for (std::size_t at = 0; at < text.size();) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    const std::size_t begin = at;
    for (; at < text.size() && in_word(static_cast<unsigned char>(text[at])); ++at) {
      auto letter = static_cast<unsigned char>(text[at]);
      if (letter >= 'A' && letter <= 'Z') letter |= 0x20;
      hash = (hash ^ letter) * 0x100000001b3ULL;
    }
    if (at > begin) words.push_back(hash);
    if (at == begin) ++at;
  }
}

/// The runs of words of an article's text, in order; of a shorter text, itself.
Hashes runs_of(const Kept& article) {
  Hashes words;
  for (const Section& section : article.sections) {
    add_words(section.heading, words);
    add_words(section.text, words);
  }
  const auto mixed = [](std::uint64_t hash) {
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdULL;
    return hash ^ hash >> 33;
  };
  Hashes runs;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i + kRunWords > words.size() && i > 0) break;
    std::uint64_t hash = 0;
    for (std::size_t w = i; w < std::min(i + kRunWords, words.size()); ++w) {
      hash = mixed(hash * 31 + words[w]);
    }
    runs.push_back(hash);
  }
  return runs;
}

struct TitleWords {
  Hashes all;
  Hashes numbers;
};

TitleWords words_of_title(const std::string& title) {
  TitleWords words;
  const std::string folded = fold(title);
  for (const std::string_view word : words_of(folded)) {
    words.all.push_back(hash_bytes(word, 0));
    if (word.find_first_of("0123456789") != word.npos) words.numbers.push_back(words.all.back());
  }
  make_set(words.all);
  make_set(words.numbers);
  return words;
}

std::size_t shared_by(const Hashes& one, const Hashes& other) {
  std::size_t shared = 0;
  for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
    if (*a == *b) ++shared;
    const bool first = *a <= *b;
    const bool second = *b <= *a;
    a += first ? 1 : 0;
    b += second ? 1 : 0;
  }
  return shared;
}

/// An article that is compared with several others.
class Compared {
 public:
  explicit Compared(const Kept& article) : article_(article) {}

  [[nodiscard]] bool is_like(const Kept& other) {
    // Most articles are never compared.
    if (!ready_) {
      title_ = words_of_title(article_.title);
      runs_ = runs_of(article_);
      make_set(runs_);
      ready_ = true;
    }
    const TitleWords title = words_of_title(other.title);
    const std::size_t both = shared_by(title_.all, title.all);
    const auto [least, most] = std::minmax({title_.all.size(), title.all.size()});
    const bool same_title = both == most;
    const bool longer_title = both > 0 && both == least && title_.numbers == title.numbers;
    if (!same_title && !longer_title) return false;

    Hashes runs = runs_of(other);
    make_set(runs);
    const std::size_t shared = shared_by(runs_, runs);
    const std::size_t all = runs_.size() + runs.size() - shared;
    if (!same_title) return shared > 0 && shared * 100 >= all * kContainedOfHundred;
    if (shared * 100 >= all * kSameOfHundred) return true;
    const auto [shorter, longer] = std::minmax({runs_.size(), runs.size()});
    return shorter >= kContainedRuns && longer <= shorter * kLongerBy &&
           shared * 100 >= shorter * kContainedOfHundred;
  }

 private:
  const Kept& article_;
  bool ready_ = false;
  TitleWords title_;
  Hashes runs_;
};

bool is_own(const Kept& article) { return article.id.value.find(':') == std::string::npos; }

}  // namespace

LikenessKeys likeness_keys(const Kept& article) {
  std::array<std::uint32_t, kMinima> minima{};
  minima.fill(std::numeric_limits<std::uint32_t>::max());
  const Hashes runs = runs_of(article);
  for (const std::uint64_t run : runs) {
    const auto low = static_cast<std::uint32_t>(run);
    const auto high = static_cast<std::uint32_t>(run >> 32) | 1U;
    // A family of hashes from two (Kirsch and Mitzenmacher 2006).
    for (std::uint32_t i = 0; i < kMinima; ++i) minima[i] = std::min(minima[i], low + i * high);
  }
  LikenessKeys keys{};
  for (std::size_t k = 0; k < kTextKeys && !runs.empty(); ++k) {
    std::uint64_t hash = k;
    for (std::size_t row = 0; row < kRowsOfKey; ++row) {
      hash = (hash ^ minima[k * kRowsOfKey + row]) * 0xff51afd7ed558ccdULL;
      hash ^= hash >> 33;
    }
    keys[k] = static_cast<std::uint32_t>(hash);
  }
  std::uint64_t title = kTextKeys;
  for (const std::uint64_t word : words_of_title(article.title).all) {
    title = (title ^ word) * 0xff51afd7ed558ccdULL;
    title ^= title >> 33;
  }
  keys[kTextKeys] = static_cast<std::uint32_t>(title);
  // A text without words is found by its title alone.
  for (std::size_t k = 0; k < kTextKeys && runs.empty(); ++k) keys[k] = keys[kTextKeys];
  return keys;
}

bool are_alike(const Kept& one, const Kept& other) { return Compared(one).is_like(other); }

bool is_stale(const Kept& article, const std::string& today) {
  return !today.empty() && !article.review_by.empty() && article.review_by < today;
}

bool goes_before(const Kept& one, const Kept& other, const std::string& today) {
  if (is_own(one) != is_own(other)) return is_own(one);
  if (is_stale(one, today) != is_stale(other, today)) return is_stale(other, today);
  if (one.review_by != other.review_by) return one.review_by > other.review_by;
  const bool secure = one.url.starts_with("https:");
  if (secure != other.url.starts_with("https:")) return secure;
  if (one.url.size() != other.url.size()) return one.url.size() < other.url.size();
  return one.id < other.id;
}

LikenessTable::LikenessTable(std::span<const KeptPtr> articles) : articles_(articles.size()) {
  entries_.reserve(articles.size() * std::tuple_size_v<LikenessKeys>);
  for (std::size_t i = 0; i < articles.size(); ++i) {
    for (const std::uint32_t key : articles[i]->keys) {
      entries_.push_back(std::uint64_t{key} << kNumberBits | i);
    }
  }
  std::sort(entries_.begin(), entries_.end());
  entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
}

std::vector<std::uint32_t> LikenessTable::near(const Kept& article) const {
  std::vector<std::uint32_t> found;
  for (const std::uint32_t key : article.keys) {
    auto at = std::lower_bound(entries_.begin(), entries_.end(), std::uint64_t{key} << kNumberBits);
    for (; at != entries_.end() && *at >> kNumberBits == key; ++at) {
      found.push_back(static_cast<std::uint32_t>(*at));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<bool> LikenessTable::crowded() const {
  std::vector<bool> crowded(articles_, false);
  for (std::size_t i = 1; i < entries_.size(); ++i) {
    if (entries_[i - 1] >> kNumberBits != entries_[i] >> kNumberBits) continue;
    crowded[static_cast<std::uint32_t>(entries_[i - 1])] = true;
    crowded[static_cast<std::uint32_t>(entries_[i])] = true;
  }
  return crowded;
}

namespace {

/// One run of place_articles.
class Placing {
 public:
  Placing(const std::string& today, std::vector<Copy> copies, const NearOf& near_of)
      : today_(today), near_of_(near_of), waiting_(Later{today}) {
    out_.copies = std::move(copies);
  }

  void expect(KeptPtr article) { waiting_.push({std::move(article), positions_++}); }

  /// It is like no other.
  void accept(KeptPtr article) { added_.push_back({std::move(article), positions_++}); }

  /// The copies of articles that are searched no more wait for another place.
  void release_copies_of(const std::vector<KeptPtr>& gone) {
    if (gone.empty() || out_.copies.empty()) return;
    const std::unordered_set<KeptPtr> lost(gone.begin(), gone.end());
    std::erase_if(out_.copies, [&](const Copy& copy) {
      const bool orphan = lost.contains(copy.original);
      if (orphan) expect(copy.article);
      return orphan;
    });
  }

  // From the first to the last in the order of goes_before: whoever waits goes after what was accepted, and
  // what it displaces goes after it, so nothing is looked at twice.
  Originals run() {
    while (!waiting_.empty()) {
      const Waiting next = waiting_.top();
      waiting_.pop();
      place(next);
    }
    std::sort(added_.begin(), added_.end(),
              [](const Waiting& a, const Waiting& b) { return a.position < b.position; });
    for (Waiting& each : added_) out_.added.push_back(std::move(each.article));
    return std::move(out_);
  }

 private:
  struct Waiting {
    KeptPtr article;
    std::size_t position = 0;
  };

  struct Later {
    const std::string& today;
    bool operator()(const Waiting& one, const Waiting& other) const {
      return goes_before(*other.article, *one.article, today);
    }
  };

  void place(const Waiting& next) {
    const Kept& article = *next.article;
    Compared asked(article);
    std::size_t compared = 0;
    if (const auto original = alike_added(article, asked, compared)) {
      out_.copies.push_back({next.article, original});
      return;
    }
    std::vector<KeptPtr> displaced;
    for (KeptPtr& near : near_of_ ? near_of_(article) : std::vector<KeptPtr>{}) {
      if (demoted_.contains(near)) continue;
      if (++compared > kCompared) break;
      if (!asked.is_like(*near)) continue;
      if (goes_before(*near, article, today_)) {
        out_.copies.push_back({next.article, std::move(near)});
        return;
      }
      displaced.push_back(std::move(near));
    }
    for (const KeptPtr& each : displaced) out_.copies.push_back({each, next.article});
    release_copies_of(displaced);
    out_.demoted.insert(out_.demoted.end(), displaced.begin(), displaced.end());
    demoted_.insert(displaced.begin(), displaced.end());
    for (const std::uint32_t key : article.keys) by_key_[key].push_back(added_.size());
    added_.push_back(next);
  }

  KeptPtr alike_added(const Kept& article, Compared& asked, std::size_t& compared) {
    std::vector<std::size_t> seen;
    for (const std::uint32_t key : article.keys) {
      const auto found = by_key_.find(key);
      if (found == by_key_.end()) continue;
      for (const std::size_t i : found->second) {
        if (std::find(seen.begin(), seen.end(), i) != seen.end()) continue;
        if (++compared > kCompared) return nullptr;
        if (asked.is_like(*added_[i].article)) return added_[i].article;
        seen.push_back(i);
      }
    }
    return nullptr;
  }

  const std::string& today_;
  const NearOf& near_of_;
  Originals out_;
  std::priority_queue<Waiting, std::vector<Waiting>, Later> waiting_;
  std::size_t positions_ = 0;
  std::unordered_set<KeptPtr> demoted_;
  std::vector<Waiting> added_;
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> by_key_;  // of added_
};

}  // namespace

Originals place_articles(const std::vector<KeptPtr>& articles, const std::string& today,
                         std::vector<Copy> copies, const std::vector<KeptPtr>& gone,
                         const NearOf& near_of) {
  Placing placing(today, std::move(copies), near_of);
  // In a whole build nearly all articles are unlike any other, and need no place among others.
  const auto crowded =
      near_of ? std::vector<bool>(articles.size(), true) : LikenessTable(articles).crowded();
  for (std::size_t i = 0; i < articles.size(); ++i) {
    crowded[i] ? placing.expect(articles[i]) : placing.accept(articles[i]);
  }
  placing.release_copies_of(gone);
  return placing.run();
}

}  // namespace frontdesk
