// SPDX-License-Identifier: MIT
#pragma once
// A regular expression as an author wrote it, made fit for folded text, or what is wrong with it.
//
// Literal letters are folded as text is ("užsakym" becomes "uzsakym"); escapes, group names and
// numbers stay. Refused, because one sentence of a visitor must never cost much: more than 500
// bytes, a program of more than 2,000 instructions, a repeat of more than 100. Refused too: `\b` or
// `\B` together with a letter that does not fold to ASCII, since RE2's word boundary knows ASCII
// only.

#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

namespace re2 {
class RE2;
}

namespace frontdesk {

/// The pattern with its literal letters folded. No check is made.
std::string fold_pattern(std::string_view pattern);

/// The folded pattern, after every check above but those that need the compiled program.
Result<std::string> checked_pattern(std::string_view pattern);

/// Compiles a pattern that checked_pattern gave, within 1 MB. `captures`: whether groups are kept.
Result<std::unique_ptr<re2::RE2>> compile_pattern(const std::string& checked, bool captures);

/// Whether a pattern matches something, and never nothing alone, in every message of letters: `.*`,
/// `\w+`. A rule with it decides everything, an entity with it reads everything.
bool matches_everything(const re2::RE2& pattern);

}  // namespace frontdesk
