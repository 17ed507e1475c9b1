// SPDX-License-Identifier: MIT
#pragma once
// Reads values out of a message: by pattern, by list, and by what examples were marked with.
//
// All matching is on folded text; what is found is reported with its place in the source.
//   pattern   RE2. Its first group is the value if it has groups, else the whole match. A match that
//             begins or ends inside a word or a number is none: `\d{5}` does not read 5 of 13 digits.
//   check     one more test of what matched (checks.h), which also puts the value into one form. A
//             check without a pattern brings its own; where that took a word too much ("LT12 1000
//             ... 1000 ar gerai") words are given back until the rest passes.
//   values    value -> ways to say it, the value itself among them. Whole words; a word of five
//             letters or more also matches with another ending (Lithuanian "Kaune" is said of
//             "Kaunas").
//   marks     examples that say `[kaune](city:Kaunas)` or mark an entity that has neither pattern
//             nor check teach further ways to say its values. Marks with a role teach the word that
//             stands before the value in that role: "from Vilnius to Kaunas".
// Where matches overlap the longest stays, then one said letter for letter, then the entity that
// stands first in the catalog. Immutable; any thread may call find.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "nlu/dates.h"
#include "nlu/interpretation.h"
#include "nlu/normalise.h"

namespace frontdesk {

class EntityFinder {
 public:
  /// What cannot be compiled is left out and appended to `problems` with the entity's place, as an
  /// error. Warnings there: a pattern that matches every message, and one that matches none of the
  /// entity's examples and marks.
  EntityFinder(const Catalog& catalog, std::vector<Problem>& problems);
  ~EntityFinder();
  EntityFinder(EntityFinder&&) noexcept;

  /// By place. `folded` is fold_with_origin(source); offsets are into `source`.
  /// `today` is what "tomorrow" is told from; without it such words are no date.
  [[nodiscard]] std::vector<FoundEntity> find(const Folded& folded, std::string_view source,
                                              std::optional<Day> today = {}) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace frontdesk
