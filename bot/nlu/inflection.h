// SPDX-License-Identifier: MIT
#pragma once
// A word and the same word with another ending: siunta, siuntos, siuntą; pakuotė, pakuočių; orders.
//
// Not a stemmer: an ending is cut off a word that an author wrote in its basic form, and any ending of the
// list may stand in its place. All on folded text. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// What a word in its basic form keeps in every form: "siunta" gives "siunt", "siunc" (t turns into č
/// before i); one or two, the first the longest beginning of the word itself. A word without a known
/// ending is its own stem.
std::vector<std::string> stems_of(std::string_view word);

/// Whether a text is an ending of Lithuanian nouns, adjectives and verbs, or an English plural's.
bool is_ending(std::string_view text);

}  // namespace frontdesk
