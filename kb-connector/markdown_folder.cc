// SPDX-License-Identifier: MIT
#include "kb-connector/markdown_folder.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <tuple>
#include <utility>

#include "content/yaml.h"
#include "kb-connector/index/tokens.h"
#include "kb-connector/markdown.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongTitle = 200;  // code points

struct Link {
  std::string to;  // without what follows "#"
  SourceSpan at;
};

struct FileArticle {
  Article article;
  std::vector<Link> links;
  fs::path path;  // relative to the folder, normal
  std::uint64_t hash = 0;
  bool usable = false;
};

bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!std::isdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  const int month = std::stoi(text.substr(5, 2));
  const int day = std::stoi(text.substr(8, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

int lines_in(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

// What stands between the first two lines of three hyphens, and the rest.
struct Parts {
  std::string_view front;
  std::string_view body;
  int body_line = 1;
};

std::optional<Parts> split(std::string_view text) {
  const auto line_end = [&](std::size_t from) {
    return std::min(text.find('\n', from), text.size());
  };
  const auto is_rule = [&](std::size_t from) {
    std::string_view line = text.substr(from, line_end(from) - from);
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back()))) {
      line.remove_suffix(1);
    }
    return line == "---";
  };
  if (!is_rule(0)) return std::nullopt;
  const std::size_t begin = std::min(line_end(0) + 1, text.size());
  for (std::size_t at = begin; at < text.size(); at = line_end(at) + 1) {
    if (!is_rule(at)) continue;
    const std::size_t after = std::min(line_end(at) + 1, text.size());
    return Parts{text.substr(begin, at - begin), text.substr(after),
                 1 + lines_in(text.substr(0, after))};
  }
  return std::nullopt;
}

// Targets of [words](target) outside of code, each with its place.
std::vector<Link> links_of(std::string_view body, const std::string& file, int first_line) {
  std::vector<Link> links;
  bool fenced = false;
  int number = first_line;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const std::size_t text = std::min(line.find_first_not_of(" \t"), line.size());
    if (line.substr(text, 3) == "```" || line.substr(text, 3) == "~~~") fenced = !fenced;
    for (std::size_t at = 0; !fenced && (at = line.find("](", at)) != std::string_view::npos;) {
      at += 2;
      const std::size_t stop = std::min(line.find_first_of(") #", at), line.size());
      const auto column = static_cast<int>(count_code_points(line.substr(0, at))) + 1;
      if (stop > at)
        links.push_back({std::string(line.substr(at, stop - at)), {file, number, column}});
    }
    ++number;
  }
  return links;
}

void read_front(const Parts& parts, const std::string& language, const std::string& name,
                FileArticle& file, std::vector<Problem>& problems) {
  yaml::Document document = yaml::read_text(parts.front, file.article.at.file, 2);
  const bool readable = document.root.is_map();
  // A key that could not be read must not be called missing as well.
  if (readable || document.problems.empty()) {
    yaml::Fields fields(document.root, "an article", document.problems);
    Article& article = file.article;
    article.title = fields.required_text("title");
    article.id = ArticleId(fields.text("id", name));
    article.language = fields.text("lang", language);
    article.questions = fields.texts("questions");
    article.tags = fields.texts("tags");
    article.pages = fields.texts("pages");
    article.review_by = fields.text("review_by");
    article.draft = fields.flag("draft", false);
    fields.finish();

    auto& said = document.problems;
    if (article.id.empty()) yaml::add_error(said, fields.key_at("id"), "an article's id is empty");
    if (article.language != language) {
      yaml::add_error(said, fields.key_at("lang"),
                      "lang is '" + article.language + "' but the article stands in the folder '" +
                          language + "'");
      article.language = language;
    }
    if (!article.review_by.empty() && !is_date(article.review_by)) {
      yaml::add_error(said, fields.key_at("review_by"),
                      "expected a date as 2027-06-01, found '" + article.review_by + "'");
      article.review_by.clear();
    }
    if (count_code_points(article.title) > kLongTitle) {
      yaml::add_warning(
          said, fields.key_at("title"),
          "the title is longer than 200 letters; put other ways to ask under questions");
    }
    file.usable = !article.title.empty() && !article.id.empty();
  }
  problems.insert(problems.end(), document.problems.begin(), document.problems.end());
}

std::optional<std::string> read_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

FileArticle read_file(const fs::path& folder, const fs::path& relative,
                      std::vector<Problem>& problems) {
  FileArticle file;
  file.path = relative;
  const std::string shown = (folder.filename() / relative).generic_string();
  file.article.at = {shown, 1, 1};
  const std::string language = relative.begin()->string();

  std::error_code error;
  const auto size = fs::file_size(folder / relative, error);
  if (!error && size > yaml::kMaxFileBytes) {
    yaml::add_error(problems, file.article.at, "the file is larger than 1 MB");
    return file;
  }
  std::optional<std::string> bytes = read_bytes(folder / relative);
  if (!bytes) {
    yaml::add_error(problems, file.article.at, "the file cannot be read");
    return file;
  }
  file.hash = hash_bytes(*bytes, 0);
  if (bytes->starts_with("\xEF\xBB\xBF")) bytes->erase(0, 3);
  if (!is_valid_utf8(*bytes)) {
    yaml::add_error(problems, file.article.at, "the file is not UTF-8");
    return file;
  }
  const std::optional<Parts> parts = split(*bytes);
  if (!parts) {
    yaml::add_error(problems, file.article.at,
                    "expected front matter: a line '---', keys such as title, a line '---'");
    return file;
  }
  read_front(*parts, language, relative.stem().string(), file, problems);
  file.article.body = to_nfc(parts->body);
  file.links = links_of(parts->body, shown, parts->body_line);
  if (file.usable && !file.article.draft && plain_text(parse_markdown(file.article.body)).empty()) {
    yaml::add_warning(problems, file.article.at, "the article has no text");
  }
  return file;
}

