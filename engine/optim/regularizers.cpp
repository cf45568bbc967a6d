#include "engine/optim/regularizers.h"

#include <array>
#include <cmath>

#include "engine/core/reduce.h"
#include "engine/core/registry.h"

namespace bp {
namespace {

/// Σ|w|; subgradient 0 at w = 0.
struct L1 {
  template <class T>
  static double penalty(std::span<const T> w) {
    return sum_abs(w);
  }
  template <class T>
  static void add_gradient(Index n, T lambda, const T* w, T* g) {
    for (Index i = 0; i < n; ++i) g[i] += lambda * (T(w[i] > T(0)) - T(w[i] < T(0)));
  }
  /// Of the parabola w²/2|w₀| + |w₀|/2, which lies above |w| and touches it at ±w₀ (as for the
  /// lasso in Fan, Li 2001); nearer to 0 than 1e-6, of that at 1e-6.
  template <class T>
  static void add_curvature(Index n, double lambda, const T* w, Index stride, double* h) {
    constexpr double kLeastSize = 1e-6;
    for (Index i = 0; i < n; ++i) {
      const double size = std::fabs(static_cast<double>(w[i]));
      h[i * stride] += lambda / (size > kLeastSize ? size : kLeastSize);
    }
  }
};

/// Σw²; gradient 2w.
struct L2 {
  template <class T>
  static double penalty(std::span<const T> w) {
    return sum_squares(w);
  }
  template <class T>
  static void add_gradient(Index n, T lambda, const T* w, T* g) {
    const T twice = T(2) * lambda;
    for (Index i = 0; i < n; ++i) g[i] += twice * w[i];
  }
  template <class T>
  static void add_curvature(Index n, double lambda, const T*, Index stride, double* h) {
    for (Index i = 0; i < n; ++i) h[i * stride] += 2 * lambda;
  }
};

template <class R>
constexpr Regularizer row(std::string_view key, std::string_view label, std::string_view formula,
                          bool has_kink_at_zero, bool is_decay, std::string_view torch,
                          std::string_view torch_curvature) {
  return {key,
          label,
          formula,
          has_kink_at_zero,
          is_decay,
          torch,
          torch_curvature,
          {R::template penalty<float>, R::template add_gradient<float>,
           R::template add_curvature<float>},
          kHasDouble ? RegularizerKernels<double>{R::template penalty<double>,
                                                  R::template add_gradient<double>,
                                                  R::template add_curvature<double>}
                     : RegularizerKernels<double>{}};
}

constexpr std::array kRows = {
    row<L1>("l1", "L1", "λ Σ |w|, gradient λ sign(w)", true, false, "w.abs().sum()",
            "1 / w.abs().clamp(min=1e-6)"),
    row<L2>("l2", "L2", "λ Σ w², gradient 2 λ w (weight_decay = 2 λ in PyTorch)", false, true,
            "w.square().sum()", "torch.full_like(w, 2)"),
};
static_assert(keys_are_unique(kRows));

}  // namespace

std::span<const Regularizer> regularizers() { return kRows; }

}  // namespace bp
