// SPDX-License-Identifier: MIT
#include "nlu/linear.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "models/linear_trainer.h"

using namespace frontdesk;

namespace {

std::vector<float> margins_of(const LinearModel& model, const std::vector<Feature>& message) {
  std::vector<float> found;
  model.margins(message, found);
  return found;
}

// Rows of `classes` kinds that overlap: feature k speaks for class k, and others stand in any row.
struct Noisy {
  std::vector<std::vector<Feature>> inputs;
  std::vector<LinearRow> rows;

  static constexpr std::size_t kFeatures = 60;

  Noisy(std::size_t classes, std::size_t count) {
    Random random(5);
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<Feature> input;
      for (std::uint32_t f = 0; f < kFeatures; ++f) {
        const bool own = f == i % classes;
        if (random.next() % 8 == 0 || (own && random.next() % 3 != 0)) input.push_back({f, 0.5F});
      }
      inputs.push_back(std::move(input));
    }
    for (std::size_t i = 0; i < count; ++i) {
      rows.push_back({&inputs[i], static_cast<int>(i % classes), false});
    }
  }
};

// What training makes least for a class, and the length of its slope.
struct Primal {
  double value = 0;
  double slope = 0;
};

Primal primal_of(const std::vector<LinearRow>& rows, const LinearWeights& made, std::size_t k,
                 double cost) {
  const std::size_t classes = made.bias.size();
  const std::size_t features = made.weights.size() / classes;
  std::vector<double> slope(features + 1);
  Primal primal;
  for (std::size_t f = 0; f <= features; ++f) {
    slope[f] = f < features ? made.weights[f * classes + k] : made.bias[k];
    primal.value += slope[f] * slope[f] / 2;
  }
  for (const auto& row : rows) {
    const double side = row.label == static_cast<int>(k) ? 1 : -1;
    double margin = made.bias[k];
    for (const auto& feature : *row.features) {
      margin += feature.value * made.weights[feature.id * classes + k];
    }
    const double loss = std::max(0.0, 1 - side * margin);
    primal.value += cost * loss * loss;
    for (const auto& feature : *row.features) {
      slope[feature.id] -= 2 * cost * loss * side * feature.value;
    }
    slope[features] -= 2 * cost * loss * side;
  }
  for (const double part : slope) primal.slope += part * part;
  primal.slope = std::sqrt(primal.slope);
  return primal;
}

LinearWeights learnt(const std::vector<LinearRow>& rows, std::size_t features, std::size_t classes,
                     double cost, unsigned seed = 1, float stop = LinearTrainer::kStop) {
  LinearTrainer trainer(features, classes, cost, seed, stop);
  trainer.learn(rows);
  return trainer.weights();
}

}  // namespace

TEST_CASE("two rows on either side of nothing get the weight that a pencil finds") {
  // w^2 / 2 + 2 C (1 - w)^2 is least at 4 C / (1 + 4 C), and the bias at 0.
  const std::vector<Feature> left{{0, -1}};
  const std::vector<Feature> right{{0, 1}};
  for (const double cost : {0.25, 1.0, 4.0}) {
    const auto made = learnt({{&right, 0, false}, {&left, 1, false}}, 1, 2, cost, 1, 1e-4F);
    const double expected = 4 * cost / (1 + 4 * cost);
    CHECK(made.weights[0] == doctest::Approx(expected).epsilon(1e-3));
    CHECK(made.weights[1] == doctest::Approx(-expected).epsilon(1e-3));
    CHECK(made.bias[0] == doctest::Approx(0).epsilon(1e-3));
  }
}

TEST_CASE("what is learnt is where the loss of every class is flat, more classes than lanes too") {
  for (const std::size_t classes : {2U, 5U, 16U, 37U}) {
    const Noisy set(classes, 400);
    const auto made = learnt(set.rows, Noisy::kFeatures, classes, 1);
    const auto exact = learnt(set.rows, Noisy::kFeatures, classes, 1, 1, 1e-4F);
    for (std::size_t k = 0; k < classes; ++k) {
      const Primal least = primal_of(set.rows, exact, k, 1);
      CHECK(least.slope < 0.01);
      CHECK(primal_of(set.rows, made, k, 1).value < 1.02 * least.value);
    }
  }
}

TEST_CASE("rows that come later lead to the same weights as rows that were there from the start") {
  const Noisy set(20, 600);
  LinearTrainer trainer(Noisy::kFeatures, 20, 1, 1, 1e-4F);
  trainer.learn({set.rows.begin(), set.rows.begin() + 450});
  trainer.learn({set.rows.begin() + 450, set.rows.end()});
  const auto later = trainer.weights();
  const auto at_once = learnt(set.rows, Noisy::kFeatures, 20, 1, 1, 1e-4F);
  for (std::size_t i = 0; i < later.weights.size(); ++i) {
    CHECK(std::abs(later.weights[i] - at_once.weights[i]) < 1e-3F);
  }
}

TEST_CASE("equal rows and seed make equal linear models") {
  const Noisy set(20, 300);
  const auto first = learnt(set.rows, Noisy::kFeatures, 20, 1, 7);
  CHECK(first.weights == learnt(set.rows, Noisy::kFeatures, 20, 1, 7).weights);
  CHECK(first.weights != learnt(set.rows, Noisy::kFeatures, 20, 1, 8).weights);
}

TEST_CASE("a counter-example is a negative of its own class and nothing to the others") {
  Noisy set(3, 90);
  const std::vector<Feature> counter{{0, 1}, {40, 1}};
  const auto without = learnt(set.rows, Noisy::kFeatures, 3, 1);
  set.rows.push_back({&counter, 0, true});
  const LinearModel model(learnt(set.rows, Noisy::kFeatures, 3, 1).weights,
                          learnt(set.rows, Noisy::kFeatures, 3, 1).bias);
  const LinearModel before(without.weights, without.bias);
  CHECK(margins_of(model, counter)[0] < margins_of(before, counter)[0] - 0.2F);
  for (const std::size_t k : {1U, 2U}) {
    CHECK(std::abs(margins_of(model, counter)[k] - margins_of(before, counter)[k]) < 0.1F);
  }
}

TEST_CASE("a class without rows of its own is always out, and one without others always in") {
  const std::vector<Feature> input{{0, 1}};
  const auto made = learnt({{&input, 1, false}, {&input, 1, false}}, 1, 2, 1);
  CHECK(made.bias == std::vector<float>{-1, 1});
  CHECK(made.weights == std::vector<float>{0, 0});
}