std::vector<fs::path> files_of(const fs::path& folder, std::vector<Problem>& problems) {
  std::vector<fs::path> files;
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return files;
  fs::recursive_directory_iterator walk(root, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    const fs::path relative = walk->path().lexically_relative(root);
    const SourceSpan at{(folder.filename() / relative).generic_string(), 1, 1};
    if (relative.filename().string().starts_with(".")) {
      if (walk->is_directory()) walk.disable_recursion_pending();
      continue;
    }
    if (walk->is_directory() || relative.extension() != ".md") continue;
    if (relative == fs::path("README.md")) continue;
    if (!relative.has_parent_path()) {
      yaml::add_error(problems, at, "an article stands in a folder named after its language");
      continue;
    }
    std::error_code broken;
    const fs::path real = fs::canonical(walk->path(), broken);
    const fs::path inside = real.lexically_relative(root);
    if (broken || inside.empty() || *inside.begin() == "..") {
      yaml::add_error(problems, at, "a symbolic link that leaves the folder is not followed");
      continue;
    }
    files.push_back(relative);
  }
  std::sort(files.begin(), files.end());
  return files;
}

void check_links(const std::vector<FileArticle>& files, std::vector<Problem>& problems) {
  std::map<fs::path, const FileArticle*> by_path;
  for (const FileArticle& file : files) by_path[file.path] = &file;
  for (const FileArticle& file : files) {
    for (const Link& link : file.links) {
      if (is_safe_link(link.to)) continue;
      const fs::path target = (file.path.parent_path() / link.to).lexically_normal();
      const auto found = by_path.find(target);
      if (!link.to.ends_with(".md") || link.to.find(':') != std::string::npos) {
        yaml::add_warning(
            problems, link.at,
            "this link is shown as words only: visitors can follow http, https, mailto "
            "and tel");
      } else if (found == by_path.end()) {
        yaml::add_error(problems, link.at, "there is no article '" + target.generic_string() + "'");
      } else if (found->second->article.draft && !file.article.draft) {
        yaml::add_warning(problems, link.at,
                          "the article '" + target.generic_string() + "' is a draft");
      }
    }
  }
}

std::vector<FileArticle> read_all(const fs::path& folder, std::vector<Problem>& problems) {
  std::vector<FileArticle> files;
  for (const fs::path& relative : files_of(folder, problems)) {
    files.push_back(read_file(folder, relative, problems));
  }
  std::map<std::pair<std::string, std::string>, std::string> first;
  for (FileArticle& file : files) {
    if (!file.usable) continue;
    const auto [where, fresh] = first.emplace(
        std::pair(file.article.language, file.article.id.value), file.article.at.file);
    if (fresh) continue;
    file.usable = false;
    yaml::add_error(problems, file.article.at,
                    "the id '" + file.article.id.value + "' is taken by " + where->second);
  }
  check_links(files, problems);
  return files;
}

// "articles/" and "articles" are one folder and have one name.
fs::path without_slash(const fs::path& folder) {
  return folder.has_filename() ? folder : folder.parent_path();
}

std::string entry_id(const FileArticle& file) { return file.path.generic_string(); }

}  // namespace

FolderArticles read_articles(const fs::path& folder) {
  FolderArticles result;
  for (FileArticle& file : read_all(without_slash(folder), result.problems)) {
    if (file.usable) result.articles.push_back(std::move(file.article));
  }
  std::sort(result.articles.begin(), result.articles.end(), [](const Article& a, const Article& b) {
    return std::tie(a.language, a.id.value) < std::tie(b.language, b.id.value);
  });
  return result;
}

MarkdownFolder::MarkdownFolder(fs::path folder) : folder_(without_slash(folder)) {}

Result<SourceList> MarkdownFolder::list(const ListPosition&) {
  std::error_code error;
  if (!fs::is_directory(folder_, error)) {
    return Error{Code::unavailable, "the folder of articles is not there", 60};
  }
  SourceList list;
  list.complete = true;
  std::vector<Problem> problems;
  for (const FileArticle& file : read_all(folder_, problems)) {
    if (!file.usable) continue;
    SourceEntry entry;
    entry.id = entry_id(file);
    entry.language = file.article.language;
    entry.version = std::to_string(file.hash);
    entry.visibility = file.article.draft ? Visibility::agents_only : Visibility::everybody;
    list.entries.push_back(std::move(entry));
  }
  return list;
}

Result<Article> MarkdownFolder::fetch(const SourceEntry& entry) {
  // Only what was listed is read: an id is a path and comes from outside.
  std::vector<Problem> problems;
  const std::vector<fs::path> files = files_of(folder_, problems);
  const auto found = std::find(files.begin(), files.end(), fs::path(entry.id));
  if (found == files.end()) return Error{Code::not_found, "there is no such article"};
  FileArticle file = read_file(folder_, *found, problems);
  if (!file.usable) return Error{Code::not_found, "the article cannot be read"};
  return std::move(file.article);
}

}  // namespace frontdesk
