// SPDX-License-Identifier: MIT
#include "models/report.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <system_error>

#include "models/curves.h"
#include "models/html.h"
#include "models/intervals.h"
#include "models/report_parts.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

std::string range(const std::optional<Interval>& interval) {
  if (!interval) return "no such rows in this file";
  return decimal(interval->low * 100, 1) + " to " + percent(interval->high);
}

std::string of(const Share& share) { return number(share.part) + " of " + number(share.whole); }

std::string card(const char* name, const std::string& value, const std::string& interval,
                 const std::string& meaning) {
  return std::string("<div class=card><dt>") + name + "</dt><dd><span class=value>" + value +
         "</span> <span class=range>" + interval + "</span><p>" + meaning + "</p></dd></div>";
}

std::string card(const char* name, const Share& share, const std::string& meaning) {
  return card(name, percent(share), range(wilson(share)), meaning);
}

std::string head(const std::vector<JudgedRow>& rows, const ReportSource& source,
                 const Evaluation& evaluation) {
  std::set<std::string_view> intents;
  std::size_t in_scope = 0;
  for (const auto& row : rows) {
    if (is_out_of_scope(row)) continue;
    ++in_scope;
    intents.insert(row.label);
  }
  std::string out = "<header><h1>How well messages are understood</h1><div class=facts>";
  out += "<span>judged on <b>" + escape_html(source.file) + "</b></span>";
  out += "<span><b>" + counted(rows.size(), "row", "rows") + "</b>, of which " +
         number(rows.size() - in_scope) + " out of scope</span>";
  out += "<span><b>" + counted(intents.size(), "intent", "intents") + "</b></span>";
  out += "<span>threshold <b>" + decimal(source.threshold, 3) + "</b></span>";
  if (!source.model.empty()) out += "<span>model <b>" + escape_html(source.model) + "</b></span>";
  out += "<span>half of the messages within <b>" + decimal(evaluation.p50_us, 0) +
         " µs</b>, 99 % within <b>" + decimal(evaluation.p99_us, 0) + " µs</b></span></div>";
  const auto unknown = unknown_labels(rows);
  if (unknown.empty()) return out + "</header>";
  out +=
      "<p class=note><b>The model does not know these labels</b>, so their rows count as errors: ";
  constexpr std::size_t kMost = 30;
  std::size_t named = 0;
  for (const auto& [label, count] : unknown) {
    if (++named > kMost) break;
    out += (named > 1 ? ", " : "") + escape_html(label) + " (" + number(count) + ")";
  }
  if (unknown.size() > kMost) out += " and " + number(unknown.size() - kMost) + " more";
  return out + ".</p></header>";
}

// What became of all rows, as one bar.
std::string outcome_bar(const Counts& counts) {
  constexpr std::string_view kApart = "k-apart";
  struct Part {
    std::string_view kind;
    const char* name;
    const char* meaning;
    std::size_t rows;
  };
  const std::size_t oos = counts.rows - counts.in_scope;
  const std::size_t needless = counts.right - counts.answered_right;
  const std::size_t wrong = counts.answered - counts.answered_right;
  const std::size_t missed = counts.rows - counts.answered - counts.oos_rejected - needless;
  const Part parts[] = {
      {"k-right", "right answer", "the right intent, and sure enough", counts.answered_right},
      {kApart, "rightly not answered", "out of scope, and recognised as such", counts.oos_rejected},
      {"k-needless", "needlessly not answered", "the right intent, but not sure enough", needless},
      {"k-missed", "not answered", "in scope, right intent not found, held back", missed},
      {"k-wrong", "wrong answer",
       oos > 0 ? "another intent answered, or out of scope and answered all the same"
               : "another intent answered",
       wrong}};
  std::string bar = "<div class=outcome aria-hidden=true>";
  std::string legend = "<ul class=legend>";
  for (const auto& part : parts) {
    if (oos == 0 && part.kind == kApart) continue;
    const std::string share = percent(Share{part.rows, counts.rows});
    if (part.rows > 0) {
      bar += "<i class=" + std::string(part.kind) + " style=\"flex:" + std::to_string(part.rows) +
             "\" title=\"" + part.name + ": " + share + "\"></i>";
    }
    legend += "<li><i class=" + std::string(part.kind) + "></i><span><b>" + share + "</b> " +
              part.name + " (" + number(part.rows) + ")</span><small>" + part.meaning +
              "</small></li>";
  }
  return bar + "</div>" + legend + "</ul>";
}

