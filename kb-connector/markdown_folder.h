// SPDX-License-Identifier: MIT
#pragma once
// Articles as Markdown files: FOLDER/LANG/**/*.md, each with front matter (markdown_article.h has its keys;
// others are errors). `lang`, where it stands, must equal the folder's name. A link to an article or a heading
// that is not there is an error.
//
// Names that begin with "." and a README.md directly in FOLDER are not articles. A symbolic link that leaves
// the folder is an error.

#include <filesystem>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "kb-connector/source.h"

namespace frontdesk {

/// Everything that could be read, and everything that is wrong. Articles are sorted by language, then id.
/// An article with an error in its front matter is there as far as it could be read, unless it has no
/// title; one that repeats an id and language is left out.
struct FolderArticles {
  std::vector<Article> articles;
  std::vector<Problem> problems;
};

/// Reads all articles of a folder. Problems and spans name files as "articles/lt/x.md", where "articles" is
/// the folder's own name. A folder that is not there has no articles and no problems.
FolderArticles read_articles(const std::filesystem::path& folder);

/// The same folder as a source. The version is a hash of the file. A file that cannot be read is listed and fails
/// with `invalid` when it is fetched, so that the article that it was stays.
class MarkdownFolder final : public KnowledgeSource {
 public:
  explicit MarkdownFolder(std::filesystem::path folder);

  Result<SourceList> list(const ListPosition& position) override;
  Result<Article> fetch(const SourceEntry& entry) override;
  [[nodiscard]] std::vector<Problem> problems() const override { return problems_; }

 private:
  std::filesystem::path folder_;
  std::vector<Problem> problems_;
};

}  // namespace frontdesk
