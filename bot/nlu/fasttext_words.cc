// SPDX-License-Identifier: MIT
#include "nlu/fasttext_words.h"

#include <fasttext/args.h>
#include <fasttext/dictionary.h>

#include <algorithm>

#include "nlu/grams.h"

namespace frontdesk {
namespace {

// FNV-1a as fastText has it: bytes above 127 count as negative numbers.
constexpr std::uint32_t kFirst = 2166136261U;
constexpr std::uint32_t kPrime = 16777619U;
constexpr std::uint64_t kPair = 116049371;  // fastText's factor for words in a row

std::uint32_t next(std::uint32_t hash, char byte) {
  return (hash ^ static_cast<std::uint32_t>(static_cast<std::int8_t>(byte))) * kPrime;
}

std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = kFirst;
  for (const char byte : text) hash = next(hash, byte);
  return hash;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

FastTextWords::FastTextWords(const fasttext::Dictionary& dictionary, const fasttext::Args& settings)
    : words_(static_cast<std::uint32_t>(dictionary.nwords())),
      buckets_(static_cast<std::uint32_t>(std::max(settings.bucket, 0))),
      shortest_(static_cast<std::size_t>(std::max(settings.minn, 0))),
      longest_(static_cast<std::size_t>(std::max(settings.maxn, 0))),
      most_words_(static_cast<std::size_t>(std::max(settings.wordNgrams, 1))) {
  std::size_t slots = 16;
  while (slots < std::size_t{words_} * 2) slots *= 2;
  table_.resize(slots);
  for (std::uint32_t id = 0; id < words_; ++id) {
    const auto number = static_cast<std::int32_t>(id);
    const std::uint64_t hash = finish(hash_of_word(dictionary.getWord(number)));
    const auto& rows = dictionary.getSubwords(number);
    table_[slot_of(hash)] = {hash, static_cast<std::uint32_t>(rows_.size()),
                             static_cast<std::uint32_t>(rows.size())};
    for (const std::int32_t row : rows) rows_.push_back(static_cast<std::uint32_t>(row));
  }
}

std::size_t FastTextWords::slot_of(std::uint64_t hash) const {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = hash & mask;
  while (table_[at].count > 0 && table_[at].hash != hash) at = (at + 1) & mask;
  return at;
}

// Those of "<word>", but neither "<" nor ">" alone. Lengths are in code points.
void FastTextWords::add_characters(std::string_view word, std::vector<std::uint32_t>& rows) const {
  if (buckets_ == 0) return;
  const std::size_t size = word.size() + 2;
  const auto at = [&](std::size_t i) { return i == 0 ? '<' : i + 1 == size ? '>' : word[i - 1]; };
  for (std::size_t begin = 0; begin < size; ++begin) {
    if (continues(at(begin))) continue;
    std::uint32_t hash = kFirst;
    std::size_t end = begin;
    for (std::size_t length = 1; end < size && length <= longest_; ++length) {
      do {
        hash = next(hash, at(end++));
      } while (end < size && continues(at(end)));
      const bool is_edge = length == 1 && (begin == 0 || end == size);
      if (length >= shortest_ && !is_edge) rows.push_back(words_ + hash % buckets_);
    }
  }
}

// Lines of the training file end in a newline, which fastText counts as a word.
void FastTextWords::rows_of(std::string_view text, std::vector<std::uint32_t>& rows) const {
  static constexpr std::string_view kEndOfLine = "</s>";
  static thread_local std::vector<std::uint32_t> hashes;
  rows.clear();
  hashes.clear();
  const auto add = [&](std::string_view word, bool is_end) {
    const Slot& slot = table_[slot_of(finish(hash_of_word(word)))];
    if (slot.count > 0)
      rows.insert(rows.end(), rows_.begin() + slot.begin, rows_.begin() + slot.begin + slot.count);
    else if (!is_end)
      add_characters(word, rows);
    hashes.push_back(hash_of(word));
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    add(text.substr(at, end - at), false);
    at = end + 1;
  }
  add(kEndOfLine, true);
  if (buckets_ == 0) return;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    // fastText keeps hashes as signed numbers and widens them with their sign.
    const auto widened = [&](std::size_t j) {
      return static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(hashes[j])});
    };
    std::uint64_t hash = widened(i);
    for (std::size_t j = i + 1; j < std::min(hashes.size(), i + most_words_); ++j) {
      hash = hash * kPair + widened(j);
      rows.push_back(words_ + static_cast<std::uint32_t>(hash % buckets_));
    }
  }
}

}  // namespace frontdesk
