// SPDX-License-Identifier: MIT
#include "kb-connector/sources/git.h"

#include <sodium.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string_view>

#include "content/yaml.h"

#include "kb-connector/sources/program.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kNetworkTime{120};
constexpr std::chrono::seconds kLocalTime{30};
constexpr std::size_t kTreeBytes = 32'000'000;
constexpr std::size_t kBatchBytes = 16'000'000;
constexpr std::size_t kPackBytes = 512'000'000;
constexpr std::size_t kArticles = 20'000;
constexpr const char* kHead = "refs/frontdesk/head";

bool ends_with_md(const std::string& path) { return path.ends_with(".md"); }

bool has_hidden_part(const std::string& path) {
  return path.starts_with(".") || path.find("/.") != std::string::npos;
}

bool is_branch(std::string_view name) {
  return !name.empty() && name[0] != '-' && name.find("..") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::isalnum(c) || c == '-' || c == '_' || c == '.' || c == '/';
         });
}

std::string first_line(const std::string& text) {
  // What went wrong is the last thing git says: warnings stand before it.
  const auto fatal = text.rfind("fatal: ");
  const auto begin = fatal == std::string::npos ? 0 : fatal + 7;
  return text.substr(begin, text.find('\n', begin) - begin);
}

// What git's words mean for who syncs. They are not translated: LC_ALL is C.
Error error_of(const std::string& said) {
  const auto has = [&](const char* words) { return said.find(words) != std::string::npos; };
  const std::string message = "git: " + first_line(said);
  if (has("Authentication failed") || has("could not read Username") || has("error: 401")) {
    return {Code::unauthenticated, message};
  }
  if (has("error: 403")) return {Code::forbidden, message};
  if (has("couldn't find remote ref") || has("not found")) return {Code::invalid, message};
  if (has("error: 429")) return {Code::rate_limited, message, 60};
  return {Code::unavailable, message, 60};
}

std::string credentials_of(const std::string& text) {
  std::string out(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                    text.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the zero at its end
  return out;
}

void add_setting(std::vector<std::string>& environment, int& count, const std::string& key,
                 const std::string& value) {
  const std::string number = std::to_string(count++);
  environment.push_back("GIT_CONFIG_KEY_" + number + "=" + key);
  environment.push_back("GIT_CONFIG_VALUE_" + number + "=" + value);
}

}  // namespace

GitSource::GitSource(SourceConfig config, const OutboundClient& outbound, fs::path data)
    : config_(std::move(config)),
      outbound_(outbound),
      repository_(std::move(data) / "repository.git") {}

Result<std::string> GitSource::git(std::vector<std::string> arguments, std::size_t output_bytes,
                                   std::string input) const {
  ProgramCall call;
  call.arguments = {"git", "--git-dir=" + repository_.string()};
  for (const char* setting :
       {"core.hooksPath=/dev/null", "core.fsmonitor=false", "core.askPass=", "credential.helper=",
        "fetch.recurseSubmodules=false", "http.followRedirects=false",
        "http.proxy=", "http.lowSpeedLimit=1000", "http.lowSpeedTime=20", "gc.autoDetach=false",
        "gc.autoPackLimit=10", "gc.pruneExpire=now"}) {
    call.arguments.insert(call.arguments.end(), {"-c", setting});
  }
  call.arguments.insert(call.arguments.end(), arguments.begin(), arguments.end());
  // Nothing of our own environment: it holds secrets, and variables that change what git does.
  call.environment = {std::string("PATH=") + kProgramPath,
                      "HOME=" + repository_.parent_path().string(),
                      "LC_ALL=C",
                      "GIT_CONFIG_NOSYSTEM=1",
                      "GIT_CONFIG_GLOBAL=/dev/null",
                      "GIT_TERMINAL_PROMPT=0",
                      "GIT_ASKPASS=/bin/false",
                      "GIT_NO_REPLACE_OBJECTS=1"};
  const bool network = arguments.front() == "fetch";
  if (network) {
    call.environment.insert(call.environment.end(), access_.begin(), access_.end());
  } else {
    call.environment.emplace_back("GIT_ALLOW_PROTOCOL=");
  }
  call.input = std::move(input);
  call.timeout = network ? kNetworkTime : kLocalTime;
  call.output_bytes = output_bytes;
  call.file_bytes = kPackBytes;
  auto result = run_program(call);
  if (!result) return result.error();
  if (result->status != 0) return error_of(result->errors);
  return std::move(result->output);
}