std::string figures_section(const std::vector<JudgedRow>& rows, const Counts& counts,
                            const Evaluation& evaluation) {
  const std::vector<Outcome> outcomes = outcomes_of(rows);
  const auto in_hundred = [&](std::size_t part) {
    return std::lround(100.0 * static_cast<double>(part) / static_cast<double>(counts.rows));
  };
  const bool has_oos = counts.in_scope < counts.rows;
  const long right = in_hundred(counts.answered_right);
  const long wrong = in_hundred(counts.answered - counts.answered_right);
  std::string out =
      "<section id=figures><h2>In short</h2><p class=plain>Of 100 messages like these, <b>" +
      std::to_string(right) + " get the right answer</b> and <b>" + std::to_string(wrong) +
      " a wrong one</b>. The other " + std::to_string(100 - right - wrong) +
      " are left to the articles or to a person.</p>";
  out += outcome_bar(counts);
  out += has_oos ? "<dl class=cards>" : "<dl class=\"cards few\">";
  out += card("Right intent first", counts.closed_accuracy(),
              of(counts.closed_accuracy()) + " rows in scope, threshold ignored");
  out += card("Right answer given", counts.accuracy(),
              of(counts.accuracy()) + " rows in scope: right intent, above the threshold");
  out += card("Wrong answer given", counts.wrong_answers(),
              of(counts.wrong_answers()) + (has_oos ? " rows, in scope or not" : " rows"));
  out += card("Wrong among the answers", counts.wrong_when_answered(),
              of(counts.wrong_when_answered()) + " answers");
  out += card("Needless handoffs", counts.false_handoffs(),
              of(counts.false_handoffs()) + " rightly understood rows stay below the threshold");
  if (has_oos) {
    out += card("Out of scope held back", counts.oos_recall(),
                of(counts.oos_recall()) + " out-of-scope rows are not answered");
    out += card("Out of scope among the held back", counts.oos_precision(),
                of(counts.oos_precision()) + " rows that are not answered");
    out += card("All decisions right", counts.overall(),
                of(counts.overall()) + " rows: answered rightly, or out of scope and held back");
    if (evaluation.auroc) {
      out += card("In scope told from out of scope", percent(*evaluation.auroc),
                  range(auroc_interval(outcomes)),
                  "how often a message in scope is the surer of two, one of each kind (AUROC)");
    }
  }
  if (evaluation.ece) {
    out += card("Error of the confidence", percent(*evaluation.ece),
                range(calibration_error_interval(outcomes)),
                "mean distance between confidence and the share that is right (ECE); with so few "
                "rows about " +
                    percent(*calibration_error_by_chance(outcomes)) + " would be chance");
  }
  return out + "</dl></section>";
}

std::string navigation() {
  return "<nav aria-label=Sections><ul><li><a href=#figures>In short</a></li><li><a "
         "href=#confidence>Confidence</a></li><li><a href=#threshold>Threshold</a></li><li><a "
         "href=#matrix>Matrix</a></li><li><a href=#confusions>Confusions</a></li><li><a "
         "href=#stolen>Stolen</a></li><li><a href=#near>Near-duplicates</a></li><li><a "
         "href=#intents>Intents</a></li></ul></nav>";
}

constexpr const char* kFooter =
    "<footer><p>A range behind a figure is its 95 % interval: Wilson's for shares, resampled rows "
    "for the ranking (AUROC) and the error of the confidence (ECE, 15 bins of equal width). "
    "Ranges that overlap are no proof of a difference.</p><p>A row is answered when its confidence "
    "is at least the threshold. Right means: in scope, and the best intent is the row’s label. The "
    "best guess for a row out of scope is never right.</p></footer>";

}  // namespace

std::string report_html(const std::vector<JudgedRow>& rows, const ReportSource& source) {
  const Evaluation evaluation = evaluate(rows, source.threshold);
  const Counts counts = counts_of(rows, source.threshold);
  std::string out =
      "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
      "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=color-scheme content=\"light dark\">\n<title>" +
      escape_html(source.file) + ": how well messages are understood</title>\n<style>";
  out += report_style();
  out += "</style>\n</head>\n<body>\n<div class=page>\n";
  out += head(rows, source, evaluation) + '\n' + navigation() + "\n<main>\n";
  if (rows.empty()) {
    out +=
        "<section id=figures><h2>In short</h2><p class=none>There is no row to judge "
        "by.</p></section>";
  } else {
    out += figures_section(rows, counts, evaluation) + '\n';
    out += confidence_section(rows) + '\n';
    out += threshold_section(rows, source.threshold) + '\n';
    out += matrix_section(rows, source.threshold) + '\n';
    out += confusions_section(rows, source.threshold) + '\n';
    out += stolen_section(rows, source.threshold) + '\n';
    out += near_duplicates_section(rows) + '\n';
    out += intents_section(rows, source.threshold);
  }
  return out + "\n</main>\n" + kFooter + "\n</div>\n</body>\n</html>\n";
}

Result<fs::path> write_report(const fs::path& folder, const std::vector<JudgedRow>& rows,
                              const ReportSource& source) {
  const fs::path path = folder / "report.html";
  const Error error{Code::unavailable, path.string() + ": cannot be written"};
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return Error{Code::unavailable, folder.string() + ": this folder cannot be made"};
  fs::path draft = path;
  draft += ".new";
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  if (!file) return error;
  file << report_html(rows, source);
  file.close();
  if (!file.fail()) fs::rename(draft, path, failed);
  if (!file.fail() && !failed) return path;
  fs::remove(draft, failed);
  return error;
}

}  // namespace frontdesk
