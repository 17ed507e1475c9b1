// SPDX-License-Identifier: MIT
#pragma once
// Term -> documents, with what each is worth, and the best documents of a weighted set of terms.
//
// A posting holds one number, its impact: the BM25 of the term in the document's text, in its title and in
// the lead (how the text begins), added up at build, so that all lists cost one look. BM25 is that of Robertson and Zaragoza, "The
// Probabilistic Relevance Framework" (2009), k1 1.2, b 0.4. Impacts are 16-bit steps of one scale: adding
// whole numbers, every machine finds the same order.
//
// top() is exact: terms are taken by falling upper bound, and once what is left cannot lift a new document
// into the best k, only documents that are in reach are looked up (the idea of MaxScore: Turtle and Flood,
// "Query evaluation: strategies and optimizations", 1995).

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "kb-connector/index/tokens.h"

namespace frontdesk {

/// Number of a document: its place in the order of adding.
using Doc = std::uint32_t;

/// 64-bit key -> 32-bit number; open addressing, never shrinks. One writer or many readers.
class TermMap {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// The number of `key`; a new key gets the next number.
  std::uint32_t add(Term key);
  /// The number of `key`, or kNone.
  [[nodiscard]] std::uint32_t find(Term key) const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Slot {
    Term key = 0;
    std::uint32_t number = kNone;
  };
  void grow();
  std::vector<Slot> slots_ = std::vector<Slot>(64);
  std::size_t size_ = 0;
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

/// What a term is. Each kind has its own lengths and weights.
enum class Kind : std::uint8_t { stem, gram, beginning };

/// Immutable after freeze(); any thread may read it then.
class Postings {
 public:
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
  /// beside the old ones.
  void freeze(const Postings* like = nullptr);

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
  [[nodiscard]] std::size_t documents() const { return lengths_.size(); }
  [[nodiscard]] std::size_t size() const { return docs_.size(); }

 private:
  static constexpr std::size_t kKinds = 3;
  struct Length {
    float text[kKinds];
    float title[kKinds];
    float lead[kKinds];
  };
  struct Raw {
    std::uint32_t term;
    Doc doc;
    std::uint16_t text;
    std::uint16_t title;
    std::uint16_t lead;
  };
  struct Rarity {
    float any;
    float title;
    float lead;
  };
  void weigh_terms(const Postings* like);

  TermMap terms_;
  std::vector<Term> keys_;       // by term
  std::vector<Kind> kinds_;      // by term
  std::vector<Length> lengths_;  // by document
  std::vector<Raw> raw_;         // emptied by freeze()

  double collection_ = 0;  // documents that rarities are of
  Length mean_{};
  std::vector<Rarity> rarities_;       // by term
  std::vector<std::uint32_t> begins_;  // by term, one more than terms
  std::vector<Doc> docs_;              // rising within a term
  std::vector<std::uint16_t> impacts_;
  std::vector<std::uint16_t> bounds_;  // by term: its largest impact
  double step_ = 1;
};

}  // namespace frontdesk
