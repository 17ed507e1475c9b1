// SPDX-License-Identifier: MIT
// Sections of the report about sentences and pairs of intents.
#include "models/findings.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "models/html.h"
#include "models/near_duplicates.h"
#include "models/report_parts.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMostIntents = 40;  // more columns than that cannot be looked at
constexpr std::size_t kWideIntents = 30;  // more need narrow columns
constexpr std::size_t kMostPairs = 30;
constexpr std::size_t kOpenPairs = 3;
constexpr std::size_t kMostSentences = 6;
constexpr std::size_t kMostStolen = 100;
constexpr std::size_t kMostNear = 60;

// Which intents the matrix shows, by name and out of scope last, and what is said of those that it leaves out.
struct Shown {
  std::vector<std::string> intents;
  std::string remark;
};

Shown shown_intents(const std::vector<IntentLine>& lines, const std::vector<Confusion>& mixed) {
  Shown shown;
  std::map<std::string, std::size_t> involved;  // in how many mixed-up rows
  for (const auto& pair : mixed) {
    involved[pair.label] += pair.rows.size();
    involved[pair.said] += pair.rows.size();
  }
  if (lines.size() <= kMostIntents) {
    for (const auto& line : lines) shown.intents.push_back(line.intent);
    return shown;
  }
  std::vector<std::pair<std::size_t, std::string>> worst;
  for (const auto& [intent, count] : involved) worst.emplace_back(count, intent);
  std::stable_sort(worst.begin(), worst.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (worst.size() > kMostIntents) worst.resize(kMostIntents);
  std::set<std::string> chosen;
  for (const auto& [count, intent] : worst) chosen.insert(intent);
  for (const auto& line : lines) {
    if (chosen.contains(line.intent)) shown.intents.push_back(line.intent);
  }
  shown.remark = " Of " + number(lines.size()) + " intents, " + number(involved.size()) +
                 " were mixed up with another one";
  shown.remark += involved.size() > kMostIntents
                      ? "; shown are the " + number(kMostIntents) + " that were most often."
                      : "; only these are shown.";
  return shown;
}

struct Cell {
  std::size_t rows = 0;
  std::size_t answered = 0;
};
using Cells = std::map<std::pair<std::string, std::string>, Cell>;

Cells cells_of(const std::vector<JudgedRow>& rows, double threshold) {
  Cells cells;
  for (const auto& row : rows) {
    Cell& cell = cells[{row.label, row.said}];
    ++cell.rows;
    cell.answered += is_answered(row, threshold);
  }
  return cells;
}

std::string matrix_cell(const std::string& label, const std::string& said, const Cell& cell,
                        std::size_t label_rows) {
  const bool own = label == said;
  if (cell.rows == 0) return own ? "<td class=own></td>" : "<td></td>";
  const double share = static_cast<double>(cell.rows) / static_cast<double>(label_rows);
  const int heat = 1 + std::min(3, static_cast<int>(share * 4));
  const bool apart = label == kOutOfScope && cell.answered == 0;
  std::string kind = own ? "right" : cell.answered > 0 ? "bad" : "held";
  if (apart) kind = "apart";
  return "<td class=\"" + kind + " g" + std::to_string(heat) + "\" title=\"" + intent_name(label) +
         " taken for " + intent_name(said) + ": " + number(cell.rows) + ", " +
         number(cell.answered) + " answered\">" + number(cell.rows) + "</td>";
}

// Rows of equal words, label and best intent as one, with how often they stand in the file.
struct Repeated {
  std::size_t place = 0;
  std::size_t times = 1;
};

std::vector<Repeated> distinct(const std::vector<JudgedRow>& rows,
                               const std::vector<std::size_t>& places) {
  std::vector<Repeated> found;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::size_t> seen;
  for (const std::size_t place : places) {
    const JudgedRow& row = rows[place];
    const auto [at, is_new] =
        seen.emplace(std::tuple<std::string_view, std::string_view, std::string_view>(
                         row.text, row.label, row.said),
                     found.size());
    if (is_new)
      found.push_back({place, 1});
    else
      ++found[at->second].times;
  }
  return found;
}

// Where a row went: "label -> said 0.83, second: other 0.10".
std::string where_it_went(const JudgedRow& row, std::size_t times, double threshold,
                          bool with_intents) {
  std::string out = "<span class=meta>";
  if (with_intents) {
    out += "<b>" + breakable_name(row.label) + "</b><span class=arrow>→</span><b>" +
           breakable_name(row.said) + "</b> ";
  }
  out += is_answered(row, threshold) ? "<span class=\"chip bad\">answered, "
                                     : "<span class=\"chip held\">held back, ";
  out += decimal(row.confidence, 2) + "</span>";
  if (!row.runner_up.empty()) {
    const bool was_right = row.runner_up == row.label;
    out += was_right ? " <span class=\"chip good\">second was right, "
                     : " second: " + breakable_name(row.runner_up) + " ";
    out += decimal(row.runner_up_confidence, 2) + (was_right ? "</span>" : "");
  }
  if (times > 1) out += " <span class=chip>" + number(times) + " times in the file</span>";
  return out + "</span>";
}

std::string more(std::size_t all, std::size_t shown, const char* what) {
  if (all <= shown) return "";
  return "<p class=more>and " + number(all - shown) + " more " + what + "</p>";
}

std::string stolen_list(const std::vector<JudgedRow>& rows, const std::vector<std::size_t>& places,
                        double threshold) {
  std::string out = "<ul class=rows>";
  const auto repeated = distinct(rows, places);
  for (std::size_t i = 0; i < std::min(repeated.size(), kMostStolen); ++i) {
    const JudgedRow& row = rows[repeated[i].place];
    out += "<li>" + sentence(row.text) + where_it_went(row, repeated[i].times, threshold, true) +
           "</li>";
  }
  return out + "</ul>" + more(repeated.size(), kMostStolen, "with less confidence");
}

}  // namespace

