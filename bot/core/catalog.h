// SPDX-License-Identifier: MIT
#pragma once
// What authors wrote, as values: intents, rules, entities, flows, articles, teams, the widget's words.
//
// content/ makes one Catalog from a folder and says everything that is wrong with it; nobody changes it
// afterwards. Every value carries its SourceSpan, so that any later complaint can name a file and a line.
// Texts are UTF-8 in NFC. Languages are ISO 639-1 codes ("lt", "en").

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/ids.h"
#include "core/local_text.h"
#include "core/routing_rules.h"
#include "core/toolbox.h"

namespace frontdesk {

/// Something wrong, likely wrong, or worth knowing of what an author wrote: "FILE:LINE:COLUMN: error: text".
struct Problem {
  enum class Severity { error, warning, note };
  Severity severity = Severity::error;
  SourceSpan at;
  std::string text;  // what is wrong and what was expected
};

/// A marked part of an example: `[10023](order_number)`. Byte offsets into Example::text.
struct EntityMark {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string entity;
  std::string value;      // what it stands for: the text itself unless the author said otherwise
  std::string role = {};  // which of several values of one entity it is: "from"; or empty
};

/// Something a visitor might say.
struct Example {
  std::string text;  // without marks
  std::string language;
  std::vector<EntityMark> marks;
  SourceSpan at;
};

/// A pattern that decides an intent before any classifier is asked. Matched on folded text (see
/// nlu/normalise.h). Of several that match, the highest priority wins, then the first in file order.
struct Rule {
  std::string id;
  std::string language;  // empty: any
  std::string pattern;   // RE2
  std::string unless;    // RE2 that vetoes, or empty
  int priority = 0;
  std::string intent;
  SourceSpan at;
};

/// `slot`, `slot == value` or `slot != value`, several joined by "and". Names are slots and attributes of
/// the conversation. An unset name is the empty text.
struct Condition {
  struct Term {
    std::string name;
    enum class Test { set, unset, equal, not_equal } test = Test::set;
    std::string value;
  };
  std::vector<Term> terms;  // empty: always true
};

/// One way to say an answer. The first whose condition holds is used; among several without a condition
/// one is picked by a hash of conversation and sequence.
struct Variation {
  std::string text;
  Condition when;
};

/// A content test of one sentence.
struct IntentTest {
  std::string say;
  std::string language;
  std::string expect;  // intent name, or "none"
  SourceSpan at;
};

/// An article that an intent shows: of the content, or "SOURCE:ID" of a source.
struct ArticleReference {
  ArticleId id;
  SourceSpan at;
};

/// What a visitor may want, and what the bot does about it: exactly one of answer, flow, articles, handoff.
struct Intent {
  std::string name;
  LocalText label;
  std::vector<Example> examples;
  std::vector<Example> counter_examples;  // look alike, mean something else
  std::vector<Rule> rules;
  std::map<std::string, std::vector<Variation>> answer;  // language -> variations
  FlowId flow;
  std::vector<ArticleReference> articles;
  bool handoff = false;
  TeamId handoff_team;
  bool safe_while_waiting = false;
  bool smalltalk = false;  // a greeting, thanks: gives way to whatever else a message says
  std::vector<FlowId>
      only_in;  // possible only while one of these flows is in progress; empty: always
  std::vector<std::string> quick_replies;  // intents offered under the answer
  std::vector<IntentTest> tests;
  std::string owner;
  std::string review_by;  // YYYY-MM-DD or empty
  SourceSpan at;
  std::string skill = {};  // what a person should know who takes it over, or empty
};

/// A kind of value that can be read out of a sentence: by pattern, by list, or by marks in examples.
struct Entity {
  std::string name;
  LocalText label;
  std::string pattern;  // RE2, matched on folded text; empty when there is none
  std::string
      check;  // "", "email", "phone", "iban", "date", "amount": a further test of what matched
  std::map<std::string, std::vector<std::string>> values;  // value -> ways to say it (synonyms)
  SourceSpan at;
  std::vector<Example> examples = {};  // what a pattern or check must read, each as a whole
};

/// Words that mean the same to the classifier. A word that ends in '*' is a beginning ("siunt*"); another
/// stands for itself and, from five letters on, for the same word with another ending. A text of several
/// words means these words in a row.
struct Concept {
  std::string name;
  std::vector<std::string> words;
};

/// What a flow asks for.
struct Slot {
  std::string name;
  std::string type;  // an entity's name, or "text", "choice", "yes_no"
  LocalText label;
  std::vector<std::pair<std::string, LocalText>> choices;  // value, label; for type "choice"
  SourceSpan at;
};

/// A call to a shop's API. `{name}` in url and body stands for a slot or a setting under `variables`.
struct CallTemplate {
  std::string method;
  std::string url;
  std::map<std::string, std::string> body;
  std::map<std::string, std::string> save;  // slot -> JSON pointer
  std::chrono::milliseconds timeout{5000};
};

/// One step of a flow. Steps follow each other in file order unless a field names another.
struct Step {
  enum class Kind { ask, say, branch, call, confirm, handoff, go_to, end };
  struct Branch {
    Condition when;  // no terms: otherwise
    StepId to;
  };
  StepId id;
  Kind kind = Kind::say;
  std::map<std::string, std::vector<Variation>> text;  // say, ask, confirm: language -> variations
  std::string slot;                                    // ask
  int attempts = 2;                                    // ask: refused answers until `otherwise`
  StepId otherwise;              // ask: where to after too many; empty: a person
  StepId yes;                    // confirm; empty: the next step
  StepId no;                     // confirm; empty: the end
  std::vector<Branch> branches;  // branch
  CallTemplate call;             // call
  StepId error;                  // call: where to when it fails; empty: a person
  StepId to;                     // goto
  TeamId team;                   // handoff
  SourceSpan at;
  // ask, confirm: the intents that may interrupt the question, beside asking for a person; none
  // written: every intent
  std::optional<std::vector<std::string>> interrupt = {};
};

/// A guided conversation.
struct Flow {
  FlowId id;
  LocalText label;
  std::vector<Slot> slots;
  std::vector<Step> steps;
  SourceSpan at;

