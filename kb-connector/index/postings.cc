// SPDX-License-Identifier: MIT
#include "kb-connector/index/postings.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace frontdesk {
namespace {

constexpr double kK1 = 1.2;
constexpr double kB = 0.4;
// What each field counts, by kind: stem, 4-gram, beginning.
constexpr std::array<double, 3> kTextWeight = {0.6, 0.4, 0.5};
constexpr std::array<double, 3> kTitleWeight = {1.0, 0.4, 0};
constexpr std::array<double, 3> kLeadWeight = {0.5, 0.3, 0};

double rarity(double documents, double with_term) {
  return std::log(1 + (documents - with_term + 0.5) / (with_term + 0.5));
}

double saturated(double count, double length, double mean_length) {
  if (count == 0) return 0;
  const double norm = mean_length > 0 ? length / mean_length : 1;
  return count * (kK1 + 1) / (count + kK1 * (1 - kB + kB * norm));
}

// Sums of a search, one set a thread: allocating them anew would cost more than the search.
struct Scratch {
  std::vector<std::uint32_t> sums;
  std::vector<Doc> touched;
};

Scratch& scratch_of_this_thread(std::size_t documents) {
  thread_local Scratch scratch;
  if (scratch.sums.size() < documents) scratch.sums.resize(documents, 0);
  return scratch;
}

}  // namespace

std::uint32_t TermMap::find(Term key) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = key & mask;; i = (i + 1) & mask) {
    if (slots_[i].number == kNone || slots_[i].key == key) return slots_[i].number;
  }
}

std::uint32_t TermMap::add(Term key) {
  if (size_ * 2 >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = key & mask;
  while (slots_[i].number != kNone && slots_[i].key != key) i = (i + 1) & mask;
  if (slots_[i].number == kNone) slots_[i] = {key, static_cast<std::uint32_t>(size_++)};
  return slots_[i].number;
}

void TermMap::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == kNone) continue;
    std::size_t i = slot.key & mask;
    while (slots_[i].number != kNone) i = (i + 1) & mask;
    slots_[i] = slot;
  }
}

std::uint32_t Postings::number(Term term, Kind kind) {
  const std::uint32_t number = terms_.add(term);
  if (number == keys_.size()) {
    keys_.push_back(term);
    kinds_.push_back(kind);
  }
  return number;
}

void Postings::add(const std::vector<Count>& counts, std::size_t titles) {
  const Doc doc = static_cast<Doc>(lengths_.size());
  Length length{};
  for (const Count& count : counts) {
    const auto kind = static_cast<std::size_t>(kinds_[count.term]);
    length.text[kind] += count.text;
    length.title[kind] += count.title;
    length.lead[kind] += count.lead;
    raw_.push_back({count.term, doc, count.text, count.title, count.lead});
  }
  for (float& title : length.title) title /= static_cast<float>(std::max<std::size_t>(titles, 1));
  lengths_.push_back(length);
}

// Where each term's postings begin, how rare it is, and how long documents are.
void Postings::weigh_terms(const Postings* like) {
  const std::size_t terms = terms_.size();
  std::vector<std::uint32_t> in_title(terms, 0);
  std::vector<std::uint32_t> in_lead(terms, 0);
  begins_.assign(terms + 1, 0);
  for (const Raw& raw : raw_) {
    ++begins_[raw.term + 1];
    in_title[raw.term] += raw.title > 0 ? 1 : 0;
    in_lead[raw.term] += raw.lead > 0 ? 1 : 0;
  }
  collection_ = static_cast<double>(lengths_.size());
  for (const Length& length : lengths_) {
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      mean_.text[kind] += static_cast<float>(length.text[kind] / collection_);
      mean_.title[kind] += static_cast<float>(length.title[kind] / collection_);
      mean_.lead[kind] += static_cast<float>(length.lead[kind] / collection_);
    }
  }
  if (like != nullptr) {
    collection_ = like->collection_;
    mean_ = like->mean_;
  }
  const auto rare = [&](double documents) {
    return static_cast<float>(rarity(collection_, documents));
  };
  for (std::size_t t = 0; t < terms; ++t) {
    Rarity own{rare(begins_[t + 1]), rare(in_title[t]), rare(in_lead[t])};
    if (like != nullptr) {
      const std::uint32_t known = like->find(keys_[t]);
      own = known != TermMap::kNone ? like->rarities_[known] : Rarity{rare(0), rare(0), rare(0)};
    }
    rarities_.push_back(own);
  }
  for (std::size_t t = 0; t < terms; ++t) begins_[t + 1] += begins_[t];
}

