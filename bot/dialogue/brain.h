// SPDX-License-Identifier: MIT
#pragma once
// Everything the bot knows, at one version: what authors wrote, the models trained on it, the index of the
// articles, and what the owner wants of decisions.
//
// Immutable once made, shared by whoever is deciding, replaced whole when content changes: a turn never
// sees half of an old and half of a new version.

#include <memory>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/settings.h"
#include "kb-connector/index/index.h"
#include "nlu/classifier.h"
#include "nlu/understander.h"

namespace frontdesk {

struct Brain {
  /// `today` (YYYY-MM-DD; empty: none) is the day that articles are past their `review_by` on.
  Brain(Catalog content, std::unique_ptr<Classifier> model, Policy owner_policy,
        DeskSettings desk_settings, std::vector<Problem>& problems,
        std::vector<Article> articles_for_agents = {}, const std::string& today = "")
      : catalog(std::move(content)),
        classifier(std::move(model)),
        understander(catalog, classifier.get(), problems),
        library(catalog.articles, catalog.languages, catalog.synonyms, today),
        agents_articles(std::move(articles_for_agents)),
        agents_library(agents_articles, catalog.languages, catalog.synonyms, today),
        policy(owner_policy),
        desk(std::move(desk_settings)) {}

  Brain(const Brain&) = delete;
  Brain& operator=(const Brain&) = delete;

  // The order matters: what is below refers to what is above.
  Catalog catalog;
  std::unique_ptr<Classifier> classifier;  // null: only rules decide
  Understander understander;
  Library library;
  // What no visitor may see stands apart from all that decides and answers: only the agents' search asks.
  std::vector<Article> agents_articles;
  Library agents_library;
  Policy policy;
  DeskSettings desk;

  /// Hash of content, model and index parameters; stands on every event that was decided with it.
  [[nodiscard]] const std::string& version() const { return catalog.version; }
};

}  // namespace frontdesk
