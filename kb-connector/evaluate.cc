// SPDX-License-Identifier: MIT
#include "kb-connector/evaluate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "kb-connector/index/passage.h"

namespace frontdesk {
namespace {

using Row = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

Result<std::vector<Row>> read_rows(const std::filesystem::path& path, std::size_t columns) {
  std::ifstream in(path);
  if (!in) return Error{Code::invalid, path.string() + ": cannot be read"};
  std::vector<Row> rows;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    Row row(1);
    for (const char c : line) {
      if (c == '\t') {
        row.emplace_back();
      } else {
        row.back() += c;
      }
    }
    if (row.size() < columns) {
      return Error{Code::invalid, path.string() + ":" + std::to_string(number) + ": expected " +
                                      std::to_string(columns) + " columns"};
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// Lithuanian when one letter in a hundred is one of its own.
std::string language_of(const std::vector<Row>& docs) {
  std::size_t letters = 0;
  std::size_t own = 0;
  for (const Row& doc : docs) {
    const std::string text = doc[1] + doc[2];
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      letters += std::isalpha(byte) != 0 || byte >= 0xC0 ? 1 : 0;
      own += byte == 0xC4 || byte == 0xC5 ? 1 : 0;
    }
  }
  return own * 100 > letters ? "lt" : "en";
}

using Grades = std::map<std::string, double>;

double discounted(const std::vector<double>& grades) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(grades.size(), 10); ++i) {
    sum += grades[i] / std::log2(static_cast<double>(i) + 2);
  }
  return sum;
}

void judge(const std::vector<Hit>& hits, const Grades& relevant, const Bands& bands,
           SearchEvaluation& sums) {
  std::vector<double> found;
  for (const Hit& hit : hits) {
    const auto grade = relevant.find(hit.id.value);
    found.push_back(grade == relevant.end() ? 0 : grade->second);
  }
  std::vector<double> ideal;
  for (const auto& [doc, grade] : relevant) ideal.push_back(grade);
  std::sort(ideal.rbegin(), ideal.rend());
  sums.ndcg10 += discounted(found) / discounted(ideal);
  const auto first =
      std::find_if(found.begin(), found.end(), [](double grade) { return grade > 0; });
  if (first != found.end()) {
    const auto rank = first - found.begin() + 1;
    sums.mrr10 += 1.0 / static_cast<double>(rank);
    sums.recall1 += rank == 1 ? 1 : 0;
    sums.recall3 += rank <= 3 ? 1 : 0;
  }
  if (!hits.empty() && hits.front().probability >= bands.answer) {
    sums.answered += 1;
    sums.right_when_answered += found.front() > 0 ? 1 : 0;
  }
}

double share(double part, double whole) {
  return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

nlohmann::ordered_json number(double value) {
  if (std::isnan(value)) return nullptr;
  return std::round(value * 1e6) / 1e6;
}

nlohmann::ordered_json object_of(const Expectation& expected) {
  return {{"questions", expected.questions},
          {"answered", number(expected.answered)},
          {"right", number(expected.right)},
          {"false_on_unrelated", number(expected.false_on_unrelated)},
          {"false_on_left_out", number(expected.false_on_left_out)},
          {"ratings", expected.ratings},
          {"helped", expected.helped}};
}

std::string without_marks(std::string text) {
  for (const std::string_view mark : {kMarkBegin, kMarkEnd}) {
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;) {
      text.erase(at, mark.size());
    }
  }
  return text;
}

}  // namespace