void Postings::freeze(const Postings* like) {
  weigh_terms(like);
  const auto impact = [&](const Raw& raw) {
    const auto kind = static_cast<std::size_t>(kinds_[raw.term]);
    const Length& length = lengths_[raw.doc];
    const Rarity& rare = rarities_[raw.term];
    return kTextWeight[kind] * rare.any * saturated(raw.text, length.text[kind], mean_.text[kind]) +
           kTitleWeight[kind] * rare.title *
               saturated(raw.title, length.title[kind], mean_.title[kind]) +
           kLeadWeight[kind] * rare.lead * saturated(raw.lead, length.lead[kind], mean_.lead[kind]);
  };
  std::vector<float> values;
  values.reserve(raw_.size());
  float largest = 0;
  for (const Raw& raw : raw_) {
    values.push_back(static_cast<float>(impact(raw)));
    largest = std::max(largest, values.back());
  }
  step_ = largest > 0 ? largest / 65535.0 : 1;

  docs_.resize(raw_.size());
  impacts_.resize(raw_.size());
  bounds_.assign(terms_.size(), 0);
  std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
  for (std::size_t i = 0; i < raw_.size(); ++i) {
    const std::uint32_t place = next[raw_[i].term]++;
    docs_[place] = raw_[i].doc;
    // At least one step: what is in the document must count.
    impacts_[place] =
        static_cast<std::uint16_t>(std::clamp(std::lround(values[i] / step_), 1L, 65535L));
    bounds_[raw_[i].term] = std::max(bounds_[raw_[i].term], impacts_[place]);
  }
  raw_ = {};
}

bool Postings::contains(std::uint32_t term, Doc doc) const {
  if (term == TermMap::kNone) return false;
  return std::binary_search(docs_.begin() + begins_[term], docs_.begin() + begins_[term + 1], doc);
}

double Postings::idf(std::uint32_t term) const {
  return term == TermMap::kNone ? rarity(collection_, 0) : double{rarities_[term].any};
}

std::vector<Scored> Postings::top(const std::vector<WeightedTerm>& terms, std::size_t k,
                                  const std::vector<bool>& gone, Doc except) const {
  // Sums are whole numbers: weights in 1/256, impacts in steps. 32 bits hold 256 terms of full weight.
  struct Item {
    std::uint32_t begin, end, weight;
    std::uint64_t bound;
  };
  std::vector<Item> items;
  for (const WeightedTerm& t : terms) {
    const auto weight = static_cast<std::uint32_t>(std::lround(t.weight * 256));
    if (weight == 0) continue;
    items.push_back({begins_[t.term], begins_[t.term + 1], weight,
                     std::max<std::uint64_t>(1, (std::uint64_t{bounds_[t.term]} * weight) >> 8)});
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return a.bound != b.bound ? a.bound > b.bound : a.begin < b.begin;
  });
  std::vector<std::uint64_t> left(items.size() + 1, 0);  // the most that items i.. can add
  for (std::size_t i = items.size(); i-- > 0;) left[i] = left[i + 1] + items[i].bound;

  Scratch& scratch = scratch_of_this_thread(documents());
  auto& sums = scratch.sums;
  auto& touched = scratch.touched;
  touched.clear();

  std::vector<std::uint32_t> best;
  const auto kth_best = [&]() -> std::uint64_t {
    if (k == 0 || touched.size() < k) return 0;
    best.clear();
    for (const Doc doc : touched) best.push_back(sums[doc]);
    std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(k - 1), best.end(),
                     std::greater<>());
    return best[k - 1];
  };

  std::size_t i = 0;
  std::size_t work = 0;  // postings read since the k-th best was looked at
  for (; i < items.size(); ++i) {
    if (work > touched.size()) {
      work = 0;
      if (kth_best() > left[i]) break;
    }
    const Item& item = items[i];
    for (std::uint32_t p = item.begin; p < item.end; ++p) {
      const Doc doc = docs_[p];
      if (doc == except || (!gone.empty() && gone[doc])) continue;
      if (sums[doc] == 0) touched.push_back(doc);
      // Never back to zero, which would make it touched twice.
      sums[doc] += std::max<std::uint32_t>(1, (impacts_[p] * item.weight) >> 8);
    }
    work += item.end - item.begin;
  }

  // From here no new document can come in; those that cannot reach the k-th best any more leave.
  std::vector<Doc> reach(touched);
  for (; i < items.size(); ++i) {
    best.clear();
    for (const Doc doc : reach) best.push_back(sums[doc]);
    if (best.size() > k) {
      std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(k - 1), best.end(),
                       std::greater<>());
      const std::uint64_t bar = best[k - 1];
      std::erase_if(reach, [&](Doc doc) { return sums[doc] + left[i] < bar; });
    }
    const Item& item = items[i];
    if (reach.size() * 8 < item.end - item.begin) {
      for (const Doc doc : reach) {
        const auto end = docs_.begin() + item.end;
        const auto found = std::lower_bound(docs_.begin() + item.begin, end, doc);
        if (found == end || *found != doc) continue;
        const std::uint32_t impact = impacts_[static_cast<std::size_t>(found - docs_.begin())];
        sums[doc] += std::max<std::uint32_t>(1, (impact * item.weight) >> 8);
      }
    } else {
      for (std::uint32_t p = item.begin; p < item.end; ++p) {
        if (sums[docs_[p]] != 0) {
          sums[docs_[p]] += std::max<std::uint32_t>(1, (impacts_[p] * item.weight) >> 8);
        }
      }
    }
  }

  std::vector<Scored> found;
  const auto better = [](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : a.doc < b.doc;
  };
  for (const Doc doc : reach) found.push_back({doc, sums[doc] * step_});
  const std::size_t keep = std::min(k, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(keep), found.end(),
                    better);
  found.resize(keep);
  for (const Doc doc : touched) sums[doc] = 0;
  return found;
}

}  // namespace frontdesk
