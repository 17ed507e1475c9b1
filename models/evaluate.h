// SPDX-License-Identifier: MIT
#pragma once
// How good a classifier is, on rows that it was not trained on: figures only. models/curves.h has what is
// drawn from the same rows, models/findings.h what an author should look at, models/report.h the page.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "models/train.h"
#include "nlu/classifier.h"

namespace frontdesk {

/// One judged row.
struct JudgedRow {
  std::string label;
  std::string text;  // as it stands in the file
  std::string said;  // best intent, or "" when there was no ranking
  double confidence = 0;
  std::string runner_up;  // second best, or ""
  double runner_up_confidence = 0;
  bool known_label = true;  // false: the model cannot say this label, whatever the message
  double microseconds = 0;  // fold and classify
};

inline bool is_out_of_scope(const JudgedRow& row) { return row.label == kOutOfScope; }
/// In scope, and the best intent is the right one, whatever its confidence.
inline bool is_right(const JudgedRow& row) {
  return !is_out_of_scope(row) && row.said == row.label;
}
/// "Rejected" is the opposite: the confidence is below the threshold, or there is no ranking at all.
inline bool is_answered(const JudgedRow& row, double threshold) {
  return !row.said.empty() && row.confidence >= threshold;
}

/// A part of a whole; nothing when there is no whole.
struct Share {
  std::size_t part = 0;
  std::size_t whole = 0;
  [[nodiscard]] std::optional<double> value() const {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
  }
};

/// What every share is made of, at one threshold.
struct Counts {
  std::size_t rows = 0;
  std::size_t in_scope = 0;
  std::size_t right = 0;           // in scope, best intent right, rejection ignored
  std::size_t answered = 0;        // not rejected
  std::size_t answered_right = 0;  // of those, right
  std::size_t oos_rejected = 0;

  [[nodiscard]] Share closed_accuracy() const { return {right, in_scope}; }
  [[nodiscard]] Share accuracy() const { return {answered_right, in_scope}; }
  [[nodiscard]] Share oos_recall() const { return {oos_rejected, rows - in_scope}; }
  [[nodiscard]] Share oos_precision() const { return {oos_rejected, rows - answered}; }
  [[nodiscard]] Share overall() const { return {answered_right + oos_rejected, rows}; }
  [[nodiscard]] Share answered_share() const { return {answered, rows}; }
  /// Of all rows; an out-of-scope row that is answered counts.
  [[nodiscard]] Share wrong_answers() const { return {answered - answered_right, rows}; }
  /// Of what is answered.
  [[nodiscard]] Share wrong_when_answered() const { return {answered - answered_right, answered}; }
  /// Of the rightly understood: what goes to a person all the same.
  [[nodiscard]] Share false_handoffs() const { return {right - answered_right, right}; }
};
Counts counts_of(const std::vector<JudgedRow>& rows, double threshold);

/// What was measured. A figure without items is nothing.
struct Evaluation {
  std::size_t n = 0;
  std::optional<double> closed_accuracy;  // in scope: best intent right, rejection ignored
  std::optional<double> accuracy;         // in scope: best intent right and not rejected
  std::optional<double> oos_recall;       // out of scope: share rejected
  std::optional<double> oos_precision;    // share of rejected rows that are out of scope
  std::optional<double> overall;          // all rows; out of scope is right when rejected
  std::optional<double> auroc;            // confidence of rows in scope against that of the others
  std::optional<double> ece;  // expected calibration error: 15 bins of equal width, all rows,
                              // right = in scope and best intent right
  std::optional<double> wrong_answers;  // all rows: not rejected, and wrong or out of scope
  double threshold = 0;
  double p50_us = 0;  // fold and classify, one message
  double p99_us = 0;
};

/// Asks the classifier row by row, on the calling thread. A label that no ranking of any row names is not
/// known to the model.
std::vector<JudgedRow> judge_rows(const Classifier& classifier,
                                  const std::vector<LabelledText>& rows);

/// The figures of rows judged against a threshold.
Evaluation evaluate(const std::vector<JudgedRow>& rows, double threshold);

/// Both.
Evaluation evaluate(const Classifier& classifier, const std::vector<LabelledText>& rows);

/// Labels that the model does not know, with the number of their rows. These rows count as errors.
std::map<std::string, std::size_t> unknown_labels(const std::vector<JudgedRow>& rows);

/// One JSON object on one line; keys as in Evaluation, in its order, null for nothing.
std::string to_json(const Evaluation& evaluation);

/// The figures as lines for a terminal, each with its 95 % interval and what it counts.
std::string to_table(const std::vector<JudgedRow>& rows, double threshold);

/// Lines "label<TAB>text". Empty lines and lines that begin with '#' are skipped. Code::invalid as
/// "FILE:LINE: ..." for a line without a tab, an empty label or text, or invalid UTF-8; Code::not_found when
/// the file cannot be read.
Result<std::vector<LabelledText>> read_tsv(const std::filesystem::path& path);

}  // namespace frontdesk
