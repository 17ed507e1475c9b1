// SPDX-License-Identifier: MIT
#include "kb-connector/index/postings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kb-connector/index/byte_pool.h"

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

// What a document's length adds below the line of BM25.
float norm(double length, double mean_length) {
  return static_cast<float>(kK1 * (1 - kB + kB * (mean_length > 0 ? length / mean_length : 1)));
}

double saturated(std::uint32_t count, float norm) {
  return count == 0 ? 0 : count * (kK1 + 1) / (count + double{norm});
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

// Counts of a term in one document take one byte when they are small.
constexpr std::uint16_t kSmallText = 7;
constexpr std::uint16_t kSmallTitle = 3;
constexpr std::uint16_t kSmallLead = 6;
constexpr std::uint8_t kWritten = 0xFF;  // not small: three packed numbers follow

struct Counted {
  std::uint32_t text = 0;
  std::uint32_t title = 0;
  std::uint32_t lead = 0;
};

Counted unpack_counts(const std::uint8_t*& at) {
  const std::uint32_t byte = *at++;
  if (byte != kWritten) return {byte >> 5, byte >> 3 & kSmallTitle, byte & 7};
  Counted counted;
  counted.text = unpack(at);
  counted.title = unpack(at);
  counted.lead = unpack(at);
  return counted;
}

// What one part of a term's largest impact adds to a sum.
constexpr std::uint16_t kParts = 255;

// A term of a question on its way through top(). Sums are whole numbers, in 256ths of a step.
struct Item {
  PostingList list;
  std::uint32_t term = 0;
  std::uint32_t part = 0;  // what a 255th of the term's largest impact adds, in 256ths of a step

  [[nodiscard]] std::uint32_t adds(std::uint32_t impact) const {
    // Never nothing: what was found stays apart from what was not.
    return (impact * part >> 8) + 1;
  }
  [[nodiscard]] std::uint64_t bound() const { return adds(kParts); }
};

}  // namespace

std::uint32_t TermMap::find(Term key) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = key & mask;; i = (i + 1) & mask) {
    if (slots_[i] == kNone || keys_[slots_[i]] == key) return slots_[i];
  }
}

std::uint32_t TermMap::add(Term key) {
  if (size() * 2 >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = key & mask;
  while (slots_[i] != kNone && keys_[slots_[i]] != key) i = (i + 1) & mask;
  if (slots_[i] == kNone) {
    slots_[i] = static_cast<std::uint32_t>(size());
    keys_.push_back(key);
  }
  return slots_[i];
}

void TermMap::grow() {
  slots_.assign(slots_.size() * 2, kNone);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t number = 0; number < size(); ++number) {
    std::size_t i = keys_[number] & mask;
    while (slots_[i] != kNone) i = (i + 1) & mask;
    slots_[i] = static_cast<std::uint32_t>(number);
  }
}

// What was added and is not weighed yet.
struct Postings::Draft {
  struct Entry {
    Kind kind = Kind::stem;
    Doc next = 0;  // after the last document that has the term
    std::uint32_t documents = 0;
    std::uint32_t in_title = 0;
    std::uint32_t in_lead = 0;
    BytePool::List list;  // of each document its distance from the one before and the counts there
  };
  std::vector<Entry> entries;   // by term
  std::vector<Length> lengths;  // by document; from measure() on their norms
  BytePool pool;
};

Postings::Postings() : draft_(std::make_unique<Draft>()) {}
Postings::~Postings() = default;

std::uint32_t Postings::number(Term term, Kind kind) {
  const std::uint32_t number = terms_.add(term);
  if (number == draft_->entries.size()) {
    draft_->entries.emplace_back();
    draft_->entries.back().kind = kind;
  }
  return number;
}

void Postings::add(const std::vector<Count>& counts, std::size_t titles) {
  const Doc doc = static_cast<Doc>(documents_++);
  Length length{};
  for (const Count& count : counts) {
    Draft::Entry& entry = draft_->entries[count.term];
    const auto kind = static_cast<std::size_t>(entry.kind);
    length.text[kind] += count.text;
    length.title[kind] += count.title;
    length.lead[kind] += count.lead;
    ++entry.documents;
    entry.in_title += count.title > 0 ? 1 : 0;
    entry.in_lead += count.lead > 0 ? 1 : 0;
    const auto put = [&](std::uint8_t byte) { draft_->pool.push(entry.list, byte); };
    pack(doc - entry.next, put);
    entry.next = doc + 1;
    if (count.text <= kSmallText && count.title <= kSmallTitle && count.lead <= kSmallLead) {
      put(static_cast<std::uint8_t>(count.text << 5 | count.title << 3 | count.lead));
    } else {
      put(kWritten);
      pack(count.text, put);
      pack(count.title, put);
      pack(count.lead, put);
    }
  }
  for (float& title : length.title) title /= static_cast<float>(std::max<std::size_t>(titles, 1));
  draft_->lengths.push_back(length);
}

