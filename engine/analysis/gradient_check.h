// Backpropagation against central differences (L(w+h) − L(w−h)) / 2h, in double.
#pragma once

#include <vector>

#include "engine/core/types.h"
#include "engine/nn/network.h"
#include "engine/optim/regularizers.h"

namespace bp {

struct GradientCheck {
  double worst = 0;       ///< largest relative error |g − n| / max(|g|, |n|, floor)
  Index worst_param = 0;  ///< its position in the flat vector
  /// Of every parameter; NaN where the two differences lie on different sides of a kink, so that
  /// they say nothing. `worst` counts those too.
  std::vector<double> errors;
  /// Distance of the batch to the nearest jump of a derivative: over all pre-activations, losses
  /// and (for penalties with λ > 0) weights. Near one, differences say nothing. Infinite if smooth.
  double kink_distance = 0;
};

/// Checks every parameter of `net` on one batch (x inputs × n, y outputs × n), with penalties
/// (`lambda`: one a row of regularizers(); on weights, and on biases if told so). Forward passes
/// are training's; dropout's masks are drawn once. `net` is unchanged afterwards.
GradientCheck check_gradients(Network<double>& net, const Loss& loss, const double* x,
                              const double* y, Index n, std::span<const double> lambda,
                              bool penalises_biases = false);

}  // namespace bp
