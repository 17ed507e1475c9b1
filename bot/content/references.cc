// SPDX-License-Identifier: MIT
#include "content/references.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "content/problems.h"
#include "content/yaml.h"

namespace frontdesk {
namespace {

std::vector<std::string> skills_of(const Catalog& catalog) {
  std::vector<std::string> skills;
  for (const auto& team : catalog.teams) {
    skills.insert(skills.end(), team.skills.begin(), team.skills.end());
  }
  return skills;
}

/// The names of all values of a list.
template <class Values, class Name>
std::vector<std::string> names_of(const Values& values, Name name) {
  std::vector<std::string> names;
  for (const auto& value : values) names.push_back(name(value));
  return names;
}

class Checker {
 public:
  Checker(const Catalog& catalog, const std::vector<std::string>& sources,
          std::vector<Problem>& problems)
      : catalog_(catalog),
        problems_(problems),
        sources_(sources),
        intents_(names_of(catalog.intents, [](const Intent& each) { return each.name; })),
        flows_(names_of(catalog.flows, [](const Flow& each) { return each.id.value; })),
        teams_(names_of(catalog.teams, [](const Team& each) { return each.id.value; })),
        skills_(skills_of(catalog)),
        articles_(names_of(catalog.articles, [](const Article& each) { return each.id.value; })) {}

  void check(const Intent& intent) {
    if (!intent.flow.empty()) expect(intent.flow.value, flows_, "flow", intent.at);
    for (const auto& article : intent.articles) check(article);
    if (!intent.handoff_team.empty()) expect(intent.handoff_team.value, teams_, "team", intent.at);
    if (!intent.skill.empty()) expect(intent.skill, skills_, "team with the skill", intent.at);
    for (const auto& name : intent.quick_replies) {
      expect(name, intents_, "intent in 'quick_replies',", intent.at);
    }
    for (const auto& flow : intent.only_in) {
      expect(flow.value, flows_, "flow in 'only_in',", intent.at);
    }
    for (const auto& test : intent.tests) {
      if (test.expect != "none") expect(test.expect, intents_, "intent", test.at);
    }
    for (const auto& [language, variations] : intent.answer) {
      for (const auto& variation : variations) check_answer(variation, intent);
    }
    for (const auto& example : intent.examples) check_marks(example);
  }

  void check(const ArticleReference& reference) {
    const auto& id = reference.id.value;
    const bool own = std::find(articles_.begin(), articles_.end(), id) != articles_.end();
    const auto source = source_in(reference.id);
    if (own || source.empty()) {
      expect(id, articles_, "article", reference.at);
      warn_of_draft(reference);
    } else if (std::find(sources_.begin(), sources_.end(), source) == sources_.end()) {
      yaml::add_error(problems_, reference.at,
                      "the article '" + id + "' is of no source in sources.yaml" +
                          yaml::did_you_mean(source, sources_));
    }
  }

  void check(const WidgetSettings& widget) {
    for (const auto& name : widget.starters) {
      expect(name, intents_, "intent in 'starters',", {"widget.yaml", 1, 1});
    }
  }

  void check(const Article& article) {
    const auto& languages = catalog_.languages;
    if (std::find(languages.begin(), languages.end(), article.language) == languages.end()) {
      yaml::add_warning(problems_, article.at,
                        "the article's language '" + article.language + "' is none of the bot's");
    }
  }

 private:
  void expect(const std::string& name, const std::vector<std::string>& known,
              const std::string& what, const SourceSpan& at) {
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    yaml::add_error(problems_, at,
                    "there is no " + what + " '" + name + "'" + yaml::did_you_mean(name, known));
  }

  void warn_of_draft(const ArticleReference& reference) {
    std::size_t all = 0;
    std::size_t drafts = 0;
    for (const auto& article : catalog_.articles) {
      if (article.id != reference.id) continue;
      ++all;
      if (article.draft) ++drafts;
    }
    if (all == 0 || drafts < all) return;
    yaml::add_warning(problems_, reference.at,
                      "the article '" + reference.id.value + "' is a draft: nobody is shown it");
  }

  void check_answer(const Variation& variation, const Intent& intent) {
    for (const auto& name : placeholders_of(variation.text)) {
      const bool is_entity = std::any_of(catalog_.entities.begin(), catalog_.entities.end(),
                                         [&](const Entity& each) { return each.name == name; });
      if (!is_entity && catalog_.variables.count(name) == 0) {
        yaml::add_error(problems_, intent.at,
                        "nothing fills {" + name +
                            "} in the answer: it is neither under 'variables' in "
                            "bot.yaml nor an entity");
      }
    }
  }

  /// An undeclared entity is fine; one that is a letter away from a declared one is a slip.
  void check_marks(const Example& example) {
    for (const auto& mark : example.marks) {
      std::vector<std::string> declared;
      for (const auto& entity : catalog_.entities) {
        const bool implied = entity.at.file == example.at.file && entity.at.line == example.at.line;
        if (!implied && entity.name != mark.entity) declared.push_back(entity.name);
        if (!implied && entity.name == mark.entity) return;
      }
      const std::string meant = yaml::nearest(mark.entity, declared);
      if (!meant.empty()) {
        yaml::add_warning(problems_, example.at,
                          "'" + mark.entity + "' is a new entity; did you mean '" + meant + "'?");
      }
    }
  }

  const Catalog& catalog_;
  std::vector<Problem>& problems_;
  const std::vector<std::string>& sources_;
  std::vector<std::string> intents_, flows_, teams_, skills_, articles_;
};

}  // namespace

std::vector<std::string> placeholders_of(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t i = text.find('{'); i != std::string::npos; i = text.find('{', i + 1)) {
    const std::size_t end = text.find('}', i);
    if (end == std::string::npos) break;
    const std::string name = text.substr(i + 1, end - i - 1);
    const bool is_name =
        !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
          return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_';
        });
    if (is_name) names.push_back(name);
  }
  return names;
}

std::string source_in(const ArticleId& id) {
  const auto colon = id.value.find(':');
  return colon == std::string::npos ? "" : id.value.substr(0, colon);
}

std::vector<Problem> check_references(const Catalog& catalog,
                                      const std::vector<std::string>& sources) {
  std::vector<Problem> problems;
  Checker checker(catalog, sources, problems);
  for (const auto& intent : catalog.intents) checker.check(intent);
  for (const auto& article : catalog.articles) checker.check(article);
  checker.check(catalog.widget);
  for (const auto& flow : catalog.flows) check_flow(flow, catalog, problems);
  check_toolbox(catalog, problems);
  sort_by_place(problems);
  return problems;
}

}  // namespace frontdesk
