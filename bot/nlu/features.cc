// SPDX-License-Identifier: MIT
#include "nlu/features.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "nlu/bytes.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMaxWords = 200;
constexpr std::size_t kMaxShape = 4;
constexpr std::size_t kShortestGram = 2;
constexpr std::size_t kLongestGram = 5;

constexpr std::uint64_t kWordSeed = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kCharSeed = 0xC2B2AE3D27D4EB4FULL;

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 0x100000001B3ULL;
}

// Multiplying alone leaves low bits weak; the table looks at those.
std::uint64_t finish(std::uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93ULL;
  return hash ^ (hash >> 32);
}

// Calls `visit(hash, block)` for every n-gram of a text of model_text.
template <class Visit>
void for_each_gram(std::string_view text, Visit visit) {
  std::vector<char32_t> word;
  std::uint64_t previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    word.assign(1, ' ');
    std::uint64_t hash = kWordSeed;
    while (at < text.size() && text[at] != ' ') {
      const auto byte = static_cast<unsigned char>(text[at]);
      word.push_back(byte < 0x80 ? text[at++] : next_code_point(text, at));
      hash = mix(hash, word.back());
    }
    ++at;
    word.push_back(' ');
    visit(finish(hash), 0);
    if (previous != 0) visit(finish(mix(previous, hash)), 0);
    previous = hash;
    for (std::size_t from = 0; from + kShortestGram <= word.size(); ++from) {
      std::uint64_t gram = kCharSeed;
      const std::size_t end = std::min(word.size(), from + kLongestGram);
      for (std::size_t to = from; to < end; ++to) {
        gram = mix(gram, word[to]);
        if (to + 1 - from >= kShortestGram) visit(finish(gram), 1);
      }
    }
  }
}

}  // namespace

std::string model_text(std::string_view folded) {
  std::string text;
  text.reserve(folded.size());
  std::size_t words = 0;
  for (const auto word : words_of(folded)) {
    if (++words > kMaxWords) break;
    if (!text.empty()) text += ' ';
    std::size_t at = 0;
    if (is_digit(next_code_point(word, at)))
      text.append(std::min(count_code_points(word), kMaxShape), '#');
    else
      text += word;
  }
  return text;
}

Vocabulary Vocabulary::build(const std::vector<std::string>& texts, Limits limits) {
  struct Seen {
    std::uint32_t texts = 0;
    std::uint32_t last = 0;  // the text that was counted last, from 1
    std::uint8_t block = 0;
  };
  std::unordered_map<std::uint64_t, Seen> seen;
  std::vector<std::uint64_t> order;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i + 1);
    for_each_gram(texts[i], [&](std::uint64_t hash, int block) {
      Seen& entry = seen[hash];
      if (entry.last == 0) {
        order.push_back(hash);
        entry.block = static_cast<std::uint8_t>(block);
      }
      if (entry.last != number) ++entry.texts;
      entry.last = number;
    });
  }
  Vocabulary made;
  const double count = static_cast<double>(texts.size());
  for (const std::uint64_t hash : order) {
    const Seen& entry = seen[hash];
    const int least = entry.block == 0 ? limits.word_count : limits.char_count;
    if (static_cast<int>(entry.texts) < least) continue;
    made.hash_.push_back(hash);
    made.block_.push_back(entry.block);
    made.weight_.push_back(static_cast<float>(std::log((1 + count) / (1.0 + entry.texts)) + 1));
    made.largest_[entry.block] = std::max(made.largest_[entry.block], made.weight_.back());
  }
  made.make_table();
  return made;
}

void Vocabulary::make_table() {
  std::size_t slots = 16;
  while (slots < hash_.size() * 2) slots *= 2;
  table_.assign(slots, kUnknown);
  for (std::size_t id = 0; id < hash_.size(); ++id) {
    std::size_t slot = hash_[id] & (slots - 1);
    while (table_[slot] != kUnknown) slot = (slot + 1) & (slots - 1);
    table_[slot] = static_cast<std::uint32_t>(id);
  }
}

std::uint32_t Vocabulary::find(std::uint64_t hash) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t id = table_[slot];
    if (id == kUnknown || hash_[id] == hash) return id;
  }
}

Features Vocabulary::extract(std::string_view text) const {
  Features found;
  if (table_.empty()) return found;
  std::vector<std::uint32_t> ids;
  ids.reserve(text.size() * 5);
  std::size_t unknown[2] = {0, 0};
  for_each_gram(text, [&](std::uint64_t hash, int block) {
    const std::uint32_t id = find(hash);
    if (id == kUnknown)
      ++unknown[block];
    else
      ids.push_back(id);
  });
  const std::size_t total = ids.size() + unknown[0] + unknown[1];
  if (total > 0) found.known = static_cast<float>(ids.size()) / static_cast<float>(total);
  std::sort(ids.begin(), ids.end());
  found.values.reserve(ids.size());
  float length[2];
  for (int b = 0; b < 2; ++b) {
    length[b] = static_cast<float>(unknown[b]) * largest_[b] * largest_[b];
  }
  for (std::size_t i = 0; i < ids.size();) {
    const std::uint32_t id = ids[i];
    std::size_t times = 0;
    for (; i < ids.size() && ids[i] == id; ++i) ++times;
    const float value =
        (times == 1 ? 1.0F : 1.0F + std::log(static_cast<float>(times))) * weight_[id];
    length[block_[id]] += value * value;
    found.values.push_back({id, value});
  }
  const float scale[2] = {1 / std::sqrt(std::max(length[0], 1e-12F)),
                          1 / std::sqrt(std::max(length[1], 1e-12F))};
  for (auto& feature : found.values) feature.value *= scale[block_[feature.id]];
  return found;
}

void Vocabulary::write(ByteWriter& out) const {
  out.put_all(hash_);
  out.put_all(weight_);
  out.put_all(block_);
  out.put(largest_[0]);
  out.put(largest_[1]);
}

Result<Vocabulary> Vocabulary::read(ByteReader& in) {
  Vocabulary made;
  made.hash_ = in.get_all<std::uint64_t>();
  made.weight_ = in.get_all<float>();
  made.block_ = in.get_all<std::uint8_t>();
  made.largest_[0] = in.get<float>();
  made.largest_[1] = in.get<float>();
  const bool same =
      made.hash_.size() == made.weight_.size() && made.hash_.size() == made.block_.size();
  const bool blocks =
      std::all_of(made.block_.begin(), made.block_.end(), [](auto b) { return b < 2; });
  if (!in.ok() || !same || !blocks || made.hash_.size() >= kUnknown / 2) {
    return Error{Code::invalid, "the vocabulary of the model is damaged"};
  }
  made.make_table();
  return made;
}

}  // namespace frontdesk
