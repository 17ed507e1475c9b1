// SPDX-License-Identifier: MIT
#pragma once
// All rules of a catalog, asked at once.
//
// RE2::FilteredRE2 says which strings (atoms) a rule cannot match without; one pass of AtomMatcher
// over the message finds them, and only rules whose atoms are there are run. A rule with a language
// applies when the message is in that language or its language is not sure. Immutable; any thread
// may call match.

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "nlu/normalise.h"

namespace frontdesk {

/// What the rules say of one message.
struct RuleMatch {
  const Rule* rule = nullptr;       // the one that decides, or null; belongs to the RuleSet
  std::vector<std::string> vetoed;  // ids of rules that would have decided but for their `unless`
};

/// What became of one rule that matched, for `explain`.
struct RuleTrace {
  const Rule* rule = nullptr;  // belongs to the RuleSet
  ByteRange matched;           // where, in the folded text
  enum class Fate { decides, lost, vetoed, not_now } fate = Fate::decides;
  const Rule* lost_to = nullptr;  // lost: the one that decides
  ByteRange vetoed_by;            // vetoed: where its `unless` matched
};

/// Names of intents that cannot be meant at this point of a conversation.
using ImpossibleIntents = std::set<std::string>;

class RuleSet {
 public:
  /// Takes copies of all rules of the catalog. A rule that cannot be compiled is left out and
  /// appended to `problems` as an error at the rule's place; one that matches every message is a
  /// warning there.
  RuleSet(const Catalog& catalog, std::vector<Problem>& problems);
  ~RuleSet();
  RuleSet(RuleSet&&) noexcept;

  /// Of the rules that match and are not vetoed, the one of the highest priority; among equals the
  /// first in file order. `folded` is the output of fold().
  /// Rules of `impossible` intents do not take part; null: all do.
  [[nodiscard]] RuleMatch match(std::string_view folded, const std::string& language,
                                bool language_sure,
                                const ImpossibleIntents* impossible = nullptr) const;

  /// All rules that match, best first, and what became of each. Slower than match; says the same.
  [[nodiscard]] std::vector<RuleTrace> trace(std::string_view folded, const std::string& language,
                                             bool language_sure,
                                             const ImpossibleIntents* impossible = nullptr) const;

  /// How many rules take part.
  [[nodiscard]] std::size_t size() const;

 private:
  [[nodiscard]] std::vector<int> candidates(std::string_view folded, const std::string& language,
                                            bool language_sure) const;

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace frontdesk
