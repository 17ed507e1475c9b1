// SPDX-License-Identifier: MIT
#include "kb-connector/markdown_folder.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "content/yaml.h"
#include "kb-connector/markdown_article.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

MarkdownArticle read_file(const fs::path& folder, const fs::path& relative,
                          std::vector<Problem>& problems) {
  const std::string shown = (folder.filename() / relative).generic_string();
  const auto bytes = yaml::read_bytes(folder / relative);
  if (!bytes) {
    MarkdownArticle unreadable{.path = relative};
    unreadable.article.at = {shown, 1, 1};
    yaml::add_error(problems, unreadable.article.at, "the file cannot be read");
    return unreadable;
  }
  return read_markdown_article(*bytes, relative, shown, relative.begin()->string(),
                               relative.stem().string(), FrontMatter::strict, problems);
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

std::vector<MarkdownArticle> read_all(const fs::path& folder, std::vector<Problem>& problems) {
  std::vector<MarkdownArticle> files;
  std::map<std::pair<std::string, std::string>, std::string> first;
  for (const fs::path& relative : files_of(folder, problems)) {
    MarkdownArticle& file = files.emplace_back(read_file(folder, relative, problems));
    if (!file.usable) continue;
    const Article& article = file.article;
    const auto [where, fresh] =
        first.emplace(std::pair(article.language, article.id.value), article.at.file);
    if (fresh) continue;
    file.usable = false;
    file.repeated = true;
    yaml::add_error(problems, article.at,
                    "the id '" + article.id.value + "' is taken by " + where->second);
  }
  check_links(files, problems);
  return files;
}

// "articles/" and "articles" are one folder and have one name.
fs::path without_slash(const fs::path& folder) {
  return folder.has_filename() ? folder : folder.parent_path();
}

}  // namespace

FolderArticles read_articles(const fs::path& folder) {
  FolderArticles result;
  for (MarkdownArticle& file : read_all(without_slash(folder), result.problems)) {
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
  problems_.clear();
  for (const MarkdownArticle& file : read_all(folder_, problems_)) {
    // A file that cannot be read is listed all the same: what it was before a slip stays.
    if (file.repeated) continue;
    SourceEntry entry;
    entry.id = file.path.generic_string();
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
  MarkdownArticle file = read_file(folder_, *found, problems);
  if (!file.usable) return Error{Code::invalid, "the article cannot be read"};
  return std::move(file.article);
}

}  // namespace frontdesk
