// SPDX-License-Identifier: MIT
#include "kb-connector/source_config.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "kb-connector/sources.h"

namespace source_config_test {

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

// A content folder that goes away with the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("frontdesk-sources-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  [[nodiscard]] SourceConfigs read(const std::string& text) const {
    std::ofstream(path / "sources.yaml", std::ios::binary) << text;
    return read_sources(path);
  }
};

// The first problem as "line:column: text".
std::string first(const SourceConfigs& read) {
  if (read.problems.empty()) return "";
  const Problem& problem = read.problems.front();
  CHECK(problem.at.file == "sources.yaml");
  return std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column) + ": " +
         problem.text;
}

bool begins(const std::string& text, const std::string& with) {
  if (text.starts_with(with)) return true;
  MESSAGE(text);
  return false;
}

}  // namespace

TEST_CASE("a folder without sources.yaml has no sources and no problems") {
  const Folder folder;
  const auto read = read_sources(folder.path);
  CHECK(read.sources.empty());
  CHECK(read.problems.empty());
}

TEST_CASE("what an owner says of a source is read") {
  const Folder folder;
  const auto read = folder.read(
      "sources:\n"
      "  manual:\n"
      "    kind: markdown\n"
      "    url: https://example.lt/manual\n"
      "    languages: [lt, en]\n"
      "    every: 15\n"
      "    user: reader\n"
      "    secret: MANUAL_PASSWORD\n"
      "    visibility: everybody\n"
      "    options: {folder: ../manual}\n");
  REQUIRE(first(read) == "");
  REQUIRE(read.sources.size() == 1);
  const SourceConfig& source = read.sources.front();
  CHECK(source.name == "manual");
  CHECK(source.kind == "markdown");
  CHECK(source.url == "https://example.lt/manual");
  CHECK(source.languages == std::vector<std::string>{"lt", "en"});
  CHECK(source.every == std::chrono::minutes(15));
  CHECK(source.user == "reader");
  CHECK(source.secret == "MANUAL_PASSWORD");
  CHECK(source.visibility == Visibility::everybody);
  CHECK(source.option("folder") == "../manual");
  CHECK(source.option("branch", "main") == "main");
  CHECK(source.content == folder.path);
}

TEST_CASE("what nobody may see unless the owner says so is for agents only") {
  const Folder folder;
  const auto read = folder.read("sources: {a: {kind: markdown, options: {folder: x}}}\n");
  REQUIRE(read.sources.size() == 1);
  CHECK(read.sources.front().visibility == Visibility::agents_only);
}

TEST_CASE("every mistake in sources.yaml is named with its place") {
  const Folder folder;
  const std::string good = "sources:\n  a:\n    kind: markdown\n    options: {folder: x}\n";
  CHECK(begins(first(folder.read(good + "    evry: 5\n")), "5:5: "));
  CHECK(begins(first(folder.read(good + "  a: {kind: markdown}\n")), "5:3: the key 'a' stands"));
  CHECK(begins(first(folder.read(good + "  b: {kind: markdwn}\n")), "5:13: "));
  CHECK(begins(first(folder.read(good + "  B C: {kind: markdown, options: {folder: x}}\n")),
               "5:3: expected a name"));
  CHECK(begins(first(folder.read(good + "    every: 1\n")), "5:12: expected a whole number"));
  CHECK(begins(first(folder.read(good + "    url: wiki.lt\n")), "5:5: expected an address"));
  CHECK(first(folder.read(good + "    url: file:///srv/manual.git\n")) == "");
  CHECK(begins(first(folder.read(good + "    url: https://me:pw@wiki.lt/\n")), "5:5: an address"));
  CHECK(begins(first(folder.read(good + "    languages: [lithuanian]\n")), "5:5: expected lang"));
  CHECK(begins(first(folder.read(good + "    visibility: all\n")), "5:17: "));
  CHECK(begins(first(folder.read("sources: {a: {kind: markdown}}\n")),
               "1:11: a source of kind 'markdown' needs the option 'folder'"));
  CHECK(begins(first(folder.read("sources: {a: {kind: markdown, options: {folder: x, flder: y}}}")),
               "1:52: a source of kind 'markdown' has no option 'flder', did you mean 'folder'?"));
  CHECK(begins(first(folder.read("sources: [a]\n")), "1:10: expected sources as a map"));
  CHECK(begins(first(folder.read("source: {}\n")), "1:1: "));
  CHECK(folder.read(good + "    evry: 5\n").sources.empty());
}

TEST_CASE("a secret that stands in the file is refused and not repeated") {
  const Folder folder;
  const auto read = folder.read(
      "sources:\n  a:\n    kind: markdown\n    secret: hunter2!\n    options: {folder: x}\n");
  CHECK(begins(first(read), "4:5: expected the name of an environment variable"));
  CHECK(first(read).find("hunter2") == std::string::npos);
}

TEST_CASE("a secret is read from the environment, and a missing one is named") {
  SourceConfig config;
  config.name = "wiki";
  CHECK(*read_secret(config) == "");
  config.secret = "FRONTDESK_TEST_SECRET";
  ::unsetenv("FRONTDESK_TEST_SECRET");
  CHECK(read_secret(config).error().code == Code::unauthenticated);
  CHECK(read_secret(config).error().message.find("FRONTDESK_TEST_SECRET") != std::string::npos);
  ::setenv("FRONTDESK_TEST_SECRET", "s3cret", 1);
  CHECK(*read_secret(config) == "s3cret");
  ::unsetenv("FRONTDESK_TEST_SECRET");
}

TEST_CASE("a source of a kind that does not exist is not made") {
  const OutboundClient outbound{OutboundSettings{}};
  SourceConfig config;
  config.kind = "tapestry";
  CHECK(make_source(config, outbound, "").error().code == Code::invalid);
  config.kind = "markdown";
  config.options["folder"] = "nowhere";
  auto source = make_source(config, outbound, "");
  REQUIRE(source);
  CHECK((*source)->list({}).error().code == Code::unavailable);
}

}  // namespace source_config_test