// How rare each term is, and how long documents are; lengths become what norm() makes of them.
void Postings::measure(const Postings* like) {
  collection_ = static_cast<double>(documents_);
  for (const Length& length : draft_->lengths) {
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
  for (Length& length : draft_->lengths) {
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      length.text[kind] = norm(length.text[kind], mean_.text[kind]);
      length.title[kind] = norm(length.title[kind], mean_.title[kind]);
      length.lead[kind] = norm(length.lead[kind], mean_.lead[kind]);
    }
  }
  rarities_.reserve(terms_.size());
  for (std::uint32_t t = 0; t < terms_.size(); ++t) {
    const Draft::Entry& entry = draft_->entries[t];
    Rarity own{rare(entry.documents), rare(entry.in_title), rare(entry.in_lead)};
    if (like != nullptr) {
      const std::uint32_t known = like->find(terms_.key(t));
      own = known != TermMap::kNone ? like->rarities_[known] : Rarity{rare(0), rare(0), rare(0)};
    }
    rarities_.push_back(own);
  }
}

void Postings::freeze(const FieldWeights& weights, const Postings* like) {
  weights_ = like != nullptr ? like->weights_ : weights;
  measure(like);
  const std::size_t terms = terms_.size();
  // A byte of counts becomes a byte of impact, so what was added bounds what is kept.
  std::size_t most = 0;
  for (const Draft::Entry& entry : draft_->entries) {
    most += entry.list.size + PostingList::table_bytes(entry.documents);
  }
  bytes_.reserve(most);
  begins_.reserve(terms);
  counts_.reserve(terms);

  std::vector<float> largest;  // impact, by term
  largest.reserve(terms);
  std::vector<std::uint8_t> added;
  std::vector<float> values;
  std::vector<PostingList::Posting> postings;
  for (std::size_t t = 0; t < terms; ++t) {
    const Draft::Entry& entry = draft_->entries[t];
    const Rarity& rare = rarities_[t];
    const auto kind = static_cast<std::size_t>(entry.kind);
    draft_->pool.read(entry.list, added);
    const std::uint8_t* at = added.data();
    values.clear();
    postings.clear();
    Doc next = 0;
    for (std::uint32_t i = 0; i < entry.documents; ++i) {
      const Doc doc = next + unpack(at);
      next = doc + 1;
      const Counted counted = unpack_counts(at);
      const Length& norms = draft_->lengths[doc];
      values.push_back(static_cast<float>(weights_.text * kTextWeight[kind] * rare.any *
                                              saturated(counted.text, norms.text[kind]) +
                                          weights_.title * kTitleWeight[kind] * rare.title *
                                              saturated(counted.title, norms.title[kind]) +
                                          weights_.lead * kLeadWeight[kind] * rare.lead *
                                              saturated(counted.lead, norms.lead[kind])));
      postings.push_back({doc, 0});
    }
    const float top = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
    for (std::size_t i = 0; i < values.size(); ++i) {
      // At least one part: what is in the document must count.
      const float parts = top > 0 ? values[i] / top * kParts + 0.5F : 0;
      postings[i].impact = static_cast<std::uint8_t>(std::clamp(parts, 1.0F, float{kParts}));
    }
    largest.push_back(top);
    begins_.push_back(bytes_.size());
    counts_.push_back(entry.documents);
    PostingList::write(postings, bytes_);
  }
  draft_.reset();

  const float most_of_all = largest.empty() ? 0 : *std::max_element(largest.begin(), largest.end());
  step_ = most_of_all > 0 ? most_of_all / 65535.0 : 1;
  bounds_.reserve(terms);
  for (const float value : largest) {
    bounds_.push_back(
        static_cast<std::uint16_t>(std::clamp(std::lround(value / step_), 1L, 65535L)));
  }
}

bool Postings::contains(std::uint32_t term, Doc doc) const {
  return term != TermMap::kNone && list(term).find(doc) != 0;
}

double Postings::idf(std::uint32_t term) const {
  return term == TermMap::kNone ? rarity(collection_, 0) : double{rarities_[term].any};
}

std::vector<Scored> Postings::top(const std::vector<WeightedTerm>& terms, std::size_t k,
                                  const std::vector<bool>& gone, Doc except) const {
  // 32 bits hold 256 terms of full weight.
  std::vector<Item> items;
  for (const WeightedTerm& t : terms) {
    const auto weight = static_cast<std::uint32_t>(std::lround(t.weight * 256));
    if (weight == 0) continue;
    items.push_back({list(t.term), t.term, bounds_[t.term] * weight / kParts});
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return a.part != b.part ? a.part > b.part : a.term < b.term;
  });
  std::vector<std::uint64_t> left(items.size() + 1, 0);  // the most that items i.. can add
  for (std::size_t i = items.size(); i-- > 0;) left[i] = left[i + 1] + items[i].bound();

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
    const auto add = [&](Doc doc, std::uint32_t impact) {
      if (sums[doc] == 0) touched.push_back(doc);
      sums[doc] += item.adds(impact);
    };
    if (gone.empty() && except == TermMap::kNone) {
      item.list.each(add);
    } else {
      item.list.each([&](Doc doc, std::uint32_t impact) {
        if (doc != except && (gone.empty() || !gone[doc])) add(doc, impact);
      });
    }
    work += item.list.size();
  }

  // Looking one document up costs as much as reading so many postings.
  constexpr std::size_t kLookUp = 50;
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
    if (reach.size() * kLookUp < item.list.size()) {
      for (const Doc doc : reach) {
        if (const std::uint32_t impact = item.list.find(doc)) sums[doc] += item.adds(impact);
      }
    } else {
      item.list.each([&](Doc doc, std::uint32_t impact) {
        if (sums[doc] != 0) sums[doc] += item.adds(impact);
      });
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
