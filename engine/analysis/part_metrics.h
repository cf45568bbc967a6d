// Everything that is said about how well a network answers one part of the data.
#pragma once

#include "engine/analysis/calibration.h"
#include "engine/analysis/class_scores.h"
#include "engine/analysis/classification_report.h"
#include "engine/analysis/ranking_curves.h"
#include "engine/analysis/regression_report.h"
#include "engine/train/ensemble.h"

namespace bp {

/// Curves are reduced to so many points; their areas are those of all points.
inline constexpr std::size_t kMaxCurvePoints = 200;

struct CurvePoint {
  float x = 0, y = 0;
  float threshold = 0;  ///< of the class's score; +∞ at the first point
};

/// ROC or precision–recall of several classes, one curve after another.
struct ClassCurves {
  std::vector<double> areas;        ///< one a curve; NaN: undefined, without points
  std::vector<std::uint32_t> ends;  ///< position in `points` after each curve's last
  std::vector<CurvePoint> points;
  double macro_area = 0;  ///< mean of the areas that are defined; NaN if none is
};

/// Classification has `report`, `roc`, `precision_recall` and, where the scores are probabilities,
/// `log_loss` and `calibration`; regression has `regression`.
///
/// The curves are class 1's for two classes; for more, one for each class against the rest.
/// Calibration is of class 1's probability for two classes; for more, of the highest probability
/// and whether its class was right (confidence, Guo et al. 2017).
struct PartMetrics {
  std::uint32_t samples = 0;  ///< 0: nothing is filled in
  std::uint32_t has_probabilities = 0;
  float threshold = 0.5F;  ///< that `report` was made at
  ClassificationReport report;
  ClassCurves roc, precision_recall;
  double log_loss = 0;
  Calibration calibration;
  RegressionReport regression;
};

/// All metrics of a classification. Of two classes the report takes for class 1 what scores above
/// `threshold` of the way from `low` to `high`, the targets; at 0.5, as always with more classes,
/// the class that scores highest.
[[nodiscard]] PartMetrics classification_metrics(const ClassScores& scores, float threshold = 0.5F,
                                                 float low = 0, float high = 1);

/// All metrics of the trainer's network for one part of `data`, in evaluation mode; a regression's
/// in the target's own units.
template <class T>
[[nodiscard]] PartMetrics part_metrics(Trainer<T>& trainer, const PreparedData& data,
                                       const Part& part, float threshold = 0.5F);
/// The same of an ensemble's mean answer.
[[nodiscard]] PartMetrics part_metrics(Ensemble& ensemble, const PreparedData& data,
                                       const Part& part, float threshold = 0.5F);

}  // namespace bp
