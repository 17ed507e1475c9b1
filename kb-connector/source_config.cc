// SPDX-License-Identifier: MIT
#include "kb-connector/source_config.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <tuple>

#include "content/yaml.h"
#include "kb-connector/sources.h"

namespace frontdesk {
namespace {

constexpr const char* kFile = "sources.yaml";
constexpr std::size_t kLongName = 40;

bool only_of(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongName &&
         only_of(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");
}

bool is_variable(std::string_view name) {
  return !name.empty() && !only_of(name.substr(0, 1), "0123456789") &&
         only_of(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}

/// Why it is no address of a server, or "".
std::string wrong_url(std::string_view url) {
  // For a repository on this machine; whether it may be read is for outbound.allow to say.
  if (url.starts_with("file:///")) return {};
  const std::size_t host = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  if (host == 0 || url.size() == host ||
      !only_of(url.substr(host, 1),
               "[abcdefghijklmnopqrstuvwxyz"
               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")) {
    return "expected an address like https://help.example.lt, found '" + std::string(url) + "'";
  }
  const std::string_view authority = url.substr(host, url.find_first_of("/?#", host) - host);
  if (authority.find('@') != std::string_view::npos) {
    return "an address holds no name or password; say 'user' and 'secret'";
  }
  return {};
}

void read_options(const yaml::Node* node, const SourceKind& kind, SourceConfig& config,
                  yaml::Problems& problems) {
  if (node != nullptr && !node->is_map()) {
    yaml::add_error(
        problems, node->at,
        std::string("expected options, a map of texts, found ") + yaml::name_of(node->kind));
    return;
  }
  const auto known = [](const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  if (node != nullptr) {
    for (const auto& [key, key_at, value] : node->entries) {
      if (known(kind.options, key)) {
        config.options[key] = yaml::text_of(value, "a text", problems);
      } else {
        yaml::add_error(problems, key_at,
                        "a source of kind '" + kind.name + "' has no option '" + key + "'" +
                            yaml::did_you_mean(key, kind.options));
      }
    }
  }
  for (const std::string& key : kind.required_options) {
    if (config.option(key).empty()) {
      yaml::add_error(problems, node != nullptr ? node->at : config.at,
                      "a source of kind '" + kind.name + "' needs the option '" + key + "'");
    }
  }
}

SourceConfig read_source(const std::string& name, const SourceSpan& at, const yaml::Node& node,
                         yaml::Problems& problems) {
  SourceConfig config;
  config.name = name;
  config.at = at;
  if (!is_name(name)) {
    yaml::add_error(
        problems, at,
        "expected a name of at most 40 letters a-z, digits, - and _, found '" + name + "'");
  }
  yaml::Fields fields(node, "a source", problems);
  if (!node.is_map()) return config;

  std::vector<std::string> kinds;
  for (const SourceKind& kind : source_kinds()) kinds.push_back(kind.name);
  if (fields.required("kind") != nullptr) config.kind = fields.one_of("kind", "", kinds);
  const SourceKind* kind = find_source_kind(config.kind);

  config.url = fields.text("url");
  if (!config.url.empty()) {
    if (const auto wrong = wrong_url(config.url); !wrong.empty()) {
      yaml::add_error(problems, fields.key_at("url"), wrong);
    }
  } else if (kind != nullptr && kind->needs_url) {
    yaml::add_error(problems, fields.key_at("url"),
                    "a source of kind '" + config.kind + "' needs 'url'");
  }
  config.languages = fields.texts("languages");
  for (const std::string& language : config.languages) {
    if (!is_language(language)) {
      yaml::add_error(problems, fields.key_at("languages"),
                      "expected languages as two letters like lt, found '" + language + "'");
    }
  }
  config.every = std::chrono::minutes(fields.whole("every", 60, 5, 10'080));
  config.user = fields.text("user");
  config.secret = fields.text("secret");
  if (!config.secret.empty() && !is_variable(config.secret)) {
    // What was written may be the secret itself: it is not repeated.
    yaml::add_error(problems, fields.key_at("secret"),
                    "expected the name of an environment variable like WIKI_PASSWORD; a secret "
                    "itself never stands here");
  }
  config.visibility =
      fields.one_of("visibility", "agents_only", {"agents_only", "everybody"}) == "everybody"
          ? Visibility::everybody
          : Visibility::agents_only;
  const yaml::Node* options = fields.get("options");
  if (kind != nullptr) read_options(options, *kind, config, problems);
  fields.finish();
  return config;
}

bool has_error(const yaml::Problems& problems) {
  return std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
    return problem.severity == Problem::Severity::error;
  });
}

}  // namespace

bool is_language(std::string_view text) {
  return text.size() == 2 && only_of(text, "abcdefghijklmnopqrstuvwxyz");
}

std::string SourceConfig::option(const std::string& key, const std::string& fallback) const {
  const auto found = options.find(key);
  return found == options.end() ? fallback : found->second;
}

Result<std::string> read_secret(const SourceConfig& config) {
  if (config.secret.empty()) return std::string();
  const char* value = std::getenv(config.secret.c_str());
  if (value == nullptr || *value == '\0') {
    return Error{Code::unauthenticated, "the environment variable " + config.secret +
                                            " of source '" + config.name + "' is not set"};
  }
  return std::string(value);
}

SourceConfigs read_sources(const std::filesystem::path& content) {
  SourceConfigs result;
  std::error_code error;
  if (!std::filesystem::exists(content / kFile, error)) return result;
  yaml::Document document = yaml::read_file(content / kFile, kFile);
  // Of a file that is not YAML at all there is nothing more to say.
  if (!document.root.is_empty() || document.problems.empty()) {
    yaml::Fields fields(document.root, "sources.yaml", document.problems);
    const yaml::Node* sources = document.root.is_map() ? fields.required("sources") : nullptr;
    if (sources != nullptr && sources->is_map()) {
      for (const auto& [name, at, node] : sources->entries) {
        yaml::Problems problems;
        SourceConfig config = read_source(name, at, node, problems);
        config.content = content;
        if (!has_error(problems)) result.sources.push_back(std::move(config));
        document.problems.insert(document.problems.end(), problems.begin(), problems.end());
      }
    } else if (sources != nullptr && !sources->is_empty()) {
      yaml::add_error(document.problems, sources->at,
                      std::string("expected sources as a map {NAME: ...}, found ") +
                          yaml::name_of(sources->kind));
    }
    fields.finish();
  }
  result.problems = std::move(document.problems);
  std::stable_sort(result.problems.begin(), result.problems.end(),
                   [](const Problem& a, const Problem& b) {
                     return std::tie(a.at.line, a.at.column) < std::tie(b.at.line, b.at.column);
                   });
  return result;
}

}  // namespace frontdesk