  /// The step of that name, or null.
  [[nodiscard]] const Step* find(const StepId& id) const;
  /// The step after that one in file order, or null.
  [[nodiscard]] const Step* after(const StepId& id) const;
  [[nodiscard]] const Slot* find_slot(const std::string& name) const;
};

/// An article of the knowledge base, as clean text. One value a language.
struct Article {
  ArticleId id;
  std::string language;
  std::string title;
  std::vector<std::string> questions;  // other ways to ask for it; searched as its title is
  std::vector<std::string> tags;
  std::vector<std::string> pages;  // address prefixes where it is offered
  std::string body;                // Markdown
  std::string url;                 // where a visitor reads it; empty: in the widget
  std::string review_by;           // YYYY-MM-DD or empty
  std::string reviewed;  // the day it was last looked over, or last changed at its source; or empty
  bool draft = false;
  SourceSpan at;
};

/// A half-open span of time.
struct TimeSpan {
  Time from;
  Time to;
};

/// How far a place's clocks are ahead of UTC from some moment on.
struct ClockOffset {
  Time from;
  std::chrono::minutes ahead{0};
};

/// People who answer. Office hours are already spans of UTC, computed with the time zone's rules when the
/// content was loaded, for at least 400 days.
struct Team {
  TeamId id;
  LocalText label;
  std::vector<TimeSpan> open;  // sorted, disjoint; empty with always_open
  bool always_open = false;
  LocalText hours_text;  // as visitors read it
  std::vector<std::string> languages;
  std::vector<std::string> skills;  // that its agents may have
  SourceSpan at;
  RoutingRules routing = {};
  std::chrono::seconds answer_within{0};  // what visitors are promised; 0: nothing
  TeamId fallback = {};  // is called in its place while it is closed and that one is open; or empty
  std::optional<std::vector<TeamId>> forwards_to = {};  // its agents may; nothing: to every team

