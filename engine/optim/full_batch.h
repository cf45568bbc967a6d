// Optimizers that take the whole training part at once and try parameters out before they settle
// on them. Each finds its own way and length: learning rate, momentum, schedule and clipping have
// no effect on them.
#pragma once

#include "engine/core/rng.h"
#include "engine/optim/objective.h"

namespace bp {

/// Methods that keep or solve for matrices of the parameters are limited to so many.
inline constexpr Index kMaxFullBatchParams = 500;

/// One step from objective.params(), left at the result. `memory` is the method's own from step to
/// step, all zero at its first; `scratch` holds nothing.
template <class T>
using MethodStep = void (*)(Objective<T>& objective, std::span<double> memory,
                            std::span<double> scratch, Rng& rng);

struct FullBatchMethod {
  Index max_params;      ///< 0: any number
  bool uses_gradient;    ///< calls Objective::value_and_gradient()
  bool needs_curvature;  ///< calls Objective::curvature(): samples must not depend on one another
  Index (*memory_size)(Index params);
  Index (*scratch_size)(Index params);
  MethodStep<float> f32;
  MethodStep<double> f64;

  template <class T>
  [[nodiscard]] MethodStep<T> step() const {
    if constexpr (sizeof(T) == sizeof(float)) {
      return f32;
    } else {
      return f64;
    }
  }
};

[[nodiscard]] const FullBatchMethod& levenberg_marquardt();
[[nodiscard]] const FullBatchMethod& limited_memory_bfgs();
[[nodiscard]] const FullBatchMethod& random_guessing();

}  // namespace bp
