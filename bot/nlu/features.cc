// SPDX-License-Identifier: MIT
#include "nlu/features.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "nlu/bytes.h"
#include "nlu/concepts.h"
#include "nlu/grams.h"
#include "nlu/normalise.h"
#include "nlu/respell.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMaxWords = 200;
constexpr std::size_t kMaxShape = 4;
constexpr std::size_t kLongWord = 4;  // bytes from which a word is more than a particle

// How long each block is in the end.
constexpr std::array<float, Vocabulary::kBlocks> kLength[] = {{1, 1, 0, 1.5F},
                                                              {1, 0.8F, 0.5F, 1.5F}};

// Which features a message has had so far, and where they stand: a table over all ids that is cleared by
// counting up. A sort of the ids would cost more than everything else here.
class Marks {
 public:
  void begin(std::size_t ids) {
    if (mark_.size() < ids) {
      mark_.resize(ids, 0);
      place_.resize(ids);
    }
    if (++now_ == 0) {
      std::fill(mark_.begin(), mark_.end(), 0);
      now_ = 1;
    }
  }
  // Where `id` stands; `next` when it is new, and then it stands there.
  std::uint32_t place(std::uint32_t id, std::uint32_t next) {
    if (mark_[id] != now_) {
      mark_[id] = now_;
      place_[id] = next;
    }
    return place_[id];
  }

 private:
  std::vector<std::uint32_t> mark_;
  std::vector<std::uint32_t> place_;
  std::uint32_t now_ = 0;
};

