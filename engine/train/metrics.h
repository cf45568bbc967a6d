// How well answers match targets, in one number.
#pragma once

#include <span>

namespace bp {

/// Share of samples on the right side of the decision level, in [0, 1]. Class 1 is what lies above
/// it, for outputs and encoded targets alike; NaN is never right. 0 for no samples.
[[nodiscard]] double accuracy(std::span<const float> output, std::span<const float> target,
                              float decision_level);

/// Coefficient of determination R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 1 is perfect, 0 is as good as the
/// mean, below 0 is worse. Constant targets give 1 if they are met exactly, else 0.
[[nodiscard]] double r_squared(std::span<const float> output, std::span<const float> target);

}  // namespace bp