Result<SearchEvaluation> evaluate_search(const EvaluationFiles& files, const Bands& bands) {
  constexpr std::size_t kHits = 10;
  const auto docs = read_rows(files.docs, 3);
  if (!docs) return docs.error();
  const auto queries = read_rows(files.queries, 2);
  if (!queries) return queries.error();
  const auto qrels = read_rows(files.qrels, 3);
  if (!qrels) return qrels.error();
  std::vector<Row> unanswerable;
  if (!files.unanswerable.empty()) {
    const auto rows = read_rows(files.unanswerable, 2);
    if (!rows) return rows.error();
    unanswerable = *rows;
  }
  std::map<std::string, Grades> relevant;
  for (const Row& row : *qrels) {
    const double grade = std::strtod(row[2].c_str(), nullptr);
    if (grade > 0) relevant[row[0]][row[1]] = grade;
  }
  const std::string language = files.language.empty() ? language_of(*docs) : files.language;
  std::vector<Article> articles;
  for (const Row& row : *docs) {
    Article article;
    article.id = ArticleId(row[0]);
    article.language = language;
    article.title = row[1];
    article.body = row[2];
    articles.push_back(std::move(article));
  }

  SearchEvaluation result;
  auto begin = Clock::now();
  const Index index(articles, language, {});
  result.build_s = seconds_since(begin);
  result.expected = index.expected();

  std::vector<double> times;
  double silent = 0;
  double silent_rightly = 0;
  const auto ask = [&](const std::string& text) {
    begin = Clock::now();
    std::vector<Hit> hits = index.search(text, kHits);
    times.push_back(seconds_since(begin) * 1e6);
    if (hits.empty() || hits.front().probability < bands.offer) silent += 1;
    return hits;
  };
  for (const Row& query : *queries) {
    const auto answers = relevant.find(query[0]);
    if (answers == relevant.end()) continue;
    judge(ask(query[1]), answers->second, bands, result);
    ++result.queries;
  }
  for (const Row& query : unanswerable) {
    const double before = silent;
    ask(query[1]);
    silent_rightly += silent - before;
    ++result.unanswerable;
  }

  const auto count = static_cast<double>(result.queries);
  result.right_when_answered = share(result.right_when_answered, result.answered);
  for (double* sum :
       {&result.ndcg10, &result.mrr10, &result.recall1, &result.recall3, &result.answered}) {
    *sum = share(*sum, count);
  }
  const auto nothing = static_cast<double>(result.unanswerable);
  result.abstain_precision = result.unanswerable > 0 ? share(silent_rightly, silent) : share(0, 0);
  result.abstain_recall = share(silent_rightly, nothing);
  std::sort(times.begin(), times.end());
  if (!times.empty()) {
    result.p50_us = times[times.size() / 2];
    result.p99_us = times[times.size() * 99 / 100];
  }
  return result;
}

std::string to_json(const Expectation& expected) { return object_of(expected).dump(2); }

std::string to_json(const SearchEvaluation& e) {
  nlohmann::ordered_json json;
  json["queries"] = e.queries;
  json["unanswerable"] = e.unanswerable;
  json["ndcg10"] = number(e.ndcg10);
  json["mrr10"] = number(e.mrr10);
  json["recall1"] = number(e.recall1);
  json["recall3"] = number(e.recall3);
  json["answered"] = number(e.answered);
  json["right_when_answered"] = number(e.right_when_answered);
  json["abstain_precision"] = number(e.abstain_precision);
  json["abstain_recall"] = number(e.abstain_recall);
  json["p50_us"] = number(e.p50_us);
  json["p99_us"] = number(e.p99_us);
  json["build_s"] = number(e.build_s);
  json["expected"] = object_of(e.expected);
  return json.dump(2);
}

std::string to_json(const std::vector<Hit>& hits) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Hit& hit : hits) {
    nlohmann::ordered_json json;
    json["id"] = hit.id.value;
    json["language"] = hit.language;
    json["title"] = hit.title;
    json["url"] = hit.url;
    json["section"] = hit.section;
    json["snippet"] = without_marks(hit.snippet);
    json["review_by"] = hit.review_by;
    json["reviewed"] = hit.reviewed;
    json["score"] = number(hit.score);
    json["probability"] = number(hit.probability);
    list.push_back(std::move(json));
  }
  // Text of authors may hold bytes that are not UTF-8 when it did not come through content.
  return list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace frontdesk
