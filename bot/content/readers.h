// SPDX-License-Identifier: MIT
#pragma once
// One function for each kind of file, and what they share. Inside content only; others see
// loader.h.
//
// Each takes the tree of one file and adds what it could read to the catalog and what was wrong to
// the problems. None of them looks at another file: see references.h for that.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "content/yaml.h"
#include "core/catalog.h"
#include "core/settings.h"

namespace frontdesk {

/// What is being filled, and what the readers may know.
struct Reading {
  Catalog& catalog;  // languages and variables are already set
  yaml::Problems& problems;
  const Settings& settings;
  Time now;  // for review dates and office hours
};

void read_intent(const yaml::Node& root, Reading& reading);
void read_flow(const yaml::Node& root, Reading& reading);
void read_desk(const yaml::Node& root, Reading& reading);
/// The tags, replies and macros of desk.yaml; its teams are read already. In toolbox.cc.
void read_toolbox(yaml::Fields& fields, Reading& reading);
/// What a folder without desk.yaml has: one team "main" that is always open.
void add_default_team(Reading& reading);
/// The team's `routing`, `answer_within`, `fallback` and `forwards_to`; desk.routing where it names no
/// method. In desk_routing.cc.
void read_team_routing(yaml::Fields& fields, Team& team, Reading& reading);
/// That the teams which teams name are there. In desk_routing.cc.
void check_other_teams(Reading& reading);
/// `agents` of desk.yaml, after its teams. In desk_routing.cc.
void read_agents(yaml::Fields& desk, Reading& reading);
void read_widget(const yaml::Node& root, Reading& reading);
void read_synonyms(const yaml::Node& root, Reading& reading);
void read_entities(const yaml::Node& root, Reading& reading);
void read_out_of_scope(const yaml::Node& root, Reading& reading);
void read_phrases(const yaml::Node& root, Reading& reading);

// ---- Shared
// -----------------------------------------------------------------------------------------

/// A text in each language: a map of languages, or one text that stands for all of the bot's.
LocalText read_local_text(const yaml::Node& node, const std::string& what, Reading& reading);

/// The same, where each language may have a list of texts and of `{text, when}`.
std::map<std::string, std::vector<Variation>> read_variations(const yaml::Node& node,
                                                              const std::string& what,
                                                              Reading& reading);

/// Examples by language (a list or a block of "- " lines each); a list or block alone is of the
/// bot's first language. Marks are taken out of the texts.
std::vector<Example> read_examples(const yaml::Node& node, const std::string& what,
                                   Reading& reading);

/// One example: "kur [10023](order_number)", or with `[text]{"entity": "e", "value": "v"}`.
Example read_example(const std::string& text, const std::string& language, const SourceSpan& at,
                     yaml::Problems& problems);

/// "slot", "not slot", "slot == value", "slot != value", several joined by " and ".
Condition read_condition(const yaml::Node& node, yaml::Problems& problems);

/// `handoff: {team: returns}`; `handoff: true` is without a team.
TeamId read_handoff(const yaml::Node& node, yaml::Problems& problems);

/// The owner and the day of review; the day may be past, which is a warning.
std::string read_review_by(yaml::Fields& fields, Reading& reading);

/// A warning when one of the bot's languages has no text.
template <class Texts>
void warn_of_missing_languages(const Texts& texts, const SourceSpan& at, const std::string& what,
                               Reading& reading) {
  for (const auto& language : reading.catalog.languages) {
    if (texts.count(language) == 0) {
      yaml::add_warning(reading.problems, at, what + " is missing in '" + language + "'");
    }
  }
}

/// Whether a key is a language code, complaining when it is not one of the bot's.
bool check_language(const std::string& code, const SourceSpan& at, Reading& reading);

/// Whether a text can be a name: a letter or digit, then letters, digits and `_ . / + -`, at
/// most 64. Complains when not.
bool check_name(const std::string& name, const SourceSpan& at, const std::string& what,
                yaml::Problems& problems);

/// Whether every star in a text of words ends a word of two letters or more ("siunt*"). Complains when
/// not. In lexicon.cc.
bool check_stars(const std::string& words, const SourceSpan& at, yaml::Problems& problems);

/// Whether it is a day of the calendar, as YYYY-MM-DD.
bool is_date(std::string_view text);

}  // namespace frontdesk
