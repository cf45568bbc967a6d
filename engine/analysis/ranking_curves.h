// ROC and precision–recall: how well scores rank the samples of one class before the others, at
// every threshold at once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bp {

/// Samples counted at every distinct score, from the highest down: those of the class (tp) and
/// others (fp) with at least this score. Equal scores are one threshold.
struct Ranking {
  std::vector<double> threshold;
  std::vector<std::int64_t> tp, fp;
  std::int64_t positives = 0, negatives = 0;
  bool has_nan = false;  ///< a NaN has no rank: nothing else is filled in then
};

/// One class against the rest, from each sample's score for it and its true class.
[[nodiscard]] Ranking rank(std::span<const double> scores, std::span<const std::uint32_t> labels,
                           std::uint32_t positive);

/// Points (x, y), from the threshold no sample reaches (+∞) to the lowest score.
struct RankingCurve {
  std::vector<double> x, y, threshold;
  /// Area under ROC, or average precision. NaN where undefined; there are no points then.
  double area = 0;
};

/// x = false-positive rate, y = true-positive rate, from (0, 0) to (1, 1); area by the trapezoid
/// rule (roc_auc_score). Undefined without samples of the class, without others, or with NaN.
[[nodiscard]] RankingCurve roc_curve(const Ranking& ranking);

/// x = recall, y = precision, from (0, 1) on; area Σ (Rᵢ − Rᵢ₋₁) Pᵢ, the step sum of
/// average_precision_score. Undefined without samples of the class, or with NaN.
[[nodiscard]] RankingCurve precision_recall_curve(const Ranking& ranking);

/// The curve in at most `most` (≥ 2) of its points. Those within a level or upright line are left
/// out, which changes nothing; then, if there are too many, they are evenly picked over the length
/// |Δx| + |Δy|, first and last kept. The area stays that of all points.
[[nodiscard]] RankingCurve reduced(const RankingCurve& whole, std::size_t most);

}  // namespace bp
