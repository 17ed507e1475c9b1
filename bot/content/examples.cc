// SPDX-License-Identifier: MIT
// Sentences that visitors might say, with their marks. The forms are Rasa's, so that people's data
// can be used as it is. Declared in readers.h.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "content/readers.h"

#include "core/ascii.h"

namespace frontdesk {
namespace {

/// Reads `{"entity": "e", "value": "v"}`: an object of texts, and no more of JSON than that. `i`
/// stands on the brace, and after it when the object was good.
std::optional<std::map<std::string, std::string>> read_object(const std::string& text,
                                                              std::size_t& i) {
  std::size_t at = i + 1;
  const auto skip = [&] {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  };
  const auto take = [&](char sign) {
    skip();
    if (at >= text.size() || text[at] != sign) return false;
    ++at;
    return true;
  };
  const auto read_text = [&]() -> std::optional<std::string> {
    if (!take('"')) return std::nullopt;
    std::string out;
    while (at < text.size() && text[at] != '"') {
      if (text[at] == '\\') {
        // Of the escapes only the two signs that need one are of use in a value.
        if (at + 1 >= text.size() || (text[at + 1] != '"' && text[at + 1] != '\\'))
          return std::nullopt;
        ++at;
      }
      out += text[at++];
    }
    if (at >= text.size()) return std::nullopt;
    ++at;
    return out;
  };
  std::map<std::string, std::string> object;
  do {
    const auto key = read_text();
    if (!key || !take(':')) return std::nullopt;
    const auto value = read_text();
    if (!value || !object.emplace(*key, *value).second) return std::nullopt;
  } while (take(','));
  if (!take('}')) return std::nullopt;
  i = at;
  return object;
}

void read_list(const yaml::Node& node, const std::string& language, const std::string& what,
               Reading& reading, std::vector<Example>& examples) {
  const auto add = [&](const std::string& text, const SourceSpan& at) {
    Example example = read_example(text, language, at, reading.problems);
    if (example.text.empty()) {
      yaml::add_error(reading.problems, at, "an empty text in " + what);
    } else {
      examples.push_back(std::move(example));
    }
  };
  if (node.is_list()) {
    for (const auto& item : node.items) {
      if (item.is_text()) {
        add(item.text, item.at);
      } else {
        yaml::add_error(
            reading.problems, item.at,
            std::string("expected a text in ") + what + ", found " + yaml::name_of(item.kind) +
                (item.is_map() || item.is_list()
                     ? "; put quotes around a text that holds ': ' or begins with '[' or '{'"
                     : ""));
      }
    }
  } else if (node.is_text() && node.block_line > 0) {
    for (const auto& line : yaml::lines_of(node)) {
      if (line.text[0] != '-' || (line.text.size() > 1 && line.text[1] != ' ')) {
        yaml::add_error(reading.problems, line.at, "expected '- ' and a text, as in a list");
      } else {
        add(std::string(trimmed(std::string_view(line.text).substr(1))), line.at);
      }
    }
  } else {
    yaml::add_error(reading.problems, node.at,
                    "expected " + what + ": a list of texts, or lines after '|', found " +
                        yaml::name_of(node.kind));
  }
}

}  // namespace

Example read_example(const std::string& text, const std::string& language, const SourceSpan& at,
                     yaml::Problems& problems) {
  Example example;
  example.language = language;
  example.at = at;
  const auto wrong = [&](const std::string& why) {
    yaml::add_error(
        problems, at,
        why + "; a mark is [text](entity) or [text]{\"entity\": \"e\", \"value\": \"v\"}");
  };
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t close = text[i] == '[' ? text.find(']', i) : std::string::npos;
    if (text[i] == '[' && (close == std::string::npos || text.find('[', i + 1) < close)) {
      wrong("a '[' of a mark without its ']'");
      break;
    }
    if (text[i] == ']' && i + 1 < text.size() && (text[i + 1] == '(' || text[i + 1] == '{')) {
      wrong("a ']' of a mark without its '['");
      break;
    }
    const char sign = close != std::string::npos && close + 1 < text.size() ? text[close + 1] : ' ';
    if (sign != '(' && sign != '{') {
      example.text += text[i++];
      continue;
    }
    const std::string marked = text.substr(i + 1, close - i - 1);
    EntityMark mark;
    mark.value = marked;
    std::size_t next = close + 1;
    if (sign == '(') {
      const std::size_t end = text.find(')', next);
      if (end == std::string::npos) {
        wrong("a '(' of a mark without its ')'");
        break;
      }
      mark.entity = trimmed(std::string_view(text).substr(next + 1, end - next - 1));
      // Rasa 1's short form: [Vilniuje](city:Vilnius).
      if (const std::size_t colon = mark.entity.find(':'); colon != std::string::npos) {
        mark.value = mark.entity.substr(colon + 1);
        mark.entity.resize(colon);
      }
      next = end + 1;
    } else {
      const auto object = read_object(text, next);
      if (!object || object->count("entity") == 0) {
        wrong("braces of a mark that cannot be read");
        break;
      }
      for (const auto& [key, value] : *object) {
        if (key == "entity") {
          mark.entity = value;
        } else if (key == "value") {
          mark.value = value;
        } else if (key == "role") {
          mark.role = value;
          check_name(value, at, "a role", problems);
        } else if (key == "group") {
          yaml::add_warning(problems, at, "'" + key + "' of a mark is not used");
        } else {
          wrong("unknown key '" + key + "' in a mark");
        }
      }
    }
    if (marked.empty() || mark.entity.empty()) {
      wrong("a mark without a text or without an entity");
      break;
    }
    check_name(mark.entity, at, "an entity", problems);
    mark.begin = example.text.size();
    example.text += marked;
    mark.end = example.text.size();
    example.marks.push_back(std::move(mark));
    i = next;
  }
  const std::size_t before = example.text.find_first_not_of(" \t\r\n");
  if (before == std::string::npos) {
    example.text.clear();
    example.marks.clear();
  } else {
    example.text = std::string(trimmed(example.text));
    for (auto& mark : example.marks) {
      // A mark may hold the white space that was cut off: keep it inside the text.
      mark.begin = std::max(mark.begin, before) - before;
      mark.end = std::min(mark.end - before, example.text.size());
    }
  }
  return example;
}

std::vector<Example> read_examples(const yaml::Node& node, const std::string& what,
                                   Reading& reading) {
  std::vector<Example> examples;
  if (node.is_map()) {
    for (const auto& [language, at, value] : node.entries) {
      if (check_language(language, at, reading)) {
        read_list(value, language, what, reading, examples);
      }
    }
  } else {
    read_list(node, reading.catalog.languages.front(), what, reading, examples);
  }
  return examples;
}

void read_out_of_scope(const yaml::Node& root, Reading& reading) {
  yaml::Fields fields(root, "out_of_scope.yaml", reading.problems);
  if (const auto* node = fields.required("out_of_scope")) {
    auto examples = read_examples(*node, "'out_of_scope'", reading);
    std::move(examples.begin(), examples.end(), std::back_inserter(reading.catalog.out_of_scope));
  }
  fields.finish();
}

}  // namespace frontdesk
