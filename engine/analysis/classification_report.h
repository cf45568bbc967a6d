// Which classes are mistaken for which, and precision, recall and F1 made from that
// (scikit-learn's classification_report with zero_division=0).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/types.h"

namespace bp {

/// 0/0 is 0: precision of a class that was never predicted, recall of one that is not there, and F1
/// of one that is neither.
struct ClassRow {
  double precision = 0;         ///< right among those predicted to be of the class
  double recall = 0;            ///< right among those of the class
  double f1 = 0;                ///< 2 / (1/precision + 1/recall)
  std::uint32_t support = 0;    ///< samples of the class
  std::uint32_t predicted = 0;  ///< samples predicted to be of the class
};

struct ClassificationReport {
  std::uint32_t classes = 0, samples = 0;
  /// Samples without a prediction (NaN). They are in no cell of the confusion matrix, but count as
  /// samples and as support: each is a miss.
  std::uint32_t undecided = 0;
  double accuracy = 0;                   ///< right predictions / samples; 0 without samples
  std::vector<std::uint32_t> confusion;  ///< K × K: [predicted + K · true class]
  std::vector<ClassRow> rows;            ///< one a class
  /// Plain mean over all K classes, those without samples too, as scikit-learn with
  /// labels=range(K).
  ClassRow macro;
  ClassRow weighted;  ///< mean over the classes, weighted by support
};

/// `predicted` and `labels` hold a class, 0 … K − 1, for each sample; a prediction of K is none.
[[nodiscard]] ClassificationReport classification_report(std::span<const std::uint32_t> predicted,
                                                         std::span<const std::uint32_t> labels,
                                                         Index classes);

}  // namespace bp
