// SPDX-License-Identifier: MIT
#pragma once
// Trains the linear member: for each class a support vector machine against all others.
//
// For one class, with y = 1 for its rows and -1 for the others, the weights w (and the bias, as the weight of
// a feature that is 1 in every row) make  |w|^2 / 2 + C x sum of max(0, 1 - y w.x)^2  least. Found by
// coordinate descent on the dual: one number a row, w = sum of number x y x (Hsieh, Chang, Lin, Keerthi,
// Sundararajan, A dual coordinate descent method for large-scale linear SVM, ICML 2008, algorithm 3).
// Sixteen classes go through the rows together: a row's features are read once for all of them, and each
// feature's weights are one cache line. A row that lies beyond the margin of all sixteen is left out until
// the others have settled.
//
// Deterministic for a seed, on every machine: a random generator of our own, sums in fixed order. One thread
// at a time may use a trainer.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/random.h"
#include "nlu/row_table.h"

namespace frontdesk {

/// One example: features, and what it is an example of. `counter` says that it is a negative for its class
/// and says nothing of the others.
struct LinearRow {
  const std::vector<Feature>* features = nullptr;
  int label = 0;
  bool counter = false;
};

/// What LinearModel is made of: features x classes numbers, a feature's classes side by side, and one number
/// a class.
struct LinearWeights {
  std::vector<float> weights;
  std::vector<float> bias;
};

class LinearTrainer {
 public:
  /// How far the dual's slopes may be from nothing when a class is settled. Smaller makes the weights more
  /// exact and a model no better.
  static constexpr float kStop = 0.3F;

  /// `cost` is C above.
  LinearTrainer(std::size_t features, std::size_t classes, double cost, unsigned seed,
                float stop = kStop);

  /// Takes these rows to those that it has, and learns from all. What was found for the rows it had is where
  /// the search begins: a few more rows take a part of the time. Labels must be below the number of
  /// classes, ids below the number of features.
  void learn(const std::vector<LinearRow>& rows);

  /// A class that has only rows of its own, or none, has no weights and a bias of 1 or -1.
  [[nodiscard]] LinearWeights weights() const;

 private:
  static constexpr std::size_t kLanes = 16;

  // Sixteen classes.
  struct Group {
    std::size_t first = 0;       // class
    std::vector<float> weights;  // (features and the bias) x lanes
    std::vector<float> dual;     // rows x lanes
  };
  class Descent;

  std::size_t features_;
  std::size_t classes_;
  float shrink_;  // 1 / 2C: what the squared loss adds to the diagonal of the dual
  float stop_;
  Random random_;
  std::vector<Feature> values_;      // of all rows
  std::vector<std::size_t> starts_;  // a row's first in values_, and the end of the last
  std::vector<float> diagonals_;     // a row's length squared, with bias and shrink_
  std::vector<int> labels_;
  std::vector<bool> counters_;
  std::vector<std::size_t> positives_;  // rows a class has
  std::vector<std::size_t> negatives_;
  std::vector<Group> groups_;
};

}  // namespace frontdesk
