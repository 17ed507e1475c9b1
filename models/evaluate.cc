// SPDX-License-Identifier: MIT
#include "models/evaluate.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <set>

#include "models/curves.h"
#include "models/intervals.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

double quantile(const std::vector<double>& values, double at) {
  if (values.empty()) return 0;
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

Counts counts_of(const std::vector<JudgedRow>& rows, double threshold) {
  Counts counts;
  counts.rows = rows.size();
  for (const auto& row : rows) {
    const bool answered = is_answered(row, threshold);
    counts.in_scope += !is_out_of_scope(row);
    counts.right += is_right(row);
    counts.answered += answered;
    counts.answered_right += is_right(row) && answered;
    counts.oos_rejected += is_out_of_scope(row) && !answered;
  }
  return counts;
}

std::vector<JudgedRow> judge_rows(const Classifier& classifier,
                                  const std::vector<LabelledText>& rows) {
  std::vector<JudgedRow> judged;
  judged.reserve(rows.size());
  std::set<std::string, std::less<>> known{std::string(kOutOfScope)};
  for (const auto& row : rows) {
    JudgedRow made{.label = row.label, .text = row.text};
    const auto started = std::chrono::steady_clock::now();
    const std::string folded = fold(row.text);
    Classification said;
    if (!folded.empty()) said = classifier.classify(folded);
    const auto taken = std::chrono::steady_clock::now() - started;
    made.microseconds = std::chrono::duration<double, std::micro>(taken).count();
    made.confidence = said.confidence;
    if (!said.ranking.empty()) made.said = said.ranking[0].intent;
    if (said.ranking.size() > 1) {
      made.runner_up = said.ranking[1].intent;
      made.runner_up_confidence = said.ranking[1].confidence;
    }
    for (auto& ranked : said.ranking) {
      if (!known.contains(ranked.intent)) known.insert(std::move(ranked.intent));
    }
    judged.push_back(std::move(made));
  }
  for (auto& row : judged) row.known_label = known.contains(row.label);
  return judged;
}

Evaluation evaluate(const std::vector<JudgedRow>& rows, double threshold) {
  const Counts counts = counts_of(rows, threshold);
  const std::vector<Outcome> outcomes = outcomes_of(rows);
  std::vector<double> times;
  for (const auto& row : rows) times.push_back(row.microseconds);
  std::sort(times.begin(), times.end());
  Evaluation found;
  found.n = rows.size();
  found.closed_accuracy = counts.closed_accuracy().value();
  found.accuracy = counts.accuracy().value();
  found.oos_recall = counts.oos_recall().value();
  found.oos_precision = counts.oos_precision().value();
  found.overall = counts.overall().value();
  found.auroc = auroc(outcomes);
  found.ece = calibration_error(outcomes);
  found.wrong_answers = counts.wrong_answers().value();
  found.threshold = threshold;
  found.p50_us = quantile(times, 0.5);
  found.p99_us = quantile(times, 0.99);
  return found;
}

Evaluation evaluate(const Classifier& classifier, const std::vector<LabelledText>& rows) {
  return evaluate(judge_rows(classifier, rows), classifier.threshold());
}

std::map<std::string, std::size_t> unknown_labels(const std::vector<JudgedRow>& rows) {
  std::map<std::string, std::size_t> unknown;
  for (const auto& row : rows) {
    if (!row.known_label) ++unknown[row.label];
  }
  return unknown;
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

std::string to_table(const std::vector<JudgedRow>& rows, double threshold) {
  const Counts counts = counts_of(rows, threshold);
  const std::vector<Outcome> outcomes = outcomes_of(rows);
  const Evaluation e = evaluate(rows, threshold);
  std::string table = "  figure                    value    95 % interval      counts\n";
  const auto line = [&](const char* name, const std::optional<double>& value,
                        const std::optional<Interval>& interval, const std::string& meaning) {
    char text[200];
    if (value && interval) {
      std::snprintf(text, sizeof text, "  %-24s %5.1f %%  %5.1f - %5.1f %%    ", name, *value * 100,
                    interval->low * 100, interval->high * 100);
    } else {
      std::snprintf(text, sizeof text, "  %-24s      -                      ", name);
    }
    table += text + meaning + '\n';
  };
  const auto share = [&](const char* name, const Share& part, const std::string& meaning) {
    line(name, part.value(), wilson(part),
         std::to_string(part.part) + " of " + std::to_string(part.whole) + ' ' + meaning);
  };
  share("closed accuracy", counts.closed_accuracy(),
        "in scope: right intent first, threshold ignored");
  share("accuracy", counts.accuracy(), "in scope: right intent, and answered");
  share("wrong answers", counts.wrong_answers(), "rows: answered with a wrong intent");
  share("wrong when answered", counts.wrong_when_answered(), "answers");
  share("false handoffs", counts.false_handoffs(), "rightly understood, but not answered");
  share("out-of-scope recall", counts.oos_recall(), "out of scope: not answered");
  if (counts.in_scope < counts.rows)
    share("out-of-scope precision", counts.oos_precision(), "not answered: out of scope");
  share("overall", counts.overall(), "rows: answered rightly, or rightly not answered");
  line("ranking (AUROC)", e.auroc, auroc_interval(outcomes),
       "confidence in scope above confidence out of scope");
  line("calibration error (ECE)", e.ece, calibration_error_interval(outcomes),
       "distance of confidence from the share that is right");
  char text[200];
  std::snprintf(text, sizeof text,
                "  threshold %.3f; %zu rows, %zu in scope, %zu answered; %.1f us a message, 99 %% "
                "below %.1f us\n",
                threshold, counts.rows, counts.in_scope, counts.answered, e.p50_us, e.p99_us);
  return table + text;
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
