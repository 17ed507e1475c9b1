// SPDX-License-Identifier: MIT
#pragma once
// What an author should look at in judged rows: which intents are taken for which, and by what sentences.
//
// Pure functions; any thread. Rows are named by their places.

#include <cstddef>
#include <string>
#include <vector>

#include "models/evaluate.h"

namespace frontdesk {

/// How many rows of a label have which best intent. A row without a ranking has none.
struct TakenFor {
  std::string said;
  std::size_t rows = 0;
  std::size_t answered = 0;  // of those, above the threshold
};

/// One label of the judged rows, or an intent that was only said.
struct IntentLine {
  std::string intent;  // or kOutOfScope, for which right is what is not answered
  std::size_t rows = 0;
  std::size_t understood = 0;      // best intent right, threshold ignored
  std::size_t answered = 0;        // above the threshold, rightly or not
  std::size_t answered_right = 0;  // for kOutOfScope: not answered
  std::size_t given =
      0;  // rows of any label answered with this intent; for kOutOfScope: not answered
  bool known = true;
  std::vector<TakenFor> taken_for;  // other intents, most rows first

  [[nodiscard]] Share recall() const { return {answered_right, rows}; }
  [[nodiscard]] Share precision() const { return {answered_right, given}; }
};

/// By name, kOutOfScope last.
std::vector<IntentLine> intent_lines(const std::vector<JudgedRow>& rows, double threshold);

/// An ordered pair of intents that were mixed up. Out-of-scope rows are mixed up only when answered.
struct Confusion {
  std::string label;
  std::string said;
  std::vector<std::size_t> rows;  // surest first
  std::size_t answered = 0;
  std::size_t other_way = 0;  // rows of `said` that were taken for `label`
};

/// Worst first: most wrong answers given, then most rows, then by name.
std::vector<Confusion> confusions(const std::vector<JudgedRow>& rows, double threshold);

/// Rows that another intent answers, above the threshold: in scope and out of scope, surest first.
struct Stolen {
  std::vector<std::size_t> in_scope;
  std::vector<std::size_t> out_of_scope;
};
Stolen stolen_rows(const std::vector<JudgedRow>& rows, double threshold);

}  // namespace frontdesk
