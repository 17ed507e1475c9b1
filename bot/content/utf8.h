// SPDX-License-Identifier: MIT
#pragma once
// The little that content needs to know of UTF-8 and letters. Folding for search and training is
// nlu's; this is only enough to check bytes and to see that two examples are the same sentence.

#include <cstddef>
#include <string>
#include <string_view>

namespace frontdesk {

/// The length of the well-formed sequence (RFC 3629) that begins at byte `i`, or 0.
std::size_t utf8_length(std::string_view text, std::size_t i);

/// Letters of Latin script in lower case without marks, other letters as they are, everything else
/// (spaces, punctuation) as one space between words: "Kur MANO siuntą?" becomes "kur mano siunta".
std::string fold_trivially(std::string_view text);

}  // namespace frontdesk
