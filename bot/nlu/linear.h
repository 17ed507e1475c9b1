// SPDX-License-Identifier: MIT
#pragma once
// A linear one-vs-rest model: one margin a class. What models/linear_trainer.h trained, kept as one table.
//
// A row holds the weights of one feature for all classes side by side, so a message costs one pass over as
// many rows as it has features. Immutable; any thread may call margins.

#include <cstdint>
#include <vector>

#include "core/result.h"
#include "nlu/row_table.h"

namespace frontdesk {

class LinearModel {
 public:
  LinearModel() = default;
  /// `weights` has features x classes values, a feature's classes side by side; `bias` has one a class.
  LinearModel(const std::vector<float>& weights, std::vector<float> bias)
      : weights_(weights, bias.size()), bias_(std::move(bias)) {}

  [[nodiscard]] std::size_t classes() const { return bias_.size(); }
  [[nodiscard]] std::size_t features() const { return weights_.rows(); }

  /// The margin of each class, into `found`: above 0 speaks for it. Feature ids must be below features().
  void margins(const std::vector<Feature>& message, std::vector<float>& found) const;

  /// What one feature says for one class: its weight.
  [[nodiscard]] float weight(std::size_t feature, std::size_t of_class) const {
    return weights_.at(feature, of_class);
  }

  void write(ByteWriter& out) const;
  /// Code::invalid when the bytes are not a model.
  static Result<LinearModel> read(ByteReader& in);

 private:
  RowTable weights_;
  std::vector<float> bias_;
};

}  // namespace frontdesk
