// SPDX-License-Identifier: MIT
#include "models/linear_trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "nlu/vector_kernels.h"

namespace frontdesk {
namespace {

constexpr float kInfinite = std::numeric_limits<float>::infinity();
constexpr float kNothing = 1e-12F;  // steps of a slope below are not made

}  // namespace

// One group's search.
class LinearTrainer::Descent {
 public:
  Descent(LinearTrainer& trainer, Group& group) : trainer_(trainer), group_(group) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const std::size_t k = group.first + lane;
      done_[lane] =
          k >= trainer.classes_ || trainer.positives_[k] == 0 || trainer.negatives_[k] == 0;
    }
  }

  void run() {
    const std::size_t rows = trainer_.labels_.size();
    std::vector<std::uint32_t> active(rows);
    std::iota(active.begin(), active.end(), 0U);
    quiet_ = done_;
    far_.fill(kInfinite);
    while (!all(quiet_)) {
      const bool whole = active.size() == rows;
      pass(active);
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        if (quiet_[lane]) continue;
        quiet_[lane] = highest_[lane] - lowest_[lane] <= trainer_.stop_;
        done_[lane] = whole && quiet_[lane];
        far_[lane] = highest_[lane] > 0 ? highest_[lane] : kInfinite;
      }
      if (!all(quiet_) || all(done_)) continue;
      // What is settled among the active rows is looked at once more with all of them.
      active.resize(rows);
      std::iota(active.begin(), active.end(), 0U);
      quiet_ = done_;
      far_.fill(kInfinite);
    }
  }

 private:
  using Flags = std::array<bool, kLanes>;
  using Numbers = std::array<float, kLanes>;

  static bool all(const Flags& flags) {
    return std::all_of(flags.begin(), flags.end(), [](bool flag) { return flag; });
  }

  void pass(std::vector<std::uint32_t>& active) {
    highest_.fill(-kInfinite);
    lowest_.fill(kInfinite);
    for (std::size_t i = active.size(); i > 1; --i) {
      std::swap(active[i - 1], active[trainer_.random_.next() % i]);
    }
    std::size_t kept = 0;
    for (const std::uint32_t row : active) {
      if (visit(row)) active[kept++] = row;
    }
    active.resize(kept);
  }

  // Whether the row matters to a class that is not settled.
  bool visit(std::size_t row) {
    const Feature* from = trainer_.values_.data() + trainer_.starts_[row];
    const Feature* to = trainer_.values_.data() + trainer_.starts_[row + 1];
    float* weights = group_.weights.data();
    float* bias = weights + trainer_.features_ * kLanes;
    float* dual = group_.dual.data() + row * kLanes;
    Numbers margins;
    std::copy_n(bias, kLanes, margins.begin());
    kernels_.sum_rows(from, to, weights, kLanes, margins.data());
    const int own = trainer_.labels_[row] - static_cast<int>(group_.first);
    const bool counter = trainer_.counters_[row];
    Numbers steps{};
    bool matters = false;
    bool moves = false;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const bool same = own == static_cast<int>(lane);
      if (quiet_[lane] || (counter && !same)) continue;
      const float side = same && !counter ? 1.0F : -1.0F;
      const float slope = side * margins[lane] - 1 + trainer_.shrink_ * dual[lane];
      if (dual[lane] == 0 && slope > far_[lane]) continue;
      matters = true;
      const float projected = dual[lane] == 0 ? std::min(slope, 0.0F) : slope;
      highest_[lane] = std::max(highest_[lane], projected);
      lowest_[lane] = std::min(lowest_[lane], projected);
      if (std::abs(projected) <= kNothing) continue;
      const float next = std::max(dual[lane] - slope / trainer_.diagonals_[row], 0.0F);
      steps[lane] = (next - dual[lane]) * side;
      dual[lane] = next;
      moves = true;
    }
    if (moves) {
      kernels_.add_scaled(bias, steps.data(), 1, kLanes);
      kernels_.add_to_rows(from, to, steps.data(), kLanes, weights);
    }
    return matters;
  }

  const VectorKernels& kernels_ = vector_kernels();
  LinearTrainer& trainer_;
  Group& group_;
  Flags done_{};   // settled among all rows
  Flags quiet_{};  // settled among the active ones
  Numbers far_{};  // rows with a slope above, and nothing in the dual, are left out
  Numbers highest_{};
  Numbers lowest_{};
};

LinearTrainer::LinearTrainer(std::size_t features, std::size_t classes, double cost, unsigned seed,
                             float stop)
    : features_(features),
      classes_(classes),
      shrink_(static_cast<float>(0.5 / cost)),
      stop_(stop),
      random_(seed),
      starts_(1, 0),
      positives_(classes, 0),
      negatives_(classes, 0) {
  static_assert(kLanes % kWide == 0);
  for (std::size_t first = 0; first < classes; first += kLanes) {
    groups_.push_back({first, std::vector<float>((features + 1) * kLanes, 0), {}});
  }
}

void LinearTrainer::learn(const std::vector<LinearRow>& rows) {
  for (const auto& row : rows) {
    float length = 1;
    for (const auto& feature : *row.features) {
      values_.push_back(feature);
      length += feature.value * feature.value;
    }
    starts_.push_back(values_.size());
    diagonals_.push_back(length + shrink_);
    labels_.push_back(row.label);
    counters_.push_back(row.counter);
    const auto own = static_cast<std::size_t>(row.label);
    ++(row.counter ? negatives_ : positives_)[own];
    for (std::size_t k = 0; k < classes_; ++k) negatives_[k] += !row.counter && k != own;
  }
  for (auto& group : groups_) {
    group.dual.resize(labels_.size() * kLanes, 0);
    Descent(*this, group).run();
  }
}

LinearWeights LinearTrainer::weights() const {
  LinearWeights made;
  made.weights.resize(features_ * classes_, 0);
  made.bias.resize(classes_, 0);
  for (std::size_t k = 0; k < classes_; ++k) {
    if (positives_[k] == 0 || negatives_[k] == 0) {
      made.bias[k] = positives_[k] > 0 ? 1 : -1;
      continue;
    }
    const Group& group = groups_[k / kLanes];
    const float* from = group.weights.data() + k % kLanes;
    for (std::size_t f = 0; f < features_; ++f) made.weights[f * classes_ + k] = from[f * kLanes];
    made.bias[k] = from[features_ * kLanes];
  }
  return made;
}

}  // namespace frontdesk
