// SPDX-License-Identifier: MIT
// Sections of the report about numbers: confidence, thresholds, intents.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "models/findings.h"
#include "models/html.h"
#include "models/intervals.h"
#include "models/report_parts.h"

namespace frontdesk {
namespace {

// How far confidence as a whole is from the truth, in words.
std::string tendency(const std::vector<Outcome>& outcomes) {
  double confidence = 0;
  std::size_t right = 0;
  for (const auto& outcome : outcomes) {
    confidence += outcome.confidence;
    right += outcome.right;
  }
  const auto rows = static_cast<double>(outcomes.size());
  const double mean = confidence / rows;
  const Share share{right, outcomes.size()};
  const Interval interval = *wilson(share);
  std::string out = "Mean confidence is <b>" + percent(mean) + "</b>, and <b>" + percent(share) +
                    "</b> of the rows are right: ";
  if (mean < interval.low) return out + "the model is surer than it says.";
  if (mean > interval.high) return out + "the model is less often right than it says.";
  return out + "on the whole the two agree, as far as so many rows can tell.";
}

std::string bins_table(const Reliability& bins) {
  std::string out =
      "<details><summary>The same as a table</summary>" + scroll_start("Confidence by bins") +
      "<table class=table><thead><tr><th scope=col>confidence</th><th scope=col>rows</th><th "
      "scope=col>mean confidence</th><th scope=col>right</th><th scope=col>95 % "
      "interval</th></tr></thead><tbody>";
  for (std::size_t k = 0; k < bins.size(); ++k) {
    const auto& bin = bins[k];
    if (bin.count == 0) continue;
    const Share right{bin.right, bin.count};
    const Interval interval = *wilson(right);
    constexpr double kWidth = 1.0 / static_cast<double>(kReliabilityBins);
    const auto edge = static_cast<double>(k) * kWidth;
    out += "<tr><td>" + decimal(edge * 100, 1) + " to " + percent(edge + kWidth) + "</td><td>" +
           number(bin.count) + "</td><td>" +
           percent(bin.confidence_sum / static_cast<double>(bin.count)) + "</td><td>" +
           percent(right) + "</td><td>" + decimal(interval.low * 100, 1) + " to " +
           percent(interval.high) + "</td></tr>";
  }
  return out + "</tbody></table></div></details>";
}

// A few round thresholds, the chosen one among them, none so near to it that the two say the same.
std::vector<double> some_thresholds(double chosen) {
  std::vector<double> all{chosen};
  for (const double round : {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95}) {
    if (std::abs(round - chosen) > 0.005) all.push_back(round);
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::string thresholds_table(const std::vector<JudgedRow>& rows, double chosen) {
  const bool has_oos = counts_of(rows, chosen).oos_recall().whole > 0;
  std::string out =
      scroll_start("Thresholds") +
      "<table class=table><caption>Shares in %</caption><thead><tr><th scope=col>threshold</th><th "
      "scope=col>answered</th><th scope=col>wrong, of all</th><th scope=col>wrong, of "
      "answers</th>";
  if (has_oos) out += "<th scope=col>out of scope held back</th>";
  out += "<th scope=col>needless handoffs</th></tr></thead><tbody>";
  for (const double threshold : some_thresholds(chosen)) {
    const Counts counts = counts_of(rows, threshold);
    const bool is_chosen = threshold == chosen;
    out += is_chosen ? "<tr class=is-chosen>" : "<tr>";
    out += "<td>" + decimal(threshold, is_chosen ? 3 : 2) +
           (is_chosen ? " <span class=\"chip here\">chosen</span>" : "") + "</td>";
    const auto cell = [&](const Share& share) {
      const auto value = share.value();
      out += "<td>" + (value ? decimal(*value * 100, 1) : "–") + "</td>";
    };
    cell(counts.answered_share());
    cell(counts.wrong_answers());
    cell(counts.wrong_when_answered());
    if (has_oos) cell(counts.oos_recall());
    cell(counts.false_handoffs());
    out += "</tr>";
  }
  return out + "</tbody></table></div>";
}

std::string taken_for(const IntentLine& line) {
  constexpr std::size_t kMost = 3;
  const bool oos = line.intent == kOutOfScope;
  std::string out;
  std::size_t named = 0;
  std::size_t rest = 0;
  for (const auto& other : line.taken_for) {
    if (oos && other.answered == 0) continue;  // rightly held back
    if (named == kMost) {
      rest += oos ? other.answered : other.rows;
      continue;
    }
    ++named;
    out += "<span class=taken>" + escape_html(other.said) + ' ' +
           number(oos ? other.answered : other.rows);
    if (other.answered > 0) {
      out += " <span class=\"chip bad\">" + number(other.answered) + " answered</span>";
    }
    out += "</span> ";
  }
  if (rest > 0) out += "<span class=taken>others " + number(rest) + "</span>";
  return out;
}

}  // namespace

std::string section_start(const char* id, const char* title, const std::string& lead) {
  return std::string("<section id=") + id + "><h2>" + title + "</h2><p class=lead>" + lead + "</p>";
}

std::string scroll_start(const char* label) {
  return std::string("<div class=scroll tabindex=0 role=region aria-label=\"") + label + "\">";
}

std::string intent_name(const std::string& label) {
  return label == kOutOfScope ? "out of scope" : escape_html(label);
}

std::string breakable_name(const std::string& label) {
  std::string out;
  for (const char letter : intent_name(label)) {
    out += letter;
    if (letter == '_') out += "<wbr>";
  }
  return out;
}

std::string confidence_section(const std::vector<JudgedRow>& rows) {
  const std::vector<Outcome> outcomes = outcomes_of(rows);
  const Reliability bins = reliability_of(outcomes);
  std::string out = section_start(
      "confidence", "Is the confidence honest?",
      "When the model says 80 %, it should be right in 80 of 100 cases: the dots should lie on the "
      "dashed line. A dot above it means too modest, below it too sure. The thin lines are 95 % "
      "intervals: few rows, long lines.");
  out += "<div class=two><figure>" + reliability_chart(bins) + "</figure><div><p class=plain>" +
         tendency(outcomes) + "</p>";
  out += "<p>The error of the confidence (ECE) is <b>" + percent(*calibration_error(outcomes)) +
         "</b>. A perfectly honest model would show about " +
         percent(*calibration_error_by_chance(outcomes)) +
         " on these rows by chance alone.</p><h3>How to read it</h3><p>A bar is the share of rows "
         "in that range of confidence whose best intent is right; below it stands how many rows "
         "there were. Rows out of scope count as not right.</p></div></div>";
  return out + bins_table(bins) + "</section>";
}

std::string threshold_section(const std::vector<JudgedRow>& rows, double threshold) {
  const Counts counts = counts_of(rows, threshold);
  std::string out =
      section_start("threshold", "What the threshold costs",
                    "A higher threshold answers fewer messages, and fewer of these wrongly. At the "
                    "chosen one, <b>" +
                        percent(counts.answered_share()) + "</b> of the rows are answered and <b>" +
                        percent(counts.wrong_when_answered()) +
                        "</b> of the answers are wrong; <b>" + percent(counts.false_handoffs()) +
                        "</b> of what was rightly understood is handed on all the same.");
  return out + "<div class=two><figure>" + risk_chart(rows, threshold) + "</figure>" +
         thresholds_table(rows, threshold) + "</div></section>";
}

std::string intents_section(const std::vector<JudgedRow>& rows, double threshold) {
  auto lines = intent_lines(rows, threshold);
  // Worst first: whose rows get the fewest right answers; those without rows last.
  std::stable_sort(lines.begin(), lines.end(), [](const IntentLine& a, const IntentLine& b) {
    return std::tuple(a.rows == 0, a.recall().value().value_or(1)) <
           std::tuple(b.rows == 0, b.recall().value().value_or(1));
  });
  std::string out = section_start(
      "intents", "Every intent",
      "Those whose rows get the fewest right answers come first. Recall: rows of the intent that "
      "are answered rightly (out of scope: held back). Precision: answers with this intent that "
      "are right. “Taken for” ignores the threshold.");
  out += scroll_start("Every intent") +
         "<table class=table><thead><tr><th scope=col>intent</th><th "
         "scope=col>rows</th><th scope=col>recall</th><th scope=col>precision</th><th "
         "scope=col>right intent first</th><th scope=col>answered</th><th scope=col "
         "class=wide>taken for</th></tr></thead><tbody>";
  for (const auto& line : lines) {
    const double recall = line.recall().value().value_or(0);
    out += "<tr><th scope=row>" + breakable_name(line.intent);
    if (!line.known) out += " <span class=\"chip bad\">unknown to the model</span>";
    out += "</th><td>" + number(line.rows) + "</td><td>" + percent(line.recall()) +
           "<span class=share aria-hidden=true><i style=\"width:" + decimal(recall * 100, 0) +
           "%\"></i></span></td><td>" + percent(line.precision()) + "</td><td>" +
           (line.intent == kOutOfScope ? "–" : percent(Share{line.understood, line.rows})) +
           "</td><td>" + percent(Share{line.answered, line.rows}) + "</td><td class=wide>" +
           taken_for(line) + "</td></tr>";
  }
  return out + "</tbody></table></div></section>";
}

}  // namespace frontdesk
