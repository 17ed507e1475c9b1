// SPDX-License-Identifier: MIT
#pragma once
// Term -> documents, with what each is worth, and the best documents of a weighted set of terms.
//
// A posting holds one number, its impact: the BM25 of the term in the document's text, in its title and in
// the lead (how the text begins), added up at build, so that all lists cost one look. BM25 is that of
// Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), k1 1.2, b 0.4. The largest impact
// of a term is a 16-bit step of one scale, the others are 255ths of it: adding whole numbers, every machine
// finds the same order.
//
// top() is exact: terms are taken by falling upper bound, and once what is left cannot lift a new document
// into the best k, only documents that are in reach are looked up (the idea of MaxScore: Turtle and Flood,
// "Query evaluation: strategies and optimizations", 1995).

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "kb-connector/index/posting_list.h"
#include "kb-connector/index/tokens.h"

namespace frontdesk {

/// 64-bit key -> 32-bit number; open addressing, never shrinks. One writer or many readers.
class TermMap {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// The number of `key`; a new key gets the next number.
  std::uint32_t add(Term key);
  /// The number of `key`, or kNone.
  [[nodiscard]] std::uint32_t find(Term key) const;
  [[nodiscard]] Term key(std::uint32_t number) const { return keys_[number]; }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  void grow();
  std::vector<Term> keys_;                                                    // by number
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(64, kNone);  // numbers
};

/// One document found.
struct Scored {
  Doc doc = 0;
  double score = 0;
};

/// A term of a question, by number, and how much it counts.
struct WeightedTerm {
  std::uint32_t term = 0;
  float weight = 1;
};

/// What each field of a document counts, in units of what it counts as shipped.
struct FieldWeights {
  float text = 1;
  float title = 1;
  float lead = 1;
};

/// What a term is. Each kind has its own lengths and weights.
enum class Kind : std::uint8_t { stem, gram, beginning };

/// Immutable after freeze(); any thread may read it then.
class Postings {
 public:
  Postings();
  ~Postings();

  /// How often a term, by number, stands in the document being added: in title and text together (the
  /// title thrice), in its titles, in its lead.
  struct Count {
    std::uint32_t term = 0;
    std::uint16_t text = 0;
    std::uint16_t title = 0;
    std::uint16_t lead = 0;
  };

  /// The number of a term, a new one if it is new.
  std::uint32_t number(Term term, Kind kind);

  /// Adds the next document; each term once. `titles`: how many titles the title counts are of; its length
  /// is their mean.
  void add(const std::vector<Count>& counts, std::size_t titles);

  /// Turns counts into impacts. Nothing may be added after. With `like`, rarities and mean lengths are
  /// those of `like` (which is frozen): scores of a few new documents are then those that they would have
  /// beside the old ones; so are
  /// the weights, whatever `weights` says.
  void freeze(const FieldWeights& weights = {}, const Postings* like = nullptr);

  /// The `k` best documents, best first; equal scores by number. Without those that `gone` has (by
  /// document; shorter is none), and without `except`.
  [[nodiscard]] std::vector<Scored> top(const std::vector<WeightedTerm>& terms, std::size_t k,
                                        const std::vector<bool>& gone,
                                        Doc except = TermMap::kNone) const;

  [[nodiscard]] std::uint32_t find(Term term) const { return terms_.find(term); }
  /// Whether the term stands in the document, text or title.
  [[nodiscard]] bool contains(std::uint32_t term, Doc doc) const;
  /// The rarity of a term: log(1 + (n - df + 0.5) / (df + 0.5)); of no term: that of df 0. Of what
  /// freeze() was told to be like, if it was.
  [[nodiscard]] double idf(std::uint32_t term) const;
  /// The most that a term adds to any document, in units of score.
  [[nodiscard]] double bound(std::uint32_t term) const { return bounds_[term] * step_; }
  [[nodiscard]] std::size_t documents() const { return documents_; }

 private:
  static constexpr std::size_t kKinds = 3;
  struct Length {
    float text[kKinds];
    float title[kKinds];
    float lead[kKinds];
  };
  struct Rarity {
    float any;
    float title;
    float lead;
  };
  struct Draft;
  void measure(const Postings* like);
  [[nodiscard]] PostingList list(std::uint32_t term) const {
    return {bytes_.data() + begins_[term], counts_[term]};
  }

  FieldWeights weights_;
  TermMap terms_;
  std::unique_ptr<Draft> draft_;  // what was added; gone with freeze()
  std::size_t documents_ = 0;

  double collection_ = 0;  // documents that rarities are of
  Length mean_{};
  std::vector<Rarity> rarities_;       // by term
  std::vector<std::uint64_t> begins_;  // by term, in bytes_
  std::vector<std::uint32_t> counts_;  // by term: documents that have it
  std::vector<std::uint16_t> bounds_;  // by term: its largest impact, in steps
  std::vector<std::uint8_t> bytes_;    // PostingLists
  double step_ = 1;
};

}  // namespace frontdesk
