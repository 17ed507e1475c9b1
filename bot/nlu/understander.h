// SPDX-License-Identifier: MIT
#pragma once
// From a message to what it means: language, rules, entities, then the classifier.
//
// A rule that matches decides with confidence 1; only where none does is the classifier asked.
//
// A message with joints (joints.h) is understood piece by piece as well. Two pieces that are each sure
// and mean different things, neither of them smalltalk, make two parts (Interpretation::parts):
// "kur mano siunta ir kaip grąžinti prekę?". Where only one means anything but smalltalk, it is what
// the message means: "hi, cancel my order".
//
// Immutable after it is made; any thread may call understand.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/result.h"
#include "nlu/classifier.h"
#include "nlu/dates.h"
#include "nlu/interpretation.h"
#include "nlu/rules.h"

namespace frontdesk {

/// What is known when a message comes, besides its words.
struct Circumstances {
  std::string language;      // of the conversation, or ""
  std::optional<Day> today;  // where the visitor is; without it "tomorrow" is no date
  // Intents that cannot be meant now. Their rules do not take part, and what the classifier thought of
  // them is shared among the others in proportion; but where it held one of them for likelier than all
  // others together nothing is sure.
  ImpossibleIntents impossible;
};

/// A rule that matched, as people read it.
struct RuleReport {
  std::string id;
  std::string intent;
  int priority = 0;
  std::string matched;    // the words of the message
  std::string lost_to;    // id of the rule that decided instead, or empty
  std::string vetoed_by;  // the words that its `unless` found, or empty
  bool not_now = false;   // its intent is impossible at this point
};

class Understander {
 public:
  /// Compiles the catalog's rules and entities. What cannot be compiled is appended to `problems`,
  /// with its place, and left out. `classifier` may be null (then only rules decide) and must
  /// outlive this.
  Understander(const Catalog& catalog, const Classifier* classifier,
               std::vector<Problem>& problems);
  ~Understander();
  Understander(Understander&&) noexcept;

  [[nodiscard]] Interpretation understand(std::string_view text, const Circumstances& now) const;

  /// The same, where only the conversation's language is known, or "".
  [[nodiscard]] Interpretation understand(std::string_view text, const std::string& prior) const;

  /// Entities only: what a flow's question needs.
  [[nodiscard]] std::vector<FoundEntity> find_entities(std::string_view text,
                                                       std::optional<Day> today = {}) const;

  /// Every rule that matches and what became of it, best first: for `explain`.
  [[nodiscard]] std::vector<RuleReport> explain_rules(std::string_view text,
                                                      const Circumstances& now) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace frontdesk
