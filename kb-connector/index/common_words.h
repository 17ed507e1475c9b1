// SPDX-License-Identifier: MIT
#pragma once
// What is known of a language's words before any article is read.

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// Words that mean the same to somebody who asks a shop or a help desk; groups as Synonyms takes them.
/// Empty for a language without its own.
const std::vector<std::vector<std::string>>& common_synonyms(const std::string& language);

/// What a word of that language counts in a question: 0.4 when questions are built with it ("how", "I would
/// like"), else 1. They are not left out: in a short question about short articles they tell much.
float weight_in_question(const std::string& language, std::string_view folded);

}  // namespace frontdesk
