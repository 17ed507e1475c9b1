// SPDX-License-Identifier: MIT
#include "nlu/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMaxBytes = 500;
constexpr int kMaxProgram = 2000;
constexpr int kMaxRepeat = 100;
constexpr int kMaxMemory = 1 << 20;

Error invalid(std::string message) { return {Code::invalid, std::move(message)}; }

// The length of what must not be folded at `at`: an escape, a group's head, a named class; or 0.
std::size_t verbatim_length(std::string_view pattern, std::size_t at) {
  const auto rest = pattern.substr(at);
  const auto through = [&](std::string_view end, std::size_t from) {
    const std::size_t found = rest.find(end, from);
    return found == std::string_view::npos ? rest.size() : found + end.size();
  };
  if (rest.front() == '\\' && rest.size() > 1) {
    const char kind = rest[1];
    if (kind == 'p' || kind == 'P' || kind == 'x') {
      if (rest.size() > 2 && rest[2] == '{') return through("}", 3);
      return std::min<std::size_t>(kind == 'x' ? 4 : 3, rest.size());
    }
    // An escaped letter above ASCII means itself, so only the backslash is kept.
    return static_cast<unsigned char>(kind) < 0x80 ? 2 : 1;
  }
  if (rest.substr(0, 3) == "(?P") return through(">", 3);
  if (rest.substr(0, 2) == "(?") {
    const std::size_t end = rest.find_first_of(":)", 2);
    return end == std::string_view::npos ? rest.size() : end + 1;
  }
  if (rest.substr(0, 2) == "[:") return through(":]", 2);
  return 0;
}

// Calls `visit(piece, in_class, verbatim)` for each element of a pattern.
template <class Visit>
void for_each_piece(std::string_view pattern, Visit visit) {
  bool in_class = false;
  std::size_t class_begin = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t from = at;
    if (pattern.substr(at, 2) == "\\Q") {
      const std::size_t end = std::min(pattern.find("\\E", at), pattern.size());
      visit(pattern.substr(at, 2), in_class, true);
      for (at += 2; at < end;) {
        const std::size_t letter = at;
        next_code_point(pattern, at);
        visit(pattern.substr(letter, at - letter), true, false);
      }
      continue;
    }
    const std::size_t verbatim = verbatim_length(pattern, at);
    const bool named_class = pattern[at] == '[';
    if (verbatim > 0 && (!named_class || in_class) && !(in_class && pattern[at] == '(')) {
      at += verbatim;
      visit(pattern.substr(from, verbatim), in_class, true);
      continue;
    }
    next_code_point(pattern, at);
    const auto piece = pattern.substr(from, at - from);
    if (!in_class && piece == "[") {
      in_class = true;
      class_begin = at;
      if (pattern.substr(at, 1) == "^") ++class_begin;
    } else if (in_class && piece == "]" && from > class_begin) {
      // A bracket right after the opening one is a member of the class.
      in_class = false;
    }
    visit(piece, in_class, false);
  }
}

// The largest number in a `{n}`, `{n,}` or `{n,m}` of the pattern.
int largest_repeat(std::string_view pattern) {
  int largest = 0;
  std::optional<int> number;
  bool in_braces = false;
  for_each_piece(pattern, [&](std::string_view piece, bool in_class, bool verbatim) {
    if (in_class || verbatim) return;
    if (piece == "{") {
      in_braces = true;
      number.reset();
    } else if (in_braces && piece[0] >= '0' && piece[0] <= '9') {
      number = std::min(number.value_or(0) * 10 + (piece[0] - '0'), 100000);
    } else if (in_braces && (piece == "," || piece == "}")) {
      largest = std::max(largest, number.value_or(0));
      number.reset();
      if (piece == "}") in_braces = false;
    } else {
      in_braces = false;
    }
  });
  return largest;
}

}  // namespace

std::string fold_pattern(std::string_view pattern) {
  std::string out;
  for_each_piece(pattern, [&](std::string_view piece, bool in_class, bool verbatim) {
    if (verbatim) {
      out += piece;
      return;
    }
    std::size_t at = 0;
    std::string folded;
    append_folded(next_code_point(piece, at), folded);
    // "ß+" must repeat both letters of "ss".
    const bool several = count_code_points(folded) > 1 && !in_class;
    // A wide "（" or an en dash is a letter of the text to its author, not an operator.
    if (piece.size() > 1) folded = RE2::QuoteMeta(folded);
    out += several ? "(?:" + folded + ")" : folded;
  });
  return out;
}

Result<std::string> checked_pattern(std::string_view pattern) {
  if (pattern.size() > kMaxBytes) {
    return invalid("the pattern has " + std::to_string(pattern.size()) + " bytes; at most " +
                   std::to_string(kMaxBytes) + " are allowed");
  }
  if (!is_valid_utf8(pattern)) return invalid("the pattern is not valid UTF-8");
  if (const int repeat = largest_repeat(pattern); repeat > kMaxRepeat) {
    return invalid("the pattern repeats something " + std::to_string(repeat) + " times; at most " +
                   std::to_string(kMaxRepeat) + " are allowed");
  }
  std::string folded = fold_pattern(pattern);
  bool boundary = false;
  for_each_piece(folded, [&](std::string_view piece, bool in_class, bool) {
    boundary = boundary || (!in_class && (piece == "\\b" || piece == "\\B"));
  });
  for (std::size_t at = 0; boundary && at < folded.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(folded, at);
    if (c >= 0x80 && is_letter(c)) {
      return invalid("\\b knows ASCII letters only, and '" + folded.substr(from, at - from) +
                     "' does not fold to one; write (?:^|[^\\pL]) instead");
    }
  }
  return folded;
}

Result<std::unique_ptr<re2::RE2>> compile_pattern(const std::string& checked, bool captures) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(!captures);
  options.set_max_mem(kMaxMemory);
  auto made = std::make_unique<RE2>(checked, options);
  if (!made->ok()) return invalid("the pattern cannot be read: " + made->error());
  if (made->ProgramSize() > kMaxProgram) {
    return invalid("the pattern needs " + std::to_string(made->ProgramSize()) + " steps; at most " +
                   std::to_string(kMaxProgram) + " are allowed");
  }
  return made;
}

bool matches_everything(const re2::RE2& pattern) {
  // What has nothing in common but that it is written in letters.
  static constexpr std::string_view kAnything[] = {"w", "zq xj", "vkh, tbd?", "o oo ooo"};
  return std::all_of(std::begin(kAnything), std::end(kAnything), [&](std::string_view text) {
    re2::StringPiece whole;
    return pattern.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(),
                         RE2::UNANCHORED, &whole, 1) &&
           !whole.empty();
  });
}

}  // namespace frontdesk
