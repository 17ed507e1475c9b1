// SPDX-License-Identifier: MIT
#include "kb-connector/sources/csv.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "content/yaml.h"
#include "core/ascii.h"
#include "kb-connector/index/tokens.h"
#include "kb-connector/ingest/charset.h"
#include "kb-connector/markdown.h"
#include "kb-connector/markdown_article.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 8> kColumns = {"question", "answer", "alt_questions", "lang",
                                                 "tags",     "url",    "published",     "id"};

struct Field {
  std::string text;
  SourceSpan at;
};
using Record = std::vector<Field>;

// Records of RFC 4180, each field with the place where it begins.
class Reader {
 public:
  Reader(std::string_view text, std::string file, char separator)
      : text_(text), separator_(separator), place_{std::move(file), 1, 1} {}

  /// The next record that is not an empty line; nothing at the end. A record with a mistake in its quotes
  /// is there, and `broken` is set.
  std::optional<Record> next(std::vector<Problem>& problems, bool& broken) {
    broken = false;
    while (at_ < text_.size()) {
      Record record;
      while (true) {
        record.push_back(field(problems, broken));
        if (at_ >= text_.size()) break;
        const bool more = text_[at_] == separator_;
        step();
        if (!more) break;
      }
      if (record.size() > 1 || !trimmed(record[0].text).empty()) return record;
    }
    return std::nullopt;
  }

 private:
  Field field(std::vector<Problem>& problems, bool& broken) {
    Field field{.at = place_};
    if (at_ < text_.size() && text_[at_] == '"') {
      if (!quoted(field.text)) {
        yaml::add_error(problems, field.at, "this quoted field never ends");
        broken = true;
        return field;
      }
      const SourceSpan after = place_;
      std::string rest;
      plain(rest);
      if (!trimmed(rest).empty()) {
        yaml::add_error(problems, after,
                        "text after the closing quote; a quote inside a quoted field is doubled");
        broken = true;
      }
      return field;
    }
    plain(field.text);
    return field;
  }

  // From the opening quote to behind the closing one; false at the end of the text.
  bool quoted(std::string& out) {
    step();
    while (at_ < text_.size()) {
      if (text_[at_] != '"') {
        out += text_[at_];
        step();
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += '"';
        step();
        step();
      } else {
        step();
        return true;
      }
    }
    return false;
  }

  // Up to a separator or the end of the line. The CR of a CRLF is no part of the field.
  void plain(std::string& out) {
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') {
      out += text_[at_];
      step();
    }
    if (!out.empty() && out.back() == '\r') out.pop_back();
  }

  void step() {
    const auto byte = static_cast<unsigned char>(text_[at_++]);
    if (byte == '\n') {
      ++place_.line;
      place_.column = 1;
    } else if ((at_ >= text_.size() || (static_cast<unsigned char>(text_[at_]) & 0xC0) != 0x80)) {
      ++place_.column;
    }
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  SourceSpan place_;
};

std::string column_name(const std::string& text) { return lowered(trimmed(text)); }

bool has(const Record& header, const std::string& name) {
  return std::any_of(header.begin(), header.end(),
                     [&](const Field& field) { return column_name(field.text) == name; });
}

// The separator under which the first line names both columns that must be there.
std::optional<char> separator_of(std::string_view text, const std::string& file) {
  for (const char separator : {';', ','}) {
    std::vector<Problem> ignored;
    bool broken = false;
    const auto header = Reader(text, file, separator).next(ignored, broken);
    if (header && has(*header, "question") && has(*header, "answer")) return separator;
  }
  return std::nullopt;
}

std::vector<std::string> parts_of(const std::string& text, const std::string& separators) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    const auto part = trimmed(std::string_view(text).substr(at, end - at));
    if (!part.empty()) {
      parts.emplace_back(part);
    }
    at = end + 1;
  }
  return parts;
}

std::string hex(std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; number >>= 4U) text[i] = kDigits[number & 15U];
  return text;
}

enum class Published { everybody, nobody, unknown };

