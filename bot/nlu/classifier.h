// SPDX-License-Identifier: MIT
#pragma once
// A classifier of short messages, as an interface: the ensemble that models/ trains, or a fake in
// tests.

#include <string>
#include <string_view>
#include <vector>

#include "nlu/interpretation.h"

namespace frontdesk {

/// What a classifier says of a message.
struct Classification {
  std::vector<RankedIntent>
      ranking;            // in scope, best first, at most ten; confidences sum to at most 1
  double confidence = 0;  // probability that the best is right and the message in scope: what the
                          // threshold is held against
};

/// Any thread may call classify; it changes nothing and does no I/O.
class Classifier {
 public:
  virtual ~Classifier() = default;

  /// `folded` is the output of fold() (normalise.h) of one message, not empty.
  [[nodiscard]] virtual Classification classify(std::string_view folded) const = 0;

  /// What in the message spoke most for `intent`, best first, at most five; empty when unknown.
  [[nodiscard]] virtual std::vector<Evidence> evidence(std::string_view /*folded*/,
                                                       const std::string& /*intent*/) const {
    return {};
  }

  /// The message with words that training never saw respelled as words that it did ("shiunta" is "siunta"):
  /// rules that do not match what was written are tried on this.
  [[nodiscard]] virtual std::string respelled(std::string_view folded) const {
    return std::string(folded);
  }

  /// Below this confidence a message counts as not understood.
  [[nodiscard]] virtual double threshold() const = 0;
};

}  // namespace frontdesk
