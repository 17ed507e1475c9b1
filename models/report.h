// SPDX-License-Identifier: MIT
#pragma once
// Judged rows as one page that people read: figures with intervals, calibration, the price of a threshold,
// confusions with their sentences, stolen rows, sentences with two labels, and every intent.
//
// One HTML file: no script, nothing from outside (its own policy forbids both), light and dark as the reader
// prefers, for a phone and a desk. The same rows give the same page; no time of day is in it.

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "models/evaluate.h"

namespace frontdesk {

struct ReportSource {
  std::string file;   // name of the file with the rows
  std::string model;  // the model's key, or "" when it is not known
  double threshold = 0;
};

std::string report_html(const std::vector<JudgedRow>& rows, const ReportSource& source);

/// Writes FOLDER/report.html, making the folder where it is missing. Code::unavailable names what could not be
/// written, and a report that was there before is then still whole.
Result<std::filesystem::path> write_report(const std::filesystem::path& folder,
                                           const std::vector<JudgedRow>& rows,
                                           const ReportSource& source);

}  // namespace frontdesk
