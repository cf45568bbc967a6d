// The output of 1-D data as a sum: each unit of the last hidden layer times its weight. No drawing
// in here.
#pragma once

#include "engine/session/snapshot.h"

namespace bp {

/// Points of the interval that are asked for.
inline constexpr int kFunctionColumns = 48;

/// Views into a snapshot; `columns` 0: it has no such sum.
struct FunctionParts {
  std::size_t columns = 0, units = 0;
  const float* maps = nullptr;     ///< activations, units · columns
  const float* weights = nullptr;  ///< of the output's only unit
  float bias = 0;
  /// w·a of one unit at cell i of the interval.
  [[nodiscard]] float part(std::size_t unit, std::size_t i) const {
    return weights[unit] * maps[unit * columns + i];
  }
  /// What the output layer's activation sees there.
  [[nodiscard]] float sum(std::size_t i) const {
    float out = bias;
    for (std::size_t u = 0; u < units; ++u) out += part(u, i);
    return out;
  }
};

/// Needs an interval, one output, a hidden layer whose maps are all there, and the parameters.
[[nodiscard]] FunctionParts function_parts(const Snapshot& snapshot);

}  // namespace bp
