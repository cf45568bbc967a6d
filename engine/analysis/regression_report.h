// How far a regression's answers are from its targets.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/analysis/distribution.h"

namespace bp {

struct ActualPredicted {
  float actual = 0, predicted = 0;
};

/// With the residual e = y − ŷ (actual minus predicted) of each sample. A prediction that is not a
/// number makes everything it enters NaN; the histogram leaves it out and counts it. Without
/// samples everything is 0.
struct RegressionReport {
  std::uint32_t samples = 0;
  double mse = 0;   ///< (1/n) Σ e²
  double rmse = 0;  ///< √MSE
  double mae = 0;   ///< (1/n) Σ |e|
  double r2 = 0;    ///< 1 − Σ e² / Σ (y − ȳ)²
  /// 1 − Var(e) / Var(y): as R², but a constant offset is forgiven. For both: where all targets are
  /// equal, 1 if the numerator is 0, else 0 (scikit-learn's force_finite).
  double explained_variance = 0;
  double residual_mean = 0;       ///< ē
  double residual_deviation = 0;  ///< √((1/n) Σ (e − ē)²), of these samples: divided by n
  Distribution residuals;
  std::vector<ActualPredicted> points;  ///< evenly picked samples, in order
};

/// `most_points`: how many points to keep at most.
[[nodiscard]] RegressionReport regression_report(std::span<const float> predicted,
                                                 std::span<const float> actual,
                                                 std::size_t most_points = 500);

}  // namespace bp
