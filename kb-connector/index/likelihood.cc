// SPDX-License-Identifier: MIT
#include "kb-connector/index/likelihood.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace frontdesk {
namespace {

// Fitted by `bench_search --fit` on the sets that README.md names.
constexpr Fit kEnglish = {-0.06, 0.31, 0.80, -0.61, 1.66, 0.55, 1.61, -1.25, -1.26};
constexpr Fit kLithuanian = {0.16, 0.71, 1.58, -0.05, 0.91, 0.63, 0.64, -1.05, -0.73};

using Matrix = std::array<Fit, kMeasures>;

// Gauss elimination with pivots; the prior keeps the matrix regular.
Fit solve(Matrix a, Fit b) {
  for (std::size_t column = 0; column < kMeasures; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < kMeasures; ++row) {
      if (std::fabs(a[row][column]) > std::fabs(a[pivot][column])) pivot = row;
    }
    std::swap(a[column], a[pivot]);
    std::swap(b[column], b[pivot]);
    if (std::fabs(a[column][column]) < 1e-12) continue;
    for (std::size_t row = column + 1; row < kMeasures; ++row) {
      const double factor = a[row][column] / a[column][column];
      for (std::size_t i = column; i < kMeasures; ++i) a[row][i] -= factor * a[column][i];
      b[row] -= factor * b[column];
    }
  }
  Fit x{};
  for (std::size_t row = kMeasures; row-- > 0;) {
    if (std::fabs(a[row][row]) < 1e-12) continue;
    double rest = b[row];
    for (std::size_t i = row + 1; i < kMeasures; ++i) rest -= a[row][i] * x[i];
    x[row] = rest / a[row][row];
  }
  return x;
}

}  // namespace

Likelihood Likelihood::shipped(const std::string& language) {
  Likelihood likelihood;
  likelihood.coefficients_ = language == "lt" ? kLithuanian : kEnglish;
  return likelihood;
}

Likelihood Likelihood::fitted(const std::vector<Sample>& samples, const Likelihood& prior,
                              double strength) {
  constexpr int kRounds = 25;
  // A little is always held, so that measures that never vary stay where they are.
  const double hold = std::max(strength, 1e-3);
  Likelihood current = prior;
  for (int round = 0; round < kRounds; ++round) {
    Matrix curve{};
    Fit slope{};
    for (const Sample& sample : samples) {
      const double p = current.of(sample.fit);
      const double miss = sample.weight * ((sample.right ? 1.0 : 0.0) - p);
      const double spread = sample.weight * std::max(p * (1 - p), 1e-6);
      for (std::size_t i = 0; i < kMeasures; ++i) {
        slope[i] += miss * sample.fit[i];
        for (std::size_t j = 0; j < kMeasures; ++j) {
          curve[i][j] += spread * sample.fit[i] * sample.fit[j];
        }
      }
    }
    double longest = 0;
    for (std::size_t i = 0; i < kMeasures; ++i) {
      slope[i] -= hold * (current.coefficients_[i] - prior.coefficients_[i]);
      curve[i][i] += hold;
    }
    const Fit step = solve(curve, slope);
    for (const double part : step) longest = std::max(longest, std::fabs(part));
    // Newton overshoots where nearly all samples are sure already.
    const double scale = longest > 4 ? 4 / longest : 1;
    for (std::size_t i = 0; i < kMeasures; ++i) current.coefficients_[i] += scale * step[i];
    if (longest < 1e-8) break;
  }
  return current;
}

Expectation Likelihood::expected(const std::vector<Sample>& samples, const Likelihood& prior,
                                 double strength, double answer_from) {
  Expectation expected;
  std::array<double, 4> asked{};
  std::array<double, 4> answered{};
  for (const std::size_t half : {0, 1}) {
    std::vector<Sample> others;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (i / 2 % 2 != half) others.push_back(samples[i]);
    }
    const Likelihood judge = fitted(others, prior, strength);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (i / 2 % 2 != half) continue;
      const auto kind = static_cast<std::size_t>(samples[i].asked);
      asked[kind] += 1;
      if (judge.of(samples[i].fit) < answer_from) continue;
      answered[kind] += 1;
      if (samples[i].right && samples[i].asked == AskedFor::own) expected.right += 1;
    }
  }
  const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
  expected.right = share(expected.right, answered[0]);
  expected.answered = share(answered[0], asked[0]);
  expected.false_on_left_out = share(answered[1], asked[1]);
  expected.false_on_unrelated = share(answered[2], asked[2]);
  for (const Sample& sample : samples) {
    if (sample.asked != AskedFor::rated) continue;
    ++expected.ratings;
    if (sample.right) ++expected.helped;
  }
  expected.questions = samples.size() - expected.ratings;
  return expected;
}

double Likelihood::of(const Fit& fit) const {
  double sum = 0;
  for (std::size_t i = 0; i < kMeasures; ++i) sum += coefficients_[i] * fit[i];
  return 1 / (1 + std::exp(-sum));
}

}  // namespace frontdesk
