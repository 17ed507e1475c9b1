// SPDX-License-Identifier: MIT
#include "kb-connector/sources/git.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "kb-connector/sources/program.h"

namespace git_test {

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

// A real repository in a folder of its own, and the source that reads it.
struct Repository {
  fs::path root = fs::temp_directory_path() / ("frontdesk-git-" + std::to_string(getpid()));
  fs::path work = root / "work";
  SourceConfig config;

  Repository() {
    fs::remove_all(root);
    fs::create_directories(work);
    git({"init", "--quiet", "-b", "main"});
    config.name = "docs";
    config.kind = "git";
    config.url = "file://" + work.string();
    config.languages = {"lt"};
  }
  ~Repository() { fs::remove_all(root); }

  std::string git(const std::vector<std::string>& arguments) const {
    ProgramCall call;
    call.arguments = {"git", "-C", work.string(), "-c", "user.name=A", "-c", "user.email=a@b.lt"};
    call.arguments.insert(call.arguments.end(), arguments.begin(), arguments.end());
    call.environment = {"PATH=/usr/bin:/bin", "HOME=" + root.string(), "GIT_CONFIG_NOSYSTEM=1"};
    const auto result = run_program(call);
    REQUIRE(result);
    REQUIRE_MESSAGE(result->status == 0, result->errors);
    return result->output;
  }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((work / name).parent_path());
    std::ofstream(work / name, std::ios::binary | std::ios::trunc) << text;
  }
  void commit() const {
    git({"add", "-A"});
    git({"commit", "--quiet", "--allow-empty", "-m", "x"});
  }
  OutboundClient outbound() const {
    OutboundSettings settings;
    settings.allow = {config.url};
    return OutboundClient(settings);
  }
};

std::string names(const SourceList& list) {
  std::string text;
  for (const SourceEntry& entry : list.entries) text += entry.language + "/" + entry.id + " ";
  return text;
}

const SourceEntry* find(const SourceList& list, const std::string& id) {
  const auto found = std::find_if(list.entries.begin(), list.entries.end(),
                                  [&](const SourceEntry& entry) { return entry.id == id; });
  return found == list.entries.end() ? nullptr : &*found;
}

bool says(const GitSource& source, const std::string& part) {
  std::string all;
  for (const Problem& problem : source.problems()) {
    all += problem.at.file + ":" + std::to_string(problem.at.line) + ":" +
           std::to_string(problem.at.column) + ": " + problem.text + "\n";
  }
  const bool said = all.find(part) != std::string::npos;
  if (!said) MESSAGE(all);
  return said;
}

}  // namespace

TEST_CASE("a repository's changes, deletions and renames are in its next list") {
  Repository repository;
  repository.write("lt/returns/return.md",
                   "---\nid: return\ntitle: Grąžinimas\n---\nPer 14 dienų.\n");
  repository.write("lt/delivery.md", "# Pristatymas\n\nPer dvi dienas.\n");
  repository.write("en/delivery.md", "---\ntitle: Delivery\nlayout: page\n---\nTwo days.\n");
  repository.write("lt/draft.md", "---\ntitle: Draft\ndraft: true\n---\nx\n");
  repository.write("lt/old.md", "---\ntitle: Old\nredirect: /lt/delivery\n---\nx\n");
  repository.write("README.md", "# Not an article\n");
  repository.write(".github/x.md", "# Not an article\n");
  repository.commit();
  const OutboundClient outbound = repository.outbound();
  GitSource source(repository.config, outbound, repository.root / "data");

  const auto first = source.list({});
  REQUIRE_MESSAGE(first.ok(), first.error().message);
  CHECK(first->complete);
  CHECK(names(*first) == "en/delivery lt/delivery lt/return ");
  CHECK(first->entries[0].visibility == Visibility::agents_only);
  CHECK(source.problems().empty());
  const auto article = source.fetch(*find(*first, "return"));
  REQUIRE(article);
  CHECK(article->title == "Grąžinimas");
  CHECK(article->body == "Per 14 dienų.\n");
  CHECK(article->at.file == "lt/returns/return.md");
  const auto headed = source.fetch(first->entries[1]);
  REQUIRE(headed);
  CHECK(headed->title == "Pristatymas");

  const auto same = source.list({});
  REQUIRE(same);
  CHECK(find(*same, "return")->version == find(*first, "return")->version);

  // An article with an id stays itself under another name; one without is another.
  fs::rename(repository.work / "lt/returns/return.md", repository.work / "lt/refund.md");
  fs::rename(repository.work / "lt/delivery.md", repository.work / "lt/shipping.md");
  fs::remove(repository.work / "en/delivery.md");
  repository.write("lt/new.md", "# Nauja\n\nx\n");
  repository.commit();
  const auto second = source.list({});
  REQUIRE(second);
  CHECK(names(*second) == "lt/new lt/return lt/shipping ");
  const auto renamed = source.fetch(*find(*second, "return"));
  REQUIRE(renamed);
  CHECK(renamed->at.file == "lt/refund.md");
  const auto gone = source.fetch(first->entries[0]);
  REQUIRE(!gone);
  CHECK(gone.error().code == Code::not_found);

  repository.write("lt/new.md", "# Nauja\n\nkita\n");
  repository.commit();
  const auto third = source.list({});
  REQUIRE(third);
  CHECK(find(*third, "new")->version != find(*second, "new")->version);
  CHECK(find(*third, "shipping")->version == find(*second, "shipping")->version);

  // Another process has only what is on disk.
  GitSource later(repository.config, outbound, repository.root / "data");
  const auto read = later.fetch(*find(*third, "new"));
  REQUIRE(read);
  CHECK(read->body.find("kita") != std::string::npos);
}

