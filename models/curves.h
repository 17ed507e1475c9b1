// SPDX-License-Identifier: MIT
#pragma once
// What confidence is worth: calibration, ranking, and the price of a threshold.
//
// Pure functions; any thread.

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "models/evaluate.h"

namespace frontdesk {

/// A judged row without its words: all that figures about confidence look at.
struct Outcome {
  double confidence = 0;
  bool right = false;  // in scope, and best intent right
  bool in_scope = false;
};
std::vector<Outcome> outcomes_of(const std::vector<JudgedRow>& rows);

inline constexpr std::size_t kReliabilityBins = 15;

/// One bin of confidences, [k/15, (k+1)/15); the last one holds 1 too.
struct ReliabilityBin {
  std::size_t count = 0;
  std::size_t right = 0;
  double confidence_sum = 0;
};
using Reliability = std::array<ReliabilityBin, kReliabilityBins>;
Reliability reliability_of(const std::vector<Outcome>& outcomes);

/// The mean distance of confidence from the share that is right, weighed by rows (Naeini et al., Obtaining
/// well calibrated probabilities using Bayesian binning, AAAI 2015). Nothing without rows.
std::optional<double> calibration_error(const std::vector<Outcome>& outcomes);

/// The chance that a row in scope has a higher confidence than one out of scope; a tie counts half (Mann and
/// Whitney, 1947), by ranks. Nothing without rows of both kinds.
std::optional<double> auroc(const std::vector<Outcome>& outcomes);

/// A threshold and what it lets through.
struct RiskPoint {
  double threshold = 0;
  std::size_t answered = 0;  // rows with at least that confidence
  std::size_t wrong = 0;     // of those, wrong or out of scope
};

/// One point for every confidence that occurs, highest first: answered and wrong never fall. Rows without a
/// ranking are never answered. (El-Yaniv and Wiener, On the foundations of noise-free selective
/// classification, JMLR 2010.)
std::vector<RiskPoint> risk_coverage(const std::vector<JudgedRow>& rows);

}  // namespace frontdesk
