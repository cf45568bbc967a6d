// How well answers match targets, in one number.
#pragma once

#include <span>

#include "engine/core/types.h"

namespace bp {

/// Class of one sample's `outputs` values: above the decision level is 1 and below is 0 where there
/// is one output, else the largest (the first of equals). −1 if any of them is NaN.
[[nodiscard]] int class_of(const float* output, Index outputs, float decision_level);

/// The one number a point or a pixel shows of a sample's outputs: of one or two (two classes with a
/// unit each) the last, of more the class of the largest, −1 if any of them is NaN.
[[nodiscard]] float shown_answer(const float* output, Index outputs);

/// Share of samples whose class_of() is that of their encoded target, in [0, 1]; both are outputs ×
/// n. NaN is never right. 0 for no samples.
[[nodiscard]] double accuracy(std::span<const float> output, std::span<const float> target,
                              Index outputs, float decision_level);

/// Coefficient of determination R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 1 is perfect, 0 is as good as the
/// mean, below 0 is worse. Constant targets give 1 if they are met exactly, else 0.
[[nodiscard]] double r_squared(std::span<const float> output, std::span<const float> target);

}  // namespace bp
