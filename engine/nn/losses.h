// The table of loss functions. L is the mean over the batch's samples (and outputs) of a pointwise
// loss; computed stably from the output layer's pre-activation where the pair allows it.
//
// K > 2 classes have an output each (one-hot targets), whatever the loss; two classes share one
// output, but for losses that couple the outputs (softmax).
#pragma once

#include <span>
#include <string_view>

#include "engine/core/types.h"

namespace bp {

enum class Task { Classification, Regression };

template <class T>
struct LossKernels {
  /// Writes the pointwise loss ℓ(z, a, y) of outputs × n values (not yet averaged).
  void (*value)(Index outputs, Index n, const T* z, const T* a, const T* y, T* loss);
  /// da = scale · ∂ℓ/∂a of n values
  void (*grad_a)(Index n, const T* z, const T* a, const T* y, T scale, T* da);
  /// dz = scale · ∂ℓ/∂z, fused with the output activation; null where there is no fused form.
  void (*grad_z)(Index n, const T* z, const T* a, const T* y, T scale, T* dz);
  /// For Gauss–Newton: v = column `column` of B, one matrix B (outputs × outputs) a sample, with
  /// B Bᵀ = ∂²ℓ/∂z² where there is a fused form, else ∂²ℓ/∂a²; for losses without useful curvature,
  /// that of a parabola that touches the loss and lies above it. v is outputs × n.
  void (*curvature_root)(Index outputs, Index n, Index column, const T* z, const T* a, const T* y,
                         T* v);
};

struct Loss {
  std::string_view key;
  std::string_view label;
  std::string_view formula;   ///< for people
  std::string_view gradient;  ///< ∂L/∂a, for people
  bool for_classification;
  bool for_regression;
  /// Activation key of the output layer for classification; regression always has "linear".
  std::string_view classification_output;
  /// Target values of the two classes (0/1, or −1/+1 for hinge).
  float negative_target, positive_target;
  /// The decision level: the output activation's value that separates two classes.
  float decision_level;
  /// One loss a sample from all its outputs together: an output for each class, also for two, and
  /// the mean is over samples only.
  bool couples_outputs;
  LossKernels<float> f32;
  LossKernels<double> f64;
  /// Distance of (a, y) to the nearest jump of ∂ℓ/∂a; null where there is none.
  double (*kink_distance)(double a, double y);
  /// ℓ = −log of the probability that the answer gives to what is the case. That of a mean answer
  /// is then −log of the mean of e^−ℓ; other losses are functions of a and y alone.
  bool is_log_likelihood = false;
  /// The PyTorch loss as an expression: a function of outputs (pre-activations where there is a
  /// fused ∂ℓ/∂z) and targets; and of the same o and y, its curvature as curvature_root() has it:
  /// n × outputs, or n × outputs × outputs where outputs are coupled.
  std::string_view torch{}, torch_curvature{};

  template <class T>
  [[nodiscard]] const LossKernels<T>& kernels() const {
    if constexpr (sizeof(T) == sizeof(float)) {
      return f32;
    } else {
      return f64;
    }
  }
};

/// Outputs of a network with this loss for so many classes (0: a regression).
[[nodiscard]] Index output_count(const Loss& loss, int classes);
/// What L of n samples is divided by.
[[nodiscard]] double averaging_count(const Loss& loss, Index outputs, Index n);

/// Label smoothing (Szegedy et al. 2016, arXiv:1512.00567, §7): y ← (1 − ε) y + ε / K, where K
/// classes are 0 and 1; generally, towards the mean over the classes. `y` is outputs × n.
template <class T>
void smooth_targets(const Loss& loss, T epsilon, Index outputs, Index n, T* y);

[[nodiscard]] std::span<const Loss> losses();
[[nodiscard]] const Loss& loss(std::string_view key);

}  // namespace bp
