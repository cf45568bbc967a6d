// The table of penalties on the weights: L1  λ Σ|w|  and L2  λ Σ w²  (gradient 2λw, which is
// weight_decay = 2λ in PyTorch); both together are the elastic net (Zou & Hastie 2005, JRSS B 67).
// Weights only; biases are left alone.
#pragma once

#include <span>
#include <string_view>

#include "engine/core/types.h"

namespace bp {

template <class T>
struct RegularizerKernels {
  /// Σ of the penalty without λ, in double, fixed order.
  double (*penalty)(std::span<const T> w);
  /// g += λ ∂penalty/∂w
  void (*add_gradient)(Index n, T lambda, const T* w, T* g);
  /// h[i·stride] += λ ∂²penalty/∂wᵢ², or what stands for it at a kink.
  void (*add_curvature)(Index n, double lambda, const T* w, Index stride, double* h);
};

struct Regularizer {
  std::string_view key;  ///< also the key of its λ in the settings
  std::string_view label;
  std::string_view formula;
  bool has_kink_at_zero;
  bool is_decay;                     ///< L2: what an optimizer with decoupled decay does itself
  std::string_view torch;            ///< its term for w in PyTorch, without λ
  std::string_view torch_curvature;  ///< its second derivative, as add_curvature() has it
  RegularizerKernels<float> f32;
  RegularizerKernels<double> f64;
  template <class T>
  [[nodiscard]] const RegularizerKernels<T>& kernels() const {
    if constexpr (sizeof(T) == sizeof(float)) {
      return f32;
    } else {
      return f64;
    }
  }
};

[[nodiscard]] std::span<const Regularizer> regularizers();

}  // namespace bp
