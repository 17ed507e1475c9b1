// SPDX-License-Identifier: MIT
// Asking a YAML tree for values, and complaining where it holds others. Declared in yaml.h.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "content/yaml.h"

namespace frontdesk::yaml {
namespace {

/// How many letters differ, a swap of neighbours being one (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1] ? 1U : 0U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string found(const Node& node) { return std::string(", found ") + name_of(node.kind); }

std::string shown(double number) {
  if (number == std::floor(number) && std::abs(number) < 1e15) {
    return std::to_string(static_cast<long long>(number));
  }
  std::string text = std::to_string(number);
  return text.erase(text.find_last_not_of('0') + 1);
}

}  // namespace

void add_error(Problems& problems, const SourceSpan& at, std::string text) {
  problems.push_back({Problem::Severity::error, at, std::move(text)});
}

void add_warning(Problems& problems, const SourceSpan& at, std::string text) {
  problems.push_back({Problem::Severity::warning, at, std::move(text)});
}

const char* name_of(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::empty: return "nothing";
    case Node::Kind::text: return "a text";
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map";
  }
  return "nothing";
}

std::string text_of(const Node& node, const std::string& what, Problems& problems) {
  if (node.is_text()) return node.text;
  add_error(problems, node.at, "expected " + what + found(node));
  return {};
}

std::vector<std::string> texts_of(const Node& node, const std::string& what, Problems& problems) {
  std::vector<std::string> texts;
  if (node.is_text()) {
    texts.push_back(node.text);
  } else if (node.is_list()) {
    for (const auto& item : node.items) {
      if (item.is_text()) {
        texts.push_back(item.text);
      } else {
        add_error(problems, item.at,
                  "expected " + what + ": a list of texts" + found(item) + " in it");
      }
    }
  } else if (node.is_map()) {
    add_error(problems, node.at, "expected " + what + ": a list of texts" + found(node));
  }
  return texts;
}

bool flag_of(const Node& node, bool fallback, Problems& problems) {
  if (node.is_text() && !node.quoted && node.text == "true") return true;
  if (node.is_text() && !node.quoted && node.text == "false") return false;
  add_error(problems, node.at,
            "expected true or false, found " +
                (node.is_text() ? "'" + node.text + "'" : std::string(name_of(node.kind))));
  return fallback;
}

long long whole_of(const Node& node, long long fallback, long long least, long long most,
                   Problems& problems) {
  long long value = 0;
  const char* begin = node.text.data();
  const char* end = begin + node.text.size();
  const auto read = std::from_chars(begin, end, value);
  if (node.is_text() && read.ec == std::errc{} && read.ptr == end && value >= least &&
      value <= most) {
    return value;
  }
  add_error(problems, node.at,
            "expected a whole number from " + std::to_string(least) + " to " +
                std::to_string(most) + ", found " +
                (node.is_text() ? "'" + node.text + "'" : std::string(name_of(node.kind))));
  return fallback;
}

double number_of(const Node& node, double fallback, double least, double most, Problems& problems) {
  double value = 0;
  const char* begin = node.text.data();
  const char* end = begin + node.text.size();
  const auto read = std::from_chars(begin, end, value);
  // Written so that "nan" is out of every bound.
  if (node.is_text() && read.ec == std::errc{} && read.ptr == end && value >= least &&
      value <= most) {
    return value;
  }
  add_error(problems, node.at,
            "expected a number from " + shown(least) + " to " + shown(most) + ", found " +
                (node.is_text() ? "'" + node.text + "'" : std::string(name_of(node.kind))));
  return fallback;
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() > 64) return {};
  const std::size_t allowed = word.size() <= 3 ? 1 : word.size() <= 6 ? 2 : 3;
  std::string best;
  std::size_t least = allowed + 1;
  for (const auto& each : known) {
    if (each.size() > 64) continue;
    const std::size_t steps = distance(word, each);
    if (steps < least && steps < each.size()) {
      least = steps;
      best = each;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string meant = nearest(word, known);
  return meant.empty() ? "" : ", did you mean '" + meant + "'?";
}

Fields::Fields(const Node& node, std::string what, Problems& problems)
    : node_(node), what_(std::move(what)), problems_(problems) {
  if (!node.is_map()) add_error(problems, node.at, "expected " + what_ + ": a map" + found(node));
}

const Node* Fields::get(const std::string& key) {
  asked_.push_back(key);
  return node_.find(key);
}

const Node* Fields::required(const std::string& key) {
  const Node* value = get(key);
  if (value == nullptr && node_.is_map()) {
    add_error(problems_, node_.at, what_ + " needs '" + key + "'");
  }
  return value;
}

std::string Fields::text(const std::string& key, std::string fallback) {
  const Node* value = get(key);
  return value == nullptr ? std::move(fallback)
                          : text_of(*value, "a text for '" + key + "'", problems_);
}

std::string Fields::required_text(const std::string& key) {
  const Node* value = required(key);
  if (value == nullptr) return {};
  std::string text = text_of(*value, "a text for '" + key + "'", problems_);
  if (value->is_text() && text.empty()) {
    add_error(problems_, value->at, "'" + key + "' is an empty text");
  }
  return text;
}

std::vector<std::string> Fields::texts(const std::string& key) {
  const Node* value = get(key);
  return value == nullptr ? std::vector<std::string>{}
                          : texts_of(*value, "'" + key + "'", problems_);
}

bool Fields::flag(const std::string& key, bool fallback) {
  const Node* value = get(key);
  return value == nullptr ? fallback : flag_of(*value, fallback, problems_);
}

long long Fields::whole(const std::string& key, long long fallback, long long least,
                        long long most) {
  const Node* value = get(key);
  return value == nullptr ? fallback : whole_of(*value, fallback, least, most, problems_);
}

double Fields::number(const std::string& key, double fallback, double least, double most) {
  const Node* value = get(key);
  return value == nullptr ? fallback : number_of(*value, fallback, least, most, problems_);
}

std::string Fields::one_of(const std::string& key, std::string fallback,
                           const std::vector<std::string>& allowed) {
  const Node* value = get(key);
  if (value == nullptr) return fallback;
  std::string text = text_of(*value, "a text for '" + key + "'", problems_);
  if (!value->is_text() || std::find(allowed.begin(), allowed.end(), text) != allowed.end()) {
    return value->is_text() ? text : fallback;
  }
  std::string list;
  for (const auto& each : allowed) list += (list.empty() ? "" : ", ") + each;
  add_error(problems_, value->at,
            "'" + text + "' is none of " + list + did_you_mean(text, allowed));
  return fallback;
}

SourceSpan Fields::key_at(const std::string& key) const {
  for (const auto& entry : node_.entries) {
    if (entry.key == key) return entry.key_at;
  }
  return node_.at;
}

void Fields::finish() {
  for (const auto& entry : node_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    add_error(problems_, entry.key_at,
              "unknown key '" + entry.key + "' in " + what_ + did_you_mean(entry.key, asked_));
  }
}

}  // namespace frontdesk::yaml
