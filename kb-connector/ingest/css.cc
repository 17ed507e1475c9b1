// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/css.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "core/ascii.h"

namespace frontdesk {
namespace {

constexpr int kNestedBlocks = 4;
constexpr std::size_t kSelectorsOfRule = 50;
constexpr std::size_t kClassesOfSelector = 8;

bool is_css_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

/// Where a string that begins at `at` ends; a line's end ends it too.
std::size_t after_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != quote && text[at] != '\n'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

/// The text without comments and without the marks of HTML's around old sheets.
std::string without_comments(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    if (rest.starts_with("/*")) {
      const auto end = text.find("*/", at + 2);
      at = end == std::string_view::npos ? text.size() : end + 2;
    } else if (rest.starts_with("<!--")) {
      at += 4;
    } else if (rest.starts_with("-->")) {
      at += 3;
    } else if (text[at] == '"' || text[at] == '\'') {
      const auto end = after_string(text, at);
      out += text.substr(at, end - at);
      at = end;
    } else if (text[at] == '\\' && at + 1 < text.size()) {
      out += text.substr(at, 2);
      at += 2;
    } else {
      out += text[at++];
    }
  }
  return out;
}

/// Names and words with their escapes read: "\64 isplay" is "display".
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    std::uint32_t code = 0;
    std::size_t digits = 0;
    while (digits < 6 && at + 1 < text.size() && hex_value(text[at + 1]) >= 0) {
      code = code * 16 + static_cast<std::uint32_t>(hex_value(text[++at]));
      ++digits;
    }
    if (digits == 0) continue;  // the letter after it stands for itself
    if (at + 1 < text.size() && is_css_blank(text[at + 1])) ++at;
    if (code > 0 && code < 0x80) out += static_cast<char>(code);
  }
  return out;
}

/// The first of `ends` from `at` on that stands outside of strings, brackets and escapes; else the end.
std::size_t find_outside(std::string_view text, std::size_t at, std::string_view ends) {
  int open = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '\\') {
      at += 2;
      continue;
    }
    if (c == '"' || c == '\'') {
      at = after_string(text, at);
      continue;
    }
    if (open == 0 && ends.find(c) != ends.npos) return at;
    if (c == '(' || c == '[') ++open;
    if ((c == ')' || c == ']') && open > 0) --open;
    // A bracket that is never closed must not take the rest of the sheet with it.
    if (c == '{' || c == '}') open = 0;
    ++at;
  }
  return text.size();
}

/// Where the block ends whose "{" is before `at`.
std::size_t end_of_block(std::string_view text, std::size_t at) {
  for (int depth = 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"' || text[at] == '\'') {
      at = after_string(text, at) - 1;
    } else if (text[at] == '{') {
      ++depth;
    } else if (text[at] == '}' && --depth == 0) {
      return at;
    }
  }
  return text.size();
}

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '\\' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string_view name_at(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && in_name(text[at])) {
    if (text[at] != '\\') {
      ++at;
      continue;
    }
    ++at;
    std::size_t digits = 0;
    while (at < text.size() && digits < 6 &&
           std::isxdigit(static_cast<unsigned char>(text[at])) != 0) {
      ++at;
      ++digits;
    }
    if (digits == 0 || (at < text.size() && is_css_blank(text[at]))) ++at;
  }
  at = std::min(at, text.size());
  return text.substr(begin, at - begin);
}

