// L-BFGS (Nocedal 1980; Liu, Nocedal 1989): d = −H g, where H, an estimate of the inverse Hessian,
// is never written down but follows from the last ten pairs s = Δw, y = Δg; then a line search.
// Conventions are those of PyTorch's LBFGS with line_search_fn = "strong_wolfe", which is the
// oracle (tests/golden). Unlike there, a pair is taken within a step, so that both of its gradients
// belong to the same objective even when dropout's masks change from step to step.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/core/reduce.h"
#include "engine/optim/full_batch.h"
#include "engine/optim/line_search.h"

namespace bp {
namespace {

constexpr Index kPairs = 10;

double dot_of(Index n, const double* x, const double* y) {
  const auto size = static_cast<std::size_t>(n);
  return dot(std::span<const double>(x, size), std::span<const double>(y, size));
}

double largest_of(Index n, const double* x) {
  double largest = 0;
  for (Index i = 0; i < n; ++i) largest = std::max(largest, std::fabs(x[i]));
  return largest;
}

/// The last pairs, newest first: ρ = 1/(sᵀy), or 0 where there is none yet.
class Memory {
 public:
  static Index size(Index n) { return kPairs * (1 + 2 * n); }
  Memory(Index n, std::span<double> values)
      : n_(n), rho_(values.data()), s_(rho_ + kPairs), y_(s_ + kPairs * n) {}

  [[nodiscard]] bool is_empty() const { return rho_[0] == 0; }
  void forget() { std::fill_n(rho_, kPairs, 0.0); }

  /// d ← H d by two loops over the pairs; H starts from (sᵀy)/(yᵀy) of the newest.
  void multiply(double* d) const {
    std::array<double, kPairs> alpha{};
    Index count = 0;
    for (; count < kPairs && rho_[count] > 0; ++count) {
      alpha[static_cast<std::size_t>(count)] = rho_[count] * dot_of(n_, s(count), d);
      add(-alpha[static_cast<std::size_t>(count)], y(count), d);
    }
    if (count == 0) return;
    const double scale = 1 / (rho_[0] * dot_of(n_, y(0), y(0)));
    for (Index i = 0; i < n_; ++i) d[i] *= scale;
    for (Index k = count - 1; k >= 0; --k) {
      const double beta = rho_[k] * dot_of(n_, y(k), d);
      add(alpha[static_cast<std::size_t>(k)] - beta, s(k), d);
    }
  }

  /// Takes the pair in, and drops the oldest, if its curvature sᵀy is positive beyond rounding:
  /// only then does H stay positive definite.
  void remember(const double* s, const double* y) {
    const double curvature = dot_of(n_, s, y);
    if (!(curvature > 1e-10 * std::sqrt(dot_of(n_, s, s) * dot_of(n_, y, y)))) return;
    std::copy_backward(rho_, rho_ + kPairs - 1, rho_ + kPairs);
    for (double* vectors : {s_, y_}) {
      std::copy_backward(vectors, vectors + n_ * (kPairs - 1), vectors + n_ * kPairs);
    }
    rho_[0] = 1 / curvature;
    std::copy_n(s, n_, s_);
    std::copy_n(y, n_, y_);
  }

 private:
  [[nodiscard]] const double* s(Index k) const { return s_ + n_ * k; }
  [[nodiscard]] const double* y(Index k) const { return y_ + n_ * k; }
  void add(double factor, const double* x, double* to) const {
    for (Index i = 0; i < n_; ++i) to[i] += factor * x[i];
  }

  Index n_;
  double *rho_, *s_, *y_;
};

/// The objective along d, from where the step began.
template <class T>
class Ray final : public LineFunction {
 public:
  Ray(Objective<T>& objective, const double* start, const double* d, double* gradient)
      : f_(objective), start_(start), d_(d), gradient_(gradient) {}

  LinePoint at(double t) override {
    t_ = t;
    set(t);
    const double value = f_.value_and_gradient();
    std::ranges::copy(f_.gradient(), gradient_);
    return {t, value, dot_of(static_cast<Index>(f_.params().size()), gradient_, d_)};
  }
  /// Leaves the parameters, and `gradient` where t is not 0, at t.
  void settle(double t) {
    if (t == 0) return set(t);
    if (t != t_) (void)at(t);
  }

 private:
  void set(double t) {
    const std::span<T> w = f_.params();
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = static_cast<T>(start_[i] + t * d_[i]);
  }

  Objective<T>& f_;
  const double *start_, *d_;
  double* gradient_;
  double t_ = 0;
};

Index scratch_size(Index n) { return 4 * n; }

/// direction = −H gradient; returns the slope along it.
double descend(Index n, Memory& pairs, const double* gradient, double* direction) {
  for (;;) {
    for (Index i = 0; i < n; ++i) direction[i] = -gradient[i];
    pairs.multiply(direction);
    const double slope = dot_of(n, gradient, direction);
    if (slope < 0 || pairs.is_empty()) return slope;
    pairs.forget();  // rounding got the better of them
  }
}

/// The length to try first: as long as H has seen nothing, about 1 in w.
double first_length(Index n, const Memory& pairs, const double* gradient) {
  if (!pairs.is_empty()) return 1;
  double total = 0;
  for (Index i = 0; i < n; ++i) total += std::fabs(gradient[i]);
  return std::min(1.0, 1.0 / total);
}

template <class T>
void step(Objective<T>& f, std::span<double> memory, std::span<double> scratch, Rng&) {
  const auto n = static_cast<Index>(f.params().size());
  double* start = scratch.data();
  double* gradient = start + n;
  double* direction = gradient + n;
  double* trial_gradient = direction + n;
  Memory pairs(n, memory);
  std::ranges::copy(f.params(), start);
  std::ranges::copy(f.start_gradient(), gradient);
  const double slope = descend(n, pairs, gradient, direction);
  // A decrease smaller than the value's rounding cannot be seen.
  const double rounding = static_cast<double>(std::numeric_limits<T>::epsilon());
  if (!(-slope > rounding * std::fabs(f.start_value()))) return;

  Ray<T> ray(f, start, direction, trial_gradient);
  const LinePoint found = strong_wolfe(ray, {0, f.start_value(), slope},
                                       first_length(n, pairs, gradient), largest_of(n, direction));
  ray.settle(found.t);
  if (found.t == 0) return;
  const std::span<const T> reached = f.params();
  for (Index i = 0; i < n; ++i) {
    direction[i] = static_cast<double>(reached[static_cast<std::size_t>(i)]) - start[i];
    trial_gradient[i] -= gradient[i];
  }
  pairs.remember(direction, trial_gradient);
}

constexpr FullBatchMethod kMethod = {kMaxFullBatchParams,
                                     true,
                                     false,
                                     Memory::size,
                                     scratch_size,
                                     step<float>,
                                     kHasDouble ? step<double> : nullptr};

}  // namespace

const FullBatchMethod& limited_memory_bfgs() { return kMethod; }

}  // namespace bp