TEST_CASE("a branch and a folder of a repository can be named") {
  Repository repository;
  repository.write("docs/lt/a.md", "# A\n\na\n");
  repository.write("lt/b.md", "# B\n\nb\n");
  repository.commit();
  repository.git({"checkout", "--quiet", "-b", "next"});
  repository.write("docs/c.md", "---\ntitle: C\nlang: en\n---\n[broken](no.md)\n");
  repository.commit();
  repository.git({"checkout", "--quiet", "main"});
  const OutboundClient outbound = repository.outbound();
  repository.config.options = {{"branch", "next"}, {"folder", "docs/"}};
  GitSource source(repository.config, outbound, repository.root / "data");
  const auto list = source.list({});
  REQUIRE_MESSAGE(list.ok(), list.error().message);
  CHECK(names(*list) == "en/c lt/a ");
  CHECK(says(source, "c.md:5:10: there is no article 'no.md'"));

  for (const char* branch : {"--upload-pack=touch /tmp/x", "a..b", "gone"}) {
    repository.config.options["branch"] = branch;
    GitSource wrong(repository.config, outbound, repository.root / "data");
    const auto refused = wrong.list({});
    REQUIRE(!refused);
    CHECK(refused.error().code == Code::invalid);
  }
}

TEST_CASE("what leaves a repository is not followed: links, submodules, hooks, filters") {
  Repository repository;
  std::ofstream(repository.root / "secret.md") << "# Secret\n\nsecret\n";
  repository.write("lt/real.md", "# Real\n\ntext\n");
  fs::create_symlink("real.md", repository.work / "lt/alias.md");
  fs::create_symlink("../../secret.md", repository.work / "lt/outside.md");
  fs::create_symlink(repository.root / "secret.md", repository.work / "lt/absolute.md");
  fs::create_symlink(repository.root, repository.work / "lt/folder");
  fs::create_symlink("self.md", repository.work / "lt/self.md");
  repository.write(".gitattributes", "*.md filter=evil\n");
  repository.commit();
  const std::string head = repository.git({"rev-parse", "HEAD"}).substr(0, 40);
  repository.git({"update-index", "--add", "--cacheinfo", "160000," + head + ",lt/sub.md"});
  repository.write(".gitmodules", "[submodule \"s\"]\npath = lt/sub.md\nurl = file:///etc\n");
  repository.git({"add", ".gitmodules"});
  repository.git({"commit", "--quiet", "-m", "sub"});
  const OutboundClient outbound = repository.outbound();
  GitSource source(repository.config, outbound, repository.root / "data");
  const auto list = source.list({});
  REQUIRE_MESSAGE(list.ok(), list.error().message);
  CHECK(names(*list) == "lt/alias lt/real ");
  CHECK(says(source, "lt/outside.md:1:1: a symbolic link that leaves"));
  CHECK(says(source, "lt/absolute.md:1:1: a symbolic link that leaves"));
  CHECK(says(source, "lt/self.md:1:1: a symbolic link that leaves"));
  CHECK_FALSE(fs::exists(repository.root / "data/repository.git/hooks"));
}

TEST_CASE("only an allowed scheme and a public address are asked") {
  Repository repository;
  repository.write("lt/a.md", "# A\n\na\n");
  repository.commit();
  const OutboundClient closed{OutboundSettings{}};
  const auto listed = [&](const std::string& url) {
    SourceConfig config = repository.config;
    config.url = url;
    return GitSource(config, closed, repository.root / "data").list({});
  };
  for (const std::string& url :
       {repository.config.url, std::string("ext::sh -c touch% /tmp/x"), repository.work.string(),
        std::string("ssh://git@host/x"), std::string("http://127.0.0.1/x.git"),
        std::string("https://127.0.0.1/x.git"), std::string("https://169.254.169.254/x.git"),
        std::string("--upload-pack=x")}) {
    const auto refused = listed(url);
    REQUIRE_MESSAGE(!refused, url);
    CHECK((refused.error().code == Code::invalid || refused.error().code == Code::forbidden));
  }
}

TEST_CASE("a repository that went away is an error, and a broken clone is made anew") {
  Repository repository;
  repository.write("lt/a.md", "# A\n\na\n");
  repository.commit();
  const OutboundClient outbound = repository.outbound();
  const fs::path data = repository.root / "data";
  GitSource source(repository.config, outbound, data);
  REQUIRE(source.list({}));

  fs::rename(repository.work, repository.root / "away");
  const auto away = source.list({});
  REQUIRE(!away);
  CHECK(away.error().code == Code::unavailable);
  fs::rename(repository.root / "away", repository.work);

  fs::remove_all(data / "repository.git/objects");
  fs::create_directories(data / "repository.git/objects/pack");
  repository.write("lt/b.md", "# B\n\nb\n");
  repository.commit();
  for (int tries = 0; tries < 2 && !source.list({}); ++tries) {
  }
  const auto again = source.list({});
  REQUIRE_MESSAGE(again.ok(), again.error().message);
  CHECK(names(*again) == "lt/a lt/b ");
}

TEST_CASE("a file without a title or language is told to its author") {
  Repository repository;
  repository.config.languages.clear();
  repository.write("docs/a.md", "# A\n\na\n");
  repository.write("lt/b.md", "no heading\n");
  repository.write("lt/c.md", "---\ntitle: [x\n---\n");
  repository.commit();
  const OutboundClient outbound = repository.outbound();
  GitSource source(repository.config, outbound, repository.root / "data");
  const auto list = source.list({});
  REQUIRE_MESSAGE(list.ok(), list.error().message);
  CHECK(list->entries.empty());
  CHECK(says(source, "docs/a.md:1:1: its language is not known"));
  CHECK(says(source, "lt/b.md:1:1: the file has no title"));
  CHECK(says(source, "lt/c.md:2:"));
}

}  // namespace git_test
