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

// Which n-grams a message has had so far, by their slots, and where their features stand in each plan: a small
// table that is cleared by counting up. A sort of the ids would cost more than everything else here.
class Marks {
 public:
  struct Mark {
    std::uint32_t turn = 0;
    std::uint32_t slot = 0;
    std::array<std::uint32_t, 2> place{};  // in the features of each plan
  };
  // `most` different n-grams will follow, or fewer.
  void begin(std::size_t most) {
    std::size_t size = 1024;
    while (size < 2 * most) size *= 2;
    if (marks_.size() < size) marks_.resize(size);
    if (++turn_ == 0) {
      std::fill(marks_.begin(), marks_.end(), Mark{});
      turn_ = 1;
    }
  }
  // The mark of a slot, and whether it is new.
  std::pair<Mark&, bool> mark(std::size_t slot) {
    const std::size_t mask = marks_.size() - 1;
    std::size_t at = slot & mask;
    while (marks_[at].turn == turn_ && marks_[at].slot != slot) at = (at + 1) & mask;
    const bool is_new = marks_[at].turn != turn_;
    if (is_new) marks_[at] = {turn_, static_cast<std::uint32_t>(slot), {}};
    return {marks_[at], is_new};
  }

 private:
  std::vector<Mark> marks_;
  std::uint32_t turn_ = 0;
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

void Vocabulary::learn(const std::vector<ModelMessage>& messages, Plan plan, Least least) {
  struct Seen {
    std::uint32_t messages = 0;
    std::uint32_t last = 0;  // the message that was counted last, from 1
    Block block = words;
  };
  std::unordered_map<std::uint64_t, Seen> seen;
  std::vector<std::uint64_t> order;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i + 1);
    Grams grams(messages[i], plan_bit(plan), [&](const Gram& gram) {
      Seen& entry = seen[gram.hash];
      if (entry.last == 0) {
        order.push_back(gram.hash);
        entry.block = gram.block;
      }
      if (entry.last != number) ++entry.messages;
      entry.last = number;
    });
  }
  Side made;
  const double count = static_cast<double>(messages.size());
  for (const std::uint64_t hash : order) {
    const Seen& entry = seen[hash];
    if (static_cast<int>(entry.messages) < least[entry.block]) continue;
    made.hash.push_back(hash);
    made.weight.push_back(static_cast<float>(std::log((1 + count) / (1.0 + entry.messages)) + 1));
    made.largest[entry.block] = std::max(made.largest[entry.block], made.weight.back());
  }
  sides_[static_cast<std::size_t>(plan)] = std::move(made);
  make_table();
}

Vocabulary Vocabulary::build(const std::vector<ModelMessage>& messages, Plan plan, Least least) {
  Vocabulary made;
  made.learn(messages, plan, least);
  return made;
}

void Vocabulary::make_table() {
  std::size_t slots = 16;
  while (slots < sides_[0].hash.size() + sides_[1].hash.size()) slots *= 2;
  table_.assign(slots * 2, {});
  for (std::size_t plan = 0; plan < kPlans; ++plan) {
    const auto& hashes = sides_[plan].hash;
    for (std::size_t id = 0; id < hashes.size(); ++id) {
      Slot& slot = table_[slot_of(hashes[id])];
      slot.hash = hashes[id];
      slot.id[plan] = static_cast<std::uint32_t>(id);
    }
  }
}

// Where an n-gram stands, or would stand.
std::size_t Vocabulary::slot_of(std::uint64_t hash) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = table_[at];
    if (slot.hash == hash || (slot.id[0] == kUnknown && slot.id[1] == kUnknown)) return at;
  }
}

bool Vocabulary::knows(std::string_view word) const {
  return find(finish(hash_of_word(word)), Plan::plain) != kUnknown;
}

float Vocabulary::familiarity(std::string_view word) const {
  std::size_t seen = 0;
  std::size_t all = 0;
  const ModelMessage alone{std::string(word), {}};
  Grams grams(alone, kPlain, [&](const Gram& gram) {
    if (gram.block != characters) return;
    ++all;
    seen += find(gram.hash, Plan::plain) != kUnknown;
  });
  return all == 0 ? 0 : static_cast<float>(seen) / static_cast<float>(all);
}

// One plan's part of an extraction.
class Vocabulary::Counting {
 public:
  void begin(const Side& side, const std::array<float, kBlocks>& lengths, Features& found) {
    side_ = &side;
    lengths_ = &lengths;
    found_ = &found;
    found.values.clear();
    blocks_.clear();
    known_ = 0;
    unknown_ = {};
  }
  void miss(Block block) { ++unknown_[block]; }
  // Returns where the feature stands.
  std::uint32_t add(std::uint32_t id, Block block) {
    __builtin_prefetch(side_->weight.data() + id);
    ++known_;
    found_->values.push_back({id, 1});
    blocks_.push_back(block);
    return static_cast<std::uint32_t>(blocks_.size() - 1);
  }
  void add_again(std::uint32_t place) {
    ++known_;
    ++found_->values[place].value;
  }

