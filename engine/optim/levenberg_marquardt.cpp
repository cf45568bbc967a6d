// Gauss–Newton with damping: (G + μ I) δ = −g, w ← w + δ (Levenberg 1944, Marquardt 1963). G is the
// generalised Gauss–Newton matrix (Schraudolph 2002), like JᵀJ never indefinite; μ follows the gain
// ratio (Nielsen 1999; Madsen, Nielsen, Tingleff 2004, "Methods for non-linear least squares
// problems", algorithm 3.16).
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/cholesky.h"
#include "engine/optim/full_batch.h"

namespace bp {
namespace {

/// μ at the start, as a share of G's largest diagonal element.
constexpr double kFirstDamping = 1e-3;
/// The factors 2, 4, 8, … take μ up by 2^78: beyond that, no step helps.
constexpr int kMostTrials = 12;

Index memory_size(Index) { return 1; }  // μ
Index scratch_size(Index n) { return 2 * n * n + 2 * n; }

double largest_on_diagonal(Index n, const double* G) {
  double largest = 0;
  for (Index i = 0; i < n; ++i) largest = std::max(largest, G[i * (n + 1)]);
  return largest;
}

/// δ = −(G + μ I)⁻¹ g; false if rounding left the matrix not positive definite. `L` is overwritten.
template <class T>
bool solve_damped(std::span<const double> G, double mu, std::span<const T> g, double* L,
                  double* delta) {
  const auto n = static_cast<Index>(g.size());
  std::ranges::copy(G, L);
  for (Index i = 0; i < n; ++i) L[i * (n + 1)] += mu;
  if (!cholesky(n, L)) return false;
  for (std::size_t i = 0; i < g.size(); ++i) delta[i] = -static_cast<double>(g[i]);
  cholesky_solve(n, L, delta);
  return true;
}

/// What the quadratic model promises: −gᵀδ − ½ δᵀ G δ = ½ δᵀ (μ δ − g).
template <class T>
double predicted_decrease(double mu, std::span<const T> g, const double* delta) {
  double total = 0;
  for (std::size_t i = 0; i < g.size(); ++i) {
    total += delta[i] * (mu * delta[i] - static_cast<double>(g[i]));
  }
  return 0.5 * total;
}

template <class T>
void step(Objective<T>& f, std::span<double> memory, std::span<double> scratch, Rng&) {
  const std::span<T> w = f.params();
  const auto n = static_cast<Index>(w.size());
  const std::span<double> G = scratch.first(w.size() * w.size());
  double* L = G.data() + n * n;
  double* start = L + n * n;
  double* delta = start + n;
  std::ranges::copy(w, start);
  f.curvature(G);
  const double largest = largest_on_diagonal(n, G.data());
  double mu = memory[0] == 0 ? kFirstDamping * largest : memory[0];
  double growth = 2;
  const double rounding = static_cast<double>(std::numeric_limits<T>::epsilon());
  for (int trial = 0; trial < kMostTrials; ++trial, mu *= growth, growth *= 2) {
    if (!solve_damped(std::span<const double>(G), mu, f.start_gradient(), L, delta)) continue;
    const double predicted = predicted_decrease(mu, f.start_gradient(), delta);
    // A decrease smaller than the value's rounding cannot be seen.
    if (!(predicted > rounding * std::fabs(f.start_value()))) break;
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = static_cast<T>(start[i] + delta[i]);
    const double gain = (f.start_value() - f.value()) / predicted;
    if (!(gain > 0)) continue;
    const double x = 2 * gain - 1;
    mu *= std::max(1.0 / 3.0, 1 - x * x * x);
    // Without a floor, g's rounding would be blown up where G is singular.
    memory[0] = std::max(mu, rounding * largest);
    return;
  }
  for (std::size_t i = 0; i < w.size(); ++i) w[i] = static_cast<T>(start[i]);
}

constexpr FullBatchMethod kMethod = {kMaxFullBatchParams,
                                     true,
                                     true,
                                     memory_size,
                                     scratch_size,
                                     step<float>,
                                     kHasDouble ? step<double> : nullptr};

}  // namespace

const FullBatchMethod& levenberg_marquardt() { return kMethod; }

}  // namespace bp
