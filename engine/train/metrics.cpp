#include "engine/train/metrics.h"

#include <cassert>
#include <cmath>
#include <cstddef>

namespace bp {

double accuracy(std::span<const float> output, std::span<const float> target,
                float decision_level) {
  assert(output.size() == target.size());
  if (output.empty()) return 0;
  std::size_t right = 0;
  for (std::size_t i = 0; i < output.size(); ++i) {
    const bool is_same_side = (output[i] > decision_level) == (target[i] > decision_level);
    if (is_same_side && !std::isnan(output[i])) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(output.size());
}

double r_squared(std::span<const float> output, std::span<const float> target) {
  assert(output.size() == target.size());
  if (output.empty()) return 0;
  double sum = 0;
  for (const float y : target) sum += static_cast<double>(y);
  const double mean = sum / static_cast<double>(target.size());
  double residual = 0, total = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const double y = static_cast<double>(target[i]);
    const double miss = y - static_cast<double>(output[i]);
    residual += miss * miss;
    total += (y - mean) * (y - mean);
  }
  if (total == 0) return residual == 0 ? 1 : 0;
  return 1 - residual / total;
}

}  // namespace bp
