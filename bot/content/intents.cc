// SPDX-License-Identifier: MIT
// An intent's file. Declared in readers.h.
#include <algorithm>

#include "content/readers.h"

namespace frontdesk {
namespace {

void read_rules(const yaml::Node& node, Intent& intent, Reading& reading) {
  if (!node.is_list()) {
    yaml::add_error(
        reading.problems, node.at,
        std::string("expected 'rules': a list of {id, lang, pattern, unless, priority}, "
                    "found ") +
            yaml::name_of(node.kind));
    return;
  }
  for (const auto& item : node.items) {
    yaml::Fields fields(item, "a rule", reading.problems);
    Rule rule;
    rule.at = item.at;
    rule.intent = intent.name;
    rule.id = fields.text("id", intent.name + "." + std::to_string(intent.rules.size() + 1));
    rule.language = fields.text("lang");
    if (!rule.language.empty()) check_language(rule.language, fields.key_at("lang"), reading);
    rule.pattern = fields.required_text("pattern");
    rule.unless = fields.text("unless");
    rule.priority = static_cast<int>(fields.whole("priority", 0, -1000, 1000));
    fields.finish();
    if (!rule.pattern.empty()) intent.rules.push_back(std::move(rule));
  }
}

void read_tests(const yaml::Node& node, Intent& intent, Reading& reading) {
  if (!node.is_list()) {
    yaml::add_error(reading.problems, node.at,
                    std::string("expected 'tests': a list of {say, lang, expect}, found ") +
                        yaml::name_of(node.kind));
    return;
  }
  for (const auto& item : node.items) {
    yaml::Fields fields(item, "a test", reading.problems);
    IntentTest test;
    test.at = item.at;
    test.say = fields.required_text("say");
    test.language = fields.text("lang", reading.catalog.languages.front());
    check_language(test.language, fields.key_at("lang"), reading);
    test.expect = fields.text("expect", intent.name);
    fields.finish();
    if (!test.say.empty()) intent.tests.push_back(std::move(test));
  }
}

/// Exactly one of answer, flow, articles, handoff.
void read_reaction(yaml::Fields& fields, Intent& intent, Reading& reading) {
  std::string found;
  const auto count = [&](const char* key) {
    if (!found.empty()) {
      yaml::add_error(reading.problems, fields.key_at(key),
                      "an intent has one reaction, this one has '" + found + "' and '" + key + "'");
    }
    found = key;
  };
  if (const auto* node = fields.get("answer")) {
    count("answer");
    intent.answer = read_variations(*node, "'answer'", reading);
    if (!intent.answer.empty()) {
      warn_of_missing_languages(intent.answer, fields.key_at("answer"), "the answer", reading);
    }
  }
  if (fields.get("flow") != nullptr) {
    count("flow");
    intent.flow = FlowId(fields.required_text("flow"));
  }
  if (const auto* node = fields.get("articles")) {
    count("articles");
    const auto add = [&](const yaml::Node& item) {
      for (auto& id : yaml::texts_of(item, "'articles'", reading.problems)) {
        intent.articles.push_back({ArticleId(std::move(id)), item.at});
      }
    };
    if (node->is_list()) {
      std::for_each(node->items.begin(), node->items.end(), add);
    } else {
      add(*node);
    }
    if (intent.articles.empty() && !node->is_map()) {
      yaml::add_error(reading.problems, fields.key_at("articles"), "'articles' names no article");
    }
  }
  if (const auto* node = fields.get("handoff")) {
    count("handoff");
    intent.handoff = true;
    intent.handoff_team = read_handoff(*node, reading.problems);
  }
  if (found.empty()) {
    yaml::add_error(reading.problems, intent.at,
                    "an intent needs one of 'answer', 'flow', 'articles' or 'handoff'");
  }
}

void read_label(yaml::Fields& fields, Intent& intent, Reading& reading) {
  const auto* node = fields.get("label");
  if (node != nullptr) intent.label = read_local_text(*node, "'label'", reading);
  warn_of_missing_languages(intent.label, fields.key_at("label"), "the label", reading);
  if (intent.label.empty()) {
    // Better a name that reads as words than nothing on the button.
    std::string words = intent.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    for (const auto& language : reading.catalog.languages) intent.label[language] = words;
  }
}

void check_examples_exist(const Intent& intent, yaml::Fields& fields, Reading& reading) {
  if (intent.examples.empty() && intent.rules.empty()) {
    yaml::add_error(reading.problems, intent.at,
                    "an intent without examples and without rules: nobody can ever mean it");
    return;
  }
  for (const auto& language : reading.catalog.languages) {
    const bool has = std::any_of(intent.examples.begin(), intent.examples.end(),
                                 [&](const Example& each) { return each.language == language; });
    if (!has) {
      yaml::add_warning(reading.problems, fields.key_at("examples"),
                        "no examples in '" + language + "'");
    }
  }
}

}  // namespace

void read_intent(const yaml::Node& root, Reading& reading) {
  yaml::Fields fields(root, "an intent", reading.problems);
  Intent intent;
  intent.name = fields.required_text("intent");
  const auto* name = root.find("intent");
  intent.at = name == nullptr ? root.at : name->at;
  check_name(intent.name, intent.at, "an intent", reading.problems);
  if (intent.name == "none" || intent.name == "oos") {
    yaml::add_error(reading.problems, intent.at,
                    "'" + intent.name + "' stands for no intent at all; choose another name");
  }
  read_label(fields, intent, reading);
  if (const auto* node = fields.get("examples")) {
    intent.examples = read_examples(*node, "'examples'", reading);
  }
  if (const auto* node = fields.get("counter_examples")) {
    intent.counter_examples = read_examples(*node, "'counter_examples'", reading);
  }
  if (const auto* node = fields.get("rules")) read_rules(*node, intent, reading);
  check_examples_exist(intent, fields, reading);
  read_reaction(fields, intent, reading);
  intent.safe_while_waiting = fields.flag("safe_while_waiting", false);
  if (intent.safe_while_waiting && (intent.handoff || !intent.flow.empty())) {
    yaml::add_warning(reading.problems, fields.key_at("safe_while_waiting"),
                      "does nothing here: who waits is given words or articles, never a " +
                          std::string(intent.handoff ? "handoff" : "flow"));
  }
  intent.smalltalk = fields.flag("smalltalk", false);
  for (auto& flow : fields.texts("only_in")) intent.only_in.emplace_back(std::move(flow));
  if (intent.only_in.empty() && root.find("only_in") != nullptr) {
    yaml::add_error(reading.problems, fields.key_at("only_in"), "'only_in' names no flow");
  }
  intent.quick_replies = fields.texts("quick_replies");
  if (const auto* node = fields.get("tests")) read_tests(*node, intent, reading);
  intent.owner = fields.text("owner");
  intent.skill = fields.text("skill");
  intent.review_by = read_review_by(fields, reading);
  fields.finish();

  const auto& others = reading.catalog.intents;
  const auto twin = std::find_if(others.begin(), others.end(),
                                 [&](const Intent& each) { return each.name == intent.name; });
  if (twin != others.end()) {
    yaml::add_error(reading.problems, intent.at,
                    "the intent '" + intent.name + "' stands twice, first in " + twin->at.file +
                        ":" + std::to_string(twin->at.line));
  } else if (!intent.name.empty()) {
    reading.catalog.intents.push_back(std::move(intent));
  }
}

}  // namespace frontdesk
