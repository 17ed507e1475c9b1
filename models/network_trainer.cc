// SPDX-License-Identifier: MIT
#include "models/network_trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/random.h"
#include "nlu/vector_kernels.h"

namespace frontdesk {
namespace {

constexpr float kFirstDeviation = 0.1F;
constexpr float kOutputDeviation = 0.01F;
constexpr float kAccumulator = 1e-6F;
constexpr float kLeast = 1e-4F;       // gradients below are nothing
constexpr float kSurelyOut = -9.21F;  // the logit whose gradient is kLeast
constexpr float kMostLogit = 30;
constexpr std::size_t kLine = 16;  // floats in a cache line

// What dropping with a probability needs: keep when next() is at least `below`, scale what is kept.
struct Dropout {
  explicit Dropout(double probability)
      : below(static_cast<std::uint32_t>(probability * 4294967295.0)),
        scale(static_cast<float>(1 / (1 - probability))) {}
  std::uint32_t below;
  float scale;
};

}  // namespace

class NetworkTrainer::Training {
 public:
  Training(std::size_t features, std::size_t classes, const NetworkRecipe& recipe, unsigned seed)
      : recipe_(recipe),
        units_(static_cast<std::size_t>(recipe.units)),
        classes_(classes),
        random_(seed),
        row_squares_(features, kAccumulator),
        hidden_squares_(units_, kAccumulator),
        output_squares_(classes * units_, kAccumulator),
        bias_squares_(classes, kAccumulator),
        hidden_(units_),
        active_(units_),
        slope_(units_),
        error_(units_),
        logits_(classes) {
    made_.units = units_;
    made_.rows.resize(features * units_);
    for (float& value : made_.rows) value = kFirstDeviation * random_.normal();
    made_.hidden_bias.assign(units_, 0);
    made_.outputs.resize(classes * units_);
    for (float& value : made_.outputs) value = kOutputDeviation * random_.normal();
    made_.output_bias.assign(classes, 0);
  }

