// SPDX-License-Identifier: MIT
#pragma once
// As much of CSS as tells whether text is hidden: declarations, and rules for one element by its tag, classes and
// id. Everything is read once, from front to back, and no more of it than is said here. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// "color: Red !important" as color, red, important: in lower case, without comments and with escapes read.
struct Declaration {
  std::string property;
  std::string value;
  bool important = false;
};

/// The declarations of a `style` attribute or of a rule, at most kDeclarationBytes of them.
inline constexpr std::size_t kDeclarationBytes = 4000;
std::vector<Declaration> declarations_of(std::string_view text);

/// "p", ".a", "#b", "p.a.b": what an element has to be. Empty parts: anything.
struct Selector {
  std::string tag;
  std::string id;
  std::vector<std::string> classes;
  friend bool operator==(const Selector&, const Selector&) = default;
};

/// One rule of a sheet.
struct StyleRule {
  std::vector<Selector> selectors;  // those that ask nothing but what a Selector has
  /// Of the other selectors ("#menu:checked ~ .a", "@media" that may not hold): what they ask of the element
  /// itself.
  std::vector<Selector> sometimes;
  std::vector<Declaration> declared;
};

struct StyleSheet {
  std::vector<StyleRule> rules;  // in order, those that declare something
  bool imports = false;          // another sheet, which nobody reads
};

/// Reads a sheet; of a longer one the first kSheetBytes, and of more rules the first kSheetRules.
inline constexpr std::size_t kSheetBytes = 256 * 1024;
inline constexpr std::size_t kSheetRules = 3000;
StyleSheet read_style_sheet(std::string_view text);

}  // namespace frontdesk