std::string matrix_section(const std::vector<JudgedRow>& rows, double threshold) {
  const auto lines = intent_lines(rows, threshold);
  const Shown shown = shown_intents(lines, confusions(rows, threshold));
  const Cells cells = cells_of(rows, threshold);
  std::map<std::string, std::size_t> label_rows;
  for (const auto& line : lines) label_rows[line.intent] = line.rows;
  std::string out = section_start(
      "matrix", "Confusion matrix",
      "A row is what was meant, a column is the best guess, threshold ignored; the number is how "
      "many rows." +
          shown.remark);
  if (shown.intents.empty()) return out + "<p class=none>No intent was mixed up.</p></section>";
  out +=
      "<div class=keys><span><i class=right></i>right</span><span><i class=bad></i>wrong, at "
      "least one answered</span><span><i class=held></i>wrong, all held back</span>";
  if (label_rows.contains(std::string(kOutOfScope)))
    out += "<span><i class=apart></i>out of scope, held back</span>";
  out += "</div>" + scroll_start("Confusion matrix") + "<table class=\"matrix" +
         (shown.intents.size() > kWideIntents ? " dense" : "") + "\"><thead><tr><td></td>";
  for (const auto& said : shown.intents) {
    if (said != kOutOfScope) out += "<th scope=col><span>" + intent_name(said) + "</span></th>";
  }
  out += "</tr></thead><tbody>";
  for (const auto& label : shown.intents) {
    out += "<tr><th scope=row title=\"" + intent_name(label) + "\">" + intent_name(label) + "</th>";
    for (const auto& said : shown.intents) {
      if (said == kOutOfScope) continue;
      const auto found = cells.find({label, said});
      out += matrix_cell(label, said, found == cells.end() ? Cell{} : found->second,
                         std::max<std::size_t>(label_rows[label], 1));
    }
    out += "</tr>";
  }
  return out + "</tbody></table></div></section>";
}

