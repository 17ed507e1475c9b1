// SPDX-License-Identifier: MIT
#include "kb-connector/index/postings.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace frontdesk {
namespace {

constexpr double kK1 = 1.2;
constexpr double kB = 0.4;
// score = stems + 0.4 grams + 1.0 stems of the title + 0.4 grams of the title
constexpr std::array<double, 2> kTextWeight = {1.0, 0.4};
constexpr std::array<double, 2> kTitleWeight = {1.0, 0.4};

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

void Postings::add(const std::vector<Count>& counts, std::size_t stems, std::size_t titles) {
  const Doc doc = static_cast<Doc>(lengths_.size());
  Length length{};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::size_t kind = i < stems ? 0 : 1;
    const std::uint32_t term = terms_.add(counts[i].term);
    if (term == kinds_.size()) kinds_.push_back(static_cast<std::uint8_t>(kind));
    length.text[kind] += counts[i].text;
    length.title[kind] += counts[i].title;
    raw_.push_back({term, doc, counts[i].text, counts[i].title});
  }
  for (float& title : length.title) title /= static_cast<float>(std::max<std::size_t>(titles, 1));
  lengths_.push_back(length);
}

void Postings::freeze() {
  const std::size_t terms = terms_.size();
  const double documents = std::max<double>(1, static_cast<double>(lengths_.size()));
  Length mean{};
  for (const Length& length : lengths_) {
    for (int kind : {0, 1}) {
      mean.text[kind] += static_cast<float>(length.text[kind] / documents);
      mean.title[kind] += static_cast<float>(length.title[kind] / documents);
    }
  }

  std::vector<std::uint32_t> in_text(terms, 0);
  std::vector<std::uint32_t> in_title(terms, 0);
  for (const Raw& raw : raw_) {
    ++in_text[raw.term];
    if (raw.title > 0) ++in_title[raw.term];
  }
  begins_.assign(terms + 1, 0);
  for (std::size_t t = 0; t < terms; ++t) begins_[t + 1] = begins_[t] + in_text[t];

  const auto impact = [&](const Raw& raw) {
    const int kind = kinds_[raw.term];
    const Length& length = lengths_[raw.doc];
    return kTextWeight[kind] * rarity(documents, in_text[raw.term]) *
               saturated(raw.text, length.text[kind], mean.text[kind]) +
           kTitleWeight[kind] * rarity(documents, in_title[raw.term]) *
               saturated(raw.title, length.title[kind], mean.title[kind]);
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
  bounds_.assign(terms, 0);
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
  const double with_term =
      term == TermMap::kNone ? 0 : static_cast<double>(begins_[term + 1] - begins_[term]);
  return rarity(static_cast<double>(documents()), with_term);
}

std::vector<Scored> Postings::top(std::vector<WeightedTerm> terms, std::size_t k,
                                  Doc except) const {
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
      if (doc == except) continue;
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
