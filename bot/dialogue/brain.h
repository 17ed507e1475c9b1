// SPDX-License-Identifier: MIT
#pragma once
// Everything the bot knows, at one version: what authors wrote, the models trained on it, the articles and
// their index, and what the owner wants of decisions.
//
// Immutable once made, shared by whoever is deciding, replaced whole when content changes: a turn never
// sees half of an old and half of a new version. A brain whose articles alone are others is made from the one
// before and shares with it all that did not change.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/settings.h"
#include "dialogue/article_shelf.h"
#include "kb-connector/index/index.h"
#include "nlu/classifier.h"
#include "nlu/understander.h"

namespace frontdesk {

/// What decides, apart from the articles: made anew only when what authors wrote is another.
struct Mind {
  Catalog catalog;                         // its articles stand in Brain::articles
  std::unique_ptr<Classifier> classifier;  // null: only rules decide
  Policy policy;
  DeskSettings desk;
};

class Brain {
  // What a brain is made of, in the order in which one part refers to another.
  struct Parts {
    std::shared_ptr<const Mind> mind;
    std::shared_ptr<const Understander> understander;
    std::size_t unlearnt;  // articles that the understander has not seen as they are
    std::string version;
    Library library;
    ArticleShelf articles;
    Library agents_library;
    ArticleShelf agents_articles;
  };
  Parts parts_;

 public:
  /// `today` (YYYY-MM-DD; empty: none) is the day that articles are past their `review_by` on. The brain's
  /// version is the catalog's. `verdicts` on the articles for everybody have a say in how sure a search is.
  Brain(Catalog content, std::unique_ptr<Classifier> model, Policy owner_policy,
        DeskSettings desk_settings, std::vector<Problem>& problems,
        std::vector<Article> articles_for_agents = {}, const std::string& today = "",
        const std::vector<Verdict>& verdicts = {});

  /// `before` with other articles. Costs what the change is large. Languages are told apart by the articles
  /// of before, until an eighth of them has changed.
  Brain(const Brain& before, const ArticleChange& for_everybody, const ArticleChange& for_agents,
        std::string version);

  Brain(const Brain&) = delete;
  Brain& operator=(const Brain&) = delete;

  const Catalog& catalog = parts_.mind->catalog;
  const Classifier* const classifier = parts_.mind->classifier.get();  // null: only rules decide
  const Understander& understander = *parts_.understander;
  const Policy& policy = parts_.mind->policy;
  const DeskSettings& desk = parts_.mind->desk;
  const Library& library = parts_.library;
  const ArticleShelf& articles = parts_.articles;
  // What no visitor may see stands apart from all that decides and answers: only agents ask for it.
  const Library& agents_library = parts_.agents_library;
  const ArticleShelf& agents_articles = parts_.agents_articles;

  /// By when this team answers what it is asked at `asked`, as far as it promises anything (Team::answers_by).
  [[nodiscard]] std::optional<Time> answers_by(const Team* team, Time asked) const;

  /// Hash of content, model and index parameters; stands on every event that was decided with it.
  [[nodiscard]] const std::string& version() const { return parts_.version; }

 private:
  static Parts make(Catalog content, std::unique_ptr<Classifier> model, Policy owner_policy,
                    DeskSettings desk_settings, std::vector<Problem>& problems,
                    std::vector<Article> articles_for_agents, const std::string& today,
                    const std::vector<Verdict>& verdicts);
  static Parts change(const Parts& before, const ArticleChange& for_everybody,
                      const ArticleChange& for_agents, std::string version);
};

}  // namespace frontdesk
