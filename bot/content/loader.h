// SPDX-License-Identifier: MIT
#pragma once
// A content folder -> one Catalog, and everything that is wrong with it.
//
//   **/*.yaml            an intent a file (`intent:`), anywhere but in articles/, tests/, demo/, flows/
//   flows/*.yaml         a flow a file (`flow:` and `steps:`)
//   desk.yaml, widget.yaml, synonyms.yaml, entities.yaml, phrases.yaml, out_of_scope.yaml   each optional
//   bot.yaml             settings; read by settings.h, not here
//   sources.yaml         places of articles elsewhere; kb-connector reads it, not here
//   articles/**          kb-connector reads them; here they are only a part of the version
//   tests/*.chat         transcripts; cli plays them
//
// intents/README.md explains the formats to authors. Files and folders whose name begins with a dot
// are not looked at, links to folders are not followed. At most 500 YAML files and 20 MB in all.
//
// A file with a problem never hides another: everything readable is in the catalog. What is in it
// with errors beside it is for looking at, never for serving (problems.h: has_errors).
//
// How the parts go together (main does it):
//
//   auto settings = settings_for(folder, config);                      // settings.h
//   auto loaded = load_content(folder, settings.settings, clock.now());
//   loaded.catalog.articles = ...;                                     // kb-connector
//   auto more = check_references(loaded.catalog);                      // references.h
//
// Reads files and the system's time zones; keeps nothing. Any thread may call it.

#include <filesystem>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/ids.h"
#include "core/settings.h"

namespace frontdesk {

struct LoadedContent {
  Catalog catalog;                // without articles
  std::vector<Problem> problems;  // by place; files are named as seen from the folder
  std::string
      version_without_articles;  // as Catalog::version, of all but the files under articles/
};

/// Loads a folder. `now` decides which review dates are past and where office hours begin (400 days
/// of them). Languages, variables and `desk.always_open` come from the settings. A folder that does
/// not exist is one problem.
///
/// Catalog::version is SHA-256, as 64 hexadecimal digits, over the name and bytes of every YAML
/// file and of every file under articles/, sorted by name, and over those settings that change what
/// the bot says. It does not depend on times of files, on the machine, or on `now`.
LoadedContent load_content(const std::filesystem::path& folder, const Settings& settings, Time now);

}  // namespace frontdesk
