// SPDX-License-Identifier: MIT
#pragma once
// Questions that a base asks itself, to learn how sure a search of it may be.
//
// Of every title and alternative question: shortened, with its endings changed and set into a phrase that
// people ask with; of every body, its longest words. The article they come from is the right answer. The
// same questions with that article left out, and stock questions about other things (the weather, sports,
// cooking), have no right answer.

#include <string>
#include <vector>

#include "kb-connector/index/likelihood.h"
#include "kb-connector/index/ranker.h"

namespace frontdesk {

/// A practice question and the article that answers it.
struct PracticeQuestion {
  std::string text;
  Doc own = TermMap::kNone;
};

/// Questions of at most `limit` articles, taken evenly. The same for the same articles.
std::vector<PracticeQuestion> practice_questions(const std::vector<Searched>& articles,
                                                 const std::string& language, std::size_t limit);

/// Questions that no shop, service desk or handbook answers. English for a language without its own.
const std::vector<std::string>& stock_questions(const std::string& language);

/// What the base says about itself: samples for Likelihood::fitted.
std::vector<Sample> practise(const Ranker& ranker, const std::vector<PracticeQuestion>& questions,
                             const std::vector<std::string>& unrelated);

}  // namespace frontdesk
