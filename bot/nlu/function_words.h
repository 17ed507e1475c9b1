// SPDX-License-Identifier: MIT
#pragma once
// Words that say in which language a sentence is, whatever it is about, and words that are no misspelling.

#include <string_view>

namespace frontdesk {

/// The commonest small words of a language, folded, separated by spaces; "" for a language without
/// a list. Lists exist for "lt" and "en".
std::string_view function_words(std::string_view language);

/// Common words of Lithuanian and English that name nothing in a shop, folded, separated by spaces: near to
/// a word that does, and not meant for it ("while" is not "white").
std::string_view everyday_words();

}  // namespace frontdesk
