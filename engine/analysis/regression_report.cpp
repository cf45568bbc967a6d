#include "engine/analysis/regression_report.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace bp {
namespace {

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

/// (1/n) Σ (v − centre)²
double mean_square(std::span<const double> values, double centre) {
  double squares = 0;
  for (const double v : values) squares += (v - centre) * (v - centre);
  return squares / static_cast<double>(values.size());
}

/// 1 − unexplained / total.
double share_explained(double unexplained, double total) {
  if (total == 0 && !std::isnan(unexplained)) return unexplained == 0 ? 1 : 0;
  return 1 - unexplained / total;
}

std::vector<ActualPredicted> pick_points(std::span<const float> predicted,
                                         std::span<const float> actual, std::size_t most) {
  const std::size_t n = actual.size();
  const std::size_t count = std::min(n, most);
  std::vector<ActualPredicted> points;
  points.reserve(count);
  for (std::size_t k = 0; k < count; ++k) {
    const auto i = static_cast<std::size_t>(static_cast<std::uint64_t>(k) * n / count);
    points.push_back({actual[i], predicted[i]});
  }
  return points;
}

}  // namespace

RegressionReport regression_report(std::span<const float> predicted, std::span<const float> actual,
                                   std::size_t most_points) {
  assert(predicted.size() == actual.size());
  RegressionReport report;
  if (actual.empty()) return report;
  const std::vector<double> targets(actual.begin(), actual.end());
  std::vector<double> residuals(targets);
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    residuals[i] -= static_cast<double>(predicted[i]);
    report.mae += std::fabs(residuals[i]);
  }
  report.samples = static_cast<std::uint32_t>(targets.size());
  report.mae /= static_cast<double>(targets.size());
  report.mse = mean_square(residuals, 0);
  report.rmse = std::sqrt(report.mse);
  report.residual_mean = mean_of(residuals);
  const double spread = mean_square(residuals, report.residual_mean);
  report.residual_deviation = std::sqrt(spread);
  const double total = mean_square(targets, mean_of(targets));
  report.r2 = share_explained(report.mse, total);
  report.explained_variance = share_explained(spread, total);
  report.residuals = distribution_of(std::span<const double>(residuals));
  report.points = pick_points(predicted, actual, most_points);
  return report;
}

}  // namespace bp
