// SPDX-License-Identifier: MIT
#pragma once
// One article as a Markdown file: front matter, text, and its links to other files. A folder of them and a
// git repository read their files here.
//
//   ---
//   title: Kaip grąžinti prekę
//   questions: [noriu grąžinti prekę, netiko batai]
//   ---
//   Prekę galite grąžinti per 14 dienų. [Kada grįš pinigai](refund.md#kada)
//
// Front matter: `title` (needed), `id` (else the file's name without .md; the same in every language),
// `lang` (else the folder's name), `tags`, `questions`, `pages`, `review_by`, `reviewed` (YYYY-MM-DD), `draft` (true or
// false).
//
// Pure functions; any thread.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// A larger file is not read.
inline constexpr std::size_t kMarkdownFileBytes = 1'000'000;
/// Code points; authors are warned of longer titles.
inline constexpr std::size_t kLongTitle = 200;

/// `[words](to#anchor)` outside of code.
struct MarkdownLink {
  std::string to;      // empty: this file
  std::string anchor;  // without "#", folded as anchor_of() (index/heading.h) folds
  SourceSpan at;       // of what stands in the parentheses
};

/// What could be read of a file.
struct MarkdownArticle {
  Article article;  // at, language and draft always; id and title where `usable`
  std::vector<MarkdownLink> links;
  std::set<std::string>
      anchors;  // of its headings, folded as anchor_of() folds; a second "x" is "x-1"
  std::filesystem::path path;  // as given
  std::uint64_t hash = 0;      // of the bytes
  bool usable = false;         // it has a title and an id
  bool repeated = false;       // and another file has the same id and language
};

/// Who writes the files: an author of this program's content, or a project with rules of its own.
enum class FrontMatter {
  strict,  // it must be there; other keys are errors; `lang` must equal the folder's name
  loose  // it may be missing (the first heading of level 1 is then the title); other keys mean nothing;
         // `redirect` makes the file none of the articles
};

/// Reads a file. `path` is relative to the folder of all articles, `shown` names the file in problems,
/// `language` is that of its folder, `id` the article's where its front matter has none.
MarkdownArticle read_markdown_article(std::string_view bytes, const std::filesystem::path& path,
                                      const std::string& shown, const std::string& language,
                                      const std::string& id, FrontMatter front,
                                      std::vector<Problem>& problems);

/// Complains about links to articles and headings that are not there, of drafts, and of what is no article.
void check_links(const std::vector<MarkdownArticle>& articles, std::vector<Problem>& problems);

}  // namespace frontdesk
