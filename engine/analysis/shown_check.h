// The gradients of a step that was trained, as they are shown, against central differences
// (L(w+h) − L(w−h)) / 2h of a forward pass of its own: plain loops in double, which share nothing
// with training's passes but the formulas of activations and losses.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "engine/nn/network.h"

namespace bp {

/// What a gradient in single precision may be off by, relative.
inline constexpr double kShownTolerance = 1e-3;

struct CheckedLayer {
  std::uint32_t params = 0;
  std::uint32_t compared = 0;     ///< fewer where all would take too long: evenly spread
  std::uint32_t judged = 0;       ///< of these, whose differences do not cross a kink
  std::uint32_t worst_param = 0;  ///< position in the flat vector
  double worst = 0;  ///< largest |g − d| / max(|g|, |d|, a hundredth of the layer's largest |g|)
  double shown = 0, difference = 0;  ///< g and d of that one
};

/// A batch, the parameters it was worked with, and what came of it.
struct ShownStep {
  const Network<float>& net;   ///< for its spec, dropout and batch normalisation
  const Workspace<float>& ws;  ///< holds the masks
  std::span<const float> params, grads;
  const Loss& loss;
  const float* x;  ///< inputs × n
  const float* y;  ///< outputs × n
  Index n = 0;
  double averaged_over = 1;
  std::array<double, 2> lambda{};  ///< of the penalties that are in the loss, a row each
  bool penalises_biases = false;
  double clip_value = 0;  ///< 0: off
  double scale = 1;       ///< by which clipping multiplied the gradient
};

/// `out` has one a layer.
void check_shown(const ShownStep& step, std::span<CheckedLayer> out);

}  // namespace bp
