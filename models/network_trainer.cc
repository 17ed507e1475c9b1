// SPDX-License-Identifier: MIT
#include "models/network_trainer.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

// What dropping with a probability needs: keep when next() is at least `below`, scale what is kept.
struct Dropout {
  explicit Dropout(double probability)
      : below(static_cast<std::uint32_t>(probability * 4294967295.0)),
        scale(static_cast<float>(1 / (1 - probability))) {}
  std::uint32_t below;
  float scale;
};

FRONTDESK_WIDE void add_scaled(float* to, const float* from, float factor, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kWide) *wide(to + i) += factor * *wide(from + i);
}

// squares += slope^2; weights -= rate * slope / sqrt(squares), where slope = gradient * input.
#if defined(__x86_64__)

// Left to itself the compiler takes eight roots one by one. Roots and quotients are exact by IEEE 754, so
// both ways give the same numbers.
__attribute__((target("avx2"))) void adagrad_avx2(float* weights, float* squares,
                                                  const float* inputs, float gradient, float rate,
                                                  std::size_t count) {
  const __m256 by = _mm256_set1_ps(gradient);
  const __m256 step = _mm256_set1_ps(rate);
  for (std::size_t i = 0; i < count; i += kWide) {
    const __m256 slope = _mm256_mul_ps(by, _mm256_loadu_ps(inputs + i));
    const __m256 square = _mm256_add_ps(_mm256_loadu_ps(squares + i), _mm256_mul_ps(slope, slope));
    _mm256_storeu_ps(squares + i, square);
    const __m256 change = _mm256_div_ps(_mm256_mul_ps(step, slope), _mm256_sqrt_ps(square));
    _mm256_storeu_ps(weights + i, _mm256_sub_ps(_mm256_loadu_ps(weights + i), change));
  }
}

void adagrad_sse2(float* weights, float* squares, const float* inputs, float gradient, float rate,
                  std::size_t count) {
  const __m128 by = _mm_set1_ps(gradient);
  const __m128 step = _mm_set1_ps(rate);
  for (std::size_t i = 0; i < count; i += kWide / 2) {
    const __m128 slope = _mm_mul_ps(by, _mm_loadu_ps(inputs + i));
    const __m128 square = _mm_add_ps(_mm_loadu_ps(squares + i), _mm_mul_ps(slope, slope));
    _mm_storeu_ps(squares + i, square);
    const __m128 change = _mm_div_ps(_mm_mul_ps(step, slope), _mm_sqrt_ps(square));
    _mm_storeu_ps(weights + i, _mm_sub_ps(_mm_loadu_ps(weights + i), change));
  }
}

void adagrad_step(float* weights, float* squares, const float* inputs, float gradient, float rate,
                  std::size_t count) {
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  (has_avx2 ? adagrad_avx2 : adagrad_sse2)(weights, squares, inputs, gradient, rate, count);
}

#else

void adagrad_step(float* weights, float* squares, const float* inputs, float gradient, float rate,
                  std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float slope = gradient * inputs[i];
    squares[i] += slope * slope;
    weights[i] -= rate * slope / std::sqrt(squares[i]);
  }
}

#endif

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
      for (const std::size_t place : order) {
        rate_ = static_cast<float>(rate) * (1 - static_cast<float>(step++) / steps);
        learn(rows[place]);
      }
    }
  }

  [[nodiscard]] const Network::Weights& weights() const { return made_; }

 private:
  void learn(const NetworkRow& row) {
    forward(*row.features);
    std::fill(error_.begin(), error_.end(), 0.0F);
    for (std::size_t k = 0; k < classes_; ++k) learn_class(k, row);
    float length = 0;
    for (std::size_t i = 0; i < units_; ++i) {
      const float slope = error_[i] *= slope_[i];
      length += slope * slope;
      hidden_squares_[i] += slope * slope;
      made_.hidden_bias[i] -= rate_ * slope / std::sqrt(hidden_squares_[i]);
    }
    if (length == 0) return;
    length /= static_cast<float>(units_);
    for (const auto& feature : kept_) {
      float& squares = row_squares_[feature.id];
      squares += length * feature.value * feature.value;
      add_scaled(made_.rows.data() + feature.id * units_, error_.data(),
                 -rate_ * feature.value / std::sqrt(squares), units_);
    }
  }

  void forward(const std::vector<Feature>& features) {
    kept_.clear();
    for (const auto& feature : features) {
      if (random_.next() >= input_.below)
        kept_.push_back({feature.id, feature.value * input_.scale});
    }
    hidden_ = made_.hidden_bias;
    for (const auto& feature : kept_) {
      add_scaled(hidden_.data(), made_.rows.data() + feature.id * units_, feature.value, units_);
    }
    for (std::size_t i = 0; i < units_; ++i) {
      slope_[i] = random_.next() >= inner_.below ? inner_.scale : 0;
      if (hidden_[i] < 0) slope_[i] *= Network::kLeak;
      active_[i] = hidden_[i] * slope_[i];
    }
    output_layer(made_.outputs.data(), made_.output_bias.data(), active_.data(), units_, classes_,
                 logits_.data());
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
    add_scaled(error_.data(), weights, gradient, units_);
    adagrad_step(weights, output_squares_.data() + k * units_, active_.data(), gradient, rate_,
                 units_);
    bias_squares_[k] += gradient * gradient;
    made_.output_bias[k] -= rate_ * gradient / std::sqrt(bias_squares_[k]);
  }

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
  std::vector<Feature> kept_;
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
