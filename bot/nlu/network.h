// SPDX-License-Identifier: MIT
#pragma once
// A small neural network over sparse features: one hidden layer, one output a class.
//
//   hidden = leaky(bias + sum of features x rows)      units numbers; leaky(x) = x, or 0.01 x below zero
//   logit  = bias + weights of the class . hidden      each class for itself (one-vs-rest)
//
// A logit above 0 speaks for its class; all far below 0 say that the message is none of them, which is what
// makes the largest a good sign of "out of scope". models/network_trainer.h trains it.
// Both tables are kept in one byte a number.
//
// Immutable; any thread may call logits.

#include <cstddef>
#include <vector>

#include "core/result.h"
#include "nlu/row_table.h"

namespace frontdesk {

class Network {
 public:
  /// Below zero a hidden unit keeps this much of its sum, so that it can learn its way back.
  static constexpr float kLeak = 0.01F;

  /// Plain numbers, as training has them. Units are a multiple of kUnits, at most kMostUnits.
  static constexpr std::size_t kUnits = 8;
  static constexpr std::size_t kMostUnits = 2048;
  struct Weights {
    std::size_t units = 0;
    std::vector<float> rows;         // features x units
    std::vector<float> hidden_bias;  // units
    std::vector<float> outputs;      // classes x units
    std::vector<float> output_bias;  // classes
  };

  Network() = default;
  explicit Network(const Weights& weights);

  [[nodiscard]] std::size_t classes() const { return output_bias_.size(); }
  [[nodiscard]] std::size_t features() const { return rows_.rows(); }
  [[nodiscard]] std::size_t units() const { return hidden_bias_.size(); }

  /// One number a class, into `found`. Feature ids must be below features().
  void logits(const std::vector<Feature>& message, std::vector<float>& found) const;

  void write(ByteWriter& out) const;
  /// Code::invalid when the bytes are not a network.
  static Result<Network> read(ByteReader& in);

 private:
  RowTable rows_;
  std::vector<float> hidden_bias_;
  RowTable outputs_;  // classes x units
  std::vector<float> output_bias_;
};

}  // namespace frontdesk
