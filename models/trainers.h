// SPDX-License-Identifier: MIT
#pragma once
// The two libraries that train a member each. Deterministic: equal input and seed, equal output.
//
// liblinear draws from libc's rand(), so one training at a time in a process; train_linear takes a lock of
// its own for that. fastText reads a path only: a memfd is one.

#include <string>
#include <vector>

#include "core/result.h"
#include "models/recipe.h"
#include "nlu/features.h"
#include "nlu/linear.h"

namespace frontdesk {

/// What a row is: an example of a class, or a text that looks like a class and is not.
struct Target {
  int label = 0;
  bool counter = false;  // true: negative for `label`, says nothing about the others
};

/// One-vs-rest support vector machine with squared hinge loss (liblinear's L2R_L2LOSS_SVC_DUAL: Hsieh et
/// al., A dual coordinate descent method for large-scale linear SVM, ICML 2008). `rows` and `targets` are
/// beside each other. A class without a positive or without a negative row gets a constant margin.
LinearModel train_linear(const std::vector<Features>& rows, const std::vector<Target>& targets,
                         std::size_t classes, std::size_t features, const Recipe& recipe);

/// A fastText file of one-vs-rest loss; labels are "__label__N". Counter rows must not be among the rows.
/// Code::internal when fastText fails.
Result<std::string> train_fasttext(const std::vector<std::string>& texts,
                                   const std::vector<int>& labels, const FastTextRecipe& recipe,
                                   unsigned seed);

}  // namespace frontdesk
