// SPDX-License-Identifier: MIT
#pragma once
// fastText trains its member. Deterministic: equal input and seed, equal output. It reads a path only: a memfd
// is one.

#include <string>
#include <vector>

#include "core/result.h"
#include "models/recipe.h"

namespace frontdesk {

/// A fastText file of one-vs-rest loss; labels are "__label__N". Counter rows must not be among the rows.
/// Code::internal when fastText fails.
Result<std::string> train_fasttext(const std::vector<std::string>& texts,
                                   const std::vector<int>& labels, const FastTextRecipe& recipe,
                                   unsigned seed);

}  // namespace frontdesk