// How many longer words a message has above its concepts.
std::size_t nameless_words(const ModelMessage& message) {
  std::size_t count = 0;
  for (const auto word : words_of_model_text(message.text))
    count += word.size() >= kLongWord && word[0] != '#';
  return count - std::min(count, message.concepts.size());
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

Vocabulary Vocabulary::build(const std::vector<ModelMessage>& messages, Plan plan, Least least) {
  struct Seen {
    std::uint32_t messages = 0;
    std::uint32_t last = 0;  // the message that was counted last, from 1
    Block block = words;
  };
  std::unordered_map<std::uint64_t, Seen> seen;
  std::vector<std::uint64_t> order;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i + 1);
    Grams grams(messages[i], plan, [&](std::uint64_t hash, Block block, std::size_t, std::size_t) {
      Seen& entry = seen[hash];
      if (entry.last == 0) {
        order.push_back(hash);
        entry.block = block;
      }
      if (entry.last != number) ++entry.messages;
      entry.last = number;
    });
  }
  Vocabulary made;
  made.plan_ = plan;
  const double count = static_cast<double>(messages.size());
  for (const std::uint64_t hash : order) {
    const Seen& entry = seen[hash];
    if (static_cast<int>(entry.messages) < least[entry.block]) continue;
    made.hash_.push_back(hash);
    made.block_.push_back(entry.block);
    made.weight_.push_back(static_cast<float>(std::log((1 + count) / (1.0 + entry.messages)) + 1));
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

bool Vocabulary::knows(std::string_view word) const {
  return !table_.empty() && find(finish(hash_of_word(word))) != kUnknown;
}

float Vocabulary::familiarity(std::string_view word) const {
  if (table_.empty()) return 0;
  std::size_t seen = 0;
  std::size_t all = 0;
  const ModelMessage alone{std::string(word), {}};
  Grams grams(alone, plan_, [&](std::uint64_t hash, Block block, std::size_t, std::size_t) {
    if (block != characters) return;
    ++all;
    seen += find(hash) != kUnknown;
  });
  return all == 0 ? 0 : static_cast<float>(seen) / static_cast<float>(all);
}

Features Vocabulary::extract(const ModelMessage& message) const {
  Features found;
  if (table_.empty()) return found;
  static thread_local Marks marks;
  marks.begin(size());
  found.values.reserve(message.text.size() * 4);
  std::size_t known = 0;
  std::array<std::size_t, kBlocks> unknown{};
  Grams grams(message, plan_, [&](std::uint64_t hash, Block block, std::size_t, std::size_t) {
    const std::uint32_t id = find(hash);
    if (id == kUnknown) {
      ++unknown[block];
      return;
    }
    ++known;
    const std::uint32_t place = marks.place(id, static_cast<std::uint32_t>(found.values.size()));
    if (place == found.values.size())
      found.values.push_back({id, 1});
    else
      ++found.values[place].value;
  });
  // Pairs of words far apart are new in most messages, and a concept that no example names is as little
  // news: neither says anything. But words that name no concept do: one concept among five words does not
  // say what a message is about.
  unknown[skips] = 0;
  unknown[concepts] = nameless_words(message);
  const std::size_t total = known + unknown[words] + unknown[characters];
  if (total > 0) found.known = static_cast<float>(known) / static_cast<float>(total);
  std::array<float, kBlocks> length{};
  for (std::size_t b = 0; b < kBlocks; ++b) {
    length[b] = static_cast<float>(unknown[b]) * largest_[b] * largest_[b];
  }
  for (auto& feature : found.values) {
    const float times = feature.value;
    feature.value = (times == 1 ? 1.0F : 1.0F + std::log(times)) * weight_[feature.id];
    length[block_[feature.id]] += feature.value * feature.value;
  }
  std::array<float, kBlocks> scale{};
  for (std::size_t b = 0; b < kBlocks; ++b) {
    scale[b] = kLength[static_cast<std::size_t>(plan_)][b] / std::sqrt(std::max(length[b], 1e-12F));
  }
  for (auto& feature : found.values) feature.value *= scale[block_[feature.id]];
  return found;
}

void Vocabulary::write(ByteWriter& out) const {
  out.put(plan_);
  out.put_all(hash_);
  out.put_all(weight_);
  out.put_all(block_);
  out.put(largest_);
}

Result<Vocabulary> Vocabulary::read(ByteReader& in) {
  Vocabulary made;
  made.plan_ = in.get<Plan>();
  made.hash_ = in.get_all<std::uint64_t>();
  made.weight_ = in.get_all<float>();
  made.block_ = in.get_all<std::uint8_t>();
  made.largest_ = in.get<std::array<float, kBlocks>>();
  const bool same =
      made.hash_.size() == made.weight_.size() && made.hash_.size() == made.block_.size();
  const bool blocks =
      std::all_of(made.block_.begin(), made.block_.end(), [](auto b) { return b < kBlocks; });
  if (!in.ok() || !same || !blocks || made.plan_ > Plan::wide ||
      made.hash_.size() >= kUnknown / 2) {
    return Error{Code::invalid, "the vocabulary of the model is damaged"};
  }
  made.make_table();
  return made;
}

std::string respell_unknown(std::string_view folded, const Vocabulary& known) {
  std::string made;
  std::size_t copied = 0;
  for (const auto word : words_of(folded)) {
    std::size_t at = 0;
    if (is_digit(next_code_point(word, at)) || known.knows(word)) continue;
    std::string best;
    float most = 0;
    for (auto& other : respellings(word)) {
      if (most == 0) most = known.familiarity(word);
      const float share = known.knows(other) ? 2 : known.familiarity(other);
      if (share <= most) continue;
      most = share;
      best = std::move(other);
    }
    if (best.empty()) continue;
    const auto begin = static_cast<std::size_t>(word.data() - folded.data());
    made.append(folded.substr(copied, begin - copied)).append(best);
    copied = begin + word.size();
  }
  if (copied == 0) return std::string(folded);
  return made.append(folded.substr(copied));
}

ModelMessage read_message(std::string_view folded, const ConceptFinder& finder,
                          const Vocabulary* known) {
  ModelMessage made;
  made.text = model_text(known ? respell_unknown(folded, *known) : std::string(folded));
  finder.find(made.text, made.concepts);
  return made;
}

}  // namespace frontdesk
