// SPDX-License-Identifier: MIT
#include "nlu/linear.h"

#include <algorithm>
#include <cmath>

#include "nlu/bytes.h"

namespace frontdesk {

std::vector<float> LinearModel::margins(const std::vector<Feature>& message) const {
  std::vector<float> sum = bias_;
  const std::size_t count = sum.size();
  for (const auto& feature : message) {
    const float* row = weights_.data() + feature.id * count;
    const float value = feature.value;
    float* to = sum.data();
    for (std::size_t k = 0; k < count; ++k) to[k] += value * row[k];
  }
  return sum;
}

float LinearModel::share(const std::vector<Feature>& message, std::size_t of_class) const {
  float sum = 0;
  for (const auto& feature : message)
    sum += feature.value * weights_[feature.id * bias_.size() + of_class];
  return sum;
}

void LinearModel::write(ByteWriter& out) const {
  out.put_all(weights_);
  out.put_all(bias_);
}

Result<LinearModel> LinearModel::read(ByteReader& in) {
  LinearModel made;
  made.weights_ = in.get_all<float>();
  made.bias_ = in.get_all<float>();
  const auto finite = [](const std::vector<float>& values) {
    return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
  };
  if (!in.ok() || made.bias_.empty() || made.weights_.size() % made.bias_.size() != 0 ||
      !finite(made.weights_) || !finite(made.bias_)) {
    return Error{Code::invalid, "the linear part of the model is damaged"};
  }
  return made;
}

}  // namespace frontdesk
