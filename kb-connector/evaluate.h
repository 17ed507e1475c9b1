// SPDX-License-Identifier: MIT
#pragma once
// How good a search is on questions with known answers, and its answers as JSON.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "kb-connector/index/index.h"

namespace frontdesk {

/// Files of one set, tab-separated, without a header line.
struct EvaluationFiles {
  std::filesystem::path docs;          // id, title, body
  std::filesystem::path queries;       // id, text
  std::filesystem::path qrels;         // query, doc, grade (0: not relevant)
  std::filesystem::path unanswerable;  // id, text; empty: none
  std::string language;  // empty: Lithuanian when the docs are written so, else English
};

/// From which probability an article is the answer, and from which it is offered among others.
struct Bands {
  double answer = 0.70;
  double offer = 0.35;
};

/// Means over the queries that have a relevant article. A share of nothing is NaN, null in JSON.
struct SearchEvaluation {
  double ndcg10 = 0;
  double mrr10 = 0;
  double recall1 = 0;              // share of queries with a relevant article first
  double recall3 = 0;              // ... among the first three
  double answered = 0;             // best probability in the answer band
  double right_when_answered = 0;  // of those, best article relevant
  double abstain_precision = 0;  // of all queries below the offer band, share that is unanswerable
  double abstain_recall = 0;     // of the unanswerable, share below the offer band
  double p50_us = 0;             // one search of ten articles with their passages
  double p99_us = 0;
  double build_s = 0;
  std::size_t queries = 0;
  std::size_t unanswerable = 0;
  Expectation expected;  // what the base says of itself
};

/// Builds an index of the docs and asks it everything. invalid: a file cannot be read or a line has too
/// few columns (the message names file and line).
Result<SearchEvaluation> evaluate_search(const EvaluationFiles& files, const Bands& bands);

/// One object, with the keys named as the fields; `expected` as an object of its own.
std::string to_json(const SearchEvaluation& evaluation);

/// What to expect of a base's answers: `{questions, answered, right, false_on_unrelated,
/// false_on_left_out, ratings, helped}`.
std::string to_json(const Expectation& expected);

/// `[{id, language, title, url, section, snippet, review_by, reviewed, score, probability}]`; the snippet without
/// marks.
std::string to_json(const std::vector<Hit>& hits);

}  // namespace frontdesk