  void run(const std::vector<NetworkRow>& rows, int epochs, double rate) {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0);
    const auto steps = static_cast<float>(rows.size()) * static_cast<float>(epochs);
    std::size_t step = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
      for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random_.next() % i]);
      draw(*rows[order.front()].features);
      for (std::size_t i = 0; i < order.size(); ++i) {
        kept_.swap(next_);
        if (i + 1 < order.size()) draw(*rows[order[i + 1]].features);
        if (i + 2 < order.size()) __builtin_prefetch(rows[order[i + 2]].features->data());
        rate_ = static_cast<float>(rate) * (1 - static_cast<float>(step++) / steps);
        learn(rows[order[i]]);
      }
    }
  }

  [[nodiscard]] const Network::Weights& weights() const { return made_; }

 private:
  void learn(const NetworkRow& row) {
    forward();
    std::fill(error_.begin(), error_.end(), 0.0F);
    for (std::size_t k = 0; k < classes_; ++k) learn_class(k, row);
    float length = kernels_.times_and_square(error_.data(), slope_.data(), units_);
    if (length == 0) return;
    kernels_.adagrad(made_.hidden_bias.data(), hidden_squares_.data(), error_.data(), 1, rate_,
                     units_);
    length /= static_cast<float>(units_);
    for (auto& feature : kept_) {
      float& squares = row_squares_[feature.id];
      squares += length * feature.value * feature.value;
      feature.value *= -rate_ / std::sqrt(squares);
    }
    kernels_.add_to_rows(kept_.data(), kept_.data() + kept_.size(), error_.data(), units_,
                         made_.rows.data());
  }

  // Which features of an example stay, one example ahead: its rows are on their way from memory while the
  // one before is learnt.
  void draw(const std::vector<Feature>& features) {
    // Whether a feature stays is a coin's throw, which no processor can foresee: so it costs no jump.
    next_.resize(features.size());
    std::size_t count = 0;
    for (const auto& feature : features) {
      next_[count] = {feature.id, feature.value * input_.scale};
      count += random_.next() >= input_.below ? 1 : 0;
    }
    next_.resize(count);
    for (const auto& feature : next_) {
      const float* row = made_.rows.data() + feature.id * units_;
      for (std::size_t i = 0; i < units_; i += kLine) __builtin_prefetch(row + i);
      __builtin_prefetch(row_squares_.data() + feature.id);
    }
  }

  void forward() {
    hidden_ = made_.hidden_bias;
    kernels_.sum_rows(kept_.data(), kept_.data() + kept_.size(), made_.rows.data(), units_,
                      hidden_.data());
    for (std::size_t i = 0; i < units_; ++i) {
      const float leak = hidden_[i] < 0 ? Network::kLeak : 1.0F;
      slope_[i] = random_.next() >= inner_.below ? inner_.scale * leak : 0.0F;
      active_[i] = hidden_[i] * slope_[i];
    }
    kernels_.output_layer(made_.outputs.data(), made_.output_bias.data(), active_.data(), units_,
                          classes_, logits_.data());
  }

  void learn_class(std::size_t k, const NetworkRow& row) {
    const bool named = row.label == static_cast<int>(k);
    if (row.counter && !named) return;
    const bool positive = named && !row.counter;
    if (!positive && logits_[k] < kSurelyOut) return;
    const float odds = std::clamp(logits_[k], -kMostLogit, kMostLogit);
    const float gradient = row.weight * (1 / (1 + std::exp(-odds)) - (positive ? 1.0F : 0.0F));
    if (std::abs(gradient) < kLeast) return;
    float* weights = made_.outputs.data() + k * units_;
    kernels_.add_scaled(error_.data(), weights, gradient, units_);
    kernels_.adagrad(weights, output_squares_.data() + k * units_, active_.data(), gradient, rate_,
                     units_);
    bias_squares_[k] += gradient * gradient;
    made_.output_bias[k] -= rate_ * gradient / std::sqrt(bias_squares_[k]);
  }

  const VectorKernels& kernels_ = vector_kernels();
  NetworkRecipe recipe_;
  std::size_t units_;
  std::size_t classes_;
  Random random_;
  Dropout input_{recipe_.input_dropout};
  Dropout inner_{recipe_.hidden_dropout};
  Network::Weights made_;
  std::vector<float> row_squares_;
  std::vector<float> hidden_squares_;
  std::vector<float> output_squares_;
  std::vector<float> bias_squares_;
  std::vector<float> hidden_;  // sums
  std::vector<float> active_;  // after the bend and dropping
  std::vector<float> slope_;   // active = hidden * slope
  std::vector<float> error_;   // the loss's slope at hidden
  std::vector<float> logits_;
  std::vector<Feature> kept_;  // of the example that is learnt
  std::vector<Feature> next_;  // of the one after it
  float rate_ = 0;
};

NetworkTrainer::NetworkTrainer(std::size_t features, std::size_t classes,
                               const NetworkRecipe& recipe, unsigned seed)
    : training_(std::make_unique<Training>(features, classes, recipe, seed)) {}
NetworkTrainer::~NetworkTrainer() = default;
NetworkTrainer::NetworkTrainer(NetworkTrainer&&) noexcept = default;

void NetworkTrainer::learn(const std::vector<NetworkRow>& rows, int epochs, double rate) {
  training_->run(rows, epochs, rate);
}

const Network::Weights& NetworkTrainer::weights() const { return training_->weights(); }

Network::Weights train_network(const std::vector<NetworkRow>& rows, std::size_t features,
                               std::size_t classes, const NetworkRecipe& recipe, unsigned seed) {
  NetworkTrainer trainer(features, classes, recipe, seed);
  trainer.learn(rows, recipe.epochs, recipe.rate);
  return trainer.weights();
}

}  // namespace frontdesk
