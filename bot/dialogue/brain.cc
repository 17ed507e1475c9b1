// SPDX-License-Identifier: MIT
#include "dialogue/brain.h"

#include <utility>

namespace frontdesk {
namespace {

// The share of articles that may be others before languages are learnt again.
constexpr std::size_t kLearntAgain = 8;

std::size_t size_of(const ArticleChange& change) {
  return change.changed.size() + change.removed.size();
}

std::shared_ptr<const Understander> learn_again(const Mind& mind, const ArticleShelf& articles) {
  Catalog all = mind.catalog;
  for (const auto& article : articles.all()) all.articles.push_back(*article);
  std::vector<Problem> known;  // of rules and entities, which are those of before
  return std::make_shared<const Understander>(all, mind.classifier.get(), known);
}

}  // namespace

Brain::Brain(Catalog content, std::unique_ptr<Classifier> model, Policy owner_policy,
             DeskSettings desk_settings, std::vector<Problem>& problems,
             std::vector<Article> articles_for_agents, const std::string& today,
             const std::vector<Verdict>& verdicts)
    : parts_(make(std::move(content), std::move(model), owner_policy, std::move(desk_settings),
                  problems, std::move(articles_for_agents), today, verdicts)) {}

Brain::Brain(const Brain& before, const ArticleChange& for_everybody,
             const ArticleChange& for_agents, std::string version)
    : parts_(change(before.parts_, for_everybody, for_agents, std::move(version))) {}

Brain::Parts Brain::make(Catalog content, std::unique_ptr<Classifier> model, Policy owner_policy,
                         DeskSettings desk_settings, std::vector<Problem>& problems,
                         std::vector<Article> articles_for_agents, const std::string& today,
                         const std::vector<Verdict>& verdicts) {
  auto understander = std::make_shared<const Understander>(content, model.get(), problems);
  std::string version = content.version;
  Library library(content.articles, content.languages, content.synonyms, today, verdicts);
  Library agents_library(articles_for_agents, content.languages, content.synonyms, today);
  ArticleShelf articles(std::exchange(content.articles, {}));
  return {std::make_shared<const Mind>(
              Mind{std::move(content), std::move(model), owner_policy, std::move(desk_settings)}),
          std::move(understander),
          0,
          std::move(version),
          std::move(library),
          std::move(articles),
          std::move(agents_library),
          ArticleShelf(std::move(articles_for_agents))};
}

Brain::Parts Brain::change(const Parts& before, const ArticleChange& for_everybody,
                           const ArticleChange& for_agents, std::string version) {
  ArticleShelf articles(before.articles, for_everybody);
  auto understander = before.understander;
  std::size_t unlearnt = before.unlearnt + size_of(for_everybody);
  if (unlearnt * kLearntAgain > articles.all().size()) {
    understander = learn_again(*before.mind, articles);
    unlearnt = 0;
  }
  return {before.mind,
          std::move(understander),
          unlearnt,
          std::move(version),
          Library(before.library, for_everybody.changed, for_everybody.removed),
          std::move(articles),
          Library(before.agents_library, for_agents.changed, for_agents.removed),
          ArticleShelf(before.agents_articles, for_agents)};
}

std::optional<Time> Brain::answers_by(const Team* team, Time asked) const {
  if (team == nullptr || team->answer_within.count() <= 0) return std::nullopt;
  return desk.always_open ? asked + team->answer_within : team->answers_by(asked);
}

}  // namespace frontdesk
