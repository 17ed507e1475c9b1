// SPDX-License-Identifier: MIT
#pragma once
// Checks across the files of a folder that need no articles. Inside content only.

#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// One sentence in two intents (or in an intent and out of scope) is an error: no classifier can
/// learn both. The same words in another order, or one sentence twice in an intent, are warnings. A
/// counter example may well be another intent's example, but never its own intent's.
void check_similar_examples(const Catalog& catalog, std::vector<Problem>& problems);

/// A rule's name stands in every reason that the bot gives, so no two rules have one name.
void check_rule_ids(const Catalog& catalog, std::vector<Problem>& problems);

/// Marks in examples name entities that nobody has to declare: each such name gets an Entity of its
/// own.
void add_implied_entities(Catalog& catalog);

}  // namespace frontdesk