  [[nodiscard]] bool is_open(Time time) const;
  /// By when it answers what it is asked at `asked`: `answer_within` of the time in which it is open.
  /// Nothing where nothing is promised, or the hours are not known so far ahead.
  [[nodiscard]] std::optional<Time> answers_by(Time asked) const;
  [[nodiscard]] bool may_forward_to(const TeamId& team) const;
  /// When it opens next at or after `time`, if known.
  [[nodiscard]] std::optional<Time> opens_at(Time time) const;
};

/// What desk.yaml says of an agent, by the name of his account. One who is not in it serves every team in
/// every language.
struct DeskAgent {
  std::string name;
  std::set<std::string> teams;      // ids; empty: every team
  std::set<std::string> languages;  // empty: every language
  std::set<std::string> skills;
  std::optional<int> capacity;  // conversations at once; nothing: as he sets it himself
  SourceSpan at;
};

/// The colours of one theme that a brand colour decides, each "#RRGGBB", safe to read on.
struct BrandColours {
  std::string accent;
  std::string on_accent;
  std::string link;
  std::string accent_soft;
};

/// What the widget needs to know before there is a conversation.
struct WidgetSettings {
  std::string name;
  std::string brand;   // "#RRGGBB", as the author wrote it
  BrandColours light;  // derived from it
  BrandColours dark;
  LocalText greeting;
  std::vector<std::string> starters;  // intents offered with the greeting
  std::string email;
  std::string privacy_url;
  std::string side = "right";
  std::string mode = "neutral";  // or "self_service" or "ask_first": what a visitor is led to first
  int retention_days = 365;
};

/// A sentence that the bot says of itself ("I am calling a person"), by name; see content/phrases.h for the
/// names and their default words.
using Phrases = std::map<std::string, LocalText>;

/// The name of the intent by which visitors ask for a person. Authors fill it; the program knows it.
inline constexpr char kAskForPerson[] = "human_agent";

/// All of it. One content folder is one Catalog is one bot.
struct Catalog {
  std::vector<std::string> languages;  // of the bot, the first is the default
  std::vector<Intent> intents;         // sorted by name
  std::vector<Entity> entities;
  std::vector<Flow> flows;
  std::vector<Article> articles;
  std::vector<Team> teams;
  std::vector<DeskAgent> agents;
  std::vector<ClockOffset> clock;  // of the first team that names a zone; by time; empty: UTC
  std::vector<std::vector<std::string>>
      synonyms;                       // groups of words that mean the same; stars as in Concept
  std::vector<Example> out_of_scope;  // sentences that no intent is for
  std::map<std::string, std::string> variables;  // for {name} in texts and calls
  WidgetSettings widget;
  Phrases phrases;
  Toolbox toolbox;
  std::string version;  // hash of the files

  [[nodiscard]] const Intent* find_intent(const std::string& name) const;
  [[nodiscard]] const Flow* find_flow(const FlowId& id) const;
  /// The day that it is at `time` where the shop is.
  [[nodiscard]] std::chrono::sys_days day_at(Time time) const;
  [[nodiscard]] const Team* find_team(const TeamId& id) const;
  /// The team of that id, else the first: it gets what names no team. Null without teams.
  [[nodiscard]] const Team* team_for(const TeamId& id) const;
  /// The same, or the first open one of its fallbacks while it is closed itself. With none open, itself.
  [[nodiscard]] const Team* open_team_for(const TeamId& id, Time time) const;
  /// What desk.yaml says of the account of that name, or null.
  [[nodiscard]] const DeskAgent* find_agent(const std::string& name) const;
};

}  // namespace frontdesk
