// SPDX-License-Identifier: MIT
#pragma once
// Words that say in which language a sentence is, whatever it is about.

#include <string_view>

namespace frontdesk {

/// The commonest small words of a language, folded, separated by spaces; "" for a language without
/// a list. Lists exist for "lt" and "en".
std::string_view function_words(std::string_view language);

}  // namespace frontdesk
