// SPDX-License-Identifier: MIT
#include "kb-connector/markdown_folder.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace markdown_folder_test {

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

// A folder "articles" that goes away with the test.
struct Folder {
  fs::path root = fs::temp_directory_path() / ("frontdesk-articles-" + std::to_string(getpid()));
  fs::path path = root / "articles";
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(root); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << text;
  }
};

// Problems as "file:line:column: text", of which one must hold `part`.
bool says(const FolderArticles& read, const std::string& part) {
  const bool said = std::any_of(read.problems.begin(), read.problems.end(), [&](const Problem& p) {
    const std::string line = p.at.file + ":" + std::to_string(p.at.line) + ":" +
                             std::to_string(p.at.column) + ": " + p.text;
    return line.find(part) != std::string::npos;
  });
  if (!said) {
    for (const Problem& p : read.problems) {
      MESSAGE(p.at.file << ":" << p.at.line << ":" << p.at.column << ": " << p.text);
    }
  }
  return said;
}

}  // namespace

TEST_CASE("articles are read with everything their front matter says") {
  const Folder folder;
  folder.write(
      "lt/returns/return.md",
      "---\nid: return_item\ntitle: Kaip grąžinti prekę\nlang: lt\ntags: [grąžinimas]\n"
      "questions: [netiko batai, noriu grąžinti]\npages: [/returns]\nreview_by: 2027-06-01\n"
      "reviewed: 2026-11-20\ndraft: true\n---\n# Grąžinimas\n\nPer 14 dienų.\n");
  folder.write("en/gift.md", "---\ntitle: Gift cards\n---\nValid for a year.\n");
  folder.write("README.md", "not an article");
  folder.write("lt/.hidden.md", "not an article");
  const FolderArticles read = read_articles(folder.path);
  CHECK(read.problems.empty());
  REQUIRE(read.articles.size() == 2);
  const Article& gift = read.articles[0];
  CHECK(gift.id.value == "gift");
  CHECK(gift.language == "en");
  CHECK(gift.body == "Valid for a year.\n");
  CHECK_FALSE(gift.draft);
  const Article& item = read.articles[1];
  CHECK(item.id.value == "return_item");
  CHECK(item.title == "Kaip grąžinti prekę");
  CHECK(item.questions == std::vector<std::string>{"netiko batai", "noriu grąžinti"});
  CHECK(item.tags.size() == 1);
  CHECK(item.pages.size() == 1);
  CHECK(item.review_by == "2027-06-01");
  CHECK(item.reviewed == "2026-11-20");
  CHECK(item.draft);
  CHECK(item.at.file == "articles/lt/returns/return.md");
}

TEST_CASE("errors of front matter have their file, line and column") {
  const Folder folder;
  folder.write("lt/a.md", "---\nid: a\n---\ntext\n");
  folder.write("lt/b.md", "---\ntitle: B\ntitel: C\n---\ntext\n");
  folder.write("lt/c.md", "---\ntitle: C\nlang: en\n---\ntext\n");
  folder.write("lt/d.md", "no front matter\n");
  folder.write("lt/e.md", "---\ntitle: E\nno end\n");
  folder.write("lt/f.md", "---\ntitle: F\nreview_by: 2027-13-01\nreviewed: yesterday\n---\ntext\n");
  folder.write("lt/g.md", "---\ntitle: \"\xFF\"\n---\ntext\n");
  folder.write("lt/h.md", "---\ntitle: H\n---\n\n");
  folder.write("stray.md", "---\ntitle: S\n---\ntext\n");
  const FolderArticles read = read_articles(folder.path);
  CHECK(says(read, "articles/lt/a.md:2:1: "));
  CHECK(says(read, "articles/lt/b.md:3:1: "));
  CHECK(says(read, "articles/lt/c.md:3:1: lang is 'en'"));
  CHECK(says(read, "articles/lt/f.md:4:1: expected a date as 2027-06-01, found 'yesterday'"));
  CHECK(says(read, "articles/lt/d.md:1:1: expected front matter"));
  CHECK(says(read, "articles/lt/e.md:1:1: expected front matter"));
  CHECK(says(read, "articles/lt/f.md:3:1: expected a date"));
  CHECK(says(read, "articles/lt/g.md:1:1: the file is not UTF-8"));
  CHECK(says(read, "articles/lt/h.md:1:1: the article has no text"));
  CHECK(says(read, "articles/stray.md:1:1: an article stands in a folder"));
  CHECK(read.articles.size() == 4);  // b, c, f, h
}

TEST_CASE("an id stands once a language") {
  const Folder folder;
  folder.write("lt/a.md", "---\ntitle: A\nid: same\n---\ntext\n");
  folder.write("lt/b.md", "---\ntitle: B\nid: same\n---\ntext\n");
  folder.write("en/a.md", "---\ntitle: A\nid: same\n---\ntext\n");
  const FolderArticles read = read_articles(folder.path);
  CHECK(says(read, "articles/lt/b.md:1:1: the id 'same' is taken by articles/lt/a.md"));
  CHECK(read.articles.size() == 2);
}

