// SPDX-License-Identifier: MIT
#pragma once
// How good a classifier is, on rows that it was not trained on.

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

/// What was measured. A share whose denominator is empty is nothing. "Rejected" means that the confidence is
/// below the classifier's threshold, or that there is no ranking at all.
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

/// One judged row, for reports.
struct JudgedRow {
  std::string label;
  std::string said;  // best intent, or "" when there was no ranking
  double confidence = 0;
  double microseconds = 0;
};

/// Asks the classifier row by row, on the calling thread.
std::vector<JudgedRow> judge_rows(const Classifier& classifier,
                                  const std::vector<LabelledText>& rows);

/// The figures of rows judged against a threshold.
Evaluation evaluate(const std::vector<JudgedRow>& rows, double threshold);

/// Both.
Evaluation evaluate(const Classifier& classifier, const std::vector<LabelledText>& rows);

/// One JSON object on one line; keys as in Evaluation, in its order, null for nothing.
std::string to_json(const Evaluation& evaluation);

/// A table of every intent: rows, recall, precision, and what it is most often taken for. Markdown.
std::string report(const std::vector<JudgedRow>& rows, double threshold);

/// Lines "label<TAB>text". Empty lines and lines that begin with '#' are skipped. Code::invalid as
/// "FILE:LINE: ..." for a line without a tab, an empty label or text, or invalid UTF-8; Code::not_found when
/// the file cannot be read.
Result<std::vector<LabelledText>> read_tsv(const std::filesystem::path& path);

}  // namespace frontdesk
