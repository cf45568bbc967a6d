// Gradient clipping, as PyTorch's clip_grad_value_ and clip_grad_norm_.
#pragma once

#include "engine/core/types.h"

namespace bp {

/// Each component is cut to [−limit, limit].
template <class T>
void clip_values(std::span<T> grads, T limit);

/// Shortens the whole vector to `limit` if it is longer: g ← g · min(1, limit / (‖g‖ + 1e-6)), the
/// norm summed in double in fixed order. Returns the factor.
template <class T>
double clip_norm(std::span<T> grads, double limit);

}  // namespace bp
