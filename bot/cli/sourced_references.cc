// SPDX-License-Identifier: MIT
#include "cli/sourced_references.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "content/problems.h"
#include "content/references.h"
#include "content/yaml.h"
#include "kb-connector/public_id.h"

namespace frontdesk {
namespace {

using Severity = Problem::Severity;

/// What the Store knows of the sources' articles, by the ids that content names them with.
struct Known {
  std::set<std::string> synced;  // names of sources
  std::set<std::string> everybody;
  std::set<std::string> agents;
  std::set<std::string> gone;
};

Result<Known> known_to(Store& store) {
  Known known;
  const auto states = store.source_states();
  if (!states) return states.error();
  const auto articles = store.articles();
  if (!articles) return articles.error();
  for (const auto& article : *articles) {
    const bool open = article.visibility == Visibility::everybody && !article.article.draft;
    (open ? known.everybody : known.agents).insert(public_id(article).value);
  }
  for (const auto& state : *states) {
    if (state.synced_at) known.synced.insert(state.source);
    const auto all = store.known_articles(state.source);
    if (!all) return all.error();
    for (const auto& each : *all) {
      if (each.deleted) known.gone.insert(public_id(SourcedArticle{.key = each.key}).value);
    }
  }
  return known;
}

Problem judged(const Known& known, const std::string& source, const std::string& id,
               const SourceSpan& at) {
  if (known.agents.contains(id)) {
    return {Severity::warning, at,
            "the article '" + id + "' is not for visitors: none is shown it"};
  }
  if (known.gone.contains(id)) {
    return {Severity::warning, at, "the article '" + id + "' is gone from its source"};
  }
  if (!known.synced.contains(source)) {
    return {Severity::note, at,
            "whether there is an article '" + id + "' shows when '" + source + "' is synced"};
  }
  const std::vector<std::string> there(known.everybody.begin(), known.everybody.end());
  return {Severity::error, at, "there is no article '" + id + "'" + yaml::did_you_mean(id, there)};
}

}  // namespace

Result<std::vector<Problem>> check_sourced_references(const Workspace& workspace, Store* store) {
  std::vector<Problem> problems;
  std::set<std::string> own;
  for (const auto& article : workspace.catalog.articles) own.insert(article.id.value);
  std::set<std::string> sources;
  for (const auto& config : workspace.sources) sources.insert(config.name);
  std::optional<Known> known;
  for (const auto& intent : workspace.catalog.intents) {
    for (const auto& [id, at] : intent.articles) {
      const auto source = source_in(id);
      if (!sources.contains(source) || own.contains(id.value)) continue;
      if (store == nullptr) {
        problems.push_back({Severity::note, at,
                            "whether '" + source + "' has the article '" + id.value +
                                "' cannot be told without a database; see --data"});
        continue;
      }
      if (!known) {
        auto read = known_to(*store);
        if (!read) return read.error();
        known = std::move(*read);
      }
      if (!known->everybody.contains(id.value)) {
        problems.push_back(judged(*known, source, id.value, at));
      }
    }
  }
  sort_by_place(problems);
  return problems;
}

std::vector<Problem> missing_articles(const Brain& brain) {
  std::vector<Problem> problems;
  for (const auto& intent : brain.catalog.intents) {
    for (const auto& [id, at] : intent.articles) {
      if (brain.articles.find(id, "") != nullptr) continue;
      problems.push_back({Severity::warning, at,
                          "there is no article '" + id.value +
                              "' now; whoever asks for it gets the next best, or a person"});
    }
  }
  sort_by_place(problems);
  return problems;
}

}  // namespace frontdesk
