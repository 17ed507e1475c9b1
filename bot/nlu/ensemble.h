// SPDX-License-Identifier: MIT
#pragma once
// The classifier that models/ trains: a linear model, two small networks and fastText, pooled after
// calibration (confidence.h).
//
// Everything a prediction needs, in memory; no I/O, no lock, no clock. Immutable; any thread may call any
// const function. models/train makes one, models/model_file writes and reads it.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nlu/classifier.h"
#include "nlu/concepts.h"
#include "nlu/confidence.h"
#include "nlu/fasttext_member.h"
#include "nlu/features.h"
#include "nlu/linear.h"
#include "nlu/network.h"

namespace frontdesk {

/// The parts of an ensemble.
struct EnsembleParts {
  std::vector<std::string> intents;  // in scope; class k of every member is intents[k]
  bool has_oos = false;              // the linear model has one more class: out-of-scope examples
  ConceptFinder concepts;
  Vocabulary
      vocabulary;  // its plain plan is of the linear model and the network, its wide one of the
                   // wide network
  LinearModel linear;
  Network network;
  Network wide_network;
  std::unique_ptr<FastTextMember> fasttext;  // may be null
  Blend weights;
  Confidence confidence;
  double threshold = 0.5;
};

/// What the members of an ensemble say of a message. The linear model's last class is oos with `has_oos`.
MemberScores member_scores(const EnsembleParts& parts, const ModelMessage& message);

class Ensemble : public Classifier {
 public:
  /// All members must have the classes that `parts` names.
  explicit Ensemble(EnsembleParts parts) : parts_(std::move(parts)) {}

  /// A message without a letter or digit has an empty ranking and confidence 0.
  [[nodiscard]] Classification classify(std::string_view folded) const override;
  [[nodiscard]] std::vector<Evidence> evidence(std::string_view folded,
                                               const std::string& intent) const override;
  [[nodiscard]] std::string respelled(std::string_view folded) const override {
    return respell_unknown(folded, parts_.vocabulary);
  }
  [[nodiscard]] double threshold() const override { return parts_.threshold; }

  /// A message as the members see it.
  [[nodiscard]] ModelMessage read(std::string_view folded) const {
    return read_message(folded, parts_.concepts, &parts_.vocabulary);
  }
  /// What the members say, before it is weighed.
  [[nodiscard]] MemberScores scores(const ModelMessage& message) const {
    return member_scores(parts_, message);
  }

  [[nodiscard]] const EnsembleParts& parts() const { return parts_; }

 private:
  EnsembleParts parts_;
};

}  // namespace frontdesk
