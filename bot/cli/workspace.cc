// SPDX-License-Identifier: MIT
#include "cli/workspace.h"

#include <algorithm>
#include <set>
#include <utility>

#include "content/loader.h"
#include "content/problems.h"
#include "content/references.h"
#include "content/settings.h"
#include "dialogue/verdicts.h"
#include "kb-connector/markdown_folder.h"
#include "kb-connector/public_id.h"
#include "models/model_file.h"
#include "models/train.h"
#include "service/accounts.h"

namespace frontdesk {
namespace {

void add(std::vector<Problem>& all, std::vector<Problem> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Trains the model of a catalog and keeps it in `folder`.
Result<std::unique_ptr<Classifier>> train_model(
    const Catalog& catalog, const Settings& settings, const std::filesystem::path& folder,
    const std::function<void(const std::string&)>& say) {
  TrainOptions options;
  options.recipe = recipe_of(settings);
  say("training the classifier on " + std::to_string(catalog.intents.size()) + " intents");
  auto trained = train_catalog(catalog, options);
  if (!trained) return trained.error();
  if (auto saved = save(*trained, folder); !saved) {
    // A model in memory answers as well as one on disk; it is only trained again next time.
    say("the model could not be kept: " + saved.error().message);
  }
  return std::unique_ptr<Classifier>(std::move(trained->classifier));
}

/// What an event was decided with: the content, the model that was trained on it, what was said of articles.
std::string version_of(const Workspace& workspace, const std::string& model_key) {
  constexpr std::size_t kVersionDigits = 16;
  return secret_hash(workspace.catalog.version + ":" + model_key + ":" + workspace.verdicts_version)
      .substr(0, kVersionDigits);
}

}  // namespace

Recipe recipe_of(const Settings& settings) {
  Recipe recipe;
  recipe.false_handoff_rate = settings.policy.false_handoff_rate;
  recipe.wrong_answer_cost = settings.policy.wrong_answer_cost;
  recipe.needless_handoff_cost = settings.policy.needless_handoff_cost;
  return recipe;
}

Workspace read_workspace(const Places& places, Time now) {
  Workspace workspace;
  workspace.today = day_of(now);
  auto settings = settings_for(places.content, places.config);
  add(workspace.problems, std::move(settings.problems));
  workspace.settings = std::move(settings.settings);

  auto loaded = load_content(places.content, workspace.settings, now);
  add(workspace.problems, std::move(loaded.problems));
  workspace.catalog = std::move(loaded.catalog);
  workspace.version_without_articles = std::move(loaded.version_without_articles);

  auto articles = read_articles(places.content / "articles");
  add(workspace.problems, std::move(articles.problems));
  workspace.catalog.articles = std::move(articles.articles);

  auto sources = read_sources(places.content);
  add(workspace.problems, std::move(sources.problems));
  workspace.sources = std::move(sources.sources);

  std::vector<std::string> names;
  for (const auto& source : workspace.sources) names.push_back(source.name);
  add(workspace.problems, check_references(workspace.catalog, names));
  (void)Understander(workspace.catalog, nullptr, workspace.problems);
  sort_by_place(workspace.problems);
  return workspace;
}

Result<Done> add_sourced_articles(Workspace& workspace, Store& store) {
  // The number first: what is synced in between is then looked at once more, not missed.
  const auto version = store.articles_version();
  if (!version) return version.error();
  workspace.articles_version = *version;
  if (workspace.sources.empty()) return Done{};
  auto all = store.articles();
  if (!all) return all.error();

  Catalog& catalog = workspace.catalog;
  std::set<std::pair<std::string, std::string>> taken;
  for (const auto& article : catalog.articles) taken.emplace(article.id.value, article.language);
  for (auto& sourced : *all) {
    if (std::none_of(workspace.sources.begin(), workspace.sources.end(),
                     [&](const SourceConfig& each) { return each.name == sourced.key.source; })) {
      continue;
    }
    const ArticleId id = public_id(sourced);
    Article article = std::move(sourced.article);
    article.id = id;
    if (article.language.empty()) article.language = catalog.languages.front();
    if (!taken.emplace(article.id.value, article.language).second) continue;
    (sourced.visibility == Visibility::everybody ? catalog.articles : workspace.agents_articles)
        .push_back(std::move(article));
  }
  catalog.version = secret_hash(catalog.version + ":" + store.generation() + ":" +
                                std::to_string(workspace.articles_version));
  return Done{};
}

Result<Done> add_verdicts(Workspace& workspace, Store& store) {
  constexpr std::size_t kRatings = 500;
  constexpr std::size_t kBatch = 50;  // conversations in memory at once
  const auto ids = store.newest(Sought::ratings, kRatings);
  if (!ids) return ids.error();
  Verdicts verdicts;
  for (std::size_t begin = 0; begin < ids->size(); begin += kBatch) {
    const auto batch = std::span(*ids).subspan(begin, std::min(kBatch, ids->size() - begin));
    const auto logs = store.load(batch);
    if (!logs) return logs.error();
    for (const auto& log : *logs) verdicts.read(log);
  }
  workspace.verdicts = verdicts.found();
  if (workspace.verdicts.empty()) return Done{};
  std::string said;
  for (const auto& verdict : workspace.verdicts) {
    said += "\n" + verdict.language + ":" + verdict.article.value + ":" +
            (verdict.helped ? "1:" : "0:") + verdict.question;
  }
  workspace.verdicts_version = secret_hash(said);
  return Done{};
}

Result<std::shared_ptr<const Brain>> make_brain(
    const Places& places, Workspace workspace,
    const std::function<void(const std::string&)>& progress) {
  const Recipe recipe = recipe_of(workspace.settings);
  const auto key = content_key(workspace.catalog, recipe);
  const auto folder = places.model.empty() ? places.data / "models" / key : places.model;

  auto classifier = load(folder, key);
  if (!classifier && (places.model.empty() || classifier.error().code == Code::not_found ||
                      classifier.error().code == Code::conflict)) {
    // What lies in our own folder and cannot be read is made again; a damaged one given by hand is not
    // written over without being asked.
    classifier = train_model(workspace.catalog, workspace.settings, folder, progress);
  }
  if (!classifier) return classifier.error();

  workspace.catalog.version = version_of(workspace, key);
  std::vector<Problem> problems;
  return std::shared_ptr<const Brain>(std::make_shared<Brain>(
      std::move(workspace.catalog), std::move(*classifier), workspace.settings.policy,
      workspace.settings.desk, problems, std::move(workspace.agents_articles), workspace.today,
      workspace.verdicts));
}

Workspace basis_of(const Workspace& workspace) {
  Workspace basis;
  basis.settings = workspace.settings;
  basis.catalog.languages = workspace.catalog.languages;
  basis.catalog.articles = workspace.catalog.articles;
  basis.catalog.version = workspace.catalog.version;
  basis.version_without_articles = workspace.version_without_articles;
  basis.sources = workspace.sources;
  basis.verdicts_version = workspace.verdicts_version;
  basis.today = workspace.today;
  return basis;
}

Result<std::shared_ptr<const Brain>> change_articles(const Brain& before, Workspace workspace) {
  const auto version =
      version_of(workspace, content_key(before.catalog, recipe_of(workspace.settings)));
  return std::shared_ptr<const Brain>(std::make_shared<Brain>(
      before, before.articles.difference(std::move(workspace.catalog.articles)),
      before.agents_articles.difference(std::move(workspace.agents_articles)), version));
}

}  // namespace frontdesk