std::string confusions_section(const std::vector<JudgedRow>& rows, double threshold) {
  const auto mixed = confusions(rows, threshold);
  std::string out = section_start(
      "confusions", "Worst confusions",
      "Pairs of intents that are taken for each other, those that gave wrong answers first. Either "
      "their examples overlap, or one lacks the words of these sentences.");
  if (mixed.empty()) return out + "<p class=none>None.</p></section>";
  for (std::size_t i = 0; i < std::min(mixed.size(), kMostPairs); ++i) {
    const Confusion& pair = mixed[i];
    out += i < kOpenPairs ? "<details open>" : "<details>";
    out += "<summary><b>" + breakable_name(pair.label) + "</b><span class=arrow>→</span><b>" +
           breakable_name(pair.said) + "</b> <span class=chip>" +
           counted(pair.rows.size(), "row", "rows") + "</span>";
    if (pair.answered > 0)
      out += "<span class=\"chip bad\">" + number(pair.answered) + " answered</span>";
    if (pair.other_way > 0)
      out += "<span class=chip>" + number(pair.other_way) + " the other way round</span>";
    out += "</summary><ul class=rows>";
    const auto repeated = distinct(rows, pair.rows);
    for (std::size_t k = 0; k < std::min(repeated.size(), kMostSentences); ++k) {
      const JudgedRow& row = rows[repeated[k].place];
      out += "<li>" + sentence(row.text) + where_it_went(row, repeated[k].times, threshold, false) +
             "</li>";
    }
    out += "</ul>" + more(repeated.size(), kMostSentences, "sentences") + "</details>";
  }
  return out + more(mixed.size(), kMostPairs, "pairs") + "</section>";
}

std::string stolen_section(const std::vector<JudgedRow>& rows, double threshold) {
  const Stolen stolen = stolen_rows(rows, threshold);
  std::string out = section_start(
      "stolen", "Stolen by another intent",
      "Rows that another intent answers, above the threshold: each of these visitors would get a "
      "wrong answer. The surest first.");
  if (stolen.in_scope.empty() && stolen.out_of_scope.empty())
    return out + "<p class=none>None: no row gets a wrong answer.</p></section>";
  if (!stolen.in_scope.empty()) {
    out += "<h3>In scope (" + number(stolen.in_scope.size()) + ")</h3>" +
           stolen_list(rows, stolen.in_scope, threshold);
  }
  if (!stolen.out_of_scope.empty()) {
    out += "<h3>Out of scope (" + number(stolen.out_of_scope.size()) + ")</h3>" +
           stolen_list(rows, stolen.out_of_scope, threshold);
  }
  return out + "</section>";
}

std::string near_duplicates_section(const std::vector<JudgedRow>& rows) {
  std::vector<LabelledView> views;
  views.reserve(rows.size());
  for (const auto& row : rows) views.push_back({row.label, row.text});
  const auto found = near_duplicates(views);
  std::string out = section_start(
      "near", "Near-duplicates across intents",
      "Rows of this file that are nearly the same and have different labels: one of the labels is "
      "wrong, or the two intents are one. 100 % is the same words in the same order.");
  if (found.empty()) return out + "<p class=none>None in this file.</p></section>";
  out += "<ul class=rows>";
  for (std::size_t i = 0; i < std::min(found.size(), kMostNear); ++i) {
    const JudgedRow& a = rows[found[i].a];
    const JudgedRow& b = rows[found[i].b];
    const auto side = [](const JudgedRow& row) {
      return "<span>" + sentence(row.text) + "<span class=meta><b>" + intent_name(row.label) +
             "</b></span></span>";
    };
    out += "<li class=pair>" + side(a) + side(b) + "<span class=chip>" +
           decimal(found[i].similarity * 100, 0) + "&nbsp;% alike</span></li>";
  }
  return out + "</ul>" + more(found.size(), kMostNear, "pairs, less alike") + "</section>";
}

}  // namespace frontdesk
