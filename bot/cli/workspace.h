// SPDX-License-Identifier: MIT
#pragma once
// A content folder made ready to answer: settings, catalog, articles, model, index.
//
// The one place where the parts that may not know each other are put together.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/settings.h"
#include "core/store.h"
#include "dialogue/brain.h"
#include "kb-connector/source_config.h"
#include "models/recipe.h"

namespace frontdesk {

/// Where things are; every command's common options.
struct Places {
  std::filesystem::path content = "intents/shop";
  std::filesystem::path data = "data";
  std::filesystem::path model;   // empty: a folder under data named by content and recipe
  std::filesystem::path config;  // empty: none
};

/// What was read, and everything that is wrong with it. With an error among the problems nothing of it may
/// be served.
struct Workspace {
  Settings settings;
  Catalog catalog;  // articles included
  std::string
      version_without_articles;  // as Catalog::version, of all but the folder's own articles
  std::vector<SourceConfig> sources;
  std::vector<Article> agents_articles;  // of sources, for nobody else
  std::int64_t articles_version = 0;     // of the Store, when articles of sources were added
  std::vector<Verdict> verdicts;         // of readers on articles
  std::string verdicts_version;          // names them; empty: none
  std::string today;                     // UTC, YYYY-MM-DD, when it was read
  std::vector<Problem> problems;
};

/// How the owner's settings want the classifier trained.
Recipe recipe_of(const Settings& settings);

/// Reads settings, content and articles, and checks what refers to what. Compiles every rule and entity, so
/// that a pattern's error is found here too.
Workspace read_workspace(const Places& places, Time now);

/// Adds the articles that the Store has of the workspace's sources: those for everybody to the catalog,
/// the others to agents_articles. An article whose id the content has already is left out, and so is what
/// came from a source that is not named any more. Asks nobody but the Store.
Result<Done> add_sourced_articles(Workspace& workspace, Store& store);

/// Adds what readers said of articles, the newest 500 ratings that the Store has, from which the brain learns
/// how sure a search may be.
Result<Done> add_verdicts(Workspace& workspace, Store& store);

/// Makes the brain of a workspace without errors: loads the model that belongs to it, or trains and keeps
/// one. `progress` hears what is being done. Any error here is the machine's (disk, memory) or a model given
/// by hand that does not fit.
Result<std::shared_ptr<const Brain>> make_brain(
    const Places& places, Workspace workspace,
    const std::function<void(const std::string&)>& progress);

/// What the next brain has to know of what one was made of: a workspace with all that a change of articles
/// alone needs, and no more.
Workspace basis_of(const Workspace& workspace);

/// The brain of a workspace that differs from what `before` was made of in its articles alone. Reads and
/// trains nothing, and shares with `before` what did not change. `workspace` needs no more than basis_of()
/// keeps. Never fails.
Result<std::shared_ptr<const Brain>> change_articles(const Brain& before, Workspace workspace);

}  // namespace frontdesk
