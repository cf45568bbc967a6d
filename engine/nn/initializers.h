// The table of weight initialisations. Biases start at the settings' constant (0 by default).
#pragma once

#include <span>
#include <string_view>

#include "engine/core/rng.h"
#include "engine/core/types.h"

namespace bp {

struct Initializer {
  std::string_view key;
  std::string_view label;
  std::string_view formula;  ///< for people
  bool uses_scale;           ///< whether `scale` (σ, half-width or the constant) has an effect
  std::string_view torch;    ///< the same in PyTorch, of w and {scale}
  /// Fills W (fan_out×fan_in, column-major).
  void (*fill)(Index fan_out, Index fan_in, float scale, Rng& rng, float* w);
};

[[nodiscard]] std::span<const Initializer> initializers();
[[nodiscard]] const Initializer& initializer(std::string_view key);

}  // namespace bp
