// SPDX-License-Identifier: MIT
#pragma once
// Questions that a base asks itself, to learn how sure a search of it may be.
//
// Of every title and alternative question: shortened, with its endings changed and set into a phrase that
// people ask with; of every body, its longest words. The article they come from is the right answer. The
// same questions with that article left out, and stock questions about other things (the weather, sports,
// cooking), have no right answer. What readers said of articles that they were given counts beside: real
// questions, but few, and one may be wrong or mean harm, so that they never outweigh the practice.

#include <optional>
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
std::vector<PracticeQuestion> practice_questions(const Corpus& articles,
                                                 const std::string& language, std::size_t limit);

/// Questions that no shop, service desk or handbook answers. English for a language without its own.
const std::vector<std::string>& stock_questions(const std::string& language);

/// A sample, of weight 1, of a question whose reader said whether `article` helped. Nothing when another
/// article is found first today: what he said tells nothing about that one. It holds no word of the question.
std::optional<Sample> rated_sample(const Ranker& ranker, const std::string& question, Doc article,
                                   bool helped);

/// What a base has learnt about itself.
struct Learnt {
  Likelihood likelihood;
  Expectation expected;
};

/// `prior` fitted to what `ranker`, which was made of `articles`, finds for the practice and the stock
/// questions, and to what readers said: samples that were `rated`, which together weigh no more than a quarter
/// of the practice. Of less than 30 articles, `prior` as it is.
Learnt learn(const Ranker& ranker, const Corpus& articles, const std::string& language,
             const Likelihood& prior, const std::vector<Sample>& rated, double answer_from);

}  // namespace frontdesk
