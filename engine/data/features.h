// The table of input features: functions of the raw coordinates.
#pragma once

#include <span>
#include <string_view>

namespace bp {

struct Feature {
  std::string_view key;    ///< wire format: "x", "y", "x2", "y2", "xy", "sinx", "siny"
  std::string_view label;  ///< on screen: "x₁", "x₂", "x₁²", …
  bool needs_second;       ///< uses the second coordinate: not offered for 1-D data
  float (*value)(float x1, float x2);
  std::string_view torch;  ///< the same in PyTorch, of x1 and x2
};

[[nodiscard]] std::span<const Feature> features();

}  // namespace bp