/// What a selector asks of the element itself; `whole`: and nothing else.
Selector last_compound(std::string_view text, bool& whole) {
  whole = true;
  Selector selector;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '.' || c == '#') {
      auto name = unescaped(name_at(text, ++at));
      if (name.empty()) whole = false;
      if (c == '#') {
        selector.id = std::move(name);
      } else if (selector.classes.size() < kClassesOfSelector) {
        selector.classes.push_back(std::move(name));
      } else {
        whole = false;
      }
    } else if (in_name(c)) {
      selector.tag = lowered(unescaped(name_at(text, at)));
    } else if (is_css_blank(c) || c == '>' || c == '+' || c == '~') {
      whole = false;
      selector = {};
      ++at;
    } else if (c == '*') {
      ++at;
    } else {  // ":hover", "[open]"
      whole = false;
      ++at;
      while (at < text.size() && text[at] == ':') ++at;
      (void)name_at(text, at);
      const bool bracket = c == '[' || (at < text.size() && text[at] == '(');
      if (!bracket) continue;
      at = find_outside(text, c == '[' ? at : at + 1, ")]");
      if (at < text.size()) ++at;
    }
  }
  return selector;
}

class SheetReader {
 public:
  StyleSheet read(std::string_view text) {
    blocks(text, true, 0);
    return std::move(sheet_);
  }

 private:
  void blocks(std::string_view text, bool holds, int depth) {
    for (std::size_t at = 0; at < text.size() && sheet_.rules.size() < kSheetRules;) {
      const auto end = find_outside(text, at, "{};");
      const auto prelude = trimmed(text.substr(at, end - at));
      if (end == text.size() || text[end] != '{') {
        if (lowered(prelude.substr(0, 7)) == "@import") sheet_.imports = true;
        at = end + 1;
        continue;
      }
      const auto close = end_of_block(text, end + 1);
      const auto inner = text.substr(end + 1, close - end - 1);
      if (prelude.starts_with('@')) {
        conditional(lowered(prelude), inner, holds, depth);
      } else {
        rule(prelude, inner, holds);
      }
      at = close + 1;
    }
  }

  void conditional(const std::string& prelude, std::string_view inner, bool holds, int depth) {
    const bool media = prelude.starts_with("@media");
    const bool grouping = media || prelude.starts_with("@supports") ||
                          prelude.starts_with("@layer") || prelude.starts_with("@container");
    if (!grouping || depth >= kNestedBlocks) return;  // fonts, key frames
    const auto of = trimmed(std::string_view(prelude).substr(media ? 6 : 0));
    const bool always = media && (of.empty() || of == "all" || of == "screen");
    blocks(inner, holds && always, depth + 1);
  }

  void rule(std::string_view prelude, std::string_view inner, bool holds) {
    StyleRule rule;
    rule.declared = declarations_of(inner);
    if (rule.declared.empty()) return;
    for (std::size_t at = 0; at <= prelude.size();) {
      const auto end = find_outside(prelude, at, ",");
      bool whole = true;
      auto selector = last_compound(trimmed(prelude.substr(at, end - at)), whole);
      (whole && holds ? rule.selectors : rule.sometimes).push_back(std::move(selector));
      if (rule.selectors.size() + rule.sometimes.size() == kSelectorsOfRule) break;
      at = end + 1;
    }
    sheet_.rules.push_back(std::move(rule));
  }

  StyleSheet sheet_;
};

}  // namespace

std::vector<Declaration> declarations_of(std::string_view text) {
  std::vector<Declaration> all;
  const auto clean = without_comments(text.substr(0, kDeclarationBytes));
  for (std::size_t at = 0; at < clean.size();) {
    const auto end = find_outside(clean, at, ";");
    const auto part = std::string_view(clean).substr(at, end - at);
    at = end + 1;
    const auto colon = part.find(':');
    if (colon == std::string_view::npos) continue;
    Declaration one;
    one.property = lowered(unescaped(trimmed(part.substr(0, colon))));
    auto value = lowered(unescaped(trimmed(part.substr(colon + 1))));
    if (const auto mark = value.rfind('!'); mark != std::string::npos) {
      one.important = trimmed(std::string_view(value).substr(mark + 1)) == "important";
      value.resize(mark);
    }
    one.value = trimmed(value);
    all.push_back(std::move(one));
  }
  return all;
}

StyleSheet read_style_sheet(std::string_view text) {
  const auto clean = without_comments(text.substr(0, kSheetBytes));
  return SheetReader().read(clean);
}

}  // namespace frontdesk
