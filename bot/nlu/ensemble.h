// SPDX-License-Identifier: MIT
#pragma once
// The classifier that models/ trains: a linear model and fastText, averaged after calibration.
//
// Everything a prediction needs, in memory; no I/O, no lock, no clock. Immutable; any thread may call any
// const function. models/train makes one, models/model_file writes and reads it.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nlu/classifier.h"
#include "nlu/confidence.h"
#include "nlu/fasttext_member.h"
#include "nlu/features.h"
#include "nlu/linear.h"

namespace frontdesk {

/// The parts of an ensemble.
struct EnsembleParts {
  std::vector<std::string> intents;  // in scope; class k of every member is intents[k]
  bool has_oos = false;              // the linear model has one more class: out-of-scope examples
  Vocabulary vocabulary;
  LinearModel linear;
  std::unique_ptr<FastTextMember> fasttext;  // may be null
  Blend weights;
  Confidence confidence;
  double threshold = 0.5;
};

class Ensemble : public Classifier {
 public:
  /// All members must have the classes that `parts` names.
  explicit Ensemble(EnsembleParts parts) : parts_(std::move(parts)) {}

  /// A message without a letter or digit has an empty ranking and confidence 0.
  [[nodiscard]] Classification classify(std::string_view folded) const override;
  [[nodiscard]] std::vector<std::string> evidence(std::string_view folded,
                                                  const std::string& intent) const override;
  [[nodiscard]] double threshold() const override { return parts_.threshold; }

  /// What the members say, before it is weighed.
  [[nodiscard]] MemberScores scores(const std::string& text) const;

  [[nodiscard]] const EnsembleParts& parts() const { return parts_; }

 private:
  EnsembleParts parts_;
};

/// What the linear member of an ensemble says of features: the last class is oos with `has_oos`.
MemberScores linear_scores(const LinearModel& model, const Features& features, bool has_oos,
                           std::size_t words);

}  // namespace frontdesk
