// SPDX-License-Identifier: MIT
#pragma once
// What titles and leads count in one base, chosen by the base itself.
//
// Each alternative question of an article is asked with that question taken out of the article. Of a few weights
// of the title and the lead those are taken under which the right articles stand out most (the likelihood
// of a softmax over scores), less what it costs to leave the shipped weights: little evidence moves
// nothing. Made-up questions (practice.h) have no say: they are the title's or the text's own words, and
// what they chose found less (kb-connector/README.md).

#include <string>
#include <vector>

#include "kb-connector/index/postings.h"
#include "kb-connector/index/ranker.h"

namespace frontdesk {

/// The weights for these articles; the shipped ones when there are less than 30, or when nobody wrote
/// alternative questions. The same for the same articles. Looks at 200 articles at most, taken evenly, so that it
/// costs the same in a large base.
FieldWeights own_weights(const Corpus& articles, const std::string& language,
                         const std::vector<std::vector<std::string>>& synonyms);

}  // namespace frontdesk