Result<Done> GitSource::update() {
  const std::string branch = config_.option("branch");
  if (!branch.empty() && !is_branch(branch)) {
    return Error{Code::invalid, "'" + branch + "' is not the name of a branch"};
  }
  std::string scheme = "file";
  std::vector<std::string> settings;
  int count = 0;
  if (!config_.url.starts_with("file://") || !outbound_.allows(config_.url)) {
    const auto place = outbound_.check(config_.url);
    if (!place) return place.error();
    scheme = place->scheme;
    const bool six = place->address.find(':') != std::string::npos;
    add_setting(settings, count, "http.curloptResolve",
                place->host + ":" + place->port + ":" +
                    (six ? "[" + place->address + "]" : place->address));
  }
  if (!config_.secret.empty()) {
    const auto secret = read_secret(config_);
    if (!secret) return secret.error();
    // In the environment, which only this user can read; arguments are seen by all.
    add_setting(settings, count, "http.extraHeader",
                "Authorization: Basic " + credentials_of(config_.user + ":" + *secret));
  }
  access_ = {"GIT_ALLOW_PROTOCOL=" + scheme, "GIT_CONFIG_COUNT=" + std::to_string(count)};
  access_.insert(access_.end(), settings.begin(), settings.end());

  std::error_code error;
  fs::create_directories(repository_.parent_path(), error);
  if (!fs::exists(repository_ / "HEAD", error)) {
    // Without templates there are no hooks.
    auto made = git({"init", "--quiet", "--bare", "--template="}, 4096);
    if (!made) return made.error();
  }
  const std::string from = branch.empty() ? "HEAD" : "refs/heads/" + branch;
  auto fetched = git({"fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules",
                      "--no-auto-maintenance", "--no-write-fetch-head", "--", config_.url,
                      "+" + from + ":" + kHead},
                     4096);
  if (!fetched) {
    // Left by a fetch that was killed: it would stand in the way for ever.
    if (fetched.error().message.find(".lock") != std::string::npos) {
      fs::remove_all(repository_, error);
    }
    return fetched.error();
  }
  // Objects of former fetches: when this fails the clone is only larger.
  (void)git({"gc", "--auto", "--quiet"}, 4096);
  return Done{};
}

Result<GitSource::Tree> GitSource::tree() const {
  auto listed = git({"ls-tree", "-r", "-z", "-l", "--full-tree", kHead}, kTreeBytes);
  if (!listed) return listed.error();
  std::string folder = config_.option("folder");
  while (folder.ends_with('/')) folder.pop_back();
  if (!folder.empty()) folder += '/';
  Tree tree;
  std::string_view rest = *listed;
  while (!rest.empty()) {
    // MODE SP TYPE SP ID SP+ SIZE TAB PATH NUL
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos || line.size() < 7 || line.substr(7, 4) != "blob") continue;
    const std::size_t id_end = line.find(' ', 12);
    if (id_end == std::string_view::npos || id_end > tab) continue;
    Blob blob{.id = std::string(line.substr(12, id_end - 12)),
              .link = line.substr(0, 6) == "120000"};
    const std::string_view size = line.substr(line.find_first_not_of(' ', id_end));
    std::from_chars(size.data(), size.data() + size.size(), blob.bytes);
    std::string path(line.substr(tab + 1));
    if (!path.starts_with(folder)) continue;
    path.erase(0, folder.size());
    if (!ends_with_md(path) || path == "README.md" || has_hidden_part(path)) continue;
    tree.emplace(std::move(path), std::move(blob));
    if (tree.size() > kArticles) {
      return Error{Code::too_large, "the repository has more than 20,000 articles"};
    }
  }
  return tree;
}

Result<std::map<std::string, std::string>> GitSource::bytes_of(
    const std::vector<Blob>& blobs) const {
  std::map<std::string, std::string> result;
  for (std::size_t at = 0; at < blobs.size();) {
    std::string input;
    std::size_t most = 0;
    for (; at < blobs.size() && (most == 0 || most + blobs[at].bytes < kBatchBytes); ++at) {
      input += blobs[at].id + "\n";
      most += blobs[at].bytes + 128;  // its head
    }
    auto output = git({"cat-file", "--batch"}, most, std::move(input));
    if (!output) return output.error();
    // ID SP TYPE SP SIZE LF bytes LF
    std::string_view rest = *output;
    while (!rest.empty()) {
      const std::size_t line_end = rest.find('\n');
      const std::size_t last = rest.substr(0, line_end).rfind(' ');
      std::size_t size = 0;
      if (line_end == std::string_view::npos || last == std::string_view::npos ||
          std::from_chars(rest.data() + last + 1, rest.data() + line_end, size).ec != std::errc() ||
          rest.size() - line_end - 1 < size) {
        return Error{Code::unavailable, "git: an object of the clone is missing", 60};
      }
      result[std::string(rest.substr(0, rest.find(' ')))] = rest.substr(line_end + 1, size);
      rest.remove_prefix(std::min(rest.size(), line_end + 1 + size + 1));
    }
  }
  return result;
}

