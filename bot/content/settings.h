// SPDX-License-Identifier: MIT
#pragma once
// bot/bot.yaml and the files that override it -> Settings (core/settings.h).
//
// bot/bot.yaml is built into the binary and names every setting with its default. A file that
// overrides it names single keys only; a list or the map `variables` is replaced as a whole. Later
// files win:
//
//   auto read = read_settings({content / "bot.yaml", config});
//
// To add a setting: a member in core/settings.h, a line in visit_settings() of settings.cc (which
// does not compile until every member is named), and a sentence in bot/bot.yaml (which a test asks
// for).

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/settings.h"

namespace frontdesk {

struct LoadedSettings {
  Settings settings;
  std::vector<Problem> problems;  // with any error among them the settings are not to be used
};

/// The defaults, then each file in order. An empty path is skipped; a file that cannot be read is
/// an error. Problems name the files as they are given.
LoadedSettings read_settings(const std::vector<std::filesystem::path>& overrides);

/// The settings for one content folder: the defaults, the folder's bot.yaml when there is one, and
/// `config` when it is not empty.
LoadedSettings settings_for(const std::filesystem::path& content,
                            const std::filesystem::path& config);

/// Reads a text like bot.yaml into `settings`; what it does not name stays as it is. `file` is for
/// problems. With `complete`, a setting that it does not name is an error.
void apply_settings(std::string_view text, const std::string& file, Settings& settings,
                    std::vector<Problem>& problems, bool complete = false);

/// The text of bot/bot.yaml that was built in.
std::string_view default_settings_text();

/// Every setting as "limits.backlog = 1024", a line each, sorted as in the struct: for `--verbose`
/// and for comparing. Secrets do not stand in settings.
std::string to_text(const Settings& settings);

/// Of those, the ones that change what the bot says: a part of a content's version.
std::string behaviour_text(const Settings& settings);

}  // namespace frontdesk
