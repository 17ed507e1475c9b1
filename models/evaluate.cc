// SPDX-License-Identifier: MIT
#include "models/evaluate.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kBins = 15;

std::optional<double> share(std::size_t part, std::size_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

bool is_oos(const JudgedRow& row) { return row.label == kOutOfScope; }
bool is_right(const JudgedRow& row) { return !is_oos(row) && row.said == row.label; }
bool is_rejected(const JudgedRow& row, double threshold) {
  return row.said.empty() || row.confidence < threshold;
}

// The chance that a row in scope has a higher confidence than one out of scope; a tie counts half (Mann and
// Whitney, 1947), by ranks.
std::optional<double> auroc(const std::vector<JudgedRow>& rows) {
  std::vector<std::pair<double, bool>> sorted;
  for (const auto& row : rows) sorted.emplace_back(row.confidence, !is_oos(row));
  std::sort(sorted.begin(), sorted.end());
  double rank_sum = 0;
  double inside = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t end = i;
    double inside_here = 0;
    for (; end < sorted.size() && sorted[end].first == sorted[i].first; ++end)
      inside_here += sorted[end].second;
    const double rank = (static_cast<double>(i + 1) + static_cast<double>(end)) / 2;
    rank_sum += rank * inside_here;
    inside += inside_here;
    i = end;
  }
  const double outside = static_cast<double>(sorted.size()) - inside;
  if (inside == 0 || outside == 0) return std::nullopt;
  return (rank_sum - inside * (inside + 1) / 2) / (inside * outside);
}

std::optional<double> calibration_error(const std::vector<JudgedRow>& rows) {
  if (rows.empty()) return std::nullopt;
  struct Bin {
    double confidence = 0;
    double right = 0;
  };
  std::array<Bin, kBins> bins;
  for (const auto& row : rows) {
    const auto place = static_cast<std::size_t>(std::clamp(row.confidence, 0.0, 1.0) * kBins);
    Bin& bin = bins[std::min(place, kBins - 1)];
    bin.confidence += row.confidence;
    bin.right += is_right(row);
  }
  double sum = 0;
  for (const auto& bin : bins) sum += std::abs(bin.confidence - bin.right);
  return sum / static_cast<double>(rows.size());
}

double quantile(std::vector<double> values, double at) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto place = static_cast<std::size_t>(at * static_cast<double>(values.size()));
  return values[std::min(place, values.size() - 1)];
}

std::string text_of(const std::optional<double>& value) {
  if (!value) return "null";
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", *value);
  return text;
}

}  // namespace

std::vector<JudgedRow> judge_rows(const Classifier& classifier,
                                  const std::vector<LabelledText>& rows) {
  std::vector<JudgedRow> judged;
  judged.reserve(rows.size());
  for (const auto& row : rows) {
    JudgedRow made{row.label, "", 0, 0};
    const auto started = std::chrono::steady_clock::now();
    const std::string folded = fold(row.text);
    Classification said;
    if (!folded.empty()) said = classifier.classify(folded);
    const auto taken = std::chrono::steady_clock::now() - started;
    made.microseconds = std::chrono::duration<double, std::micro>(taken).count();
    if (!said.ranking.empty()) made.said = said.ranking.front().intent;
    made.confidence = said.confidence;
    judged.push_back(std::move(made));
  }
  return judged;
}

Evaluation evaluate(const std::vector<JudgedRow>& rows, double threshold) {
  Evaluation found;
  found.n = rows.size();
  found.threshold = threshold;
  std::size_t in_scope = 0;
  std::size_t right = 0;
  std::size_t right_and_given = 0;
  std::size_t rejected = 0;
  std::size_t oos_rejected = 0;
  std::vector<double> times;
  for (const auto& row : rows) {
    const bool out = is_rejected(row, threshold);
    in_scope += !is_oos(row);
    right += is_right(row);
    right_and_given += is_right(row) && !out;
    rejected += out;
    oos_rejected += is_oos(row) && out;
    times.push_back(row.microseconds);
  }
  found.closed_accuracy = share(right, in_scope);
  found.accuracy = share(right_and_given, in_scope);
  found.oos_recall = share(oos_rejected, rows.size() - in_scope);
  found.oos_precision = share(oos_rejected, rejected);
  found.overall = share(right_and_given + oos_rejected, rows.size());
  found.auroc = auroc(rows);
  found.ece = calibration_error(rows);
  found.wrong_answers = share(rows.size() - rejected - right_and_given, rows.size());
  found.p50_us = quantile(times, 0.5);
  found.p99_us = quantile(times, 0.99);
  return found;
}

Evaluation evaluate(const Classifier& classifier, const std::vector<LabelledText>& rows) {
  return evaluate(judge_rows(classifier, rows), classifier.threshold());
}

std::string to_json(const Evaluation& e) {
  std::string json = "{\"n\": " + std::to_string(e.n);
  const auto add = [&](const char* name, const std::optional<double>& value) {
    json += std::string(", \"") + name + "\": " + text_of(value);
  };
  add("closed_accuracy", e.closed_accuracy);
  add("accuracy", e.accuracy);
  add("oos_recall", e.oos_recall);
  add("oos_precision", e.oos_precision);
  add("overall", e.overall);
  add("auroc", e.auroc);
  add("ece", e.ece);
  add("wrong_answers", e.wrong_answers);
  add("threshold", e.threshold);
  add("p50_us", e.p50_us);
  add("p99_us", e.p99_us);
  return json + "}";
}

std::string report(const std::vector<JudgedRow>& rows, double threshold) {
  struct Line {
    std::size_t rows = 0;
    std::size_t right = 0;
    std::size_t said = 0;
    std::map<std::string, std::size_t> taken_for;
  };
  std::map<std::string, Line> lines;
  for (const auto& row : rows) {
    const std::string said = is_rejected(row, threshold) ? std::string(kOutOfScope) : row.said;
    Line& line = lines[row.label];
    ++line.rows;
    ++lines[said].said;
    if (said == row.label)
      ++line.right;
    else
      ++line.taken_for[said];
  }
  std::string text =
      "| intent | rows | recall | precision | most often taken for |\n|---|---|---|---|---|\n";
  for (const auto& [label, line] : lines) {
    std::string other;
    std::size_t most = 0;
    for (const auto& [name, count] : line.taken_for) {
      if (count > most) other = name + " (" + std::to_string(count) + ")";
      most = std::max(most, count);
    }
    const auto cell = [](const std::optional<double>& value) {
      return value ? text_of(value) : "-";
    };
    text += "| " + label + " | " + std::to_string(line.rows) + " | " +
            cell(share(line.right, line.rows)) + " | " + cell(share(line.right, line.said)) +
            " | " + other + " |\n";
  }
  return text;
}

Result<std::vector<LabelledText>> read_tsv(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{Code::not_found, path.string() + ": cannot be read"};
  std::vector<LabelledText> rows;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const auto fail = [&](const std::string& text) {
      return Error{Code::invalid, path.string() + ":" + std::to_string(number) + ": " + text};
    };
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    if (!is_valid_utf8(line)) return fail("this line is not valid UTF-8");
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) return fail("expected label<TAB>text");
    if (tab == 0) return fail("the label is empty");
    if (tab + 1 == line.size()) return fail("the text is empty");
    rows.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  if (file.bad()) return Error{Code::not_found, path.string() + ": cannot be read to its end"};
  return rows;
}

}  // namespace frontdesk
