// SPDX-License-Identifier: MIT
#include "nlu/linear.h"

#include <algorithm>
#include <cmath>

#include "nlu/bytes.h"

namespace frontdesk {

void LinearModel::margins(const std::vector<Feature>& message, std::vector<float>& found) const {
  found.assign(RowTable::padded(bias_.size()), 0);
  std::copy(bias_.begin(), bias_.end(), found.begin());
  weights_.add(message, found.data());
  found.resize(bias_.size());
}

void LinearModel::write(ByteWriter& out) const {
  weights_.write(out);
  out.put_all(bias_);
}

Result<LinearModel> LinearModel::read(ByteReader& in) {
  LinearModel made;
  auto weights = RowTable::read(in);
  if (!weights) return weights.error();
  made.weights_ = std::move(*weights);
  made.bias_ = in.get_all<float>();
  const bool finite =
      std::all_of(made.bias_.begin(), made.bias_.end(), [](float v) { return std::isfinite(v); });
  if (!in.ok() || made.bias_.empty() || made.weights_.columns() != made.bias_.size() || !finite) {
    return Error{Code::invalid, "the linear part of the model is damaged"};
  }
  return made;
}

}  // namespace frontdesk
