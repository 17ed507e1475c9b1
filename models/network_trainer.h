// SPDX-License-Identifier: MIT
#pragma once
// Trains the small network of bot/nlu/network.h, one example at a time.
//
// Loss: one-vs-rest logistic, summed over the classes; a row without a class is a negative for all. Input
// features are dropped at random (Srivastava et al., Dropout, JMLR 2014), which does for spelling errors
// what copies of examples with typos would; hidden units too. Steps are Adagrad's (Duchi, Hazan, Singer,
// JMLR 2011), with one accumulator a feature row, at a rate that falls to zero. Gradients of a class that
// is surely out are below 1e-4 and skipped: after the first epochs most classes are, and that is where the
// time is saved.
//
// Deterministic for a seed, on every machine: a random generator of our own, sums in fixed order. One thread
// at a time may use a trainer.

#include <cstdint>
#include <memory>
#include <vector>

#include "models/recipe.h"
#include "nlu/network.h"

namespace frontdesk {

/// One example: features, its class or -1, and how much it counts. `counter` says that it is a negative for
/// its class and says nothing of the others.
struct NetworkRow {
  const std::vector<Feature>* features = nullptr;
  int label = -1;
  float weight = 1;
  bool counter = false;
};

class NetworkTrainer {
 public:
  /// Begins at random: rows N(0, 0.1), outputs N(0, 0.01).
  NetworkTrainer(std::size_t features, std::size_t classes, const NetworkRecipe& recipe,
                 unsigned seed);
  ~NetworkTrainer();
  NetworkTrainer(NetworkTrainer&&) noexcept;

  /// Goes `epochs` times over the rows in random order. May be called again with more rows: what was
  /// learnt stays, with its step sizes.
  void learn(const std::vector<NetworkRow>& rows, int epochs, double rate);

  [[nodiscard]] const Network::Weights& weights() const;

 private:
  class Training;
  std::unique_ptr<Training> training_;
};

/// One training of the recipe's epochs at its rate.
Network::Weights train_network(const std::vector<NetworkRow>& rows, std::size_t features,
                               std::size_t classes, const NetworkRecipe& recipe, unsigned seed);

}  // namespace frontdesk