// A link that stays inside stands for the file that it names; others are left out.
void GitSource::resolve_links(Tree& tree) {
  std::vector<Blob> links;
  for (const auto& [path, blob] : tree) {
    if (blob.link && blob.bytes < 4096) links.push_back(blob);
  }
  if (links.empty()) return;
  const auto targets = bytes_of(links);
  for (auto at = tree.begin(); at != tree.end();) {
    if (!at->second.link) {
      ++at;
      continue;
    }
    fs::path target;
    if (targets && targets->contains(at->second.id)) target = targets->at(at->second.id);
    target = (fs::path(at->first).parent_path() / target).lexically_normal();
    const auto found = tree.find(target.generic_string());
    if (found != tree.end() && !found->second.link) {
      at->second = found->second;
      ++at;
      continue;
    }
    yaml::add_error(problems_, {at->first, 1, 1},
                    "a symbolic link that leaves the articles of the repository is not followed");
    at = tree.erase(at);
  }
}

MarkdownArticle GitSource::read(const std::string& path, std::string_view bytes,
                                std::vector<Problem>& problems) const {
  const std::size_t slash = path.find('/');
  std::string language = slash == std::string::npos ? "" : path.substr(0, slash);
  std::string id = path.substr(0, path.size() - 3);
  if (is_language(language)) {
    id.erase(0, slash + 1);
  } else {
    language = config_.languages.empty() ? "" : config_.languages.front();
  }
  return read_markdown_article(bytes, path, path, language, id, FrontMatter::loose, problems);
}

Result<Done> GitSource::read_tree() {
  problems_.clear();
  auto tree = this->tree();
  if (!tree) return tree.error();
  resolve_links(*tree);
  std::vector<Blob> wanted;
  for (const auto& [path, blob] : *tree) {
    const auto known = files_.find(path);
    if (blob.bytes > kMarkdownFileBytes) continue;
    if (known == files_.end() || known->second.blob != blob.id) wanted.push_back(blob);
  }
  auto bytes = bytes_of(wanted);
  if (!bytes) return bytes.error();

  std::map<std::string, File> files;
  for (const auto& [path, blob] : *tree) {
    if (blob.bytes > kMarkdownFileBytes) {
      yaml::add_error(problems_, {path, 1, 1}, "the file is larger than 1 MB");
      continue;
    }
    const auto known = files_.find(path);
    if (known != files_.end() && known->second.blob == blob.id) {
      files.insert(files_.extract(known));
      continue;
    }
    File file{.blob = blob.id};
    file.article = read(path, (*bytes)[blob.id], file.problems);
    file.article.article.body.clear();
    if (file.article.usable && !is_language(file.article.article.language)) {
      yaml::add_error(
          file.problems, {path, 1, 1},
          "its language is not known: say lang in the front matter, or languages of the "
          "source");
      file.article.usable = false;
    }
    files.emplace(path, std::move(file));
  }
  files_ = std::move(files);

  paths_.clear();
  std::vector<MarkdownArticle> articles;
  for (const auto& [path, file] : files_) {
    problems_.insert(problems_.end(), file.problems.begin(), file.problems.end());
    articles.push_back(file.article);
    const Article& article = file.article.article;
    if (!file.article.usable || article.draft) continue;
    const auto [where, fresh] = paths_.emplace(std::pair(article.language, article.id.value), path);
    if (!fresh) {
      yaml::add_error(problems_, article.at,
                      "the id '" + article.id.value + "' is taken by " + where->second);
    }
  }
  check_links(articles, problems_);
  return Done{};
}

Result<SourceList> GitSource::list(const ListPosition&) {
  if (auto updated = update(); !updated) return updated.error();
  if (auto read = read_tree(); !read) {
    // Only what can be fetched again is in it.
    std::error_code error;
    fs::remove_all(repository_, error);
    files_.clear();
    return read.error();
  }
  SourceList list;
  list.complete = true;
  for (const auto& [key, path] : paths_) {
    list.entries.push_back({.id = key.second,
                            .language = key.first,
                            .version = files_.at(path).blob + " " + path,
                            .visibility = config_.visibility});
  }
  return list;
}

Result<Article> GitSource::fetch(const SourceEntry& entry) {
  if (paths_.empty()) {
    if (auto read = read_tree(); !read) return read.error();
  }
  const auto path = paths_.find({entry.language, entry.id});
  if (path == paths_.end()) return Error{Code::not_found, "there is no such article"};
  const std::string& blob = files_.at(path->second).blob;
  auto bytes = bytes_of({{.id = blob, .bytes = kMarkdownFileBytes}});
  if (!bytes) return bytes.error();
  std::vector<Problem> ignored;
  return read(path->second, (*bytes)[blob], ignored).article;
}

}  // namespace frontdesk