TEST_CASE("a link to an article that is not there is an error at its place") {
  const Folder folder;
  folder.write("lt/a.md",
               "---\ntitle: A\n---\ntext [there](sub/b.md#part) [web](https://x.lt)\n"
               "ąę [gone](none.md)\n```\n[code](no.md)\n```\n[js](javascript:x)\n[d](draft.md)\n");
  folder.write("lt/sub/b.md", "---\ntitle: B\n---\n# Part\n[up](../a.md)\n");
  folder.write("lt/draft.md", "---\ntitle: D\ndraft: true\n---\ntext\n");
  const FolderArticles read = read_articles(folder.path);
  CHECK(says(read, "articles/lt/a.md:5:11: there is no article 'lt/none.md'"));
  CHECK(says(read, "articles/lt/a.md:9:6: this link is shown as words only"));
  CHECK(says(read, "articles/lt/a.md:10:5: the article 'lt/draft.md' is a draft"));
  CHECK(read.problems.size() == 3);
}

TEST_CASE("a link to a heading that is not there is an error, and diacritics do not matter") {
  const Folder folder;
  folder.write("lt/a.md",
               "---\ntitle: A\n---\n## Kada grįš pinigai?\n## Kaina\n## Kaina\n```\n## Kodas\n```\n"
               "[1](#kada-grįš-pinigai) [2](#kada-gris-pinigai) [3](#kada-gr%C4%AF%C5%A1-pinigai)\n"
               "[4](#kaina) [5](#kaina-1)\n[6](#kaina-2)\n[7](#kodas)\n[8](https://x.lt/#no)\n");
  folder.write("lt/b.md", "---\ntitle: B\n---\n[9](a.md#kainos) [10](a.md#kaina)\n");
  const FolderArticles read = read_articles(folder.path);
  CHECK(says(read, "articles/lt/a.md:12:5: 'lt/a.md' has no heading '#kaina-2'"));
  CHECK(says(read, "articles/lt/a.md:13:5: 'lt/a.md' has no heading '#kodas'"));
  CHECK(says(read,
             "articles/lt/b.md:4:5: 'lt/a.md' has no heading '#kainos', did you mean 'kaina'?"));
  CHECK(read.problems.size() == 3);
}

TEST_CASE("a symbolic link that leaves the folder is not followed") {
  const Folder folder;
  std::ofstream(folder.root / "secret.md") << "---\ntitle: Secret\n---\ntext\n";
  folder.write("lt/a.md", "---\ntitle: A\n---\ntext\n");
  fs::create_symlink(folder.root / "secret.md", folder.path / "lt" / "b.md");
  const FolderArticles read = read_articles(folder.path);
  CHECK(read.articles.size() == 1);
  CHECK(says(read, "articles/lt/b.md:1:1: a symbolic link that leaves the folder"));
}

TEST_CASE("a folder that is not there has no articles and no problems") {
  const FolderArticles read = read_articles("/nowhere/articles");
  CHECK(read.articles.empty());
  CHECK(read.problems.empty());
}

TEST_CASE("as a source a folder lists versions and fetches only what it lists") {
  const Folder folder;
  folder.write("lt/a.md", "---\ntitle: A\n---\none\n");
  folder.write("lt/b.md", "---\ntitle: B\ndraft: true\n---\ntwo\n");
  MarkdownFolder source(folder.path);
  const auto list = source.list({});
  REQUIRE(list.ok());
  REQUIRE(list->entries.size() == 2);
  CHECK(list->complete);
  CHECK(list->entries[0].visibility == Visibility::everybody);
  CHECK(list->entries[1].visibility == Visibility::agents_only);
  CHECK(source.fetch(list->entries[0])->title == "A");
  folder.write("lt/a.md", "---\ntitle: A\n---\nchanged\n");
  CHECK(source.list({})->entries[0].version != list->entries[0].version);
  SourceEntry outside = list->entries[0];
  outside.id = "../secret.md";
  CHECK(source.fetch(outside).error().code == Code::not_found);
  CHECK(MarkdownFolder("/nowhere").list({}).error().code == Code::unavailable);
}

TEST_CASE("as a source a folder lists a file that cannot be read, and cannot fetch it") {
  const Folder folder;
  folder.write("lt/a.md", "---\ntitel: A\n---\none\n");
  folder.write("lt/b.md", "---\ntitle: B\nid: same\n---\ntwo\n");
  folder.write("lt/c.md", "---\ntitle: C\nid: same\n---\nthree\n");
  MarkdownFolder source(folder.path);
  const auto list = source.list({});
  REQUIRE(list.ok());
  REQUIRE(list->entries.size() == 2);
  CHECK(list->entries[0].id == "lt/a.md");
  CHECK(list->entries[0].language == "lt");
  CHECK(source.fetch(list->entries[0]).error().code == Code::invalid);
  CHECK(list->entries[1].id == "lt/b.md");
}

}  // namespace markdown_folder_test
