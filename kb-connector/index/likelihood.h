// SPDX-License-Identifier: MIT
#pragma once
// How likely it is that the article found answers the question.
//
// A logistic regression on a few measures of the fit. The coefficients that ship were fitted on real
// questions of other bases; a base of 30 articles or more fits its own from practice questions (see
// practice.h), held near the shipped ones: what one base can say about itself is little and partly made
// up, so it may move the coefficients only as far as its evidence carries.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace frontdesk {

/// How an article fits a question. Words weigh by their rarity, less what questions are built with; a word
/// that no article has counts as the rarest. Scores stand as shares, so that other weights of the search mean
/// other coefficients, not other measures.
enum Measure : std::size_t {
  kOne,            // always 1
  kWordsAsked,     // log(1 + different words of the question)
  kGramsCovered,   // share of the question's 4-grams that the article has
  kGramsInTitle,   // share of its 4-grams that the title has
  kTitleEvidence,  // rarity of its words that the title has, in units of a word that one article has
  kScoreShare,     // score / the most that these words can score
  kScoreShareLog,  // the logarithm of that
  kShortOfTitle,  // log(score / what an article scores when its title is asked for), squared; 0 above
  kRival,         // score of the best other article / this one's, at most 2
  kMeasures,
};
using Fit = std::array<double, kMeasures>;

/// Which question a sample is of.
enum class AskedFor : std::uint8_t { own, left_out, unrelated, rated };

/// One question with a known answer.
struct Sample {
  Fit fit{};
  bool right = false;
  double weight = 1;
  // An article of the base, one left out of it, something else, what a reader then said helped or not.
  AskedFor asked = AskedFor::own;
};

/// What a base may expect of its answers when it answers from some probability on; shares, from its own
/// practice questions, judged by what they and the ratings made of it. All zero when it did not practise.
struct Expectation {
  double answered = 0;            // of the questions that an article answers
  double right = 0;               // of those answered
  double false_on_unrelated = 0;  // answered, of questions about other things
  double false_on_left_out = 0;   // answered, of questions whose article is missing
  std::size_t questions = 0;
  std::size_t ratings = 0;  // of readers, that counted beside them
  std::size_t helped = 0;   // of those
};

/// Immutable; any thread.
class Likelihood {
 public:
  /// The shipped coefficients of a language; a language without its own gets those of English.
  static Likelihood shipped(const std::string& language);

  /// Fitted to `samples` by Newton's method with a normal prior around `prior` of the given strength
  /// (the weight of the distance's square; 0 holds nothing).
  static Likelihood fitted(const std::vector<Sample>& samples, const Likelihood& prior,
                           double strength);

  /// What fitted() would do on questions that it was not fitted to: each half of `samples` is judged by
  /// what the other half gives.
  static Expectation expected(const std::vector<Sample>& samples, const Likelihood& prior,
                              double strength, double answer_from);

  [[nodiscard]] double of(const Fit& fit) const;
  [[nodiscard]] const Fit& coefficients() const { return coefficients_; }

 private:
  Fit coefficients_{};
};

}  // namespace frontdesk