Published published_of(const std::string& text) {
  const std::string word = fold(text);
  for (const char* yes : {"yes", "true", "1", "taip"}) {
    if (word == yes) return Published::everybody;
  }
  for (const char* no : {"", "no", "false", "0", "ne"}) {
    if (word == no) return Published::nobody;
  }
  return Published::unknown;
}

// The rows of one file, one after the other.
class Rows {
 public:
  Rows(const SourceConfig& config, const Record& header, char separator, CsvArticles& result)
      : config_(config), header_(header), separator_(separator), result_(result) {
    std::set<std::string> seen;
    const std::vector<std::string> known(kColumns.begin(), kColumns.end());
    for (std::size_t i = 0; i < header.size(); ++i) {
      const std::string name = column_name(header[i].text);
      if (name.empty()) continue;
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        yaml::add_warning(
            result.problems, header[i].at,
            "the column '" + name + "' is not read" + yaml::did_you_mean(name, known));
      } else if (!seen.insert(name).second) {
        yaml::add_error(result.problems, header[i].at,
                        "the column '" + name + "' stands here a second time");
      } else {
        columns_[name] = i;
      }
    }
  }

  void add(const Record& record) {
    if (record.size() > header_.size() && !trimmed(record[header_.size()].text).empty()) {
      error(record[header_.size()].at,
            "the first line names " + std::to_string(header_.size()) +
                " columns; a field with a separator in it must stand in quotes");
      return;
    }
    if (record.size() <= std::max(columns_.at("question"), columns_.at("answer"))) {
      error(record.back().at, "the line ends before its question and answer");
      return;
    }
    CsvArticles::Row row;
    if (!read(record, row)) return;
    const auto key = std::pair(row.entry.language, row.entry.id);
    const auto [first, fresh] = lines_.emplace(key, record[0].at.line);
    if (!fresh) {
      error(at(record, columns_.contains("id") && !text(record, "id").empty() ? "id" : "question"),
            "line " + std::to_string(first->second) + " has the same in the same language");
      return;
    }
    result_.rows.push_back(std::move(row));
  }

 private:
  void error(const SourceSpan& at, std::string text) {
    yaml::add_error(result_.problems, at, std::move(text));
  }
  [[nodiscard]] std::string text(const Record& record, const std::string& column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end() || found->second >= record.size()) return "";
    return std::string(trimmed(record[found->second].text));
  }
  [[nodiscard]] SourceSpan at(const Record& record, const std::string& column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() || found->second >= record.size() ? record[0].at
                                                                     : record[found->second].at;
  }

  // False for a row that is left out, after complaining where that is a mistake.
  bool read(const Record& record, CsvArticles::Row& row) {
    Article& article = row.article;
    article.at = record[0].at;
    article.title = text(record, "question");
    article.body = text(record, "answer");
    article.questions = parts_of(text(record, "alt_questions"), "|");
    article.tags = parts_of(text(record, "tags"), separator_ == ',' ? "|" : "|,");
    article.url = text(record, "url");
    article.language = text(record, "lang");
    if (article.language.empty() && !config_.languages.empty()) {
      article.language = config_.languages.front();
    }
    row.entry.visibility = config_.visibility;
    if (columns_.contains("published")) {
      const Published published = published_of(text(record, "published"));
      if (published == Published::nobody) return false;
      if (published == Published::unknown) {
        error(at(record, "published"),
              "expected yes or no (taip or ne), found '" + text(record, "published") + "'");
        return false;
      }
      row.entry.visibility = Visibility::everybody;
    }
    if (!check(record, article)) return false;
    article.id = ArticleId(text(record, "id"));
    if (article.id.empty()) article.id = ArticleId("q-" + hex(hash_bytes(fold(article.title), 0)));
    row.entry.id = article.id.value;
    row.entry.language = article.language;
    std::string all;
    for (const auto& [name, column] : columns_) all += name + '\0' + text(record, name) + '\0';
    row.entry.version = hex(hash_bytes(all, 0));
    return true;
  }

  bool check(const Record& record, const Article& article) {
    const std::size_t before = result_.problems.size();
    if (article.title.empty()) error(at(record, "question"), "the question is empty");
    if (article.body.empty()) error(at(record, "answer"), "the answer is empty");
    if (article.body.size() > kMarkdownBytes) error(at(record, "answer"), "the answer is too long");
    const auto& languages = config_.languages;
    if (!is_language(article.language)) {
      error(at(record, "lang"),
            "expected a language as lt or en, found '" + article.language + "'");
    } else if (!languages.empty() &&
               std::find(languages.begin(), languages.end(), article.language) == languages.end()) {
      error(at(record, "lang"),
            "'" + article.language + "' is not one of the languages of this source");
    }
    if (!article.url.empty() && !article.url.starts_with("https://") &&
        !article.url.starts_with("http://")) {
      error(at(record, "url"), "expected an address that begins with https://");
    }
    const bool right = result_.problems.size() == before;
    if (right && count_code_points(article.title) > kLongTitle) {
      yaml::add_warning(result_.problems, at(record, "question"),
                        "the question is longer than 200 letters; put other ways to ask under "
                        "alt_questions");
    }
    return right;
  }

  const SourceConfig& config_;
  const Record& header_;
  char separator_;
  CsvArticles& result_;
  std::map<std::string, std::size_t> columns_;
  std::map<std::pair<std::string, std::string>, int> lines_;
};

}  // namespace

