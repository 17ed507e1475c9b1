// SPDX-License-Identifier: MIT
#pragma once
// A git repository of Markdown articles.
//
//   kind: git
//   url: https://git.example.lt/shop/help.git
//   options: {branch: main, folder: docs}      # else the server's own branch, and the whole repository
//
// FOLDER/**/*.md is an article; README.md in FOLDER itself and names that begin with "." are none. A
// first folder of two letters is the language, else `lang` in the front matter, else the source's first
// language. Front matter is that of markdown_article.h, but may be missing: the title is then the first
// heading. Drafts and redirects are left out. The id is `id` of the front matter, else the path without
// language and ".md", so an article with an id survives being renamed. The version is that of the file's
// bytes (git's blob) and of its path.
//
// git itself does the talking, started without a shell, with an environment of its own, bounded in time and in
// what it writes. Nothing is ever checked out: a bare clone of depth 1 under `data` is read object by object, so
// hooks, filters, submodules and names that a file system would take amiss have no effect; a symbolic link is
// followed only to another file of the repository. One scheme is allowed, the URL's own: https, to the
// address that OutboundClient checked, without redirects; http where outbound.allow names host:port, and
// file:// where it names the whole URL.

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "kb-connector/markdown_article.h"
#include "kb-connector/source.h"
#include "kb-connector/source_config.h"
#include "outbound/client.h"

namespace frontdesk {

class GitSource final : public KnowledgeSource {
 public:
  /// The clone is a folder in `data`, made at the first list(); one that turns out broken is made anew.
  GitSource(SourceConfig config, const OutboundClient& outbound, std::filesystem::path data);

  /// Fetches, then lists everything: a list is always complete, so what was deleted is gone from it.
  Result<SourceList> list(const ListPosition& position) override;

  /// From the clone, as it was fetched last.
  Result<Article> fetch(const SourceEntry& entry) override;

  [[nodiscard]] std::vector<Problem> problems() const override { return problems_; }

 private:
  struct Blob {
    std::string id;  // git's
    std::size_t bytes = 0;
    bool link = false;
  };
  struct File {
    std::string blob;
    MarkdownArticle article;  // without its body
    std::vector<Problem> problems;
  };
  using Tree = std::map<std::string, Blob>;  // path in the repository -> what is there

  Result<std::string> git(std::vector<std::string> arguments, std::size_t output_bytes,
                          std::string input = "") const;
  Result<Done> update();
  Result<Done> read_tree();
  Result<Tree> tree() const;
  Result<std::map<std::string, std::string>> bytes_of(const std::vector<Blob>& blobs) const;
  void resolve_links(Tree& tree);
  MarkdownArticle read(const std::string& path, std::string_view bytes,
                       std::vector<Problem>& problems) const;

  SourceConfig config_;
  const OutboundClient& outbound_;
  std::filesystem::path repository_;
  std::vector<std::string>
      access_;  // environment for the network: the scheme, the secret, the pinned address
  std::map<std::string, File> files_;                                 // by path, as fetched last
  std::map<std::pair<std::string, std::string>, std::string> paths_;  // language, id -> path
  std::vector<Problem> problems_;
};

}  // namespace frontdesk
