#include "engine/analysis/calibration.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/core/math.h"

namespace bp {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool any_nan(std::span<const double> values) {
  return std::ranges::any_of(values, [](double v) { return std::isnan(v); });
}

/// The bin's edges are k · 0.1 in double, as numpy's linspace makes them.
std::size_t bin_of(double p) {
  std::size_t bin = 0;
  while (bin + 1 < kCalibrationBins && p > static_cast<double>(bin + 1) * 0.1) ++bin;
  return bin;
}

}  // namespace

double log_loss(std::span<const double> probabilities, std::span<const std::uint32_t> labels,
                Index classes) {
  const auto k = static_cast<std::size_t>(classes);
  assert(probabilities.size() == k * labels.size());
  if (labels.empty() || any_nan(probabilities)) return kNan;
  constexpr double kLeast = std::numeric_limits<double>::epsilon();
  double total = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    double sum = 0, of_label = 0;
    for (std::size_t c = 0; c < k; ++c) {
      const double p = std::clamp(probabilities[k * i + c], kLeast, 1 - kLeast);
      sum += p;
      if (c == labels[i]) of_label = p;
    }
    total -= math::log(of_label / sum);
  }
  return total / static_cast<double>(labels.size());
}

Calibration calibration(std::span<const double> predicted, std::span<const std::uint8_t> happened) {
  assert(predicted.size() == happened.size());
  Calibration c;
  if (predicted.empty() || any_nan(predicted)) {
    c.error = kNan;
    return c;
  }
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    CalibrationBin& bin = c.bins[bin_of(predicted[i])];
    bin.mean_predicted += predicted[i];  // the sum, until all are in
    ++bin.count;
    if (happened[i] != 0) ++bin.happened;
  }
  for (CalibrationBin& bin : c.bins) {
    if (bin.count == 0) continue;
    bin.mean_predicted /= bin.count;
    bin.observed_share = static_cast<double>(bin.happened) / bin.count;
    const double share = static_cast<double>(bin.count) / static_cast<double>(predicted.size());
    c.error += share * std::fabs(bin.mean_predicted - bin.observed_share);
  }
  return c;
}

}  // namespace bp