CsvArticles read_csv(std::string_view bytes, const std::string& name, const SourceConfig& config) {
  CsvArticles result;
  if (bytes.size() > kCsvBytes) {
    yaml::add_error(result.problems, {name, 1, 1}, "the file is larger than 10 MB");
    return result;
  }
  const std::string text = visible_text(decode_page(bytes, ""));
  const std::optional<char> separator = separator_of(text, name);
  if (!separator) {
    yaml::add_error(result.problems, {name, 1, 1},
                    "expected a first line that names the columns question and answer, with ';' or "
                    "',' between them");
    return result;
  }
  Reader reader(text, name, *separator);
  bool broken = false;
  const std::optional<Record> header = reader.next(result.problems, broken);
  Rows rows(config, *header, *separator, result);
  std::size_t count = 0;
  while (const std::optional<Record> record = reader.next(result.problems, broken)) {
    if (++count > kCsvRows) {
      yaml::add_error(result.problems, (*record)[0].at,
                      "more than 50,000 rows; the rest is not read");
      break;
    }
    if (!broken) rows.add(*record);
  }
  return result;
}

CsvSource::CsvSource(SourceConfig config) : config_(std::move(config)) {}

Result<CsvArticles> CsvSource::read() const {
  const std::string name = config_.option("file");
  const fs::path file = config_.content / name;
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  if (!in || !fs::is_regular_file(file, error)) {
    return Error{Code::unavailable, "the file " + name + " cannot be read", 60};
  }
  std::string bytes(kCsvBytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return read_csv(bytes, name, config_);
}

Result<SourceList> CsvSource::list(const ListPosition&) {
  auto read = this->read();
  if (!read) return read.error();
  problems_ = std::move(read->problems);
  rows_ = std::move(read->rows);
  // A file that was saved half or as something else must not take every article away.
  const auto said = std::find_if(problems_.begin(), problems_.end(), [](const Problem& problem) {
    return problem.severity == Problem::Severity::error;
  });
  if (rows_.empty() && said != problems_.end()) return Error{Code::unavailable, said->text, 60};
  SourceList list;
  list.complete = true;
  for (const CsvArticles::Row& row : rows_) list.entries.push_back(row.entry);
  return list;
}

Result<Article> CsvSource::fetch(const SourceEntry& entry) {
  const auto is_it = [&](const CsvArticles::Row& row) {
    return row.entry.id == entry.id && row.entry.language == entry.language;
  };
  auto found = std::find_if(rows_.begin(), rows_.end(), is_it);
  if (found == rows_.end()) {
    auto read = this->read();
    if (!read) return read.error();
    rows_ = std::move(read->rows);
    found = std::find_if(rows_.begin(), rows_.end(), is_it);
  }
  if (found == rows_.end()) return Error{Code::not_found, "there is no such row"};
  return found->article;
}

}  // namespace frontdesk
