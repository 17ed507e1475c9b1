// SPDX-License-Identifier: MIT
#pragma once
// Articles of one language that are nearly the same: the same page in two sources, its printed version, under
// http and https, with and without www. One of them is searched, its copies are kept aside. A copy would take a
// place in a list of three and, as its original's rival, make the answer less sure.
//
// Two articles are alike when
//   - their titles have the same words, and of all runs of three words that their texts have they share 85 in
//     100; or the shorter text, of 20 such runs or more, is 95 in 100 in the other, which is at most three
//     times as long; or
//   - one title has all words of the other ("Returns", "Returns - Shop"), every number is in both, and the
//     texts share 95 in 100.
// The same text under another title is an article of its own: its title may be what is asked for.
//
// Which ones to compare is found by MinHash (Broder 1997): 8 hashes of 4 minima each, and one of the title. An
// article is compared with 16 others at most, so that a base of one page a thousand times costs no more than
// another; there a copy may stay.
//
// Of two that are alike the original is, in this order: the owner's own (not of a source), the one not past its
// `review_by`, the one with the later, the one under https, the one with the shorter address, the one with the
// smaller id. An
// article is a copy exactly when an original that goes before it is alike, so the result does not depend on the
// order in which articles came. Pure values; any thread may read.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "kb-connector/index/kept.h"

namespace frontdesk {

/// What Kept::keys is to be. About a microsecond for each ten words.
LikenessKeys likeness_keys(const Kept& article);

/// Whether two articles are nearly the same.
bool are_alike(const Kept& one, const Kept& other);

/// Whether an article should have been looked over before `today` (YYYY-MM-DD; empty: no day).
bool is_stale(const Kept& article, const std::string& today);

/// Whether `one` is rather shown than `other`. A strict order of articles with different ids.
bool goes_before(const Kept& one, const Kept& other, const std::string& today);

/// Articles by their keys.
class LikenessTable {
 public:
  explicit LikenessTable(std::span<const KeptPtr> articles);

  /// The numbers of articles that have one of the keys of `article`, each once.
  [[nodiscard]] std::vector<std::uint32_t> near(const Kept& article) const;

  /// By number: whether another article has one of its keys.
  [[nodiscard]] std::vector<bool> crowded() const;

 private:
  std::size_t articles_ = 0;
  std::vector<std::uint64_t> entries_;  // key, then number in the lower half; sorted, each once
};

struct Copy {
  KeptPtr article;
  KeptPtr original;
};

/// What is searched of an index's articles, and what is not.
struct Originals {
  std::vector<KeptPtr> added;    // originals that were not searched before
  std::vector<KeptPtr> demoted;  // were searched before and are copies now
  std::vector<Copy> copies;      // all that there are
};

/// Of the articles that are searched, those that have a key of `article`; they need not be alike.
using NearOf = std::function<std::vector<KeptPtr>(const Kept& article)>;

/// Places `articles`, which are new, among what is searched (`near_of`; empty: nothing yet) and its `copies`.
/// Copies whose original is among `gone`, which is searched no more, are placed anew. `added` has the order of
/// `articles`.
Originals place_articles(const std::vector<KeptPtr>& articles, const std::string& today,
                         std::vector<Copy> copies = {}, const std::vector<KeptPtr>& gone = {},
                         const NearOf& near_of = {});

}  // namespace frontdesk
