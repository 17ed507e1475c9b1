// SPDX-License-Identifier: MIT
#pragma once
// What an owner says of one place of articles, and the reader of a content folder's sources.yaml.
//
//   sources:
//     help:                          # its name: a-z, 0-9, - and _; it stands before the ids of its articles
//       kind: mediawiki              # source_kinds() in sources.h has them all
//       url: https://wiki.example.lt/api.php
//       languages: [lt]              # of its articles, where it does not say; empty: what the bot speaks
//       every: 60                    # minutes between two syncs; 5 to 10080
//       user: frontdesk@reader
//       secret: WIKI_PASSWORD        # the NAME of an environment variable, never the secret itself
//       visibility: agents_only      # or everybody: of articles that carry no sign of their own
//       options: {category: Pagalba} # what only this kind knows
//
// Values; any thread may read.

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/knowledge.h"
#include "core/result.h"

namespace frontdesk {

/// One source as its owner wants it. What is here was checked: the kind exists, the options are the kind's.
struct SourceConfig {
  std::string name;  // of all sources of a content folder no other has it
  std::string kind;
  std::string url;  // http or https, without a password; empty where the kind needs none
  std::vector<std::string> languages;
  std::chrono::minutes every{60};
  std::string user;
  std::string secret;  // name of an environment variable; empty: none is needed
  Visibility visibility = Visibility::agents_only;
  std::map<std::string, std::string> options;
  std::filesystem::path content;  // the content folder: paths in options are seen from here
  SourceSpan at;

  /// The option, or `fallback` when the owner said nothing.
  [[nodiscard]] std::string option(const std::string& key, const std::string& fallback = "") const;
};

/// Whether a text is a language as "lt": two letters (ISO 639-1).
bool is_language(std::string_view text);

/// What the environment variable of the source holds; "" when it needs none. unauthenticated: it is not
/// set or empty (the message names the variable). The value belongs into requests and nowhere else.
Result<std::string> read_secret(const SourceConfig& config);

struct SourceConfigs {
  std::vector<SourceConfig> sources;  // without those that have an error; in file order
  std::vector<Problem> problems;      // by place; the file is named "sources.yaml"
};

/// Reads CONTENT/sources.yaml. No file: no sources and no problems.
SourceConfigs read_sources(const std::filesystem::path& content);

}  // namespace frontdesk
