#include "engine/train/metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace bp {

int class_of(const float* output, Index outputs, float decision_level) {
  for (Index k = 0; k < outputs; ++k) {
    if (std::isnan(output[k])) return -1;
  }
  if (outputs == 1) return output[0] > decision_level ? 1 : 0;
  return static_cast<int>(std::max_element(output, output + outputs) - output);
}

float shown_answer(const float* output, Index outputs) {
  return outputs <= 2 ? output[outputs - 1] : static_cast<float>(class_of(output, outputs, 0));
}

double accuracy(std::span<const float> output, std::span<const float> target, Index outputs,
                float decision_level) {
  assert(output.size() == target.size() && outputs > 0);
  const Index n = static_cast<Index>(output.size()) / outputs;
  if (n == 0) return 0;
  Index right = 0;
  for (Index i = 0; i < n; ++i) {
    const int given = class_of(output.data() + i * outputs, outputs, decision_level);
    const int wanted = class_of(target.data() + i * outputs, outputs, decision_level);
    if (given >= 0 && given == wanted) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(n);
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
