#include "engine/nn/activations.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

#include "engine/core/math.h"
#include "engine/core/registry.h"
#include "engine/nn/softmax.h"

namespace bp {
namespace {

// Each activation is f(z) and its derivative df(z, a), which may use a = f(z).
struct Linear {
  template <class T>
  static T f(T z) {
    return z;
  }
  template <class T>
  static T df(T, T) {
    return T(1);
  }
};

struct Logistic {
  template <class T>
  static T f(T z) {
    return math::logistic(z);
  }
  template <class T>
  static T df(T, T a) {
    return a * (T(1) - a);
  }
};

struct Tanh {
  static constexpr float kWithin = math::kTanhWithin;
  static float f_within(float z) { return math::tanh_within(z); }
  template <class T>
  static T f(T z) {
    return math::tanh(z);
  }
  template <class T>
  static T df(T, T a) {
    return T(1) - a * a;
  }
};

struct Relu {
  template <class T>
  static T f(T z) {
    return math::select(z < T(0), T(0), z);  // this way round NaN stays NaN
  }
  template <class T>
  static T df(T z, T) {
    return math::select(z > T(0), T(1), T(0));
  }
};

struct LeakyRelu {
  template <class T>
  static T f(T z) {
    return math::select(z < T(0), T(0.01F) * z, z);
  }
  template <class T>
  static T df(T z, T) {
    return math::select(z > T(0), T(1), T(0.01F));
  }
};

/// Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289, with α = 1.
struct Elu {
  template <class T>
  static T f(T z) {
    return math::select(z < T(0), math::expm1(z), z);
  }
  template <class T>
  static T df(T z, T a) {
    return math::select(z > T(0), T(1), a + T(1));
  }
};

/// Klambauer et al. 2017, arXiv:1706.02515.
struct Selu {
  static constexpr double kLambda = 1.0507009873554805, kAlpha = 1.6732632423543772;
  template <class T>
  static T f(T z) {
    const T below = T(kLambda * kAlpha) * math::expm1(z);
    return math::select(z < T(0), below, T(kLambda) * z);
  }
  template <class T>
  static T df(T z, T a) {
    return math::select(z > T(0), T(kLambda), a + T(kLambda * kAlpha));
  }
};

/// Hendrycks, Gimpel 2016, arXiv:1606.08415, the exact form z Φ(z).
struct Gelu {
  template <class T>
  static T phi(T z) {
    return T(0.5) * (T(1) + math::erf(z * T(0.70710678118654752)));
  }
  template <class T>
  static T f(T z) {
    return z * phi(z);
  }
  template <class T>
  static T df(T z, T) {
    return phi(z) + z * (T(0.39894228040143268) * math::exp(T(-0.5) * z * z));
  }
};

/// Elfwing, Uchibe, Doya 2018, arXiv:1702.03118.
struct Silu {
  template <class T>
  static T f(T z) {
    return z * math::logistic(z);
  }
  template <class T>
  static T df(T z, T) {
    const T s = math::logistic(z);
    return s * (T(1) + z * (T(1) - s));
  }
};

struct Softplus {
  template <class T>
  static T f(T z) {
    return math::softplus(z);
  }
  template <class T>
  static T df(T z, T) {
    return math::logistic(z);
  }
};

/// Sitzmann et al. 2020, arXiv:2006.09661.
struct Sine {
  template <class T>
  static T f(T z) {
    return math::sin(z);
  }
  template <class T>
  static T df(T z, T) {
    return math::cos(z);
  }
};

struct HardTanh {
  template <class T>
  static T f(T z) {
    const T above = math::select(z < T(-1), T(-1), z);
    return math::select(above > T(1), T(1), above);
  }
  template <class T>
  static T df(T z, T) {
    return math::select((z > T(-1)) & (z < T(1)), T(1), T(0));
  }
};

/// Forward alone.
template <class F>
constexpr ActivationKernels<double> forward_only() {
  ActivationKernels<double> k{[](Index n, const double* z, double* a) {
                                for (Index i = 0; i < n; ++i) a[i] = F::f(z[i]);
                              },
                              nullptr};
  if constexpr (requires { &F::template columns<double>; }) {
    k.apply_columns = F::template columns<double>;
  }
  return k;
}

template <class F, class T>
constexpr ActivationKernels<T> elementwise() {
  return {[](Index n, const T* z, T* a) {
            for (Index i = 0; i < n; ++i) a[i] = F::f(z[i]);
          },
          [](Index n, const T* z, const T* a, const T* da, T* dz) {
            for (Index i = 0; i < n; ++i) dz[i] = da[i] * F::df(z[i], a[i]);
          }};
}

/// Of a single unit: the others' share of the sum is missing, so only `columns` is right.
struct Softmax {
  template <class T>
  static void columns(Index units, Index n, const T* z, T* a) {
    for (Index i = 0; i < n; ++i) softmax(units, z + i * units, a + i * units);
  }
  /// dz_k = a_k (da_k − Σ a_j da_j)
  template <class T>
  static void backward_columns(Index units, Index n, const T* a, const T* da, T* dz) {
    for (Index i = 0; i < n; ++i, a += units, da += units, dz += units) {
      T mean = 0;
      for (Index k = 0; k < units; ++k) mean += a[k] * da[k];
      for (Index k = 0; k < units; ++k) dz[k] = a[k] * (da[k] - mean);
    }
  }
  template <class T>
  static T f(T) {
    return T(1);
  }
  template <class T>
  static T df(T, T a) {
    return a * (T(1) - a);
  }
};

template <class F, class T>
constexpr ActivationKernels<T> kernels() {
  if constexpr (requires { &F::template columns<T>; }) {
    ActivationKernels<T> k = elementwise<F, T>();
    k.apply_columns = F::template columns<T>;
    k.backward_columns = F::template backward_columns<T>;
    return k;
  }
  ActivationKernels<T> k = elementwise<F, T>();
  if constexpr (requires { F::f_within(T{}); } && sizeof(T) == sizeof(float)) {
    k.apply_within = [](Index n, const T* z, T* a) {
      for (Index i = 0; i < n; ++i) a[i] = F::f_within(z[i]);
    };
    k.within = F::kWithin;
  }
  return k;
}

/// math::sin of one value branches for huge arguments; the array form keeps the loop vectorised.
template <>
constexpr ActivationKernels<float> kernels<Sine, float>() {
  return {[](Index n, const float* z, float* a) { math::sin(n, z, a); },
          [](Index n, const float* z, const float*, const float* da, float* dz) {
            constexpr Index kBlock = 64;
            float cosine[kBlock];
            for (Index done = 0; done < n; done += kBlock) {
              const Index count = std::min(kBlock, n - done);
              math::cos(count, z + done, cosine);
              for (Index i = 0; i < count; ++i) dz[done + i] = da[done + i] * cosine[i];
            }
          }};
}

struct Traits {
  bool can_saturate = false, can_die = false;
  float kink = std::numeric_limits<float>::quiet_NaN();
  float bound = std::numeric_limits<float>::infinity();
  std::string_view torch_class{};
};

constexpr std::string_view kTorchSine =
    "class Sine(nn.Module):\n"
    "    def forward(self, z):\n"
    "        return torch.sin(z)";

template <class F>
constexpr Activation row(std::string_view key, std::string_view label, std::string_view formula,
                         std::string_view derivative, std::string_view torch, Traits traits = {}) {
  return {key,
          label,
          formula,
          derivative,
          torch,
          traits.torch_class,
          false,
          traits.can_saturate,
          traits.can_die,
          traits.kink,
          traits.bound,
          kernels<F, float>(),
          kHasDouble ? kernels<F, double>() : forward_only<F>()};
}

constexpr Activation output_only(Activation row) {
  row.is_output_only = true;
  return row;
}

constexpr std::array kRows = {
    row<Linear>("linear", "linear", "z", "1", ""),
    row<Logistic>("logistic", "logistic", "1 / (1 + e⁻ᶻ)", "a (1 − a)", "nn.Sigmoid()",
                  {.can_saturate = true, .bound = 1}),
    row<Tanh>("tanh", "tanh", "(eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)", "1 − a²", "nn.Tanh()",
              {.can_saturate = true, .bound = 1}),
    row<Relu>("relu", "ReLU", "max(0, z)", "1 if z > 0, else 0", "nn.ReLU()",
              {.can_die = true, .kink = 0}),
    row<LeakyRelu>("leaky_relu", "leaky ReLU", "z if z > 0, else 0.01 z", "1 if z > 0, else 0.01",
                   "nn.LeakyReLU(0.01)", {.kink = 0}),
    row<Elu>("elu", "ELU", "z if z > 0, else eᶻ − 1", "1 if z > 0, else a + 1", "nn.ELU()"),
    row<Selu>("selu", "SELU", "λ z if z > 0, else λ α (eᶻ − 1); λ = 1.0507, α = 1.6733",
              "λ if z > 0, else a + λ α", "nn.SELU()", {.kink = 0}),
    row<Gelu>("gelu", "GELU", "z Φ(z), Φ the normal distribution", "Φ(z) + z φ(z)", "nn.GELU()"),
    row<Silu>("silu", "SiLU", "z σ(z), σ the logistic function", "σ(z) (1 + z (1 − σ(z)))",
              "nn.SiLU()"),
    row<Softplus>("softplus", "softplus", "log(1 + eᶻ)", "1 / (1 + e⁻ᶻ)", "nn.Softplus()"),
    row<Sine>("sine", "sine", "sin z", "cos z", "Sine()", {.bound = 1, .torch_class = kTorchSine}),
    row<HardTanh>("hard_tanh", "hard tanh", "z between −1 and 1, else ±1", "1 if |z| < 1, else 0",
                  "nn.Hardtanh()", {.can_saturate = true, .kink = 1, .bound = 1}),
    output_only(row<Softmax>("softmax", "softmax", "eᶻ / Σ eᶻ over the layer's units",
                             "∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ)", "nn.Softmax(dim=1)")),
};
static_assert(keys_are_unique(kRows));

}  // namespace

std::span<const Activation> activations() { return kRows; }

const Activation& activation(std::string_view key) {
  const int i = index_of(activations(), key);
  assert(i >= 0);
  return kRows[static_cast<std::size_t>(i)];
}

}  // namespace bp
