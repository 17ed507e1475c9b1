// SPDX-License-Identifier: MIT
#pragma once
// Articles as Markdown files: FOLDER/LANG/**/*.md, each with front matter.
//
//   ---
//   title: Kaip grąžinti prekę
//   questions: [noriu grąžinti prekę, netiko batai]
//   ---
//   Prekę galite grąžinti per 14 dienų ...
//
// Front matter: `title` (needed), `id` (else the file's name without .md; the same in every language),
// `lang` (else the folder's name, which it must equal), `tags`, `questions`, `pages`, `review_by`
// (YYYY-MM-DD), `draft` (true or false). Other keys are errors.
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

/// The same folder as a source. The version is a hash of the file.
class MarkdownFolder final : public KnowledgeSource {
 public:
  explicit MarkdownFolder(std::filesystem::path folder);

  Result<SourceList> list(const ListPosition& position) override;
  Result<Article> fetch(const SourceEntry& entry) override;

 private:
  std::filesystem::path folder_;
};

}  // namespace frontdesk
