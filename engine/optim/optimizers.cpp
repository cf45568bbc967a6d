#include "engine/optim/optimizers.h"

#include <array>
#include <cassert>

#include "engine/core/math.h"
#include "engine/core/registry.h"
#include "engine/optim/subnormal.h"

namespace bp {
namespace {

// Conventions are PyTorch's, so that its trajectories are the oracle (tests/golden). g gradient,
// w parameters, α learning rate, μ = β₁ momentum; state vectors start at zero.

// Products with moments go through an arithmetic A, because moments can be subnormal (subnormal.h).

struct Sgd {
  static constexpr int kSlots = 0;
  static constexpr bool kMomentum = false, kBeta2 = false;
  template <class T>
  struct Rule {
    T alpha;
    explicit Rule(const OptimizerHyper& h) : alpha(h.learning_rate) {}
    template <class A>
    void apply(A, T g, T& w, T&, T&) const {
      w -= alpha * g;
    }
  };
};

/// Polyak 1964 (heavy ball): v ← μ v + g, w ← w − α v.
struct Momentum {
  static constexpr int kSlots = 1;
  static constexpr bool kMomentum = true, kBeta2 = false;
  template <class T>
  struct Rule {
    T alpha, mu;
    explicit Rule(const OptimizerHyper& h) : alpha(h.learning_rate), mu(h.momentum) {}
    template <class A>
    void apply(A, T g, T& w, T& v, T&) const {
      v = A::times(mu, v) + g;
      w -= alpha * A::moving(v);
    }
  };
};

/// Nesterov 1983 in the form of Sutskever et al. 2013: v ← μ v + g, w ← w − α (g + μ v).
struct Nesterov {
  static constexpr int kSlots = 1;
  static constexpr bool kMomentum = true, kBeta2 = false;
  template <class T>
  struct Rule {
    T alpha, mu;
    explicit Rule(const OptimizerHyper& h) : alpha(h.learning_rate), mu(h.momentum) {}
    template <class A>
    void apply(A, T g, T& w, T& v, T&) const {
      v = A::times(mu, v) + g;
      w -= alpha * A::moving(g + A::times(mu, v));
    }
  };
};

/// Duchi, Hazan, Singer 2011: s ← s + g², w ← w − α g / (√s + ε).
struct Adagrad {
  static constexpr int kSlots = 1;
  static constexpr bool kMomentum = false, kBeta2 = false;
  template <class T>
  struct Rule {
    T alpha, epsilon;
    explicit Rule(const OptimizerHyper& h) : alpha(h.learning_rate), epsilon(h.epsilon) {}
    template <class A>
    void apply(A, T g, T& w, T& s, T&) const {
      s += g * g;
      w -= alpha * g / (A::root(s) + epsilon);
    }
  };
};

/// Tieleman, Hinton 2012: s ← β₂ s + (1 − β₂) g², w ← w − α g / (√s + ε).
struct RmsProp {
  static constexpr int kSlots = 1;
  static constexpr bool kMomentum = false, kBeta2 = true;
  template <class T>
  struct Rule {
    T alpha, beta, epsilon;
    explicit Rule(const OptimizerHyper& h)
        : alpha(h.learning_rate), beta(h.beta2), epsilon(h.epsilon) {}
    template <class A>
    void apply(A, T g, T& w, T& s, T&) const {
      s = A::times(beta, s) + (T(1) - beta) * (g * g);
      w -= alpha * g / (A::root(s) + epsilon);
    }
  };
};

/// Kingma, Ba 2015, arXiv:1412.6980: m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g²,
/// w ← w − α/(1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + ε).
struct Adam {
  static constexpr int kSlots = 2;
  static constexpr bool kMomentum = true, kBeta2 = true;
  template <class T>
  struct Rule {
    T beta1, beta2, epsilon, alpha, root;
    explicit Rule(const OptimizerHyper& h)
        : beta1(h.momentum),
          beta2(h.beta2),
          epsilon(h.epsilon),
          alpha(T(h.learning_rate / (1.0 - math::integer_power(h.momentum, h.t)))),
          root(T(math::sqrt(1.0 - math::integer_power(h.beta2, h.t)))) {}
    template <class A>
    void apply(A, T g, T& w, T& m, T& s) const {
      m = A::times(beta1, m) + (T(1) - beta1) * g;
      s = A::times(beta2, s) + (T(1) - beta2) * (g * g);
      w -= alpha * A::moving(m) / (A::root(s) / root + epsilon);
    }
  };
};

/// Whether all products of this update may go around subnormal moments.
bool may_go_around(const OptimizerHyper& h, float alpha) {
  using namespace subnormal;
  const auto is_share = [](float x) { return x >= 0 && x <= 1; };
  return is_share(h.momentum) && is_share(h.beta2) && alpha <= kLargestRate &&
         h.epsilon >= kLeastDivisor;
}

/// So many weights are looked at, then updated, at once.
constexpr Index kSweep = 16;

template <class R, class A, class T>
void sweep(Index n, const typename R::template Rule<T>& rule, const T* g, T* w, T* s1, T* s2) {
  T none = 0;
  for (Index i = 0; i < n; ++i) {
    rule.apply(A{}, g[i], w[i], R::kSlots > 0 ? s1[i] : none, R::kSlots > 1 ? s2[i] : none);
  }
}

/// Whether a moment is subnormal, and no weight so small that such a moment could move it.
template <class R>
bool needs_detour(Index n, const float* w, const float* s1, const float* s2) {
  unsigned small = 0;
  unsigned movable = 0;
  for (Index i = 0; i < n; ++i) {
    small |= static_cast<unsigned>(subnormal::is_subnormal(s1[i]));
    if constexpr (R::kSlots > 1) small |= static_cast<unsigned>(subnormal::is_subnormal(s2[i]));
    movable |= static_cast<unsigned>(!subnormal::stands_still(w[i]));
  }
  return small != 0 && movable == 0;
}

template <class R, class T>
void update_all(Index n, const OptimizerHyper& h, const T* g, T* w, T* s1, T* s2) {
  const typename R::template Rule<T> rule(h);
  if constexpr (R::kSlots > 0 && sizeof(T) == sizeof(float)) {
    for (; may_go_around(h, rule.alpha) && n > 0; n -= kSweep, g += kSweep, w += kSweep) {
      const Index count = n < kSweep ? n : kSweep;
      if (needs_detour<R>(count, w, s1, s2)) {
        sweep<R, subnormal::Around>(count, rule, g, w, s1, s2);
      } else {
        sweep<R, subnormal::Plain>(count, rule, g, w, s1, s2);
      }
      s1 += kSweep;
      if (R::kSlots > 1) s2 += kSweep;
    }
  }
  if (n > 0) sweep<R, subnormal::Plain>(n, rule, g, w, s1, s2);
}

template <class R>
constexpr Optimizer row(std::string_view key, std::string_view label, std::string_view formula,
                        std::string_view torch, bool decouples_decay = false) {
  return {key,
          label,
          formula,
          R::kSlots,
          R::kMomentum,
          R::kBeta2,
          decouples_decay,
          update_all<R, float>,
          kHasDouble ? update_all<R, double> : nullptr,
          nullptr,
          torch};
}

constexpr Optimizer method_row(std::string_view key, std::string_view label,
                               std::string_view formula, const FullBatchMethod& (*method)(),
                               std::string_view torch, std::string_view torch_class = {}) {
  return {key,   label,   formula, 0,      false, false,
          false, nullptr, nullptr, method, torch, torch_class};
}

constexpr std::string_view kTorchLevenbergMarquardt =
    "class LevenbergMarquardt:\n"
    "    def __init__(self, params):\n"
    "        self.params, self.mu = list(params), 0\n"
    "\n"
    "    def flat_gradient(self, value):\n"
    "        grads = torch.autograd.grad(value, self.params, retain_graph=True)\n"
    "        return torch.cat([g.flatten() for g in grads])\n"
    "\n"
    "    def step(self, closure, gauss_newton):\n"
    "        loss, outputs = closure()\n"
    "        g = self.flat_gradient(loss)\n"
    "        J = torch.stack([self.flat_gradient(o) for o in outputs.flatten()])\n"
    "        G = gauss_newton(outputs.detach(), J)\n"
    "        largest, rounding = G.diagonal().max(), torch.finfo(g.dtype).eps\n"
    "        mu, growth = self.mu or 1e-3 * largest, 2\n"
    "        start = nn.utils.parameters_to_vector(self.params).detach()\n"
    "        for trial in range(12):  # mu follows the gain ratio (Nielsen 1999)\n"
    "            delta = torch.linalg.solve(G + mu * torch.eye(len(g)), -g)\n"
    "            predicted = delta @ (mu * delta - g) / 2\n"
    "            if predicted <= rounding * loss.abs():\n"
    "                break\n"
    "            nn.utils.vector_to_parameters(start + delta, self.params)\n"
    "            gain = ((loss - closure()[0]) / predicted).item()\n"
    "            if gain > 0:\n"
    "                shrink = max(1 / 3, 1 - (2 * gain - 1) ** 3)\n"
    "                self.mu = max(mu * shrink, rounding * largest)\n"
    "                return\n"
    "            mu, growth = mu * growth, growth * 2\n"
    "        nn.utils.vector_to_parameters(start, self.params)";
constexpr std::string_view kTorchGuessing =
    "class Guessing:\n"
    "    def __init__(self, params):\n"
    "        self.params = list(params)\n"
    "\n"
    "    @torch.no_grad()\n"
    "    def step(self, closure):\n"
    "        before, start = closure(), nn.utils.parameters_to_vector(self.params)\n"
    "        nn.utils.vector_to_parameters(torch.randn_like(start), self.params)\n"
    "        if not closure() < before:\n"
    "            nn.utils.vector_to_parameters(start, self.params)";

constexpr std::array kRows = {
    row<Sgd>("sgd", "SGD", "w ← w − α g", "torch.optim.SGD({p}, lr={lr})"),
    row<Momentum>("momentum", "Momentum", "v ← μ v + g;  w ← w − α v",
                  "torch.optim.SGD({p}, lr={lr}, momentum={mu})"),
    row<Nesterov>("nesterov", "Nesterov", "v ← μ v + g;  w ← w − α (g + μ v)",
                  "torch.optim.SGD({p}, lr={lr}, momentum={mu}, nesterov=True)"),
    row<Adagrad>("adagrad", "Adagrad", "s ← s + g²;  w ← w − α g / (√s + ε)",
                 "torch.optim.Adagrad({p}, lr={lr}, eps=1e-8)"),
    row<RmsProp>("rmsprop", "RMSProp", "s ← β₂ s + (1 − β₂) g²;  w ← w − α g / (√s + ε)",
                 "torch.optim.RMSprop({p}, lr={lr}, alpha={beta2})"),
    row<Adam>("adam", "Adam",
              "m ← β₁ m + (1 − β₁) g;  s ← β₂ s + (1 − β₂) g²;  "
              "w ← w − α m̂ / (√ŝ + ε),  m̂ = m / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ)",
              "torch.optim.Adam({p}, lr={lr}, betas=({mu}, {beta2}))"),
    // Loshchilov, Hutter 2019, arXiv:1711.05101.
    row<Adam>("adamw", "AdamW", "w ← w − α 2λ₂ w, then Adam's step on the data's gradient alone",
              "torch.optim.AdamW({p}, lr={lr}, betas=({mu}, {beta2}))", true),
    method_row("lm", "Levenberg–Marquardt",
               "(G + μ I) δ = −g,  G = 1/N Σ JᵀHJ;  w ← w + δ;  all samples, up to 500 parameters",
               levenberg_marquardt, "LevenbergMarquardt({p})", kTorchLevenbergMarquardt),
    method_row("lbfgs", "L-BFGS",
               "w ← w − t H g,  H from the last ten pairs Δw, Δg,  t by a line search;  "
               "all samples, up to 500 parameters",
               limited_memory_bfgs,
               "torch.optim.LBFGS({p}, max_iter=1, max_eval=100, history_size=10, "
               "tolerance_grad=0, tolerance_change=0, line_search_fn=\"strong_wolfe\")"),
    method_row("guess", "Guessing",
               "w ~ N(0, 1), all anew; kept if the loss of all samples is lower", random_guessing,
               "Guessing({p})", kTorchGuessing),
};
static_assert(keys_are_unique(kRows));

}  // namespace

std::span<const Optimizer> optimizers() { return kRows; }

const Optimizer& optimizer(std::string_view key) {
  const int i = index_of(optimizers(), key);
  assert(i >= 0);
  return kRows[static_cast<std::size_t>(i)];
}

bool Optimizer::takes(Index params) const {
  return !method || method().max_params == 0 || params <= method().max_params;
}

bool Optimizer::takes_batch_norm() const { return !method || !method().needs_curvature; }

template <class T>
void OptimizerState<T>::configure(const Optimizer& row, Index params) {
  s1.setZero(row.slots >= 1 ? params : 0);
  s2.setZero(row.slots >= 2 ? params : 0);
  memory.setZero(row.method ? row.method().memory_size(params) : 0);
  steps = 0;
}

template <class T>
void decay(std::span<T> weights, float learning_rate, float lambda) {
  const T keep = T(1) - T(learning_rate) * (T(2) * T(lambda));
  for (T& w : weights) w *= keep;
}

template <class T>
void update(const Optimizer& row, OptimizerHyper hyper, std::span<const T> grads,
            std::span<T> params, OptimizerState<T>& state) {
  assert(grads.size() == params.size() && !row.is_full_batch());
  hyper.t = ++state.steps;
  const auto n = static_cast<Index>(params.size());
  if constexpr (sizeof(T) == sizeof(float)) {
    row.f32(n, hyper, grads.data(), params.data(), state.s1.data(), state.s2.data());
  } else {
    row.f64(n, hyper, grads.data(), params.data(), state.s1.data(), state.s2.data());
  }
}

template <class T>
void step(const Optimizer& row, Objective<T>& objective, OptimizerState<T>& state,
          std::span<double> scratch, Rng& rng) {
  assert(row.is_full_batch());
  ++state.steps;
  const std::span<double> memory(state.memory.data(),
                                 static_cast<std::size_t>(state.memory.size()));
  row.method().template step<T>()(objective, memory, scratch, rng);
}

template struct OptimizerState<float>;
template struct OptimizerState<double>;
template void decay(std::span<float>, float, float);
template void decay(std::span<double>, float, float);
template void update(const Optimizer&, OptimizerHyper, std::span<const float>, std::span<float>,
                     OptimizerState<float>&);
template void update(const Optimizer&, OptimizerHyper, std::span<const double>, std::span<double>,
                     OptimizerState<double>&);
template void step(const Optimizer&, Objective<float>&, OptimizerState<float>&, std::span<double>,
                   Rng&);
template void step(const Optimizer&, Objective<double>&, OptimizerState<double>&, std::span<double>,
                   Rng&);

}  // namespace bp
