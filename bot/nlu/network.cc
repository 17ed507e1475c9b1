// SPDX-License-Identifier: MIT
#include "nlu/network.h"

#include <algorithm>
#include <cmath>

#include "nlu/bytes.h"
#include "nlu/vector_kernels.h"

namespace frontdesk {

FRONTDESK_WIDE void output_layer(const float* outputs, const float* bias, const float* hidden,
                                 std::size_t units, std::size_t classes, float* logits) {
  for (std::size_t k = 0; k < classes; ++k) {
    const float* row = outputs + k * units;
    Wide sum{};
    for (std::size_t i = 0; i < units; i += kWide) sum += *wide(row + i) * *wide(hidden + i);
    logits[k] =
        bias[k] + ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
  }
}

Network::Network(const Weights& weights)
    : rows_(weights.rows, weights.units),
      hidden_bias_(weights.hidden_bias),
      outputs_(weights.outputs),
      output_bias_(weights.output_bias) {}

std::vector<float> Network::logits(const std::vector<Feature>& message) const {
  std::vector<float> hidden = hidden_bias_;
  rows_.add(message, hidden.data());
  for (float& unit : hidden) unit *= unit < 0 ? kLeak : 1;
  std::vector<float> found(classes());
  output_layer(outputs_.data(), output_bias_.data(), hidden.data(), units(), classes(),
               found.data());
  return found;
}

void Network::write(ByteWriter& out) const {
  rows_.write(out);
  out.put_all(hidden_bias_);
  out.put_all(outputs_);
  out.put_all(output_bias_);
}

Result<Network> Network::read(ByteReader& in) {
  Network made;
  auto rows = RowTable::read(in);
  if (!rows) return rows.error();
  made.rows_ = std::move(*rows);
  made.hidden_bias_ = in.get_all<float>();
  made.outputs_ = in.get_all<float>();
  made.output_bias_ = in.get_all<float>();
  const auto finite = [](const std::vector<float>& values) {
    return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
  };
  const bool sizes = made.units() > 0 && made.units() % RowTable::kLanes == 0 &&
                     made.rows_.columns() == made.units() && made.classes() > 0 &&
                     made.outputs_.size() == made.units() * made.classes();
  if (!in.ok() || !sizes || !finite(made.hidden_bias_) || !finite(made.outputs_) ||
      !finite(made.output_bias_)) {
    return Error{Code::invalid, "a network of the model is damaged"};
  }
  return made;
}

}  // namespace frontdesk
