#include "engine/nn/losses.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "engine/core/math.h"
#include "engine/core/registry.h"
#include "engine/nn/softmax.h"

namespace bp {
namespace {

// Each loss is ℓ(z, a, y) and ∂ℓ/∂a; a fused ∂ℓ/∂z and the distance to a kink where there are any.
// Its curvature is the second derivative, by z where there is a fused form; of losses with straight
// pieces, that of the parabola above them that touches at ±e: |e| ≤ e²/2|e₀| + |e₀|/2 (Huber 1981;
// for the hinge Groenen, Nalbantov, Bioch 2008). It grows without limit towards a kink, hence:
constexpr double kLeastDistance = 1e-3;
template <class T>
T distance_to_kink(T e) {
  const T distance = std::fabs(e);
  return distance > T(kLeastDistance) ? distance : T(kLeastDistance);
}

struct SquaredError {
  template <class T>
  static T value(T, T a, T y) {
    return (a - y) * (a - y);
  }
  template <class T>
  static T grad_a(T, T a, T y) {
    return T(2) * (a - y);
  }
  template <class T>
  static T curvature(T, T, T) {
    return T(2);
  }
};

template <class T>
T sign_of(T e) {
  return T(e > T(0)) - T(e < T(0));
}

struct AbsoluteError {
  template <class T>
  static T value(T, T a, T y) {
    return std::fabs(a - y);
  }
  template <class T>
  static T grad_a(T, T a, T y) {
    return sign_of(a - y);
  }
  template <class T>
  static T curvature(T, T a, T y) {
    return T(1) / distance_to_kink(a - y);
  }
  static double kink_distance(double a, double y) { return std::fabs(a - y); }
};

/// Huber 1964, with δ = 1.
struct Huber {
  template <class T>
  static T value(T, T a, T y) {
    const T e = std::fabs(a - y);
    return e < T(1) ? T(0.5) * (e * e) : e - T(0.5);
  }
  template <class T>
  static T grad_a(T, T a, T y) {
    const T e = a - y;
    const T above = e < T(-1) ? T(-1) : e;
    return above > T(1) ? T(1) : above;
  }
  template <class T>
  static T curvature(T, T a, T y) {
    const T e = std::fabs(a - y);
    return e < T(1) ? T(1) : T(1) / e;
  }
};

/// −y log a − (1 − y) log(1 − a) with a = σ(z) is softplus(z) − y z, and ∂ℓ/∂z = a − y.
struct BinaryCrossEntropy {
  template <class T>
  static T value(T z, T, T y) {
    const T positive = z < T(0) ? T(0) : z;
    return (positive - y * z) + math::log1p(math::exp(-std::fabs(z)));
  }
  /// −y/a + (1 − y)/(1 − a) = (1 − y)(1 + e^z) − y(1 + e^−z). For display only (the step uses
  /// grad_z), so |z| is cut at 60 to keep the picture finite.
  template <class T>
  static T grad_a(T z, T, T y) {
    const T below = z < T(60) ? z : T(60);
    const T cut = below > T(-60) ? below : T(-60);
    return (T(1) - y) * (T(1) + math::exp(cut)) - y * (T(1) + math::exp(-cut));
  }
  template <class T>
  static T grad_z(T, T a, T y) {
    return a - y;
  }
  template <class T>
  static T curvature(T, T a, T) {
    return a * (T(1) - a);
  }
};

/// −Σ y log a with a = softmax(z): y (log Σ eᶻ − z) for each output. Σ y = 1, so ∂ℓ/∂z = a − y.
struct SoftmaxCrossEntropy {
  template <class T>
  static void values(Index outputs, Index n, const T* z, const T*, const T* y, T* loss) {
    for (Index i = 0; i < n; ++i, z += outputs, y += outputs, loss += outputs) {
      const T log_sum = log_sum_exp(outputs, z);
      for (Index k = 0; k < outputs; ++k) loss[k] = y[k] * (log_sum - z[k]);
    }
  }
  /// For display only (the step uses grad_z); a is kept away from 0 to keep the picture finite.
  template <class T>
  static T grad_a(T, T a, T y) {
    return -y / (a > T(1e-26) ? a : T(1e-26));
  }
  template <class T>
  static T grad_z(T, T a, T y) {
    return a - y;
  }
};

/// max(0, 1 − y a), y = ±1.
struct Hinge {
  template <class T>
  static T value(T, T a, T y) {
    const T margin = T(1) - y * a;
    return margin < T(0) ? T(0) : margin;
  }
  template <class T>
  static T grad_a(T, T a, T y) {
    return y * a < T(1) ? -y : T(0);
  }
  /// Of ½ |1 − y a| + ½ (1 − y a), which is the same.
  template <class T>
  static T curvature(T, T a, T y) {
    return T(0.5) / distance_to_kink(T(1) - y * a);
  }
  static double kink_distance(double a, double y) { return std::fabs(1.0 - y * a); }
};

/// H = diag(p) − p pᵀ for each sample, whose root has the columns √p_r (e_r − p).
template <class T>
void softmax_curvature_root(Index outputs, Index n, Index column, const T*, const T* a, const T*,
                            T* v) {
  for (Index i = 0; i < n; ++i, a += outputs, v += outputs) {
    const T root = math::sqrt(a[column]);
    for (Index k = 0; k < outputs; ++k) v[k] = root * (T(k == column) - a[k]);
  }
}

/// Outputs do not mix: B is diagonal.
template <class F, class T>
void diagonal_curvature_root(Index outputs, Index n, Index column, const T* z, const T* a,
                             const T* y, T* v) {
  std::fill_n(v, outputs * n, T(0));
  for (Index i = column; i < outputs * n; i += outputs) {
    v[i] = math::sqrt(F::curvature(z[i], a[i], y[i]));
  }
}

template <class F, class T>
void values(Index outputs, Index n, const T* z, const T* a, const T* y, T* loss) {
  if constexpr (requires { &F::template values<T>; }) {
    F::values(outputs, n, z, a, y, loss);
  } else {
    for (Index i = 0; i < outputs * n; ++i) loss[i] = F::value(z[i], a[i], y[i]);
  }
}

template <class F, class T>
constexpr LossKernels<T> kernels() {
  LossKernels<T> k = {values<F, T>,
                      [](Index n, const T* z, const T* a, const T* y, T scale, T* da) {
                        for (Index i = 0; i < n; ++i) da[i] = scale * F::grad_a(z[i], a[i], y[i]);
                      },
                      nullptr, nullptr};
  if constexpr (requires(T t) { F::curvature(t, t, t); }) {
    k.curvature_root = diagonal_curvature_root<F, T>;
  } else {
    k.curvature_root = softmax_curvature_root<T>;
  }
  if constexpr (requires(T t) { F::grad_z(t, t, t); }) {
    k.grad_z = [](Index n, const T* z, const T* a, const T* y, T scale, T* dz) {
      for (Index i = 0; i < n; ++i) dz[i] = scale * F::grad_z(z[i], a[i], y[i]);
    };
  }
  return k;
}

template <class F>
constexpr Loss row(Loss head) {
  head.f32 = kernels<F, float>();
  head.f64 = kHasDouble ? kernels<F, double>()
                        : LossKernels<double>{values<F, double>, nullptr, nullptr, nullptr};
  head.kink_distance = nullptr;
  if constexpr (requires(double t) { F::kink_distance(t, t); }) {
    head.kink_distance = F::kink_distance;
  }
  return head;
}

constexpr Loss head(std::string_view key, std::string_view label, std::string_view formula,
                    std::string_view gradient) {
  return {key, label, formula, gradient, true, true, "logistic",
          0,   1,     0.5F,    false,    {},   {},   nullptr};
}

constexpr Loss classification_only(Loss row) {
  row.for_regression = false;
  return row;
}

constexpr Loss log_likelihood(Loss row) {
  row.is_log_likelihood = true;
  return row;
}

constexpr Loss signed_targets(Loss row) {
  row.classification_output = "linear";
  row.negative_target = -1;
  row.decision_level = 0;
  return row;
}

constexpr Loss torch(std::string_view expression, std::string_view curvature, Loss row) {
  row.torch = expression;
  row.torch_curvature = curvature;
  return row;
}

constexpr Loss coupled(Loss row) {
  row.classification_output = "softmax";
  row.couples_outputs = true;
  return row;
}

constexpr std::array kRows = {
    row<SquaredError>(torch("nn.MSELoss()", "torch.full_like(o, 2)",
                            head("mse", "MSE", "(1/N) Σ (ŷ − y)²", "2/N (ŷ − y)"))),
    row<AbsoluteError>(torch("nn.L1Loss()", "1 / (o - y).abs().clamp(min=1e-3)",
                             head("mae", "MAE", "(1/N) Σ |ŷ − y|", "1/N sign(ŷ − y)"))),
    row<Huber>(torch("nn.HuberLoss()", "1 / (o - y).abs().clamp(min=1)",
                     head("huber", "Huber", "(1/N) Σ (½ e² if |e| < 1, else |e| − ½), e = ŷ − y",
                          "1/N (e, at most 1 either way)"))),
    row<BinaryCrossEntropy>(
        torch("nn.BCEWithLogitsLoss()", "o.sigmoid() * (1 - o.sigmoid())",
              log_likelihood(classification_only(head(
                  "bce", "Cross entropy", "−(1/N) Σ (y log ŷ + (1 − y) log(1 − ŷ))",
                  "1/N (ŷ − y) / (ŷ (1 − ŷ)); with the logistic output ∂L/∂z = 1/N (ŷ − y)"))))),
    row<Hinge>(torch(
        "lambda o, y: (1 - y * o).clamp(min=0).mean()", "0.5 / (1 - y * o).abs().clamp(min=1e-3)",
        signed_targets(classification_only(head("hinge", "Hinge", "(1/N) Σ max(0, 1 − y ŷ), y = ±1",
                                                "−y/N where y ŷ < 1, else 0"))))),
    row<SoftmaxCrossEntropy>(torch(
        "nn.CrossEntropyLoss()",
        "torch.diag_embed(o.softmax(1)) - o.softmax(1)[:, :, None] * o.softmax(1)[:, None, :]",
        log_likelihood(coupled(classification_only(
            head("softmax_ce", "Softmax CE", "−(1/N) Σ log ŷ_c, c the sample's class",
                 "−1/N y / ŷ; with the softmax output ∂L/∂z = 1/N (ŷ − y)")))))),
};
static_assert(keys_are_unique(kRows));

}  // namespace

Index output_count(const Loss& loss, int classes) {
  if (classes <= 0) return 1;
  return classes > 2 || loss.couples_outputs ? classes : 1;
}

double averaging_count(const Loss& loss, Index outputs, Index n) {
  return static_cast<double>(n) * (loss.couples_outputs ? 1.0 : static_cast<double>(outputs));
}

template <class T>
void smooth_targets(const Loss& loss, T epsilon, Index outputs, Index n, T* y) {
  const T low = T(loss.negative_target);
  const T high = T(loss.positive_target);
  const T mean = low + (high - low) / T(std::max<Index>(2, outputs));
  for (Index i = 0; i < outputs * n; ++i) y[i] += epsilon * (mean - y[i]);
}

template void smooth_targets(const Loss&, float, Index, Index, float*);
template void smooth_targets(const Loss&, double, Index, Index, double*);

std::span<const Loss> losses() { return kRows; }

const Loss& loss(std::string_view key) {
  const int i = index_of(losses(), key);
  assert(i >= 0);
  return kRows[static_cast<std::size_t>(i)];
}

}  // namespace bp
