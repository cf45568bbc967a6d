// A classifier's answers in one form, whatever its output layer is: K scores a sample. This is the
// only place that knows of networks with a single output for two classes; all reports about
// classification start from here.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/types.h"
#include "engine/nn/activations.h"
#include "engine/nn/losses.h"

namespace bp {

struct ClassScores {
  Index classes = 0;  ///< K ≥ 2
  /// A column is a distribution over the classes: log loss and calibration have a meaning.
  bool are_probabilities = false;
  std::vector<double> scores;         ///< K × n, column = sample
  std::vector<std::uint32_t> labels;  ///< n true classes, 0 … K − 1
};

/// From `outputs` × n values of the output layer's `activation` and the n samples' class indices.
///
/// A single output s is for class 1: (1 − s, s) for a logistic output with targets 0 and 1, which
/// is a probability; else (2d − s, s) around the loss's decision level d (for the hinge's d = 0: −s
/// and s). Several outputs are the scores themselves, and probabilities if they come from softmax.
/// Logistic outputs side by side do not add up to 1 and are none.
[[nodiscard]] ClassScores class_scores(std::span<const float> values, Index outputs,
                                       std::span<const float> classes, const Loss& loss,
                                       const Activation& activation);

/// The class with the highest score for each column, the first of equal ones (so a single output on
/// the decision level is class 0); K, which is no class, where a score is NaN.
[[nodiscard]] std::vector<std::uint32_t> predicted_classes(std::span<const double> scores,
                                                           Index classes);

/// One class's row of the scores.
[[nodiscard]] std::vector<double> scores_of(std::span<const double> scores, Index classes,
                                            Index which);

}  // namespace bp
