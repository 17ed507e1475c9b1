// SPDX-License-Identifier: MIT
// What several kinds of file have in common: texts by language, variations, conditions, names and
// days. Declared in readers.h.
#include <date/date.h>

#include <algorithm>
#include <cctype>

#include "content/readers.h"

namespace frontdesk {
namespace {

bool is_name_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

std::vector<Variation> read_variation_list(const yaml::Node& node, const std::string& what,
                                           Reading& reading) {
  std::vector<Variation> variations;
  const auto add = [&](const yaml::Node& item) {
    Variation variation;
    if (item.is_map()) {
      yaml::Fields fields(item, "a variation", reading.problems);
      variation.text = fields.required_text("text");
      if (const auto* when = fields.get("when")) {
        variation.when = read_condition(*when, reading.problems);
      }
      fields.finish();
    } else {
      variation.text = yaml::text_of(item, what + ", a text or {text, when}", reading.problems);
      if (item.is_text() && variation.text.empty()) {
        yaml::add_error(reading.problems, item.at, what + " is an empty text");
      }
    }
    if (!variation.text.empty()) variations.push_back(std::move(variation));
  };
  if (node.is_list()) {
    for (const auto& item : node.items) add(item);
    if (node.items.empty()) yaml::add_error(reading.problems, node.at, what + " is an empty list");
  } else {
    add(node);
  }
  const bool always = std::any_of(variations.begin(), variations.end(),
                                  [](const Variation& each) { return each.when.terms.empty(); });
  if (!variations.empty() && !always) {
    yaml::add_error(reading.problems, node.at,
                    what + " needs one variation without 'when', for when none of them holds");
  }
  return variations;
}

/// Whether the keys of a map are languages, and not those of one `{text, when}`.
bool is_by_language(const yaml::Node& node) {
  return node.is_map() && node.find("text") == nullptr;
}

}  // namespace

bool check_language(const std::string& code, const SourceSpan& at, Reading& reading) {
  const auto& known = reading.catalog.languages;
  if (std::find(known.begin(), known.end(), code) != known.end()) return true;
  std::string list;
  for (const auto& each : known) list += (list.empty() ? "" : ", ") + each;
  const bool is_code = code.size() == 2 && std::all_of(code.begin(), code.end(),
                                                       [](char c) { return c >= 'a' && c <= 'z'; });
  const std::string text = "'" + code + "' is none of the bot's languages (" + list + ")";
  if (is_code) {
    yaml::add_warning(reading.problems, at, text + "; add it to 'languages' in bot.yaml to use it");
  } else {
    yaml::add_error(reading.problems, at, text);
  }
  return is_code;
}

bool check_name(const std::string& name, const SourceSpan& at, const std::string& what,
                yaml::Problems& problems) {
  if (name.empty()) return false;  // somebody has complained
  const bool good = name.size() <= 64 && std::isalnum(static_cast<unsigned char>(name[0])) != 0 &&
                    std::all_of(name.begin(), name.end(), [](char c) {
                      return is_name_letter(c) || c == '/' || c == '+' || c == '-';
                    });
  if (!good) {
    yaml::add_error(problems, at,
                    "'" + name + "' cannot be the name of " + what +
                        ": letters a-z, digits and _ . / + - only, at most 64");
  }
  return good;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  const std::string copy(text);
  return date::year_month_day(date::year(std::stoi(copy.substr(0, 4))),
                              date::month(static_cast<unsigned>(std::stoi(copy.substr(5, 2)))),
                              date::day(static_cast<unsigned>(std::stoi(copy.substr(8, 2)))))
      .ok();
}

LocalText read_local_text(const yaml::Node& node, const std::string& what, Reading& reading) {
  LocalText texts;
  const auto read = [&](const yaml::Node& value) {
    std::string text = yaml::text_of(value, what + ", a text", reading.problems);
    if (value.is_text() && text.empty()) {
      yaml::add_error(reading.problems, value.at, what + " is an empty text");
    }
    return text;
  };
  if (node.is_map()) {
    for (const auto& [language, at, value] : node.entries) {
      if (!check_language(language, at, reading)) continue;
      if (std::string text = read(value); !text.empty()) texts[language] = std::move(text);
    }
  } else if (const std::string text = read(node); !text.empty()) {
    for (const auto& language : reading.catalog.languages) texts[language] = text;
  }
  return texts;
}

std::map<std::string, std::vector<Variation>> read_variations(const yaml::Node& node,
                                                              const std::string& what,
                                                              Reading& reading) {
  std::map<std::string, std::vector<Variation>> all;
  if (is_by_language(node)) {
    for (const auto& [language, at, value] : node.entries) {
      if (!check_language(language, at, reading)) continue;
      auto variations = read_variation_list(value, what, reading);
      if (!variations.empty()) all[language] = std::move(variations);
    }
  } else {
    const auto variations = read_variation_list(node, what, reading);
    if (variations.empty()) return all;
    for (const auto& language : reading.catalog.languages) all[language] = variations;
  }
  return all;
}

Condition read_condition(const yaml::Node& node, yaml::Problems& problems) {
  Condition condition;
  const std::string text = yaml::text_of(node, "a condition like 'status == shipped'", problems);
  const auto wrong = [&](const std::string& why) {
    yaml::add_error(problems, node.at,
                    why +
                        "; a condition is 'name', 'not name', 'name == value' or 'name != value', "
                        "joined by 'and'");
    return condition;
  };
  if (!node.is_text()) return condition;
  // Words, with a value in quotes being one of them.
  std::vector<std::pair<std::string, bool>> tokens;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == ' ') {
      ++i;
    } else if (text[i] == '\'' || text[i] == '"') {
      const std::size_t end = text.find(text[i], i + 1);
      if (end == std::string::npos) return wrong("a quote that never closes");
      tokens.emplace_back(text.substr(i + 1, end - i - 1), true);
      i = end + 1;
    } else if (text.compare(i, 2, "==") == 0 || text.compare(i, 2, "!=") == 0) {
      tokens.emplace_back(text.substr(i, 2), false);
      i += 2;
    } else {
      std::size_t end = i;
      while (end < text.size() && text[end] != ' ' && text.compare(end, 2, "==") != 0 &&
             text.compare(end, 2, "!=") != 0) {
        ++end;
      }
      tokens.emplace_back(text.substr(i, end - i), false);
      i = end;
    }
  }
  std::vector<Condition::Term> terms;
  std::size_t i = 0;
  const auto is_sign = [&](std::size_t at, const char* sign) {
    return at < tokens.size() && !tokens[at].second && tokens[at].first == sign;
  };
  if (tokens.empty()) return wrong("an empty condition");
  while (true) {
    Condition::Term term;
    const bool negated = is_sign(i, "not");
    if (negated) ++i;
    if (i >= tokens.size() || tokens[i].second ||
        !std::all_of(tokens[i].first.begin(), tokens[i].first.end(), is_name_letter)) {
      return wrong("expected a name" +
                   (i < tokens.size() ? ", found '" + tokens[i].first + "'" : ""));
    }
    term.name = tokens[i++].first;
    term.test = negated ? Condition::Term::Test::unset : Condition::Term::Test::set;
    if (is_sign(i, "==") || is_sign(i, "!=")) {
      if (negated) return wrong("'not' and a comparison in one");
      term.test =
          is_sign(i, "==") ? Condition::Term::Test::equal : Condition::Term::Test::not_equal;
      if (++i >= tokens.size()) return wrong("expected a value after the comparison");
      term.value = tokens[i++].first;
    }
    terms.push_back(std::move(term));
    if (i == tokens.size()) break;
    if (!is_sign(i, "and")) return wrong("expected 'and', found '" + tokens[i].first + "'");
    ++i;
  }
  condition.terms = std::move(terms);
  return condition;
}

TeamId read_handoff(const yaml::Node& node, yaml::Problems& problems) {
  if (node.is_text()) {
    if (!yaml::flag_of(node, true, problems)) {
      yaml::add_error(problems, node.at, "'handoff: false' says nothing; leave the key out");
    }
    return {};
  }
  yaml::Fields fields(node, "a handoff", problems);
  TeamId team(fields.text("team"));
  fields.finish();
  return team;
}

std::string read_review_by(yaml::Fields& fields, Reading& reading) {
  const auto* node = fields.get("review_by");
  if (node == nullptr) return {};
  const std::string text = yaml::text_of(*node, "a day as YYYY-MM-DD", reading.problems);
  if (!node->is_text()) return {};
  if (!is_date(text)) {
    yaml::add_error(reading.problems, node->at,
                    "expected a day as YYYY-MM-DD, found '" + text + "'");
    return {};
  }
  if (text < date::format("%F", date::floor<date::days>(reading.now))) {
    yaml::add_warning(reading.problems, node->at,
                      "was to be reviewed by " + text + "; that day is past");
  }
  return text;
}

}  // namespace frontdesk
