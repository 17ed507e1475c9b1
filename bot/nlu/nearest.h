// SPDX-License-Identifier: MIT
#pragma once
// The training examples that are most like a message: for people who ask why.
//
// Cosine of TF-IDF vectors (features.h), found by an inverted index. It decides nothing; the
// classifier does. Immutable; any thread may call find.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/catalog.h"
#include "nlu/features.h"

namespace frontdesk {

struct NearExample {
  std::string intent;
  std::string text;       // as its author wrote it
  double similarity = 0;  // 0..1; n-grams that no example has count against it
};

class NearestExamples {
 public:
  struct Row {
    std::string intent;
    std::string text;
  };

  explicit NearestExamples(std::vector<Row> rows);

  /// The rows most like the message, best first, the earlier of equal ones first; those that share
  /// nothing with it are left out. `folded` is the output of fold().
  [[nodiscard]] std::vector<NearExample> find(std::string_view folded, std::size_t most = 3) const;

  [[nodiscard]] std::size_t size() const { return rows_.size(); }

 private:
  std::vector<Row> rows_;
  Vocabulary vocabulary_;
  std::vector<std::vector<std::pair<std::uint32_t, float>>> index_;  // n-gram -> row, value
};

/// Every example of a catalog's intents, and its sentences out of scope as those of "oos".
std::vector<NearestExamples::Row> training_rows(const Catalog& catalog);

}  // namespace frontdesk
