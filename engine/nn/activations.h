// The table of activation functions: one row is one activation, for units, menu, permalink, help
// and tests alike.
#pragma once

#include <span>
#include <string_view>

#include "engine/core/types.h"

namespace bp {

/// Element-wise kernels over contiguous arrays of n values.
template <class T>
struct ActivationKernels {
  /// a = f(z)
  void (*apply)(Index n, const T* z, T* a);
  /// dz = da · f′(z); may use a = f(z). `dz` may alias `da`.
  void (*backward)(Index n, const T* z, const T* a, const T* da, T* dz);
  /// The same for units × n values where a unit's answer depends on the others' (softmax); null
  /// elsewhere. `backward` then has the Jacobian's diagonal alone.
  void (*apply_columns)(Index units, Index n, const T* z, T* a) = nullptr;
  void (*backward_columns)(Index units, Index n, const T* a, const T* da, T* dz) = nullptr;
  /// apply(), to the bit and faster, for values none of which is beyond ±within; null where there
  /// is no such thing.
  void (*apply_within)(Index n, const T* z, T* a) = nullptr;
  T within = 0;
};

/// Activation of a whole layer: columns where units depend on one another, else element by element.
template <class T>
void apply(const ActivationKernels<T>& kernels, Index units, Index n, const T* z, T* a) {
  if (kernels.apply_columns) return kernels.apply_columns(units, n, z, a);
  kernels.apply(units * n, z, a);
}
template <class T>
void backward(const ActivationKernels<T>& kernels, Index units, Index n, const T* z, const T* a,
              const T* da, T* dz) {
  if (kernels.backward_columns) return kernels.backward_columns(units, n, a, da, dz);
  kernels.backward(units * n, z, a, da, dz);
}

struct Activation {
  std::string_view key;
  std::string_view label;
  std::string_view formula;      ///< f(z), for people
  std::string_view derivative;   ///< f′(z), for people
  std::string_view torch;        ///< the PyTorch module, as an expression; empty for the identity
  std::string_view torch_class;  ///< its source, where PyTorch has none
  bool is_output_only;           ///< offered for the output layer only
  bool can_saturate;             ///< f′ tends to 0 on both sides (logistic, tanh, hard tanh)
  bool can_die;                  ///< f′ is exactly 0 on one side (ReLU)
  float kink;   ///< f′ jumps at ±kink; NaN if nowhere (gradient checks stay away)
  float bound;  ///< |f| is never above it; infinity if there is no bound
  ActivationKernels<float> f32;
  ActivationKernels<double> f64;

  template <class T>
  [[nodiscard]] const ActivationKernels<T>& kernels() const {
    if constexpr (sizeof(T) == sizeof(float)) {
      return f32;
    } else {
      return f64;
    }
  }
};

[[nodiscard]] std::span<const Activation> activations();
/// Row by key; asserts that it exists.
[[nodiscard]] const Activation& activation(std::string_view key);

}  // namespace bp
