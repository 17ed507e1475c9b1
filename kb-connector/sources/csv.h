// SPDX-License-Identifier: MIT
#pragma once
// Questions and answers in a spreadsheet saved as CSV: one article a row.
//
//   question;answer;alt_questions;lang;tags;url;published
//   Kaip grąžinti prekę?;Per 14 dienų ...;netiko batai|noriu grąžinti;lt;grąžinimas;;taip
//
// RFC 4180: a field in double quotes may hold separators, line breaks and doubled quotes. The separator is
// `;` or `,`, whichever makes the first line name `question` and `answer`. Bytes are UTF-8, with or without
// a mark, or windows-1257, as Excel writes in Lithuania (ingest/charset.h).
//
// Columns stand in any order, and only the first two must be there:
//
//   question       the title; two rows of one language may not ask the same
//   answer         Markdown
//   alt_questions  other ways to ask, with "|" between them
//   lang           ISO 639-1; else the source's first language
//   tags           with "|" or, where that is not the separator, "," between them
//   url            http or https: where a visitor reads it
//   published      yes, true, 1 or taip: for everybody. no, false, 0, ne or nothing: left out. Without the
//                  column a row is as visible as the source's `visibility` says
//   id             within the language; rows of one id are one article's languages. Else made from the
//                  question, so that a changed question is a new article
//
// A row with a mistake is left out; the others stay. Pure but for CsvSource, which reads one file.

#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "kb-connector/source.h"
#include "kb-connector/source_config.h"

namespace frontdesk {

inline constexpr std::size_t kCsvBytes = 10'000'000;
inline constexpr std::size_t kCsvRows = 50'000;

/// The articles of a file, in file order, and everything that is wrong, by line and column of the file.
struct CsvArticles {
  struct Row {
    SourceEntry entry;
    Article article;
  };
  std::vector<Row> rows;
  std::vector<Problem> problems;
};

/// Reads the bytes of a file, shown as `name`. Of `config` the languages and the visibility count; a
/// row in a language that is not among them (when there are any) is a mistake.
CsvArticles read_csv(std::string_view bytes, const std::string& name, const SourceConfig& config);

/// One file: the option `file`, seen from the content folder. The version is a hash of the row. A file that
/// is not there, or with mistakes and no article, is an error and no empty list.
class CsvSource final : public KnowledgeSource {
 public:
  explicit CsvSource(SourceConfig config);

  Result<SourceList> list(const ListPosition& position) override;
  Result<Article> fetch(const SourceEntry& entry) override;
  [[nodiscard]] std::vector<Problem> problems() const override { return problems_; }

 private:
  Result<CsvArticles> read() const;

  SourceConfig config_;
  std::vector<CsvArticles::Row> rows_;  // as listed last
  std::vector<Problem> problems_;
};

}  // namespace frontdesk
