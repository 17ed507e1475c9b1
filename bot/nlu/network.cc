// SPDX-License-Identifier: MIT
#include "nlu/network.h"

#include <algorithm>
#include <cmath>

#include "nlu/bytes.h"
#include "nlu/vector_kernels.h"

namespace frontdesk {

static_assert(Network::kUnits == kWide && Network::kMostUnits == VectorKernels::kMostColumns);

Network::Network(const Weights& weights)
    : rows_(weights.rows, weights.units),
      hidden_bias_(weights.hidden_bias),
      outputs_(weights.outputs, weights.units),
      output_bias_(weights.output_bias) {}

void Network::logits(const std::vector<Feature>& message, std::vector<float>& found) const {
  static thread_local std::vector<float> hidden;
  hidden.assign(RowTable::padded(units()), 0);
  std::copy(hidden_bias_.begin(), hidden_bias_.end(), hidden.begin());
  rows_.add(message, hidden.data());
  for (float& unit : hidden) unit = std::max(unit, unit * kLeak);
  found.resize(classes());
  outputs_.multiply(hidden.data(), found.data());
  for (std::size_t k = 0; k < found.size(); ++k) found[k] += output_bias_[k];
}

void Network::write(ByteWriter& out) const {
  rows_.write(out);
  out.put_all(hidden_bias_);
  outputs_.write(out);
  out.put_all(output_bias_);
}

Result<Network> Network::read(ByteReader& in) {
  Network made;
  auto rows = RowTable::read(in);
  if (!rows) return rows.error();
  made.rows_ = std::move(*rows);
  made.hidden_bias_ = in.get_all<float>();
  auto outputs = RowTable::read(in);
  if (!outputs) return outputs.error();
  made.outputs_ = std::move(*outputs);
  made.output_bias_ = in.get_all<float>();
  const auto finite = [](const std::vector<float>& values) {
    return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
  };
  const bool sizes = made.units() > 0 && made.units() % kUnits == 0 && made.units() <= kMostUnits &&
                     made.rows_.columns() == made.units() && made.classes() > 0 &&
                     made.outputs_.rows() == made.classes() &&
                     made.outputs_.columns() == made.units();
  if (!in.ok() || !sizes || !finite(made.hidden_bias_) || !finite(made.output_bias_)) {
    return Error{Code::invalid, "a network of the model is damaged"};
  }
  return made;
}

}  // namespace frontdesk
