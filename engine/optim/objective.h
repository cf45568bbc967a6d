// What training makes small, as a full-batch method sees it: the loss over the whole training part
// plus penalties, a function of the parameters that may be tried out anywhere. Within one step it
// stays the same function: dropout's masks are held.
#pragma once

#include "engine/core/types.h"

namespace bp {

template <class T>
class Objective {
 public:
  virtual ~Objective() = default;

  /// The network's parameters: where a step begins, what it tries, and where it leaves its result.
  [[nodiscard]] virtual std::span<T> params() = 0;
  /// Value and gradient where the step began, as the phases before it found them.
  [[nodiscard]] virtual double start_value() const = 0;
  [[nodiscard]] virtual std::span<const T> start_gradient() const = 0;

  /// The value at params(); not finite where the network's is not.
  [[nodiscard]] virtual double value() = 0;
  /// The value at params(), and its gradient for gradient().
  [[nodiscard]] virtual double value_and_gradient() = 0;
  [[nodiscard]] virtual std::span<const T> gradient() const = 0;
  /// Writes the generalised Gauss–Newton matrix at params(), symmetric, params × params:
  /// 1/N Σ Jᵀ H J over the outputs, H the curvature of the loss, plus that of the penalties. For
  /// methods that need it (FullBatchMethod::needs_curvature) only.
  virtual void curvature(std::span<double> matrix) = 0;
  /// Moves params() to the nearest ones within budget and max-norm, where there are any.
  virtual void constrain() = 0;
};

}  // namespace bp