  // From counts to weights, each block scaled to its length. Pairs of words far apart are new in most messages,
  // and a concept that no example names is as little news: neither says anything. But words that name no
  // concept do: one concept among five words does not say what a message is about.
  void finish(std::size_t nameless) {
    const std::size_t total = known_ + unknown_[words] + unknown_[characters];
    found_->known = total == 0 ? 0 : static_cast<float>(known_) / static_cast<float>(total);
    unknown_[skips] = 0;
    unknown_[concepts] = nameless;
    std::array<float, kBlocks> length{};
    for (std::size_t b = 0; b < kBlocks; ++b) {
      const float largest = side_->largest[b];
      length[b] = static_cast<float>(unknown_[b]) * largest * largest;
    }
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      Feature& feature = found_->values[i];
      const float times = feature.value;
      feature.value = (times == 1 ? 1.0F : 1.0F + std::log(times)) * side_->weight[feature.id];
      length[blocks_[i]] += feature.value * feature.value;
    }
    std::array<float, kBlocks> scale{};
    for (std::size_t b = 0; b < kBlocks; ++b)
      scale[b] = (*lengths_)[b] / std::sqrt(std::max(length[b], 1e-12F));
    for (std::size_t i = 0; i < blocks_.size(); ++i) found_->values[i].value *= scale[blocks_[i]];
  }

 private:
  const Side* side_ = nullptr;
  const std::array<float, kBlocks>* lengths_ = nullptr;
  Features* found_ = nullptr;
  std::vector<Block> blocks_;  // of each feature
  std::size_t known_ = 0;
  std::array<std::size_t, kBlocks> unknown_{};
};

// The table is larger than the cache that is near, and n-grams stand in it by chance: every slot is asked for
// before the first is looked at.
void Vocabulary::extract(const ModelMessage& message, unsigned plans, AllFeatures& found) const {
  struct Asked {
    std::uint64_t hash;
    Block block;
    unsigned plans;
  };
  static thread_local std::vector<Asked> asked;
  static thread_local Marks marks;
  static thread_local std::array<Counting, kPlans> counts;
  asked.clear();
  const std::size_t mask = table_.size() - 1;
  Grams grams(message, plans, [&](const Gram& gram) {
    __builtin_prefetch(&table_[gram.hash & mask]);
    asked.push_back({gram.hash, gram.block, gram.plans & plans});
  });
  marks.begin(asked.size());
  for (std::size_t p = 0; p < kPlans; ++p) counts[p].begin(sides_[p], kLength[p], found[p]);
  for (const Asked& gram : asked) {
    const std::size_t at = slot_of(gram.hash);
    const Slot& slot = table_[at];
    const auto [mark, is_new] = marks.mark(at);
    for (std::size_t p = 0; p < kPlans; ++p) {
      if ((gram.plans >> p & 1U) == 0) continue;
      if (slot.id[p] == kUnknown)
        counts[p].miss(gram.block);
      else if (is_new)
        mark.place[p] = counts[p].add(slot.id[p], gram.block);
      else
        counts[p].add_again(mark.place[p]);
    }
  }
  const std::size_t nameless = nameless_words(message);
  for (std::size_t p = 0; p < kPlans; ++p) {
    if (plans >> p & 1U) counts[p].finish(nameless);
  }
}

void Vocabulary::extract(const ModelMessage& message, AllFeatures& found) const {
  extract(message, kAllPlans, found);
}

Features Vocabulary::extract(const ModelMessage& message, Plan plan) const {
  static thread_local AllFeatures found;
  extract(message, plan_bit(plan), found);
  return found[static_cast<std::size_t>(plan)];
}

void Vocabulary::write(ByteWriter& out) const {
  for (const Side& side : sides_) {
    out.put_all(side.hash);
    out.put_all(side.weight);
    out.put(side.largest);
  }
}

Result<Vocabulary> Vocabulary::read(ByteReader& in) {
  Vocabulary made;
  for (Side& side : made.sides_) {
    side.hash = in.get_all<std::uint64_t>();
    side.weight = in.get_all<float>();
    side.largest = in.get<std::array<float, kBlocks>>();
    const auto finite = [](float value) { return std::isfinite(value); };
    if (!in.ok() || side.hash.size() != side.weight.size() || side.hash.size() >= kUnknown / 4 ||
        !std::all_of(side.weight.begin(), side.weight.end(), finite) ||
        !std::all_of(side.largest.begin(), side.largest.end(), finite)) {
      return Error{Code::invalid, "the vocabulary of the model is damaged"};
    }
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
