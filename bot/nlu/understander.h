// SPDX-License-Identifier: MIT
#pragma once
// From a message to what it means: language, rules, entities, then the classifier.
//
// A rule that matches decides with confidence 1; only where none does is the classifier asked.
// Immutable after it is made; any thread may call understand.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/result.h"
#include "nlu/classifier.h"
#include "nlu/interpretation.h"

namespace frontdesk {

class Understander {
 public:
  /// Compiles the catalog's rules and entities. What cannot be compiled is appended to `problems`,
  /// with its place, and left out. `classifier` may be null (then only rules decide) and must
  /// outlive this.
  Understander(const Catalog& catalog, const Classifier* classifier,
               std::vector<Problem>& problems);
  ~Understander();
  Understander(Understander&&) noexcept;

  /// `prior` is the conversation's language, or "".
  [[nodiscard]] Interpretation understand(std::string_view text, const std::string& prior) const;

  /// Entities only: what a flow's question needs.
  [[nodiscard]] std::vector<FoundEntity> find_entities(std::string_view text) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace frontdesk
