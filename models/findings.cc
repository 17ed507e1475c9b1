// SPDX-License-Identifier: MIT
#include "models/findings.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace frontdesk {
namespace {

// By confidence, then as in the file.
void sort_surest_first(const std::vector<JudgedRow>& rows, std::vector<std::size_t>& places) {
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    return rows[a].confidence > rows[b].confidence;
  });
}

}  // namespace

std::vector<IntentLine> intent_lines(const std::vector<JudgedRow>& rows, double threshold) {
  std::map<std::string, IntentLine> lines;
  std::map<std::string, std::map<std::string, TakenFor>> taken;
  std::size_t rejected = 0;
  for (const auto& row : rows) {
    const bool answered = is_answered(row, threshold);
    const bool oos = is_out_of_scope(row);
    IntentLine& line = lines[row.label];
    ++line.rows;
    line.known = row.known_label;
    line.understood += is_right(row);
    line.answered += answered;
    line.answered_right += oos ? !answered : is_right(row) && answered;
    rejected += !answered;
    if (answered) ++lines[row.said].given;
    if (is_right(row) || row.said.empty()) continue;
    TakenFor& other = taken[row.label][row.said];
    other.said = row.said;
    ++other.rows;
    other.answered += answered;
  }
  std::vector<IntentLine> sorted;
  std::vector<IntentLine> last;
  for (auto& [intent, line] : lines) {
    const bool oos = intent == kOutOfScope;
    line.intent = intent;
    if (oos) line.given = rejected;
    for (auto& [said, other] : taken[intent]) line.taken_for.push_back(std::move(other));
    std::stable_sort(line.taken_for.begin(), line.taken_for.end(),
                     [](const TakenFor& a, const TakenFor& b) {
                       return std::tuple(a.rows, a.answered) > std::tuple(b.rows, b.answered);
                     });
    (oos ? last : sorted).push_back(std::move(line));
  }
  sorted.insert(sorted.end(), last.begin(), last.end());
  return sorted;
}

std::vector<Confusion> confusions(const std::vector<JudgedRow>& rows, double threshold) {
  std::map<std::pair<std::string, std::string>, Confusion> pairs;
  for (std::size_t place = 0; place < rows.size(); ++place) {
    const auto& row = rows[place];
    const bool answered = is_answered(row, threshold);
    if (row.said.empty() || is_right(row) || (is_out_of_scope(row) && !answered)) continue;
    Confusion& pair = pairs[{row.label, row.said}];
    pair.rows.push_back(place);
    pair.answered += answered;
  }
  std::vector<Confusion> sorted;
  for (auto& [names, pair] : pairs) {
    pair.label = names.first;
    pair.said = names.second;
    const auto back = pairs.find({names.second, names.first});
    if (back != pairs.end()) pair.other_way = back->second.rows.size();
    sort_surest_first(rows, pair.rows);
    sorted.push_back(pair);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Confusion& a, const Confusion& b) {
    return std::tuple(a.answered, a.rows.size()) > std::tuple(b.answered, b.rows.size());
  });
  return sorted;
}

Stolen stolen_rows(const std::vector<JudgedRow>& rows, double threshold) {
  Stolen stolen;
  for (std::size_t place = 0; place < rows.size(); ++place) {
    const auto& row = rows[place];
    if (!is_answered(row, threshold) || is_right(row)) continue;
    (is_out_of_scope(row) ? stolen.out_of_scope : stolen.in_scope).push_back(place);
  }
  sort_surest_first(rows, stolen.in_scope);
  sort_surest_first(rows, stolen.out_of_scope);
  return stolen;
}

}  // namespace frontdesk
