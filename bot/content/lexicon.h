// SPDX-License-Identifier: MIT
#pragma once
// The built-in concepts: models/concepts.yaml, built into the binary -> values.
//
// Training merges them with a shop's synonyms.yaml (concepts_of in nlu/concepts.h) and writes the outcome
// into the model. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// Reads `concepts:`, a map of names to lists of words. What is wrong goes to `problems` with its place
/// in `file`: another key, a name that cannot be one, a value that is no list of texts, a word that stands
/// twice in a concept, a star elsewhere than after the second or a later letter of a word.
std::vector<Concept> read_concepts(std::string_view text, const std::string& file,
                                   std::vector<Problem>& problems);

/// The built-in ones, in file order. The file has no problems (a test holds it to that).
std::vector<Concept> base_concepts();

}  // namespace frontdesk
